import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantizeVector } from "./quantizeVector";

const length = (values: ArrayLike<number>): number => Math.hypot(...Array.from(values));

describe("quantizeVector", () => {
  it("keeps direction and unit length", () => {
    const component = fc.float({ min: -1, max: 1, noNaN: true });
    fc.assert(
      fc.property(fc.array(component, { minLength: 384, maxLength: 384 }), (values) => {
        fc.pre(length(values) > 0.1);
        const stored = quantizeVector(Float32Array.from(values, (value) => value / length(values)));
        if (!stored) throw new Error("expected a vector");
        const back = Array.from(stored.values, (value) => value * stored.scale);
        expect(length(back)).toBeCloseTo(1, 6);
        const cosine = back.reduce((sum, value, at) => sum + value * values[at], 0) / length(values);
        expect(cosine).toBeGreaterThan(0.999);
        expect(Math.max(...stored.values.map(Math.abs))).toBe(127);
      }),
    );
  });

  it("refuses what is no direction", () => {
    expect(quantizeVector(new Float32Array(4))).toBeUndefined();
    expect(quantizeVector(Float32Array.of(1, Number.NaN))).toBeUndefined();
    expect(quantizeVector(Float32Array.of(1, Number.POSITIVE_INFINITY))).toBeUndefined();
  });
});
