import { describe, expect, it } from "vitest";
import { coOccurrences, cosineWeights, easeWeights } from "./itemItem";
import { positiveSolve } from "./positiveSolve";
import { pruneRows } from "./pruneRows";
import { seededRandom } from "./seededRandom";
import { sparseCosineWeights, sparseEaseWeights } from "./sparseItemItem";

const ITEMS = 30;

function histories(count: number): number[][] {
  const random = seededRandom(7);
  return Array.from({ length: count }, () => {
    const group = Math.floor(random() * 3);
    return Array.from({ length: 2 + Math.floor(random() * 6) }, () => group * 10 + Math.floor(random() * 10));
  });
}

describe("sparseEaseWeights", () => {
  it("is EASE where the neighbours are all items", () => {
    const given = histories(300);
    const exact = pruneRows(easeWeights(coOccurrences(given, ITEMS), 20), {
      perRow: ITEMS,
      catalogDigest: new Uint8Array(16),
    });
    const sparse = sparseEaseWeights(given, ITEMS, { lambda: 20, neighbours: ITEMS, perRow: ITEMS });
    const dense = ({ starts, columns, values, scales }: typeof sparse) => {
      const all = new Float64Array(ITEMS * ITEMS);
      for (let row = 0; row < ITEMS; row++) {
        for (let i = starts[row]; i < starts[row + 1]; i++) all[row * ITEMS + columns[i]] = values[i] * scales[row];
      }
      return all;
    };
    const [a, b] = [dense(exact), dense(sparse)];
    // Items never met together are no neighbours: their weights, near 0, are left out.
    for (let i = 0; i < a.length; i++) expect(Math.abs(a[i] - b[i])).toBeLessThan(0.02);
  });

  it("keeps the strongest of few neighbours", () => {
    const sparse = sparseEaseWeights(histories(300), ITEMS, { lambda: 20, neighbours: 8, perRow: 4 });
    for (let row = 0; row < ITEMS; row++) {
      const columns = sparse.columns.subarray(sparse.starts[row], sparse.starts[row + 1]);
      expect(columns.length).toBeLessThanOrEqual(4);
      for (const column of columns) expect(Math.floor(column / 10)).toBe(Math.floor(row / 10));
    }
  });

  it("has nothing to say of items met alone, and bears any catalogue", () => {
    expect(sparseEaseWeights([[0], [1]], 2, { lambda: 1, neighbours: 5, perRow: 5 }).columns.length).toBe(0);
    expect(sparseEaseWeights([], 0, { lambda: 1, neighbours: 5, perRow: 5 }).items).toBe(0);
    const sampled = sparseEaseWeights(histories(500), ITEMS, { lambda: 5, neighbours: 9, perRow: 9, mostHistories: 7 });
    expect(sampled.scales.every(Number.isFinite)).toBe(true);
  });
});

describe("sparseCosineWeights", () => {
  it("is item-kNN, the largest of each row", () => {
    const given = histories(300);
    const whole = cosineWeights(coOccurrences(given, ITEMS));
    const exact = pruneRows(whole, { perRow: ITEMS, catalogDigest: new Uint8Array(16) });
    const sparse = sparseCosineWeights(given, ITEMS, { perRow: ITEMS });
    expect([...sparse.columns]).toEqual([...exact.columns]);
    sparse.values.forEach((value, i) => {
      expect(Math.abs(value - exact.values[i])).toBeLessThanOrEqual(1);
    });
  });
});

describe("positiveSolve", () => {
  it("solves, and takes an unknown without a pivot as 0", () => {
    expect([...positiveSolve(Float64Array.of(4, 0, 2, 3), Float64Array.of(8, 7), 2)]).toEqual(
      [1.25, 1.5].map((x) => expect.closeTo(x, 12)),
    );
    expect([...positiveSolve(Float64Array.of(4, 0, 0, 0), Float64Array.of(8, 7), 2)]).toEqual([2, 0]);
  });
});
