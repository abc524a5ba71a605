import { describe, expect, it } from "vitest";
import type { Consent, EventRecord, Purpose } from "../types";
import { openShoppers, PURPOSES } from "./shoppers";
import { freshDatabases } from "./store/testing/openForTest";

freshDatabases();

const record = (id: string, purpose: Purpose): EventRecord => ({
  id,
  name: "view_item",
  at: 1_750_000_000_000,
  collection: "products",
  purpose,
  itemId: "shirt",
});

async function shoppers(consent: Consent, namespace = "shoppers-test") {
  const problems: unknown[] = [];
  const made = await openShoppers({
    namespace,
    consent,
    sensitiveCategories: [],
    itemOf: (id) => ({ id, title: id, brand: "Larch", price: 50, salePrice: 40 }),
    now: Date.now,
    onDegraded: (error) => problems.push(error),
  });
  await made.load();
  return { made, problems };
}

const events = ({ products, ads }: Awaited<ReturnType<typeof shoppers>>["made"]) => [
  products.state.events,
  ads.state.events,
];

describe("shoppers", () => {
  it("keeps the log of each purpose apart, as its own consent says", async () => {
    const consent: Consent = { products: "persistent", ads: "session" };
    const first = (await shoppers(consent)).made;
    for (const purpose of PURPOSES) await first[purpose].record([record(purpose, purpose)]);
    expect(events(first)).toEqual([1, 1]);
    const file = await first.export();
    expect(file.events.map(({ purpose }) => purpose)).toEqual(["products", "ads"]);
    first.close();
    // No session was named for ads: they were in memory.
    expect(events((await shoppers(consent)).made)).toEqual([1, 0]);
  });

  it("moves only the purpose whose consent has changed", async () => {
    const { made } = await shoppers({ products: "pending", ads: "pending" });
    await made.ads.record([record("a", "ads")]);
    const { products, ads } = made;
    await made.setConsent({ products: "pending", ads: "persistent" }, undefined);
    expect([made.products, made.ads]).toEqual([products, ads]);
    expect(made.consent.ads).toBe("persistent");
    expect([made.products.store.kind, made.ads.store.kind]).toEqual(["memory", "indexeddb"]);
    expect(events(made)).toEqual([0, 1]);
  });

  it("touches nothing stored while an answer is pending, and erases it when the answer is off", async () => {
    const before = (await shoppers({ products: "persistent", ads: "persistent" })).made;
    await before.products.record([record("a", "products")]);
    const old = before.products;
    await before.setConsent({ products: "pending", ads: "persistent" }, undefined);
    expect(before.products).not.toBe(old);
    expect(events(before)).toEqual([0, 0]);
    before.close();
    const again = (await shoppers({ products: "persistent", ads: "persistent" })).made;
    expect(events(again)).toEqual([1, 0]);
    again.close();
    (await shoppers({ products: "off", ads: "persistent" })).made.close();
    const { made, problems } = await shoppers({ products: "persistent", ads: "persistent" });
    expect([events(made), problems]).toEqual([[0, 0], []]);
  });
});
