import { describe, expect, it } from "vitest";
import { seededRandom } from "../../train/seededRandom";
import { createFloatProducts, type FloatMatrix } from "./floatProduct";

function random(rows: number, columns: number, seed: number): FloatMatrix {
  const next = seededRandom(seed);
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, () => next() - 0.5) };
}

function transposed({ rows, columns, values }: FloatMatrix): FloatMatrix {
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = values[row * columns + column];
  }
  return { rows: columns, columns: rows, values: turned };
}

/** A·Bᵀ in float64. */
function plainProduct(a: FloatMatrix, b: FloatMatrix): number[] {
  const product: number[] = [];
  for (let i = 0; i < a.rows; i++) {
    for (let j = 0; j < b.rows; j++) {
      let sum = 0;
      for (let k = 0; k < a.columns; k++) sum += a.values[i * a.columns + k] * b.values[j * b.columns + k];
      product.push(sum);
    }
  }
  return product;
}

describe("float products", () => {
  const products = createFloatProducts();
  // Larger ones first: what they leave in memory must not show in smaller ones.
  it.each([
    [1030, 9, 3],
    [37, 50, 300],
    [5, 130, 257],
    [4, 8, 256],
    [3, 5, 7],
    [1, 1, 1],
  ])("%i × %i over %i", (rows, columns, depth) => {
    const a = random(rows, depth, 1);
    const b = random(columns, depth, 2);
    const expected = plainProduct(a, b);
    for (const product of [
      products.multiplyTransposed(a, b),
      products.multiply(a, transposed(b)),
      products.transposedMultiply(transposed(a), transposed(b)),
    ]) {
      expect(product.length).toBe(expected.length);
      const largest = product.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i])), 0);
      expect(largest).toBeLessThan(depth * 1e-7 + 1e-7);
    }
  });
});
