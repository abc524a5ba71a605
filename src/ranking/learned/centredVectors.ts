/** Closeness to a history by centred cosine, over whichever vectors the rows have. */
import { type Centred, centred, rowDot, type VectorSpace, vectorSpace } from "../vectorSpace";
import type { VectorTable } from "../vectorTable";
import type { PastItem } from "./pastItems";

/** A space and every row's place in it. */
export interface CentredVectors {
  readonly space: VectorSpace;
  readonly centred: Centred;
}

/** Costs a pass over the vectors. */
export function centredVectors(table: VectorTable, rows: number): CentredVectors {
  const space = vectorSpace(table, rows);
  const every = Int32Array.from({ length: rows }, (_, row) => row);
  return { space, centred: centred(space, every) };
}

export interface WeightedPast {
  readonly past: readonly PastItem[];
  /** One an item of the history. */
  readonly weights: Float64Array;
  /** Rows to score; default all. */
  readonly rows?: Int32Array;
}

/** Fills `scores`, zeros so far, with Σ weight × cosine; a row without a vector is close to nothing. */
export function fillCosines(
  scores: Float32Array,
  { space, centred }: CentredVectors,
  { past, weights, rows }: WeightedPast,
): void {
  const { values, scales, dimensions } = space.table;
  const state = new Float64Array(dimensions);
  past.forEach(({ row }, i) => {
    if (weights[i] === 0 || !(centred.norms[row] > 1e-6)) return;
    const weight = weights[i] / centred.norms[row];
    const start = row * dimensions;
    for (let d = 0; d < dimensions; d++) state[d] += weight * (values[start + d] * scales[row] - space.center[d]);
  });
  let middle = 0;
  for (let d = 0; d < dimensions; d++) middle += state[d] * space.center[d];
  const score = (row: number) => {
    if (!(centred.norms[row] > 1e-6)) return;
    scores[row] = (rowDot(values, row * dimensions, state) * scales[row] - middle) / centred.norms[row];
  };
  if (rows) for (const row of rows) score(row);
  else for (let row = 0; row < scores.length; row++) score(row);
  // A row's cosine with itself is 1.
  past.forEach(({ row }, i) => {
    if (centred.norms[row] > 1e-6) scores[row] -= weights[i];
  });
}
