/**
 * Rounds a linear layer's weights one input channel after the other and lets the channels not yet rounded make up for
 * the error, so that the outputs change least on the inputs seen (GPTQ, Frantar et al. 2022, arXiv 2210.17323).
 *
 * All rows take one step: with an entropy coder behind them, that is the least error for the bits (every output the
 * same noise; rows with small weights simply cost fewer bits).
 */
import { invertSymmetric, type Matrix, multiplyTransposed } from "../../train/dense";
import type { FloatMatrix, FloatProducts } from "../float/floatProduct";
import type { FloatLinear } from "../float/floatWeights";
import type { Moments } from "./moments";
import { rootMeanSquare } from "./roundTable";
import { shortFloat } from "./shortFloat";

export interface RoundingOptions {
  /** Largest magnitude of an integer. */
  readonly clip: number;
  /** The weight of one unit, in root mean squares of the matrix. */
  readonly step: number;
  /** Share of the mean input variance that is added to every channel's. */
  readonly damping: number;
  /** The same for the step that fits the weights to what the outputs should be; Infinity leaves them. */
  readonly ridge: number;
}

export interface RoundedLinear {
  /** `Int8Array[outputs × inputs]` */
  readonly values: Int8Array;
  readonly scales: Float32Array;
  readonly bias: Float32Array;
  /** Mean squared error of the outputs that rounding added, sum over outputs. */
  readonly error: number;
}

export function compensateRounding(
  { weight }: FloatLinear,
  moments: Moments,
  { clip, step, damping, ridge }: RoundingOptions,
  products: FloatProducts,
): RoundedLinear {
  const { rows, columns } = weight;
  const fitted = fitWeights({ rows, columns, values: Float64Array.from(weight.values) }, moments, ridge);
  const order = Array.from({ length: columns }, (_, i) => i).sort(
    (a, b) => moments.covariance[b * columns + b] - moments.covariance[a * columns + a],
  );
  const upper = inverseCholesky(moments.covariance, columns, order, damping);
  const scales = rowScales(fitted, { rows, columns, clip, scale: shortFloat(rootMeanSquare(weight.values) * step) });
  const ordered = new Float32Array(rows * columns);
  for (let output = 0; output < rows; output++) {
    for (let k = 0; k < columns; k++) ordered[output * columns + k] = fitted[output * columns + order[k]];
  }
  const error = roundInOrder({ rows, columns, values: ordered }, upper, { scales, clip, products });
  const values = new Int8Array(rows * columns);
  const bias = Float32Array.from(moments.targetMean, (mean, output) => {
    const at = output * columns;
    for (let k = 0; k < columns; k++) {
      values[at + order[k]] = ordered[at + k];
      mean -= ordered[at + k] * scales[output] * moments.inputMean[order[k]];
    }
    return shortFloat(mean);
  });
  return { values, scales, bias, error };
}

/** One scale for all rows, except those that hold weights beyond it. */
function rowScales(
  fitted: Float64Array,
  { rows, columns, clip, scale }: { rows: number; columns: number; clip: number; scale: number },
): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => {
    let largest = 0;
    for (let at = row * columns; at < (row + 1) * columns; at++) largest = Math.max(largest, Math.abs(fitted[at]));
    return largest <= scale * clip ? scale : shortFloat(largest / clip);
  });
}

/** W + (C - W·H)·(H + λI)⁻¹: the weights that give the target outputs from these inputs, near the given ones. */
function fitWeights(weights: Matrix, { covariance, cross }: Moments, ridge: number): Float64Array {
  if (ridge === Number.POSITIVE_INFINITY) return weights.values;
  const { rows, columns } = weights;
  const square = (values: Float64Array): Matrix => ({ rows: columns, columns, values });
  const predicted = multiplyTransposed(weights, square(covariance)).values;
  const residual = { rows, columns, values: cross.map((value, i) => value - predicted[i]) };
  const inverse = invertSymmetric(square(damped(covariance, columns, ridge)));
  const change = multiplyTransposed(residual, inverse).values;
  return weights.values.map((value, i) => value + change[i]);
}

function damped(covariance: Float64Array, columns: number, share: number): Float64Array {
  const values = covariance.slice();
  let trace = 0;
  for (let k = 0; k < columns; k++) trace += values[k * columns + k];
  for (let k = 0; k < columns; k++) values[k * columns + k] += (share * trace) / columns + 1e-12;
  return values;
}

/** Upper triangular U with Uᵀ·U = (H + λI)⁻¹, rows and columns in `order`. */
function inverseCholesky(
  covariance: Float64Array,
  columns: number,
  order: readonly number[],
  damping: number,
): Float64Array {
  const regular = damped(covariance, columns, damping);
  const permuted = new Float64Array(columns * columns);
  for (let i = 0; i < columns; i++) {
    for (let j = 0; j < columns; j++) permuted[i * columns + j] = regular[order[i] * columns + order[j]];
  }
  const a = invertSymmetric({ rows: columns, columns, values: permuted }).values;
  // Row by row: after step k, the rows below hold the Schur complement.
  for (let k = 0; k < columns; k++) {
    const pivot = Math.sqrt(a[k * columns + k]);
    for (let j = k; j < columns; j++) a[k * columns + j] /= pivot;
    for (let i = k + 1; i < columns; i++) {
      const factor = a[k * columns + i];
      for (let j = i; j < columns; j++) a[i * columns + j] -= factor * a[k * columns + j];
    }
    for (let j = 0; j < k; j++) a[k * columns + j] = 0;
  }
  return a;
}

/** Channels of a block are rounded one by one; what that does to the channels after the block is one matrix product. */
const BLOCK = 64;

interface RoundInOrder {
  readonly scales: Float32Array;
  readonly clip: number;
  readonly products: FloatProducts;
}

/** @param weights in the order of rounding; become integers @returns squared error of the outputs, mean over tokens */
function roundInOrder(weights: FloatMatrix, upper: Float64Array, { scales, clip, products }: RoundInOrder): number {
  const { rows, columns, values } = weights;
  let loss = 0;
  for (let from = 0; from < columns; from += BLOCK) {
    const to = Math.min(columns, from + BLOCK);
    const errors = new Float32Array(rows * (to - from));
    const work = new Float64Array(to - from);
    for (let row = 0; row < rows; row++) {
      const at = row * columns + from;
      for (let k = 0; k < work.length; k++) work[k] = values[at + k];
      for (let k = 0; k < work.length; k++) {
        const integer = Math.max(-clip, Math.min(clip, Math.round(work[k] / scales[row])));
        const pivot = (from + k) * columns + from;
        const error = (work[k] - integer * scales[row]) / upper[pivot + k];
        for (let j = k + 1; j < work.length; j++) work[j] -= error * upper[pivot + j];
        values[at + k] = integer;
        errors[row * work.length + k] = error;
        loss += error * error;
      }
    }
    if (to === columns) break;
    const rest = columns - to;
    const change = products.multiply(
      { rows, columns: to - from, values: errors },
      { rows: to - from, columns: rest, values: cutColumns(upper, columns, { from, to }) },
    );
    for (let row = 0; row < rows; row++) {
      for (let k = 0; k < rest; k++) values[row * columns + to + k] -= change[row * rest + k];
    }
  }
  return loss;
}

/** Rows `from..to` of a square matrix, columns from `to` on. */
function cutColumns(square: Float64Array, size: number, { from, to }: { from: number; to: number }): Float32Array {
  const rest = size - to;
  const part = new Float32Array((to - from) * rest);
  for (let row = from; row < to; row++)
    part.set(square.subarray(row * size + to, (row + 1) * size), (row - from) * rest);
  return part;
}
