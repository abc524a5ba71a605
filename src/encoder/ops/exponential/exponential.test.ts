import { describe, expect, it } from "vitest";
import { exponential } from "./exponential";

describe("exponential", () => {
  it("stays within 2e-7 of eˣ, relative, on [-87, 0]", () => {
    let worst = 0;
    for (let i = 0; i <= 200_000; i++) {
      const x = Math.fround((-87 * i) / 200_000);
      worst = Math.max(worst, Math.abs(exponential(x) / Math.exp(x) - 1));
    }
    expect(worst).toBeLessThan(2e-7);
  });

  it("is 1 at zero and all but nothing at the far end", () => {
    expect(exponential(0)).toBe(1);
    expect(exponential(Number.NEGATIVE_INFINITY)).toBe(exponential(-87));
    expect(exponential(-1000)).toBeLessThan(2e-38);
  });
});
