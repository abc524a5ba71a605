import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { topRows } from "./topRows";

describe("topRows", () => {
  it("is what sorting everything would give", () => {
    const score = fc.oneof(fc.integer({ min: -3, max: 5 }), fc.constantFrom(Number.NaN, Number.NEGATIVE_INFINITY));
    fc.assert(
      fc.property(fc.array(fc.tuple(score, fc.boolean())), fc.integer({ min: 0, max: 12 }), (rows, count) => {
        const scores = Float32Array.from(rows, ([value]) => value);
        const allowed = Uint8Array.from(rows, ([, may]) => (may ? 1 : 0));
        const sorted = rows
          .flatMap(([value, may], row) => (may && value > 0 ? [{ value, row }] : []))
          .sort((a, b) => b.value - a.value || a.row - b.row)
          .slice(0, count)
          .map(({ row }) => row);
        expect([...topRows(scores, count, { allowed })]).toEqual(sorted);
      }),
    );
  });
});
