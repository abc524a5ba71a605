import { describe, expect, it } from "vitest";
import { chiSquareTail, normalQuantile, normalTail } from "./normal";

describe("normal distribution", () => {
  it("has the quantiles of the tables", () => {
    for (const [p, z] of [
      [0.5, 0],
      [0.975, 1.959963985],
      [0.995, 2.575829304],
      [0.001, -3.090232306],
    ]) {
      expect(normalQuantile(p)).toBeCloseTo(z, 7);
    }
    expect(normalQuantile(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(normalQuantile(2)).toBeNaN();
  });

  it("turns quantiles back", () => {
    for (const p of [1e-6, 0.01, 0.3, 0.5, 0.9, 0.9999]) expect(1 - normalTail(normalQuantile(p))).toBeCloseTo(p, 6);
  });
});

describe("χ² distribution", () => {
  /** By numerical integration. */
  const known = [
    [1, 3.3, 0.0692799],
    [2, 3.3, 0.1920499],
    [3, 3.3, 0.3476426],
    [4, 3.3, 0.5089323],
    [5, 3.3, 0.6538417],
    [7, 3.3, 0.855933],
    [3, 12, 0.0073832],
    [6, 12, 0.0619688],
  ];
  it.each(known)("with %i degrees of freedom above %f", (degrees, value, tail) => {
    expect(chiSquareTail(value, degrees)).toBeCloseTo(tail, 6);
  });
});
