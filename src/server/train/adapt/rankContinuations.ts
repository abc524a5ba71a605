import { averageRank } from "../../evaluate/metrics";
import type { AdaptedModel } from "./fitAdapted";
import type { Continuation } from "./trainingCases";

export interface RankContinuationsOptions {
  /** Weight of each item of a history, to the next newer one. */
  readonly decay: number;
  /** Of the priors; 0 leaves them out. */
  readonly priorWeight: number;
}

/** Ranks of the targets among all items, by the logarithm of mean closeness and the priors. */
export function rankContinuations(
  { vectors, dimensions, temperature, priors }: AdaptedModel,
  continuations: readonly Continuation[],
  { decay, priorWeight }: RankContinuationsOptions,
): Float64Array {
  const items = priors.length;
  const shares = priors.map((prior) => Math.exp(priorWeight * prior));
  const known = new Map<number, Float32Array>();
  const closenessOf = (row: number): Float32Array => {
    const cached = known.get(row);
    if (cached) return cached;
    const own = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    const closeness = Float32Array.from({ length: items }, (_, other) => {
      if (other === row) return 0;
      let dot = 0;
      for (let k = 0; k < dimensions; k++) dot += own[k] * vectors[other * dimensions + k];
      return Math.exp((dot - 1) / temperature);
    });
    known.set(row, closeness);
    return closeness;
  };
  const scores = new Float64Array(items);
  return Float64Array.from(continuations, ({ history, target }) => {
    scores.fill(0);
    for (let i = 0; i < history.length; i++) {
      const weight = decay ** (history.length - 1 - i);
      if (weight < 1e-3) continue;
      const closeness = closenessOf(history[i]);
      for (let item = 0; item < items; item++) scores[item] += weight * closeness[item];
    }
    for (let item = 0; item < items; item++) scores[item] *= shares[item];
    return averageRank(scores, target);
  });
}
