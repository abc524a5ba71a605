import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Item } from "../../types";
import { type BuildWordIndexOptions, buildWordIndex, type WordIndex } from "./wordIndex";

function build(items: readonly Item[], options?: BuildWordIndexOptions): { index: WordIndex; yields: number } {
  const steps = buildWordIndex(items, options);
  for (let yields = 0; ; yields++) {
    const step = steps.next();
    if (step.done) return { index: step.value, yields };
  }
}

/** Postings by word, independent of the order in which terms were met. */
function postings(index: WordIndex): Record<string, [number, number][]> {
  const found: Record<string, [number, number][]> = {};
  index.terms.forEach((word, term) => {
    found[word] = [];
    for (let i = index.starts[term]; i < index.starts[term + 1]; i++) {
      found[word].push([index.postingRows[i], index.postingWeights[i]]);
    }
  });
  return found;
}

const anyItem = fc.record({
  title: fc.string({ maxLength: 20 }),
  brand: fc.option(fc.constantFrom("Hearth", "Torque"), { nil: undefined }),
  category: fc.option(fc.array(fc.constantFrom("Kitchen", "Mugs", "工具"), { maxLength: 2 }), { nil: undefined }),
  description: fc.option(fc.lorem({ maxCount: 8 }), { nil: undefined }),
});
const anyItems = fc
  .array(anyItem, { maxLength: 12 })
  .map((items): Item[] => items.map((item, i) => ({ ...item, id: `i${i}` })));

describe("buildWordIndex", () => {
  it("weighs a word by its best field", () => {
    const { index } = build([
      { id: "a", title: "red mug", category: ["Mugs"], brand: "Hearth", description: "A red mug for tea" },
    ]);
    const weights = Object.fromEntries(Object.entries(postings(index)).map(([word, [[, weight]]]) => [word, weight]));
    expect(weights).toEqual({ red: 16, mug: 16, hearth: 16, a: 4, for: 4, tea: 4 });
  });

  it("yields between slices", () => {
    const items = Array.from({ length: 1000 }, (_, i) => ({ id: `${i}`, title: `thing ${i}` }));
    expect(build(items, { sliceRows: 100 }).yields).toBe(9);
  });

  it("gives the same index from an earlier one as from nothing", () => {
    fc.assert(
      fc.property(anyItems, anyItems, (before, after) => {
        const previous = build(before).index;
        const fresh = build(after).index;
        const reused = build(after, { previous }).index;
        expect(postings(reused)).toEqual(postings(fresh));
        expect([...reused.lengths]).toEqual([...fresh.lengths]);
        reused.norms.forEach((norm, row) => {
          expect(norm).toBeCloseTo(fresh.norms[row], 3);
        });
      }),
    );
  });

  it("splits only rows whose texts have changed", () => {
    const items = ["red mug", "blue mug", "hammer"].map((title, i) => ({ id: `${i}`, title }));
    const previous = build(items).index;
    const changed = [{ ...items[0], price: 3 }, { ...items[1], title: "green mug" }, items[2]];
    const texts: string[] = [];
    const segmenter = {
      segment: (text: string) => {
        texts.push(text);
        return [];
      },
    };
    const chinese = [...changed, { id: "3", title: "红色马克杯" }];
    const { index } = build(chinese, { previous, segmenter });
    expect(texts).toEqual(["红色马克杯"]);
    expect(postings(index).green).toEqual([[1, 16]]);
    expect(postings(index).blue).toBeUndefined();
  });
});
