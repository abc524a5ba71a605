import type { LinearWeights } from "../../../format/encoder/weights";
import { gelu } from "../gelu/gelu";
import type { QuantizedRows } from "../quantizeRows/quantizeRows";

export interface LinearOptions {
  readonly activation?: "gelu";
  /** `[rows × outputs]`, added last. */
  readonly residual?: Float32Array;
}

/**
 * y = x·Wᵀ + b on int8 operands: the sums are exact 32-bit integers (`sums`), the epilogue is f32 in this order:
 * f32(sum) · f32(rowScale · channelScale), + bias, GELU, + residual.
 * @param input int8 `[rows × inputs]` with one scale per row
 * @returns `[rows × outputs]`
 */
export function linear(
  input: QuantizedRows,
  rows: number,
  { weight, bias }: LinearWeights,
  { activation, residual }: LinearOptions = {},
): Float32Array {
  const outputs = weight.rows;
  const sums = integerProduct(input.values, rows, weight.values, outputs, weight.columns);
  const y = new Float32Array(rows * outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) {
      const at = row * outputs + output;
      const scale = Math.fround(input.scales[row] * weight.scales[output]);
      let value = Math.fround(Math.fround(Math.fround(sums[at]) * scale) + bias[output]);
      if (activation === "gelu") value = gelu(value);
      if (residual) value = Math.fround(value + residual[at]);
      y[at] = value;
    }
  }
  return y;
}

/**
 * The integer matrix product under `linear`, exact while inputs ≤ 130,000: |x| ≤ 127 and |w| ≤ 127 keep sums in i32.
 * @param x `[rows × inputs]`
 * @param w `[outputs × inputs]`
 * @returns `[rows × outputs]`
 */
export function integerProduct(x: Int8Array, rows: number, w: Int8Array, outputs: number, inputs: number): Int32Array {
  const sums = new Int32Array(rows * outputs);
  const fours = outputs - (outputs % 4);
  for (let row = 0; row < rows; row++) {
    const xRow = x.subarray(row * inputs, (row + 1) * inputs);
    // Four outputs at a time: an input is read once for all of them.
    for (let output = 0; output < fours; output += 4) {
      const first = output * inputs;
      const second = first + inputs;
      const third = second + inputs;
      const fourth = third + inputs;
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let k = 0; k < inputs; k++) {
        const value = xRow[k];
        a = (a + value * w[first + k]) | 0;
        b = (b + value * w[second + k]) | 0;
        c = (c + value * w[third + k]) | 0;
        d = (d + value * w[fourth + k]) | 0;
      }
      const at = row * outputs + output;
      sums[at] = a;
      sums[at + 1] = b;
      sums[at + 2] = c;
      sums[at + 3] = d;
    }
    for (let output = fours; output < outputs; output++) {
      let sum = 0;
      for (let k = 0; k < inputs; k++) sum = (sum + xRow[k] * w[output * inputs + k]) | 0;
      sums[row * outputs + output] = sum;
    }
  }
  return sums;
}
