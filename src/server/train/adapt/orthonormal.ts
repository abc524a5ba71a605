/**
 * Columns at right angles, so that a random part of the space keeps what is near near: `[rows × columns]`, row-major.
 */
export function orthonormal(rows: number, columns: number, random: () => number): Float32Array {
  const result = new Float32Array(rows * columns);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (let k = 0; k < columns; k++) {
    const column = Float64Array.from({ length: rows }, gaussian);
    // Beyond as many columns as rows none is at right angles to all others.
    for (let before = k - (k % rows); before < k; before++) {
      let along = 0;
      for (let d = 0; d < rows; d++) along += column[d] * result[d * columns + before];
      for (let d = 0; d < rows; d++) column[d] -= along * result[d * columns + before];
    }
    const norm = Math.hypot(...column) || 1;
    for (let d = 0; d < rows; d++) result[d * columns + k] = column[d] / norm;
  }
  const scale = Math.sqrt(rows / columns);
  return result.map((value) => value * scale);
}
