import type { LayerNormWeights } from "../../../format/encoder/weights";
import { sumOfLanes } from "../sumOfLanes";

/**
 * y = (x - mean) / √(variance + epsilon) · gamma + beta per row, mean and variance in two passes over four lanes.
 * @param x `[rows × columns]`
 * @returns `[rows × columns]`
 */
export function layerNorm(
  x: Float32Array,
  rows: number,
  columns: number,
  { gamma, beta }: LayerNormWeights,
  epsilon: number,
): Float32Array {
  const y = new Float32Array(x.length);
  const inverseColumns = Math.fround(1 / columns);
  const deviations = new Float32Array(columns);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    const mean = Math.fround(sumOfLanes(x.subarray(start, start + columns)) * inverseColumns);
    for (let column = 0; column < columns; column++) deviations[column] = x[start + column] - mean;
    const squares = deviations.map((deviation) => deviation * deviation);
    const variance = Math.fround(sumOfLanes(squares) * inverseColumns);
    const inverse = Math.fround(1 / Math.fround(Math.sqrt(Math.fround(variance + Math.fround(epsilon)))));
    for (let column = 0; column < columns; column++) {
      const scaled = Math.fround(Math.fround(deviations[column] * inverse) * gamma[column]);
      y[start + column] = scaled + beta[column];
    }
  }
  return y;
}
