/**
 * x of A·x = b for a small symmetric positive definite A, by Cholesky; A is overwritten, of which only the lower triangle
 * is read. A pivot that sampling has left without any is taken as tiny: its unknown becomes 0.
 * @param a `[size × size]`, row-major
 */
export function positiveSolve(a: Float64Array, b: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * size + j];
      for (let k = 0; k < j; k++) sum -= a[i * size + k] * a[j * size + k];
      if (i === j) a[i * size + i] = sum > 1e-9 ? Math.sqrt(sum) : Number.POSITIVE_INFINITY;
      else a[i * size + j] = sum / a[j * size + j];
    }
  }
  const x = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let sum = b[i];
    for (let k = 0; k < i; k++) sum -= a[i * size + k] * x[k];
    x[i] = sum / a[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    let sum = x[i];
    for (let k = i + 1; k < size; k++) sum -= a[k * size + i] * x[k];
    x[i] = sum / a[i * size + i];
  }
  return x;
}
