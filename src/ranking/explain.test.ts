import { describe, expect, it } from "vitest";
import type { RankedItem, RecommendQuery } from "../types";
import { MAX_POINTS } from "./interestPoints";
import { recommend } from "./recommend";
import { type Act, sampleContext, sampleItems, sampleVectors } from "./sampleContext";

const items = sampleItems();
const vectors = sampleVectors(items);
const ACTS: Act[] = [
  { itemId: "mug-0", daysAgo: 2 },
  { itemId: "mug-1", daysAgo: 1, name: "add_to_cart" },
  { itemId: "drill-2", daysAgo: 9 },
  { itemId: "pram-0", daysAgo: 30, name: "purchase" },
  { itemId: "trowel-4", daysAgo: 4, name: "add_to_wishlist" },
];

function shelf(acts: readonly Act[], query: RecommendQuery): readonly RankedItem[] {
  return recommend({ limit: 200, ...query }, sampleContext({ items, acts, vectors })).items;
}

describe("explain", () => {
  it("cites acts whose removal costs the score exactly what was claimed", () => {
    const before = shelf(ACTS, { placement: "home" });
    let checked = 0;
    for (const { item, score, why } of before) {
      for (const { contribution, evidence } of why) {
        if (evidence.kind !== "event") continue;
        const without = shelf(
          ACTS.filter((act) => act.itemId !== evidence.itemId),
          { placement: "home" },
        );
        const after = without.find((ranked) => ranked.item.id === item.id);
        expect(score - (after?.score ?? Number.NaN)).toBeCloseTo(contribution, 6);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(20);
  });

  it("does so for a history longer than what is compared", () => {
    const many = Array.from({ length: 100 }, (_, i) => ({
      id: `thing-${i}`,
      title: `thing of kind ${i % 7} and colour ${i % 11}`,
      category: [`kind ${i % 7}`],
      popularity: i,
    }));
    const acts = many.slice(0, MAX_POINTS + 6).map(({ id }, i) => ({ itemId: id, daysAgo: i / 10 }));
    const rank = (given: readonly Act[]) =>
      recommend({ placement: "home", limit: 20 }, sampleContext({ items: many, acts: given })).items;
    let checked = 0;
    for (const { item, score, why } of rank(acts)) {
      for (const { contribution, evidence } of why) {
        if (evidence.kind !== "event") continue;
        const without = rank(acts.filter((act) => act.itemId !== evidence.itemId));
        const after = without.find((ranked) => ranked.item.id === item.id);
        if (!after) continue;
        expect(score - after.score).toBeCloseTo(contribution, 6);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(5);
  });

  it("gives at least one reason, largest first, what is the shopper's own before what every item has if it weighs more", () => {
    const impersonal = new Set(["popularity", "freshness"]);
    let led = 0;
    for (const acts of [ACTS, []]) {
      for (const { why, score, contributions } of shelf(acts, { placement: "home" })) {
        expect(why.length).toBeGreaterThan(0);
        const shared = (contributions.popularity ?? 0) + (contributions.freshness ?? 0);
        const ownLeads = score - shared > shared;
        const groups = why.map(({ signal }) => (ownLeads && impersonal.has(signal) ? 1 : 0));
        expect(groups).toEqual([...groups].sort((a, b) => a - b));
        for (const group of [0, 1]) {
          const claims = why.filter((_, i) => groups[i] === group).map(({ contribution }) => contribution);
          expect(claims).toEqual([...claims].sort((a, b) => b - a));
        }
        if (ownLeads && groups.includes(1)) led++;
        for (const { contribution } of why) expect(contribution).toBeLessThanOrEqual(score + 1e-9);
      }
    }
    expect(led).toBeGreaterThan(0);
  });

  it("names the item on the page, the category, the brand and the price range", () => {
    const related = shelf([], { placement: "related", item: "mug-2" });
    expect(related[0].why[0].evidence).toEqual({ kind: "item", itemId: "mug-2", title: "green mug" });
    const kinds = new Set(shelf(ACTS, { placement: "home" }).flatMap(({ why }) => why.map((x) => x.evidence.kind)));
    expect(kinds).toContain("category");
    expect(kinds).toContain("popularity");
  });

  it("says that the feed decided when nothing else did", () => {
    const plain = items.map(({ id, title }) => ({ id, title }));
    const { items: ranked, rung } = recommend({ placement: "home" }, sampleContext({ items: plain }));
    expect(rung).toBe("feed_order");
    expect(ranked.map(({ item }) => item.id)).toEqual(plain.slice(0, 8).map(({ id }) => id));
    expect(ranked[0].why).toEqual([{ signal: "rule", contribution: 0, evidence: { kind: "feed" } }]);
  });

  it("never cites a sensitive category, nor acts on its items", () => {
    const context = sampleContext({ items, acts: ACTS, vectors, sensitiveCategories: ["nursery"] });
    const { items: ranked } = recommend({ placement: "home", limit: 200 }, context);
    const shown = ranked.filter(({ item }) => item.category?.[0] === "Nursery");
    expect(shown.length).toBeGreaterThan(0);
    for (const { why } of shown) {
      for (const { evidence } of why) expect(["popularity", "freshness", "feed"]).toContain(evidence.kind);
    }
    expect(JSON.stringify(ranked.map(({ why }) => why))).not.toContain("pram-0");
  });
});
