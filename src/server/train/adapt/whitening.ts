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

/** @param vectors `[rows × dimensions]`, zeros where a row has none */
export function whiten(vectors: Float32Array, dimensions: number): Whitened {
  const rows = vectors.length / dimensions;
  const present = Array.from({ length: rows }, (_, row) => row).filter((row) =>
    vectors.subarray(row * dimensions, (row + 1) * dimensions).some((value) => value !== 0),
  );
  const sums = new Float64Array(dimensions);
  for (const row of present) for (let d = 0; d < dimensions; d++) sums[d] += vectors[row * dimensions + d];
  const center = Float32Array.from(sums, (sum) => sum / Math.max(1, present.length));
  const columns = matrix(dimensions, present.length);
  present.forEach((row, i) => {
    for (let d = 0; d < dimensions; d++) {
      columns.values[d * present.length + i] = vectors[row * dimensions + d] - center[d];
    }
  });
  const transform = inverseFourthRoot(multiplyTransposed(columns, columns));
  const centred = matrix(present.length, dimensions);
  present.forEach((row, i) => {
    for (let d = 0; d < dimensions; d++) {
      centred.values[i * dimensions + d] = vectors[row * dimensions + d] - center[d];
    }
  });
  // The transform is symmetric: its rows are its columns.
  const product = multiplyTransposed(centred, transform).values;
  const features = new Float32Array(vectors.length);
  present.forEach((row, i) => {
    let squares = 0;
    for (let d = 0; d < dimensions; d++) squares += product[i * dimensions + d] ** 2;
    const norm = Math.sqrt(squares);
    if (!(norm > 0)) return;
    for (let d = 0; d < dimensions; d++) features[row * dimensions + d] = product[i * dimensions + d] / norm;
  });
  return { center, transform, features };
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
