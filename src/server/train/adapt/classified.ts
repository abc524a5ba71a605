/** Accuracy at a score of 0, and the area under the ROC curve. */
export function classified(scores: ArrayLike<number>, labels: Float32Array): { accuracy: number; auc: number } {
  const order = [...labels.keys()].sort((a, b) => scores[a] - scores[b]);
  let [right, positives, rankSum] = [0, 0, 0];
  for (let first = 0; first < order.length; ) {
    let last = first;
    while (last < order.length && scores[order[last]] === scores[order[first]]) last++;
    for (let i = first; i < last; i++) {
      if (labels[order[i]] !== 1) continue;
      positives++;
      rankSum += (first + last + 1) / 2;
    }
    first = last;
  }
  labels.forEach((label, i) => {
    if (scores[i] > 0 === (label === 1)) right++;
  });
  const negatives = labels.length - positives;
  const auc =
    positives * negatives === 0 ? 0.5 : (rankSum - (positives * (positives + 1)) / 2) / (positives * negatives);
  return { accuracy: right / Math.max(1, labels.length), auc };
}
