/** A query as int16, and the factor that undoes it: `vector ≈ values × scale`. */
export interface QuantizedQuery {
  readonly values: Int16Array;
  readonly scale: number;
}

const LARGEST_INT16 = 32_767;
const LARGEST_INT32 = 2 ** 31 - 1;

/**
 * Rounds to the finest int16 grid on which no dot product with an int8 row of as many dimensions leaves int32: 15 bits up
 * to 500 dimensions, 14 up to 1,000. A zero vector has scale 0.
 */
export function quantizeQuery(vector: Float32Array): QuantizedQuery {
  const values = new Int16Array(vector.length);
  let largest = 0;
  for (const value of vector) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return { values, scale: 0 };
  const steps = Math.min(LARGEST_INT16, Math.floor(LARGEST_INT32 / (128 * vector.length)));
  vector.forEach((value, d) => {
    values[d] = Math.round((value / largest) * steps);
  });
  return { values, scale: largest / steps };
}
