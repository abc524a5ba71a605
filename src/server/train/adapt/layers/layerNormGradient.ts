/** Layer normalisation that remembers what its gradient needs. */
import type { LayerNormWeights } from "../../../../format/encoder/weights";

export interface Normalized {
  readonly output: Float32Array;
  /** (x − mean) / √(variance + ε). */
  readonly standard: Float32Array;
  /** 1 / √(variance + ε) of each row. */
  readonly inverses: Float32Array;
}

/** @param x `[rows × gamma.length]` */
export function normalize(x: Float32Array, { gamma, beta }: LayerNormWeights, epsilon: number): Normalized {
  const columns = gamma.length;
  const rows = x.length / columns;
  const output = new Float32Array(x.length);
  const standard = new Float32Array(x.length);
  const inverses = new Float32Array(rows);
  for (let row = 0, start = 0; row < rows; row++, start += columns) {
    let sum = 0;
    for (let c = 0; c < columns; c++) sum += x[start + c];
    const mean = sum / columns;
    let squares = 0;
    for (let c = 0; c < columns; c++) squares += (x[start + c] - mean) ** 2;
    const inverse = 1 / Math.sqrt(squares / columns + epsilon);
    inverses[row] = inverse;
    for (let c = 0; c < columns; c++) {
      const value = (x[start + c] - mean) * inverse;
      standard[start + c] = value;
      output[start + c] = value * gamma[c] + beta[c];
    }
  }
  return { output, standard, inverses };
}

/** Gradient by x, from that by the output. */
export function normalizeBackward(
  gradient: Float32Array,
  { standard, inverses }: Normalized,
  { gamma }: Pick<LayerNormWeights, "gamma">,
): Float32Array {
  const columns = gamma.length;
  const result = new Float32Array(gradient.length);
  for (let row = 0, start = 0; row < inverses.length; row++, start += columns) {
    let sum = 0;
    let along = 0;
    for (let c = 0; c < columns; c++) {
      const slope = gradient[start + c] * gamma[c];
      sum += slope;
      along += slope * standard[start + c];
    }
    const [mean, share] = [sum / columns, along / columns];
    for (let c = 0; c < columns; c++) {
      const slope = gradient[start + c] * gamma[c];
      result[start + c] = inverses[row] * (slope - mean - standard[start + c] * share);
    }
  }
  return result;
}
