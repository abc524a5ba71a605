/**
 * Text vectors brought to an even spread: centred, multiplied by C^(−1/4) (C their covariance), and of unit length. An
 * encoder's vectors crowd in few directions; the quarter power evens these out without making noise as loud as meaning.
 */
import { invertSymmetric, type Matrix, matrix, multiplyTransposed } from "../dense";

export interface Whitened {
  /** `[dimensions]`. */
  readonly center: Float32Array;
  /** `[dimensions × dimensions]`, symmetric. */
  readonly transform: Matrix;
  /** `[rows × dimensions]`, of unit length; zeros where a row had no vector. */
  readonly features: Float32Array;
}

/** Added to the diagonal of the covariance, as a share of its mean: directions without any spread stay finite. */
const RIDGE = 1e-3;
/** Rows worked on at a time, in float64. */
const CHUNK = 8_192;

/** @param vectors `[rows × dimensions]`, zeros where a row has none */
export function whiten(vectors: Float32Array, dimensions: number): Whitened {
  const rows = vectors.length / dimensions;
  const present = Array.from({ length: rows }, (_, row) => row).filter((row) =>
    vectors.subarray(row * dimensions, (row + 1) * dimensions).some((value) => value !== 0),
  );
  const sums = new Float64Array(dimensions);
  for (const row of present) for (let d = 0; d < dimensions; d++) sums[d] += vectors[row * dimensions + d];
  const center = Float32Array.from(sums, (sum) => sum / Math.max(1, present.length));
  const centredChunk = (first: number, count: number) => {
    const chunk = matrix(count, dimensions);
    for (let i = 0; i < count; i++) {
      const from = present[first + i] * dimensions;
      for (let d = 0; d < dimensions; d++) chunk.values[i * dimensions + d] = vectors[from + d] - center[d];
    }
    return chunk;
  };
  const covariance = matrix(dimensions, dimensions);
  for (let first = 0; first < present.length; first += CHUNK) {
    const columns = transposed(centredChunk(first, Math.min(CHUNK, present.length - first)));
    const more = multiplyTransposed(columns, columns).values;
    for (let i = 0; i < more.length; i++) covariance.values[i] += more[i];
  }
  const transform = inverseFourthRoot(covariance);
  return { center, transform, features: whitenedBy({ center, transform }, vectors, dimensions) };
}

/** Other vectors in the space of the whitened ones, `[rows × dimensions]`; zeros stay zeros. */
export function whitenedBy(
  { center, transform }: Pick<Whitened, "center" | "transform">,
  vectors: Float32Array,
  dimensions: number,
): Float32Array {
  const features = new Float32Array(vectors.length);
  const rows = vectors.length / dimensions;
  for (let first = 0; first < rows; first += CHUNK) {
    const count = Math.min(CHUNK, rows - first);
    const centred = matrix(count, dimensions);
    for (let i = 0; i < centred.values.length; i++) {
      centred.values[i] = vectors[first * dimensions + i] - center[i % dimensions];
    }
    // The transform is symmetric: its rows are its columns.
    const product = multiplyTransposed(centred, transform).values;
    for (let i = 0; i < count; i++) {
      const at = (first + i) * dimensions;
      if (vectors.subarray(at, at + dimensions).every((value) => value === 0)) continue;
      const row = product.subarray(i * dimensions, (i + 1) * dimensions);
      const norm = Math.hypot(...row);
      if (norm > 0)
        features.set(
          row.map((value) => value / norm),
          at,
        );
    }
  }
  return features;
}

/** C^(−1/4) of a covariance brought to a mean diagonal of 1. */
function inverseFourthRoot(covariance: Matrix): Matrix {
  const size = covariance.rows;
  let trace = 0;
  for (let d = 0; d < size; d++) trace += covariance.values[d * size + d];
  const scale = trace > 0 ? size / trace : 0;
  const normal = { ...covariance, values: covariance.values.map((value) => value * scale) };
  for (let d = 0; d < size; d++) normal.values[d * size + d] += scale > 0 ? RIDGE : 1;
  return squareRoots(squareRoots(normal).inverse).root;
}

/** Denman and Beavers' iteration: quadratic once near, and it only needs inverses. */
function squareRoots(input: Matrix): { readonly root: Matrix; readonly inverse: Matrix } {
  let root = input;
  let inverse = identity(input.rows);
  for (let round = 0; round < 40; round++) {
    const next = mean(root, invertSymmetric(inverse));
    inverse = mean(inverse, invertSymmetric(root));
    const moved = largestDifference(next, root);
    root = next;
    if (moved < 1e-9) break;
  }
  return { root, inverse };
}

function transposed({ rows, columns, values }: Matrix): Matrix {
  const result = matrix(columns, rows);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++)
      result.values[column * rows + row] = values[row * columns + column];
  }
  return result;
}

function identity(size: number): Matrix {
  const result = matrix(size, size);
  for (let d = 0; d < size; d++) result.values[d * size + d] = 1;
  return result;
}

function mean(a: Matrix, b: Matrix): Matrix {
  return { ...a, values: a.values.map((value, i) => (value + b.values[i]) / 2) };
}

function largestDifference(a: Matrix, b: Matrix): number {
  let largest = 0;
  for (let i = 0; i < a.values.length; i++) largest = Math.max(largest, Math.abs(a.values[i] - b.values[i]));
  return largest;
}
