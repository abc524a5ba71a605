import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
// @ts-expect-error a plain script
import { generateTrainKernels } from "../../../scripts/buildTrainKernels.mjs";
import { invertSymmetric, type Matrix, matrix, multiplyTransposed } from "./dense";
import { seededRandom } from "./seededRandom";

function random(rows: number, columns: number, seed: number): Matrix {
  const next = seededRandom(seed);
  const result = matrix(rows, columns);
  for (let i = 0; i < result.values.length; i++) result.values[i] = next() - 0.5;
  return result;
}

function plainProduct(a: Matrix, b: Matrix): number[] {
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

function largestDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  expect(a.length).toBe(b.length);
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i] - b[i]));
  return largest;
}

describe("multiplyTransposed", () => {
  it.each([
    [1, 1, 1],
    [3, 5, 7],
    [8, 4, 96],
    [37, 50, 97],
    [5, 130, 200],
  ])("%i × %i rows of %i columns", (rows, columns, depth) => {
    const a = random(rows, depth, 1);
    const b = random(columns, depth, 2);
    expect(largestDifference(multiplyTransposed(a, b).values, plainProduct(a, b))).toBeLessThan(1e-12);
  });
});

describe("invertSymmetric", () => {
  it.each([1, 2, 4, 95, 96, 97, 203])("of %i rows", (size) => {
    const a = random(size, size, size);
    const symmetric = multiplyTransposed(a, a);
    for (let i = 0; i < size; i++) symmetric.values[i * size + i] += 1;
    const inverse = invertSymmetric(symmetric);
    const product = multiplyTransposed(symmetric, inverse);
    const identity = Float64Array.from(product.values, (_, i) => (i % (size + 1) === 0 ? 1 : 0));
    expect(largestDifference(product.values, identity)).toBeLessThan(1e-9);
  });

  it("refuses what is not positive definite", () => {
    const zero = matrix(3, 3);
    expect(() => invertSymmetric(zero)).toThrowError(expect.objectContaining({ code: "TRAINING_FAILED" }));
    const broken = matrix(2, 2);
    broken.values.fill(Number.NaN);
    expect(() => invertSymmetric(broken)).toThrowError(expect.objectContaining({ code: "TRAINING_FAILED" }));
    expect(() => invertSymmetric(matrix(2, 3))).toThrowError(expect.objectContaining({ code: "TRAINING_FAILED" }));
  });
});

describe("the kernels", () => {
  it("are the compiled sources", async () => {
    const generated: ReadonlyMap<string, string> = await generateTrainKernels();
    expect(generated.size).toBe(3);
    for (const [file, text] of generated) expect(readFileSync(file, "utf8")).toBe(text);
  });
});
