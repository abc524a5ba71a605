import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { quantizeVector, SHIPPED_LIMIT } from "./quantizeVector";

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

  it("keeps a direction of many components with six bits each", () => {
    for (let seed = 1; seed <= 20; seed++) {
      const vector = Float32Array.from(
        { length: 384 },
        (_, at) => Math.sin(seed * (at + 1) ** 1.3) * Math.cos(at * seed),
      );
      const stored = quantizeVector(vector, SHIPPED_LIMIT);
      if (!stored) throw new Error("expected a vector");
      expect(Math.max(...stored.values.map(Math.abs))).toBe(SHIPPED_LIMIT);
      const dot = stored.values.reduce((sum, value, at) => sum + value * stored.scale * vector[at], 0);
      expect(dot / length(vector)).toBeGreaterThan(0.998);
    }
  });

  it("refuses what is no direction", () => {
    expect(quantizeVector(new Float32Array(4))).toBeUndefined();
    expect(quantizeVector(Float32Array.of(1, Number.NaN))).toBeUndefined();
    expect(quantizeVector(Float32Array.of(1, Number.POSITIVE_INFINITY))).toBeUndefined();
  });
});
