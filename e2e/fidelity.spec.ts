/** Reasons are true: what they cite is deleted from the store, and the score loses what they claimed. */
import { seededRandom } from "../src/server/train/seededRandom";
import type { EventName, EventRecord, Item, RecommendQuery } from "../src/types";
import { harnessBuild, publish } from "./harness/builds";
import { GOODS } from "./harness/goods";
import { isRight, removalPage, testRemovals } from "./harness/removal";
import { expect, open, test } from "./harness/shopTest";

const NOW = Date.UTC(2026, 10, 1);
const DAY_MS = 86_400_000;
const ACTS = ["view_item", "add_to_cart", "add_to_wishlist", "purchase"] as const;
const QUERIES: readonly RecommendQuery[] = [
  { placement: "home" },
  { placement: "again" },
  { placement: "complement" },
  { placement: "search", text: "for the garden" },
  { placement: "home", collection: "promotions" },
  { placement: "home", collection: "articles" },
];

// Dozens of clients in a trace would outweigh the test.
test.use({ trace: "off" });

for (const [arm, isBuilt] of [
  ["by what a build has learned", true],
  ["by the default blend", false],
] as const) {
  test(`cited acts cost the score what was claimed, ${arm}`, async ({ page, shop }) => {
    if (isBuilt) publish(shop, await harnessBuild());
    shop.body("/promotions.json", JSON.stringify(beside("p")));
    shop.body("/articles.json", JSON.stringify(beside("a")));
    const collections = { promotions: "/promotions.json", articles: "/articles.json" };
    await open(page, removalPage(shop, { now: NOW, collections }));
    const random = seededRandom(5);
    const removals = await testRemovals(page, { histories: [history(random)], queries: QUERIES, each: 15, random });
    expect(removals).toHaveLength(15);
    expect(removals.filter((removal) => !isRight(removal))).toEqual([]);
    const scored = removals.filter(({ lost }) => lost !== undefined);
    expect(scored.length).toBeGreaterThan(8);
    expect(scored.some(({ query }) => query.collection !== undefined)).toBe(true);
  });
}

/** A promotion, or an article, for each department. */
function beside(prefix: string): Item[] {
  const departments = [...new Set(GOODS.flatMap(({ category }) => category ?? []))];
  return departments.map((name) => ({
    id: `${prefix}-${name}`,
    title: `The best of ${name.toLowerCase()}: ${GOODS.find(({ category }) => category?.includes(name))?.title}`,
    category: [name],
  }));
}

/** Sixteen acts, some on the same item. */
function history(random: () => number): EventRecord[] {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
  return Array.from({ length: 16 }, (_, i): EventRecord => {
    const name: EventName = ACTS[i % ACTS.length];
    return {
      id: `e${i}`,
      name,
      at: NOW - (16 - i) * 2 * DAY_MS,
      collection: "products",
      purpose: "products",
      itemId: pick(GOODS.slice(0, 24)).id,
      ...(name === "purchase" && { transactionId: `t${i}`, quantity: 1 }),
    };
  });
}
