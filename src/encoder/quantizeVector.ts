/** Unit vectors to a byte per dimension. */

/**
 * Vectors of a build have 6 bits a component: a quarter fewer bytes than 8, cosine .9993 to the vector itself (sentence
 * encoders spread their length over hundreds of components). The page makes its own with 8.
 */
export const SHIPPED_LIMIT = 31;

/** A unit vector as it is stored and shipped: `values × scale`. */
export interface QuantizedVector {
  readonly values: Int8Array;
  readonly scale: number;
}

/**
 * Symmetric int8 by the largest component; the scale then makes the *rounded* vector a unit vector, so that dot
 * products of stored vectors are cosines.
 *
 * @param limit the largest component becomes this; fewer levels take fewer bits in a file (`SHIPPED_LIMIT`)
 * @returns undefined for a vector that is not finite or has no length
 */
export function quantizeVector(vector: ArrayLike<number>, limit = 127): QuantizedVector | undefined {
  let largest = 0;
  for (let at = 0; at < vector.length; at++) {
    const value = vector[at];
    if (!Number.isFinite(value)) return undefined;
    largest = Math.max(largest, Math.abs(value));
  }
  if (largest === 0) return undefined;
  const values = new Int8Array(vector.length);
  let squares = 0;
  for (let at = 0; at < vector.length; at++) {
    values[at] = Math.round((vector[at] / largest) * limit);
    squares += values[at] * values[at];
  }
  return { values, scale: 1 / Math.sqrt(squares) };
}
