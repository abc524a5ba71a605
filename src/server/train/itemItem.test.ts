import { describe, expect, it } from "vitest";
import { behaviourScores } from "../../ranking/candidates/behaviourScores";
import { matrix, multiplyTransposed } from "./dense";
import { coOccurrences, cosineWeights, easeWeights, markovWeights } from "./itemItem";
import { pruneRows } from "./pruneRows";
import { seededRandom } from "./seededRandom";

const digest = new Uint8Array(16);

function randomHistories(count: number, items: number, seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () =>
    Array.from({ length: 2 + Math.floor(random() * 6) }, () => Math.floor(random() ** 2 * items)),
  );
}

describe("coOccurrences", () => {
  it("counts histories, repeats once", () => {
    expect([...coOccurrences([[0, 1, 1], [1, 2], [0]], 3).values]).toEqual([2, 1, 0, 1, 2, 1, 0, 1, 1]);
  });
});

describe("easeWeights", () => {
  it("meets the conditions of the constrained least squares: B(G + λI) = G + multipliers on the diagonal", () => {
    const counts = coOccurrences(randomHistories(200, 20, 3), 20);
    const lambda = 5;
    const weights = easeWeights(counts, lambda);
    // Gradient of ‖X − XB‖² + λ‖B‖² is (G + λI)B − G: zero everywhere off the diagonal.
    const regularised = { ...counts, values: counts.values.map((v, i) => v + (i % 21 === 0 ? lambda : 0)) };
    const transposed = matrix(20, 20);
    weights.values.forEach((value, i) => {
      transposed.values[(i % 20) * 20 + Math.floor(i / 20)] = value;
    });
    const product = multiplyTransposed(regularised, transposed);
    product.values.forEach((value, i) => {
      if (i % 21 === 0) expect(weights.values[i]).toBe(0);
      else expect(value).toBeCloseTo(counts.values[i], 8);
    });
  });
});

describe("cosineWeights", () => {
  it("is 1 for items that always come together and 0 for strangers", () => {
    const weights = cosineWeights(coOccurrences([[0, 1], [0, 1], [2]], 3));
    expect([...weights.values]).toEqual([0, expect.closeTo(1, 12), 0, expect.closeTo(1, 12), 0, 0, 0, 0, 0]);
  });
});

describe("markovWeights", () => {
  it("shares what follows, further steps discounted", () => {
    const weights = markovWeights([[0, 1, 2]], 3, { steps: 2, decay: 0.5 });
    expect(weights.values[1]).toBeCloseTo(1 / 1.5, 12);
    expect(weights.values[2]).toBeCloseTo(0.5 / 1.5, 12);
    expect(weights.values[3]).toBe(0);
    expect(weights.values[5]).toBe(1);
  });
});

describe("pruneRows", () => {
  const dense = matrix(4, 4);
  dense.values.set([0, 1, -2, 0.5, 0, 0, 0, 0, 3, 3, 0, 3, 0.001, 1, 0, 0]);

  it("keeps the largest magnitudes of each row, ties in order, in ascending columns", () => {
    const { starts, columns, values } = pruneRows(dense, { perRow: 2, catalogDigest: digest });
    expect([...starts]).toEqual([0, 2, 2, 4, 5]);
    expect([...columns]).toEqual([1, 2, 0, 1, 1]);
    expect([...values]).toEqual([64, -127, 127, 127, 127]);
  });

  it("scores as the dense matrix does, up to rounding", () => {
    const random = matrix(50, 50);
    const next = seededRandom(9);
    for (let i = 0; i < 2500; i++) random.values[i] = next() - 0.5;
    const sparse = pruneRows(random, { perRow: 50, catalogDigest: digest });
    const scores = behaviourScores(sparse, [
      { row: 3, weight: 1 },
      { row: 7, weight: 0.5 },
      { row: 99, weight: 1 },
    ]);
    scores.forEach((score, column) => {
      expect(Math.abs(score - random.values[150 + column] - random.values[350 + column] / 2)).toBeLessThan(0.004);
    });
  });
});
