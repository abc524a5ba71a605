import type { QuantizedMatrix } from "../../../format/encoder/weights";
import type { FloatMatrix } from "../float/floatProduct";
import { shortFloat } from "./shortFloat";

export interface RoundTableOptions {
  /** The value of one unit, in root mean squares of the table. */
  readonly step: number;
  /** Largest magnitude of an integer. */
  readonly clip: number;
}

/** An embedding table rounded to one step for all rows, except rows that hold values beyond it. */
export function roundTable({ rows, columns, values }: FloatMatrix, { step, clip }: RoundTableOptions): QuantizedMatrix {
  const scale = shortFloat(rootMeanSquare(values) * step);
  const integers = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const from = row * columns;
    let largest = 0;
    for (let at = from; at < from + columns; at++) largest = Math.max(largest, Math.abs(values[at]));
    scales[row] = Math.max(scale, shortFloat(largest / clip));
    for (let at = from; at < from + columns; at++) {
      const integer = scales[row] === 0 ? 0 : Math.round(values[at] / scales[row]);
      integers[at] = Math.max(-clip, Math.min(clip, integer));
    }
  }
  return { rows, columns, values: integers, scales };
}

export function rootMeanSquare(values: Float32Array): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum / values.length);
}
