import { describe, expect, it } from "vitest";
import { seededRandom } from "./seededRandom";
import { fitTextHead, headSimilarity, textMoments } from "./textHead";
import { tfIdfSimilarity, vectorSimilarity } from "./textSimilarity";

const DIMENSIONS = 8;
const ITEMS = 40;

function randomVectors(): Float32Array {
  const random = seededRandom(4);
  return Float32Array.from({ length: ITEMS * DIMENSIONS }, () => random() - 0.5);
}

describe("fitTextHead", () => {
  const vectors = randomVectors();
  // Shoppers who look at item i next look at item i + 20, whose vector is the same, its first half negated.
  for (let i = 0; i < ITEMS / 2; i++) {
    for (let d = 0; d < DIMENSIONS; d++) {
      const value = vectors[i * DIMENSIONS + d];
      vectors[(i + ITEMS / 2) * DIMENSIONS + d] = d < DIMENSIONS / 2 ? -value : value;
    }
  }
  const seen = Array.from({ length: 15 }, (_, i) => [i, i + ITEMS / 2]);
  const options = { ridge: 1e-3, spread: 1e-3 };
  const headOf = (of: Float32Array, histories: readonly number[][]) =>
    fitTextHead(textMoments(of, DIMENSIONS, histories, { decay: 0.8 }), options);

  it("finds, for items without any history, what the others teach", () => {
    const head = headOf(vectors, seen);
    const scores = headSimilarity(head, vectors);
    for (let item = 15; item < 20; item++) {
      const row = scores.subarray(item * ITEMS, (item + 1) * ITEMS);
      expect(row.indexOf(Math.max(...row))).toBe(item + ITEMS / 2);
      expect(row[item]).toBe(0);
    }
  });

  it("scores a pair by the transfer matrix between centred vectors", () => {
    const { transfer, center } = headOf(vectors, seen);
    const scores = headSimilarity({ transfer, center, dimensions: DIMENSIONS }, vectors);
    let sum = 0;
    for (let a = 0; a < DIMENSIONS; a++) {
      for (let b = 0; b < DIMENSIONS; b++) {
        sum +=
          (vectors[3 * DIMENSIONS + a] - center[a]) *
          transfer[a * DIMENSIONS + b] *
          (vectors[5 * DIMENSIONS + b] - center[b]);
      }
    }
    expect(scores[3 * ITEMS + 5]).toBeCloseTo(sum, 3);
  });

  it("sums what many histories say, a few of them when there are too many", () => {
    const many = Array.from({ length: 9_000 }, (_, i) => [i % 15, (i % 15) + ITEMS / 2, 3]);
    const whole = textMoments(vectors, DIMENSIONS, many, { decay: 0.5 });
    const sampled = textMoments(vectors, DIMENSIONS, many, { decay: 0.5, maxPairs: 3_000 });
    let sum = 0;
    for (const [a, b] of many) {
      const of = (item: number) => vectors[item * DIMENSIONS] - whole.center[0];
      sum += of(a) ** 2 + ((of(a) * 0.5 + of(b)) / 1.5) ** 2;
    }
    expect(whole.pasts.values[0]).toBeCloseTo(sum, 4);
    expect(sampled.pasts.values[0] / whole.pasts.values[0]).toBeGreaterThan(0.1);
    expect(sampled.pasts.values[0] / whole.pasts.values[0]).toBeLessThan(0.25);
  });

  it("is finite for equal vectors, for a single item and without histories", () => {
    const equal = headOf(new Float32Array(16).fill(0.25), [[0, 1]]);
    expect(equal.transfer.every(Number.isFinite)).toBe(true);
    expect(headOf(new Float32Array(8).fill(1), []).transfer.every(Number.isFinite)).toBe(true);
    expect(headOf(vectors, []).transfer.every((value) => value === 0)).toBe(true);
  });
});

describe("similarities of texts", () => {
  it("are cosines, 0 to itself and to strangers, and rare words count more", () => {
    const similarity = tfIdfSimilarity(["red mug", "red mug", "red plate", "drill", ""]);
    const of = (a: number, b: number) => similarity[a * 5 + b];
    expect(of(0, 1)).toBeCloseTo(1, 6);
    expect(of(0, 0)).toBe(0);
    expect(of(0, 2)).toBeGreaterThan(0);
    expect(of(0, 2)).toBeLessThan(0.5);
    expect(of(0, 3)).toBe(0);
    expect(of(4, 4)).toBe(0);
    expect(of(2, 0)).toBe(of(0, 2));
  });

  it("are dot products of vectors", () => {
    expect([...vectorSimilarity(Float32Array.of(1, 0, 0.5, 0.5), 2)]).toEqual([0, 0.5, 0.5, 0]);
  });
});
