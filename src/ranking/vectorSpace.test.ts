import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleItems, sampleVectors } from "./sampleContext";
import { centredCosine, centredRows, exactDot, int8Dot, roughDots, vectorSpace } from "./vectorSpace";

describe("int8Dot", () => {
  it("is the sum of products", () => {
    const byte = fc.integer({ min: -128, max: 127 });
    fc.assert(
      fc.property(fc.array(fc.tuple(byte, byte), { maxLength: 40 }), (pairs) => {
        const a = Int8Array.from(pairs, ([x]) => x);
        const b = Int8Array.from(pairs, ([, y]) => y);
        expect(int8Dot(a, 0, b, 0, a.length)).toBe(pairs.reduce((sum, [x, y]) => sum + x * y, 0));
      }),
    );
  });
});

describe("vectorSpace", () => {
  const items = sampleItems();
  const table = sampleVectors(items);
  const space = vectorSpace(table, items.length);
  const vector = (row: number) =>
    Array.from(
      { length: table.dimensions },
      (_, d) => table.values[row * table.dimensions + d] * table.scales[row] - space.center[d],
    );

  it("measures angles from the centre", () => {
    const all = centredRows(
      space,
      items.map((_, row) => row),
    );
    for (const [a, b] of [
      [0, 1],
      [0, 20],
      [7, 7],
      [39, 3],
    ]) {
      const x = vector(a);
      const y = vector(b);
      const dot = (u: number[], v: number[]) => u.reduce((sum, value, d) => sum + value * v[d], 0);
      const expected = dot(x, y) / Math.sqrt(dot(x, x) * dot(y, y));
      expect(centredCosine(space, all, a, all, b)).toBeCloseTo(expected, 4);
    }
  });

  it("finds nothing alike where a vector is missing or its scale is no number", () => {
    const broken = { ...table, present: table.present.slice(), scales: table.scales.slice() };
    broken.present[0] = 0;
    broken.scales[1] = Number.NaN;
    const holed = vectorSpace(broken, items.length);
    expect(holed.center.every(Number.isFinite)).toBe(true);
    const rows = centredRows(holed, [0, 1, 2]);
    expect(centredCosine(holed, rows, 0, rows, 2)).toBe(0);
    expect(centredCosine(holed, rows, 1, rows, 2)).toBe(0);
  });

  it("does not take the only two vectors for opposites", () => {
    const two = vectorSpace(table, 2);
    const rows = centredRows(two, [0, 1]);
    expect(centredCosine(two, rows, 0, rows, 1)).toBeGreaterThan(0.5);
  });
});

describe("roughDots", () => {
  it("orders nearly as the exact products do", () => {
    const items = sampleItems();
    const table = sampleVectors(items);
    const direction = Float32Array.from({ length: table.dimensions }, (_, d) => Math.cos(d));
    const rough = roughDots(table, direction, items.length);
    const largest = Math.max(...direction.map(Math.abs));
    items.forEach((_, row) => {
      expect((rough[row] * largest) / 127).toBeCloseTo(exactDot(table, row, direction), 1);
    });
  });
});
