import { describe, expect, it } from "vitest";
import { readItemItem, writeItemItem } from "../../format/behaviour/itemItem";
import { behaviourScores } from "../../ranking/candidates/behaviourScores";
import { coOccurrences, cosineWeights, easeWeights } from "./itemItem";
import { pruneRows } from "./pruneRows";
import { seededRandom } from "./seededRandom";
import { neighbourCounts, sparseCosines, sparseItemItem } from "./sparseItemItem";

const catalogDigest = new Uint8Array(16);

function randomHistories(count: number, items: number, seed: number): number[][] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const home = Math.floor(random() * 5);
    return Array.from({ length: 1 + Math.floor(random() * 8) }, () =>
      random() < 0.8 ? home * (items / 5) + Math.floor(random() ** 2 * (items / 5)) : Math.floor(random() * items),
    );
  });
}

describe("sparseItemItem", () => {
  it("is EASE where all items come together", () => {
    // Histories of one item say nothing of pairs, and are left out here.
    const histories = randomHistories(5_000, 20, 3).filter((history) => new Set(history).size > 1);
    const options = { perRow: 20, catalogDigest };
    const exact = pruneRows(easeWeights(coOccurrences(histories, 20), 20), options);
    const sparse = sparseItemItem(neighbourCounts(histories, 20), { ...options, lambda: 20 });
    for (let row = 0; row < 20; row++) {
      const a = behaviourScores(exact, [{ row, weight: 1 }]);
      const b = behaviourScores(sparse, [{ row, weight: 1 }]);
      // Both round to int8, at the same step.
      const differences = a.map((value, column) => Math.abs(value - b[column]));
      expect(Math.max(...differences)).toBeLessThan(0.01 * 127 * exact.scales[row]);
    }
  });

  it("ranks nearly as EASE does with few neighbours", () => {
    const histories = randomHistories(3_000, 200, 5);
    const exact = pruneRows(easeWeights(coOccurrences(histories, 200), 50), { perRow: 30, catalogDigest });
    const sparse = sparseItemItem(neighbourCounts(histories, 200), {
      lambda: 50,
      perRow: 30,
      neighbours: 40,
      catalogDigest,
    });
    let shared = 0;
    for (let row = 0; row < 200; row++) {
      const top = (weights: typeof exact) => {
        const scores = behaviourScores(weights, [{ row, weight: 1 }]);
        return [...scores.keys()].sort((a, b) => scores[b] - scores[a]).slice(0, 5);
      };
      const own = top(sparse);
      shared += top(exact).filter((column) => own.includes(column)).length;
    }
    expect(shared / 1_000).toBeGreaterThan(0.8);
  });

  it("gives what the file takes, within the entries that are asked for, the same every time", () => {
    const histories = randomHistories(500, 100, 7);
    const options = { lambda: 10, perRow: 7, neighbours: 20, catalogDigest };
    const weights = sparseItemItem(neighbourCounts(histories, 100), options);
    expect(readItemItem(writeItemItem(weights))).toEqual(weights);
    for (let row = 0; row < 100; row++) expect(weights.starts[row + 1] - weights.starts[row]).toBeLessThanOrEqual(7);
    expect(sparseItemItem(neighbourCounts(histories, 100), options)).toEqual(weights);
  });

  it("has item-kNN beside it", () => {
    const histories = randomHistories(300, 20, 9).filter((history) => new Set(history).size > 1);
    const options = { perRow: 20, catalogDigest };
    const exact = pruneRows(cosineWeights(coOccurrences(histories, 20)), options);
    const { scales, ...others } = sparseCosines(neighbourCounts(histories, 20), options);
    expect({ ...others, scales: exact.scales }).toEqual(exact);
    for (let row = 0; row < 20; row++) expect(scales[row]).toBeCloseTo(exact.scales[row], 7);
  });

  it.each([
    ["no items", [], 0],
    ["one item", [[0], [0]], 1],
    ["no histories", [], 5],
    ["items that never come together", [[0], [1], [2]], 3],
    ["the same history again and again", Array.from({ length: 50 }, () => [0, 1, 2]), 3],
  ])("takes %s", (_, histories, items) => {
    const weights = sparseItemItem(neighbourCounts(histories, items), { lambda: 1, perRow: 5, catalogDigest });
    expect(weights.items).toBe(items);
    expect(weights.starts.at(-1)).toBe(weights.columns.length);
    expect([...weights.scales].every(Number.isFinite)).toBe(true);
  });
});
