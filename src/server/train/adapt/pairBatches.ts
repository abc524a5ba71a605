/** Pairs of a history and an item, as rows of numbers. */
export type PairLoss = "binary" | "mse";

/** A history, an item, and what came of it. */
export interface RatedPair {
  /** Oldest first. */
  readonly history: ArrayLike<number>;
  readonly item: number;
  /** `mse`: as rated; `binary`: not read, every pair given is of the first class. */
  readonly rating?: number;
}

export interface BatchInput {
  readonly items: number;
  readonly features: Float32Array;
  readonly inputs: number;
  readonly loss: PairLoss;
  readonly decay: number;
  readonly negatives: number;
  readonly random: () => number;
  readonly scale: { readonly mean: number; readonly deviation: number };
}

/** Rows of a history's mean, of an item, and their labels; with items of the second class where there are two. */
export function pairBatch(pairs: readonly RatedPair[], input: BatchInput) {
  const { items, features, inputs, loss, decay, negatives, random, scale } = input;
  const per = loss === "binary" ? 1 + negatives : 1;
  const count = pairs.length * per;
  const histories = new Float32Array(count * inputs);
  const targets = new Float32Array(count * inputs);
  const labels = new Float32Array(count);
  pairs.forEach(({ history, item, rating }, p) => {
    const user = meanOf(history, { features, inputs, decay });
    for (let i = 0; i < per; i++) {
      const row = i === 0 ? item : Math.floor(random() * items);
      histories.set(user, (p * per + i) * inputs);
      targets.set(features.subarray(row * inputs, (row + 1) * inputs), (p * per + i) * inputs);
      labels[p * per + i] =
        loss === "binary" ? (i === 0 ? 1 : 0) : ((rating ?? scale.mean) - scale.mean) / scale.deviation;
    }
  });
  return { count, histories, targets, labels };
}

function meanOf(
  history: ArrayLike<number>,
  { features, inputs, decay }: { readonly features: Float32Array; readonly inputs: number; readonly decay: number },
): Float32Array {
  const sum = new Float32Array(inputs);
  let total = 0;
  for (let i = 0; i < history.length; i++) {
    const weight = decay ** (history.length - 1 - i);
    total += weight;
    for (let d = 0; d < inputs; d++) sum[d] += weight * features[history[i] * inputs + d];
  }
  return total > 0 ? sum.map((value) => value / total) : sum;
}

export function ratingScale(pairs: readonly RatedPair[]): { readonly mean: number; readonly deviation: number } {
  const ratings = pairs.flatMap(({ rating }) => (rating !== undefined && Number.isFinite(rating) ? [rating] : []));
  const mean = ratings.reduce((sum, rating) => sum + rating, 0) / Math.max(1, ratings.length);
  const variance = ratings.reduce((sum, rating) => sum + (rating - mean) ** 2, 0) / Math.max(1, ratings.length);
  return { mean, deviation: Math.sqrt(variance) || 1 };
}
