/** Unit vectors to a byte per dimension. */

/** A unit vector as it is stored and shipped: `values × scale`. */
export interface QuantizedVector {
  readonly values: Int8Array;
  readonly scale: number;
}

/**
 * Symmetric int8 by the largest component; the scale then makes the *rounded* vector a unit vector, so that dot
 * products of stored vectors are cosines.
 *
 * @returns undefined for a vector that is not finite or has no length
 */
export function quantizeVector(vector: Float32Array): QuantizedVector | undefined {
  let largest = 0;
  for (const value of vector) {
    if (!Number.isFinite(value)) return undefined;
    largest = Math.max(largest, Math.abs(value));
  }
  if (largest === 0) return undefined;
  const values = new Int8Array(vector.length);
  let squares = 0;
  for (let at = 0; at < vector.length; at++) {
    values[at] = Math.round((vector[at] / largest) * 127);
    squares += values[at] * values[at];
  }
  return { values, scale: 1 / Math.sqrt(squares) };
}
