/** Ranking metrics of one case with any number of targets, all candidates ranked. */
import { CUTS } from "./metrics";

/** `ndcg@5` … `ndcg@50`, `recall@5` … `recall@50`, `mrr`. */
export const METRICS = [...CUTS.map((cut) => `ndcg@${cut}`), ...CUTS.map((cut) => `recall@${cut}`), "mrr"] as const;

export interface TargetRanks {
  /** Best first. */
  readonly rows: readonly number[];
  readonly ranks: Float64Array;
}

/**
 * Ranks of the targets from 1; among equal scores each has the mean of the ranks they share.
 * @param excluded rows that are no candidates
 */
export function targetRanks(
  scores: ArrayLike<number>,
  targets: Iterable<number>,
  excluded?: ReadonlySet<number>,
): TargetRanks {
  const wanted = [...targets].filter((row) => !excluded?.has(row)).sort((a, b) => scores[b] - scores[a] || a - b);
  const above = new Float64Array(wanted.length);
  const equal = new Float64Array(wanted.length);
  // Candidates fall between the targets, which are few: one pass, a binary search each.
  const levels = Float64Array.from(wanted, (row) => scores[row]);
  for (let row = 0; row < scores.length; row++) {
    if (excluded?.has(row)) continue;
    const score = scores[row];
    let low = 0;
    let high = levels.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (levels[middle] > score) low = middle + 1;
      else high = middle;
    }
    // From `low` on, targets are at most as high as this candidate.
    for (let t = low; t < levels.length && levels[t] === score; t++) equal[t]++;
    if (low < levels.length) above[low + (levels[low] === score ? runOf(levels, low) : 0)]++;
  }
  let sum = 0;
  const ranks = levels.map((_, t) => {
    sum += above[t];
    return sum + (equal[t] + 1) / 2;
  });
  return { rows: wanted, ranks };
}

/** How many levels from `first` on are equal. */
function runOf(levels: Float64Array, first: number): number {
  let end = first;
  while (end < levels.length && levels[end] === levels[first]) end++;
  return end - first;
}

/** One value for each of `METRICS`. Recall is of all targets; NDCG's ideal has as many as fit. */
export function metricsOf(ranks: ArrayLike<number>): Float64Array {
  const values = new Float64Array(METRICS.length);
  CUTS.forEach((cut, c) => {
    let gain = 0;
    let ideal = 0;
    let hits = 0;
    for (let t = 0; t < ranks.length; t++) {
      if (t < cut) ideal += 1 / Math.log2(t + 2);
      if (ranks[t] > cut) continue;
      gain += 1 / Math.log2(ranks[t] + 1);
      hits++;
    }
    values[c] = ideal > 0 ? gain / ideal : 0;
    values[CUTS.length + c] = ranks.length > 0 ? hits / ranks.length : 0;
  });
  values[METRICS.length - 1] = ranks.length > 0 ? 1 / ranks[0] : 0;
  return values;
}
