import { describe, expect, it } from "vitest";
import type { EventName, EventRecord, Item } from "../types";
import { affinity } from "./affinity";
import { buyAgain, repeatInterval } from "./buyAgain";
import { DAY_MS } from "./decay";
import { emptyProfile } from "./emptyProfile";
import { foldAll } from "./fold";
import { mainCurrency, priceFit, priceRange } from "./priceRange";
import { profileView } from "./profileView";

const T0 = Date.UTC(2026, 0, 1);
const ITEMS = new Map<string, Item>(
  [
    { id: "mug", title: "Mug", category: ["Kitchen", "Mugs"], brand: "Clayworks", price: 10, currency: "EUR" },
    { id: "pan", title: "Pan", category: ["Kitchen"], brand: "Ironside", price: 40, currency: "EUR" },
    { id: "pill", title: "Pill", category: ["Health"], brand: "Surely", price: 5, currency: "EUR" },
  ].map((item) => [item.id, item]),
);

function profile(...acts: [EventName, Partial<EventRecord>][]) {
  const events = acts.map(([name, fields], i) => ({
    id: `e${i}`,
    name,
    at: T0,
    collection: "products",
    purpose: "products" as const,
    ...fields,
  }));
  return foldAll(emptyProfile(), events, (event) => ITEMS.get(event.itemId ?? ""));
}

describe("affinity", () => {
  it("orders items by decayed weight and shares out categories and brands", () => {
    const state = profile(["purchase", { itemId: "pan", at: T0 - 120 * DAY_MS }], ["view_item", { itemId: "mug" }]);
    const { items, categories, brands, evidence } = affinity(state, T0);
    expect(items.map((item) => item.key)).toEqual(["mug", "pan"]);
    expect(items[0].act).toBe("view_item");
    expect(items[1].weight).toBeCloseTo(6 / 16, 9);
    expect(evidence).toBeCloseTo(1 + 6 / 16, 9);
    expect(categories.get("kitchen")! + categories.get("mugs")!).toBeCloseTo(1, 12);
    expect(categories.get("kitchen")!).toBeGreaterThan(categories.get("mugs")!);
    expect([...brands.keys()].sort()).toEqual(["clayworks", "ironside"]);
  });

  it("an empty profile has no taste and divides by nothing", () => {
    const none = affinity(emptyProfile(), T0);
    expect(none.items).toEqual([]);
    expect(none.categories.size).toBe(0);
    expect(priceRange(emptyProfile(), "EUR", T0)).toBeUndefined();
    expect(mainCurrency(emptyProfile(), T0)).toBeUndefined();
  });
});

describe("priceRange", () => {
  it("is centred on the geometric mean and one deviation wide", () => {
    const state = profile(["view_item", { itemId: "mug" }], ["view_item", { itemId: "pan" }]);
    const range = priceRange(state, "EUR", T0)!;
    expect(Math.exp(range.mean)).toBeCloseTo(20, 9);
    expect(range.deviation).toBeCloseTo(Math.log(2), 9);
    expect([range.low, range.high].map(Math.round)).toEqual([10, 40]);
    expect(priceFit(range, 20)).toBeCloseTo(1, 12);
    expect(priceFit(range, 10)).toBeCloseTo(priceFit(range, 40), 9);
    expect(mainCurrency(state, T0)).toBe("EUR");
  });

  it("one act leaves some room", () => {
    const range = priceRange(profile(["view_item", { itemId: "mug" }]), "EUR", T0)!;
    expect(range.low).toBeLessThan(9);
    expect(range.high).toBeGreaterThan(11);
  });
});

describe("buyAgain", () => {
  const every = (days: number, times: number) => Array.from({ length: times }, (_, i) => T0 + i * days * DAY_MS);

  it("needs two purchases on different days", () => {
    expect(repeatInterval([], T0)).toBeUndefined();
    expect(repeatInterval([T0], T0)).toBeUndefined();
    expect(repeatInterval([T0, T0 + DAY_MS / 2], T0)).toBeUndefined();
  });

  it("takes the median gap and peaks when it has passed", () => {
    const purchases = [...every(30, 3), T0 + 160 * DAY_MS];
    const last = purchases.at(-1)!;
    const at = (days: number) => repeatInterval(purchases, last + days * DAY_MS)!;
    expect(at(1).medianGapMs).toBe(30 * DAY_MS);
    expect(at(1).dueAt).toBe(last + 30 * DAY_MS);
    expect(at(30).dueness).toBe(1);
    expect(at(3).dueness).toBeLessThan(at(25).dueness);
    expect(at(300).dueness).toBeLessThan(at(60).dueness);
    expect(repeatInterval(purchases, last)!.dueness).toBe(0);
    expect(repeatInterval(purchases, last - DAY_MS)!.dueness).toBe(0);
  });

  it("lists what is due first and leaves out the muted", () => {
    const state = profile(
      ["purchase", { itemId: "mug", at: T0 - 60 * DAY_MS }],
      ["purchase", { itemId: "mug", at: T0 - 30 * DAY_MS }],
      ["purchase", { itemId: "pan", at: T0 - 400 * DAY_MS }],
      ["purchase", { itemId: "pan", at: T0 - 2 * DAY_MS }],
      ["purchase", { itemId: "pill", at: T0 - 60 * DAY_MS }],
      ["purchase", { itemId: "pill", at: T0 - 30 * DAY_MS }],
      ["not_interested", { itemId: "pill" }],
    );
    expect(buyAgain(state, T0).map((entry) => entry.key)).toEqual(["mug", "pan"]);
  });
});

describe("profileView", () => {
  const options = {
    itemOf: (id: string) => ITEMS.get(id),
    now: T0,
    paused: false,
    attributes: { size: "M" },
  };

  it("shows interests under the names of the catalogue, recent items and searches newest first", () => {
    const state = profile(
      ["view_item", { itemId: "pan", at: T0 - 1 }],
      ["add_to_cart", { itemId: "mug" }],
      ["view_item", { itemId: "gone" }],
      ["search", { query: "cup", at: T0 - 5 }],
      ["search", { query: "tea", at: T0 }],
    );
    const view = profileView(state, options);
    expect(view.interests[0]).toMatchObject({ kind: "category", value: "kitchen", label: "Kitchen", strength: 1 });
    expect(view.recentItems.map(({ item, event }) => [item.id, event])).toEqual([
      ["mug", "add_to_cart"],
      ["pan", "view_item"],
    ]);
    expect(view.searches).toEqual(["tea", "cup"]);
    expect(view.attributes).toEqual({ size: "M" });
    expect(view.price!.low).toBeLessThan(view.price!.high);
  });

  it("keeps muted interests and items in sight, so that they can be brought back", () => {
    const state = profile(
      ["edit_interest", { interest: { kind: "category", value: "Garden" }, strength: 0 }],
      ["not_interested", { itemId: "mug" }],
    );
    const view = profileView(state, options);
    expect(view.interests).toEqual([
      { kind: "category", value: "garden", label: "Garden", share: 0, strength: 0 },
      { kind: "item", value: "mug", label: "Mug", share: 0, strength: 0 },
    ]);
    expect(view.recentItems).toEqual([]);
  });

  it("never shows a sensitive category, even if it was learned before it was named", () => {
    const state = profile(["view_item", { itemId: "pill" }], ["view_item", { itemId: "mug" }]);
    const view = profileView(state, { ...options, sensitiveCategories: ["health"] });
    expect(view.interests.map((interest) => interest.value)).not.toContain("health");
    expect(view.recentItems.map(({ item }) => item.id)).toEqual(["mug"]);
  });
});
