/** Second moments of a linear layer's input and of what its output should be, over all calibration tokens. */
import type { FloatMatrix, FloatProducts } from "../float/floatProduct";

export interface Moments {
  readonly inputMean: Float64Array;
  readonly targetMean: Float64Array;
  /** Covariance of the input, `[inputs × inputs]`. */
  readonly covariance: Float64Array;
  /** Covariance of target and input, `[outputs × inputs]`. */
  readonly cross: Float64Array;
}

export interface MomentsCollector {
  /** @param input `[tokens × inputs]` @param target `[tokens × outputs]`; both are overwritten */
  add(input: FloatMatrix, target: FloatMatrix): void;
  finish(): Moments;
}

/** Sums in float64 of products in float32, both about the first batch's mean, so that nothing cancels. */
export function collectMoments(inputs: number, outputs: number, products: FloatProducts): MomentsCollector {
  let tokens = 0;
  let centres: { readonly input: Float32Array; readonly target: Float32Array } | undefined;
  const inputSum = new Float64Array(inputs);
  const targetSum = new Float64Array(outputs);
  const covariance = new Float64Array(inputs * inputs);
  const cross = new Float64Array(outputs * inputs);
  return {
    add(input, target) {
      centres ??= { input: columnMeans(input), target: columnMeans(target) };
      subtractAndSum(input, centres.input, inputSum);
      subtractAndSum(target, centres.target, targetSum);
      accumulate(covariance, products.transposedMultiply(input, input));
      accumulate(cross, products.transposedMultiply(target, input));
      tokens += input.rows;
    },
    finish() {
      const means = (sum: Float64Array) => sum.map((value) => value / tokens);
      const [inputShift, targetShift] = [means(inputSum), means(targetSum)];
      centre(covariance, inputShift, inputShift, tokens);
      centre(cross, targetShift, inputShift, tokens);
      return {
        inputMean: inputShift.map((value, i) => value + centres!.input[i]),
        targetMean: targetShift.map((value, i) => value + centres!.target[i]),
        covariance,
        cross,
      };
    },
  };
}

function columnMeans({ rows, columns, values }: FloatMatrix): Float32Array {
  const means = new Float64Array(columns);
  for (let at = 0; at < values.length; at += columns) {
    for (let column = 0; column < columns; column++) means[column] += values[at + column];
  }
  return Float32Array.from(means, (sum) => sum / rows);
}

function subtractAndSum({ columns, values }: FloatMatrix, centres: Float32Array, sum: Float64Array): void {
  for (let at = 0; at < values.length; at += columns) {
    for (let column = 0; column < columns; column++) {
      values[at + column] -= centres[column];
      sum[column] += values[at + column];
    }
  }
}

function accumulate(sum: Float64Array, part: Float32Array): void {
  for (let i = 0; i < sum.length; i++) sum[i] += part[i];
}

function centre(sums: Float64Array, rowMeans: Float64Array, columnMeans: Float64Array, tokens: number): void {
  const columns = columnMeans.length;
  for (let row = 0; row < rowMeans.length; row++) {
    for (let column = 0; column < columns; column++) {
      const at = row * columns + column;
      sums[at] = sums[at] / tokens - rowMeans[row] * columnMeans[column];
    }
  }
}
