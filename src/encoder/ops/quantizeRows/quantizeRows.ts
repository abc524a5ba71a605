/** int8 rows and their scales: `x[row, column] ≈ values[row * columns + column] * scales[row]`. */
export interface QuantizedRows {
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

/** Rows whose largest magnitude is below this count as zero: its reciprocal would leave the range of f32. */
export const SMALLEST_ROW_MAXIMUM = 1e-30;

/** Adding 1.5 · 2²³ leaves no room for a fraction in f32, so the addition itself rounds half to even. */
const ROUNDING_MAGIC = 12582912;

/**
 * Symmetric dynamic quantisation of activations, one scale per token row.
 * @param x `[rows × columns]`
 * @returns values in [-127, 127], rounded half to even; scale = max|x| / 127, 0 for a zero row
 */
export function quantizeRows(x: Float32Array, rows: number, columns: number): QuantizedRows {
  const values = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const start = row * columns;
    let maximum = 0;
    for (let column = 0; column < columns; column++) {
      const magnitude = Math.abs(x[start + column]);
      if (maximum < magnitude) maximum = magnitude;
    }
    if (maximum < SMALLEST_ROW_MAXIMUM) continue;
    scales[row] = Math.fround(maximum / 127);
    const inverse = Math.fround(127 / maximum);
    for (let column = 0; column < columns; column++) {
      values[start + column] = Math.fround(Math.fround(x[start + column] * inverse) + ROUNDING_MAGIC) - ROUNDING_MAGIC;
    }
  }
  return { values, scales };
}
