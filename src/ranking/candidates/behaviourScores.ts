import type { SparseWeights } from "../../format/behaviour/itemItem";

/** An item of the shopper's history and how much it counts. */
export interface HistoryPoint {
  readonly row: number;
  readonly weight: number;
}

/** score(j) = Σᵢ weight(i) · W(i, j), over all rows of the catalogue. Rows the build did not know say nothing. */
export function behaviourScores(
  weights: SparseWeights,
  points: readonly HistoryPoint[],
  scores: Float32Array = new Float32Array(weights.items),
): Float32Array {
  for (const { row, weight } of points) {
    if (row < 0 || row >= weights.items) continue;
    const factor = weight * weights.scales[row];
    const end = weights.starts[row + 1];
    for (let i = weights.starts[row]; i < end; i++) scores[weights.columns[i]] += factor * weights.values[i];
  }
  return scores;
}
