import { describe, expect, it } from "vitest";
import type { RankContext } from "../ranking/rankContext";
import { NOW, sampleContext, sampleItems } from "../ranking/sampleContext";
import type { RecommendQuery } from "../types";
import { createCollections, VISIT_MS } from "./collections";
import { Shopper } from "./shopper";
import { createMemoryStore } from "./store/memoryStore";
import { openStore } from "./store/openStore";

const DAY = 86_400_000;
const PROMOTIONS = [
  { id: "p-kitchen", title: "A fifth off mugs and teapots", category: ["Kitchen"], percent_off: 20 },
  { id: "p-tools", title: "Drill and hammer together", category: ["Tools"], percent_off: 10 },
  { id: "p-over", title: "Last summer", category: ["Kitchen"], percent_off: 50, to: "2025-09-01" },
  { id: "p-bad", title: "Ends before it begins", from: "2026-09-02", to: "2026-09-01" },
];
const ADS = [
  { id: "a-torque", title: "Torque drills", category: ["Tools"], sponsor: "Torque", bid: 0.8, cap: 2, cap_days: 1 },
  { id: "a-hearth", title: "Hearth mugs", category: ["Kitchen"], sponsor: "Hearth", bid: 0.5 },
  { id: "a-tools-only", title: "Belts", sponsor: "Belt & Sons", bid: 0.9, target_categories: "Tools" },
  { id: "a-nan", title: "Nobody", sponsor: "Nobody", bid: Number.NaN },
  { id: "a-all", title: "Everybody", sponsor: "Everybody", bid: 1e9 },
];

async function openShop(acts: readonly string[] = [], { personalAds = true } = {}) {
  let now = NOW;
  const degraded: string[] = [];
  const onDegraded = (error: { readonly code: string }) => void degraded.push(error.code);
  const store = createMemoryStore();
  const pace = { now: () => 0, yieldNow: async () => {} };
  const openShopper = async () =>
    new Shopper({
      store: await openStore({ namespace: "c", scope: { kind: "memory" }, now: () => now }),
      now: () => now,
      factsOf: () => ({}),
      sensitiveCategories: [],
      onDegraded,
    });
  const shoppers = { ads: await openShopper(), products: await openShopper() };
  const open = () =>
    createCollections(
      {
        promotions: { kind: "items", items: PROMOTIONS },
        ads: { kind: "items", items: ADS },
        articles: {
          kind: "items",
          items: [{ id: "t", title: "How to hang a shelf with a drill", category: ["Tools"] }],
        },
      },
      {
        catalog: { ...pace, fetch, today: () => now, wait: async () => {}, onDegraded },
        embedder: {
          ...pace,
          store: () => store,
          encoder: async () => undefined,
          demote: () => {},
          itemText: ({ title }) => title,
          lock: (async (work: (signal: AbortSignal) => Promise<unknown>) =>
            work(new AbortController().signal)) as never,
          idle: async () => {},
          clock: () => 0,
          announce: () => {},
          onDegraded,
        } as Parameters<typeof createCollections>[1]["embedder"],
        onChange: () => {},
        now: () => now,
        randomBits: () => 7,
        onDegraded,
      },
    );
  const products = (): RankContext => ({
    ...sampleContext({ items: sampleItems(), acts: acts.map((itemId) => ({ itemId })) }),
    now,
  });
  const ask = (query: RecommendQuery, collections = first) =>
    collections.recommend({
      query,
      products: products(),
      shopper: shoppers[query.collection === "ads" ? "ads" : "products"],
      personalAds,
    });
  const first = open();
  return {
    degraded,
    open,
    ask,
    ids: async (query: RecommendQuery, collections = first) =>
      (await ask(query, collections)).items.map(({ item }) => item.id),
    pass: (ms: number) => {
      now += ms;
    },
    events: () => shoppers.ads.store.eventsAfter(Number.NEGATIVE_INFINITY),
  };
}

describe("collections", () => {
  it("ranks promotions that run by what the shopper did with products, and cites the product by its own id", async () => {
    const shop = await openShop(["drill-0", "hammer-1"]);
    const { items } = await shop.ask({ placement: "home", collection: "promotions" });
    expect(items.map(({ item }) => item.id)).toEqual(["p-tools", "p-kitchen"]);
    expect(items[0].item.promotion).toEqual({ percentOff: 10 });
    expect(JSON.stringify(items[0].why)).not.toContain("product\\u001f");
    const cited = items[0].why.flatMap(({ evidence }) => ("itemId" in evidence ? [evidence.itemId] : []));
    for (const id of cited) expect(["drill-0", "hammer-1"]).toContain(id);
  });

  it("says of each cited product what a promotion's score loses without it", async () => {
    const acts = ["drill-0", "hammer-1", "mug-0", "mug-1"];
    const query = { placement: "home", collection: "promotions" } as const;
    const { items } = await (await openShop(acts)).ask(query);
    let checked = 0;
    for (const { item, score, why } of items) {
      for (const { evidence, contribution } of why) {
        if (evidence.kind !== "event") continue;
        const rest = acts.filter((id) => id !== evidence.itemId);
        const after = (await (await openShop(rest)).ask(query)).items.find((one) => one.item.id === item.id);
        expect(score - (after?.score ?? Number.NaN)).toBeCloseTo(contribution, 6);
        checked++;
      }
    }
    expect(checked).toBeGreaterThan(3);
  });

  it("finds the article for the product on the page, and nothing in a collection that the shop lacks", async () => {
    const shop = await openShop();
    expect(await shop.ids({ placement: "related", item: "drill-0", collection: "articles" })).toEqual(["t"]);
    expect(await shop.ask({ placement: "home", collection: "recipes" })).toMatchObject({ reason: "no_catalog" });
  });

  it("sells places at the second price, to campaigns with a usable bid that are meant for the shopper", async () => {
    const shop = await openShop(["drill-0"]);
    const { items } = await shop.ask({ placement: "home", collection: "ads", limit: 3 });
    expect(items.map(({ item }) => item.id).sort()).toEqual(["a-hearth", "a-tools-only", "a-torque"]);
    for (const { ad, item, why } of items) {
      expect(ad?.sponsor).toBe(item.campaign?.sponsor);
      expect(ad?.price).toBeLessThanOrEqual(item.campaign?.bid ?? 0);
      expect(why.length).toBeGreaterThan(0);
    }
  });

  it("asks no interest of a shopper who did not agree: the page alone speaks", async () => {
    const shop = await openShop(["drill-0"], { personalAds: false });
    expect(await shop.ids({ placement: "home", collection: "ads" })).not.toContain("a-tools-only");
    expect(await shop.ids({ placement: "related", item: "drill-1", collection: "ads" })).toContain("a-tools-only");
  });

  it("counts an impression once a visit, keeps to the cap, also across tabs, and lets it end", async () => {
    const shop = await openShop(["drill-0"]);
    const query = { placement: "home", collection: "ads" } as const;
    const tabs = [shop.open(), shop.open(), shop.open()];
    const shown = await Promise.all(tabs.map((tab) => shop.ids(query, tab)));
    expect(shown.filter((ids) => ids.includes("a-torque"))).toHaveLength(2);
    const claims = (await shop.events()).filter(({ itemId }) => itemId === "a-torque");
    expect(claims).toHaveLength(2);
    // Asked again within the visit: the same ads, and nothing counted.
    const before = (await shop.events()).length;
    expect(await Promise.all(tabs.map((tab) => shop.ids(query, tab)))).toEqual(shown);
    expect((await shop.events()).length).toBe(before);
    shop.pass(VISIT_MS);
    expect(await shop.ids(query, tabs[0])).not.toContain("a-torque");
    shop.pass(DAY);
    expect(await shop.ids(query, tabs[0])).toContain("a-torque");
  });
});
