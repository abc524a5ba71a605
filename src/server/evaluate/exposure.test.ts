import { describe, expect, it } from "vitest";
import { exposure } from "./exposure";

describe("exposure", () => {
  it("is even when every item is shown alike", () => {
    const { coverage, gini } = exposure(
      [
        [0, 1],
        [2, 3],
      ],
      [1, 1, 1, 1],
      4,
    );
    expect(coverage).toBe(1);
    expect(gini).toBeCloseTo(0, 12);
  });

  it("is concentrated when one item fills all shelves", () => {
    const { coverage, gini } = exposure([[2], [2], [2]], new Float64Array(100).fill(1), 10);
    expect(coverage).toBe(0.01);
    expect(gini).toBeCloseTo(0.99, 12);
  });

  it("measures novelty in bits", () => {
    expect(exposure([[0, 1, 2]], [8, 1, 0], 8).novelty).toBeCloseTo((0 + 3 + 3) / 3, 12);
    expect(exposure([], [1], 1)).toEqual({ coverage: 0, gini: 0, novelty: 0 });
  });
});
