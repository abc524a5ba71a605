import { describe, expect, it } from "vitest";
import { changeInterval, interval } from "./interval";

describe("interval", () => {
  it("is Student's, about the mean", () => {
    const { mean, low, high } = interval([1, 2, 3]);
    expect(mean).toBe(2);
    expect(high - mean).toBeCloseTo(4.303 / Math.sqrt(3), 6);
    expect(mean - low).toBeCloseTo(high - mean, 12);
  });

  it("leaves out what is no number", () => {
    expect(interval([1, Number.NaN, 3]).mean).toBe(2);
  });
});

describe("changeInterval", () => {
  it("is exact for a change that is the same everywhere", () => {
    const { mean, low, high } = changeInterval([1.1, 2.2, 5.5], [1, 2, 5]);
    expect(mean).toBeCloseTo(0.1, 12);
    expect(low).toBeCloseTo(0.1, 9);
    expect(high).toBeCloseTo(0.1, 9);
  });

  it("survives seeds in which the baseline saw nothing", () => {
    const { mean, low, high } = changeInterval([1, 1, 2, 3], [0, 1, 1, 2]);
    expect(mean).toBeCloseTo(0.75, 12);
    expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true);
  });
});
