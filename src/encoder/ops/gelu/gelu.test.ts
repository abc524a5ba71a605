import { describe, expect, it } from "vitest";
import { gelu } from "./gelu";

describe("gelu", () => {
  it("stays within 4e-5 of x·Φ(x)", () => {
    let worst = 0;
    for (let x = -30; x <= 30; x += 1 / 512) worst = Math.max(worst, Math.abs(gelu(x) - x * gaussian(x)));
    expect(worst).toBeLessThan(4e-5);
    expect(worst).toBeGreaterThan(1e-6);
  });

  it("is the identity far right and nothing far left", () => {
    expect(gelu(50)).toBeCloseTo(50, 4);
    expect(gelu(-50)).toBeCloseTo(0, 4);
    expect(gelu(0)).toBe(0);
  });
});

/** Φ(x) by the Taylor series of erf (double precision, |x| ≤ 6; 0 or 1 beyond). */
function gaussian(x: number): number {
  if (Math.abs(x) > 6) return x > 0 ? 1 : 0;
  const z = x / Math.SQRT2;
  let term = z;
  let sum = z;
  for (let n = 1; n < 200; n++) {
    term *= (-z * z) / n;
    sum += term / (2 * n + 1);
  }
  return 0.5 + sum / Math.sqrt(Math.PI);
}
