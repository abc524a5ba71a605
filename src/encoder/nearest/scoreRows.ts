import type { QuantizedQuery } from "./quantizeQuery";

/** Vectors in rows, as `VectorTable` of the ranking has them. */
export interface NearestTable {
  readonly dimensions: number;
  /** int8 `[rows × dimensions]`; a vector is `values × scales[row]`. */
  readonly values: Int8Array;
  readonly scales: Float32Array;
  /** 1 where the row's vector has arrived. */
  readonly present: Uint8Array;
}

/**
 * The dot product of the query with every row, up to the query's own scale: f32(exact integer sum) · scales[row]. The
 * reference of `nearest.as.ts`.
 * @param scores `[rows]`, written
 */
export function scoreRows(
  { values, scales, dimensions }: NearestTable,
  query: QuantizedQuery["values"],
  scores: Float32Array,
): void {
  for (let row = 0; row < scores.length; row++) {
    const start = row * dimensions;
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum = (sum + values[start + d] * query[d]) | 0;
    scores[row] = Math.fround(sum) * scales[row];
  }
}
