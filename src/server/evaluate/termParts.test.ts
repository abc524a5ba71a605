import { describe, expect, it } from "vitest";
import type { BlendTerm } from "../../format/behaviour/blend";
import { learnedSources } from "../../ranking/learned/learnedSources";
import { wordIndexOf } from "../../ranking/words/wordIndexOf";
import { keptRows, termParts } from "./termParts";
import { pastRows } from "./termSignal";
import { tuneTerms } from "./tuneTerms";

const ITEMS = 20_500;
const items = Array.from({ length: ITEMS }, (_, i) => ({ id: `i${i}`, title: `thing ${i % 97} of ${i % 1009}` }));
const popularity = Float32Array.from(items, (_, i) => (i * 7919) % 1_000);
const sources = learnedSources({
  items,
  model: { placements: {}, itemItem: {}, popularity: { default: popularity } },
  words: wordIndexOf({ items, rowOf: new Map(), revision: 1 }),
});
const terms: BlendTerm[] = [
  { signal: "popularity", weight: 1 },
  { signal: "words", weight: 0 },
];
// What is asked for has a word in common with what was bought.
const cases = Array.from({ length: 30 }, (_, c) => ({
  past: pastRows([c * 97]),
  target: new Set([c * 97 + 1009]),
  owned: new Set([c * 97]),
  at: 1,
}));

describe("termParts of a large catalogue", () => {
  it("keeps the best of each term and the targets, without what is hidden", () => {
    const { rows, cases: kept } = termParts({ cases, terms, sources, job: "new" });
    expect(rows).toBe(keptRows(ITEMS, terms.length));
    for (const { one, parts } of kept) {
      expect(one.target.size).toBe(1);
      expect(one.owned.size).toBe(0);
      const used = parts[0].filter((score) => score > -1e8).length;
      expect(used).toBeGreaterThanOrEqual(500);
      expect(used).toBeLessThanOrEqual(1_001);
      expect(parts.every((part) => part.length === rows)).toBe(true);
    }
  });

  it("is enough to find the blend", () => {
    const tuned = tuneTerms(terms, [[1, 0]], { cases, sources, job: "new" });
    expect(tuned.terms.find(({ signal }) => signal === "words")?.weight).toBeGreaterThan(0);
    expect(tuned.quality).toBeGreaterThan(0.05);
  });
});
