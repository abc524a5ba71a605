import { describe, expect, it } from "vitest";
import { pairedBootstrap, qualityAt, sample, seededRandom } from "./metrics";

describe("qualityAt", () => {
  it("is 1 when the relevant rows come first", () => {
    expect(qualityAt(10, [3, 7, 1], new Set([3, 7]))).toEqual({ ndcg: 1, hit: 1 });
  });

  it("discounts by the logarithm of the place", () => {
    expect(qualityAt(10, [1, 3], new Set([3])).ndcg).toBeCloseTo(1 / Math.log2(3), 12);
  });

  it("reads only the first k", () => {
    expect(qualityAt(2, [1, 2, 3], new Set([3]))).toEqual({ ndcg: 0, hit: 0 });
  });
});

describe("pairedBootstrap", () => {
  it("encloses a difference that is the same for everybody", () => {
    const interval = pairedBootstrap([2, 3, 4], [1, 2, 3], { random: seededRandom(1), resamples: 200 });
    expect(interval).toEqual({ mean: 1, low: 1, high: 1 });
  });

  it("includes 0 where there is only noise", () => {
    const random = seededRandom(2);
    const a = Array.from({ length: 100 }, random);
    const b = Array.from({ length: 100 }, random);
    const { low, high } = pairedBootstrap(a, b, { random, resamples: 1000 });
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });
});

describe("sample", () => {
  it("draws distinct values, the same for the same seed", () => {
    const values = Array.from({ length: 50 }, (_, i) => i);
    const drawn = sample(values, 20, seededRandom(3));
    expect(new Set(drawn).size).toBe(20);
    expect(sample(values, 20, seededRandom(3))).toEqual(drawn);
  });
});
