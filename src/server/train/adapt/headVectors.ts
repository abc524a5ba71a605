/** From a trained head to vectors. */
import { type Matrix, matrix, multiplyTransposed } from "../dense";

/**
 * Head and whitening in one, `[dimensions × inputs]`: what an encoder's vector less its centre is multiplied with.
 * @param head `[inputs × dimensions]`
 * @param transform of the whitening, symmetric
 */
export function foldedHead(head: Float32Array, transform: Matrix): Float32Array {
  // The transform is symmetric: its rows are its columns.
  return Float32Array.from(multiplyTransposed(transposed(head, transform.rows), transform).values);
}

/** Rows worked on at a time, in float64. */
const CHUNK = 8_192;

export interface UnitVectorsOptions {
  readonly items: number;
  readonly inputs: number;
  /** Added to what the head makes of each item: `[items × dimensions]`. */
  readonly own?: Float32Array;
}

/** unit(features · head + own) of every item; zeros where that is nothing. */
export function unitVectors(
  features: Float32Array,
  head: Float32Array,
  { items, inputs, own }: UnitVectorsOptions,
): Float32Array {
  const columns = transposed(head, inputs);
  const size = columns.rows;
  const vectors = own?.slice() ?? new Float32Array(items * size);
  for (let first = 0; first < items; first += CHUNK) {
    const count = Math.min(CHUNK, items - first);
    const values = Float64Array.from(features.subarray(first * inputs, (first + count) * inputs));
    const product = multiplyTransposed({ rows: count, columns: inputs, values }, columns).values;
    for (let i = 0; i < product.length; i++) vectors[first * size + i] += product[i];
  }
  for (let item = 0; item < items; item++) {
    const vector = vectors.subarray(item * size, (item + 1) * size);
    let squares = 0;
    for (const value of vector) squares += value * value;
    const norm = Math.sqrt(squares);
    if (norm > 0) for (let k = 0; k < size; k++) vector[k] /= norm;
  }
  return vectors;
}

/** `[inputs × dimensions]` → `[dimensions × inputs]`. */
function transposed(head: Float32Array, inputs: number): Matrix {
  const size = head.length / inputs;
  const columns = matrix(size, inputs);
  for (let d = 0; d < inputs; d++) for (let k = 0; k < size; k++) columns.values[k * inputs + d] = head[d * size + k];
  return columns;
}
