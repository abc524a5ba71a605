import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventName, EventRecord } from "../types";
import { affinity } from "./affinity";
import { MAX_BRANDS, MAX_CATEGORIES, MAX_EDITS, MAX_ITEMS, MAX_PURCHASES, MAX_SEARCHES } from "./bounds";
import { DAY_MS, weightAt } from "./decay";
import { emptyProfile } from "./emptyProfile";
import { eventNames } from "./eventName";
import { EVENT_WEIGHTS, HALF_LIFE_MS } from "./eventWeights";
import { fold, foldAll } from "./fold";
import { itemKey } from "./keys";
import type { ItemFacts, ProfileState } from "./profileState";
import { readProfile } from "./readProfile";

const T0 = Date.UTC(2026, 0, 1);

const FACTS: Readonly<Record<string, ItemFacts>> = {
  mug: { category: ["Kitchen", "Mugs"], brand: "Clayworks", price: 12, currency: "EUR" },
  pan: { category: ["Kitchen", "Pans"], brand: "Ironside", price: 60, currency: "EUR" },
  drill: { category: ["Tools"], brand: "Ironside", price: 120, currency: "EUR" },
  test: { category: ["Health", "Pregnancy tests"], brand: "Surely", price: 9, currency: "EUR" },
};

function factsOf(event: EventRecord): ItemFacts | undefined {
  return event.itemId !== undefined && Object.hasOwn(FACTS, event.itemId) ? FACTS[event.itemId] : undefined;
}

let serial = 0;
function event(name: EventName, fields: Partial<EventRecord> = {}): EventRecord {
  serial += 1;
  return { id: `e${serial}`, name, at: T0, collection: "products", purpose: "products", ...fields };
}

function profileOf(...events: EventRecord[]): ProfileState {
  return foldAll(emptyProfile(), events, factsOf);
}

function interest(state: ProfileState, id: string, now = state.asOf): number {
  return weightAt(state.items[id]?.interest, now, HALF_LIFE_MS.item);
}

describe("fold: what acts mean", () => {
  it("weighs a view below dwell, wishlist, cart and purchase", () => {
    const weights = [
      profileOf(event("view_item", { itemId: "mug" })),
      profileOf(event("dwell", { itemId: "mug", dwellMs: 90_000 })),
      profileOf(event("add_to_wishlist", { itemId: "mug" })),
      profileOf(event("add_to_cart", { itemId: "mug" })),
      profileOf(event("purchase", { itemId: "mug" })),
    ].map((state) => interest(state, "mug"));
    expect(weights).toEqual([...weights].sort((a, b) => a - b));
    expect(new Set(weights).size).toBe(5);
  });

  it("counts dwell in proportion", () => {
    const half = profileOf(event("dwell", { itemId: "mug", dwellMs: 30_000 }));
    expect(interest(half, "mug")).toBeCloseTo(EVENT_WEIGHTS.dwell / 2, 12);
  });

  it("halves an interest after its half-life", () => {
    const state = profileOf(event("view_item", { itemId: "mug" }));
    expect(interest(state, "mug", T0 + HALF_LIFE_MS.item)).toBeCloseTo(0.5, 12);
  });

  it("decays a late event, not the profile", () => {
    const late = T0 - HALF_LIFE_MS.item;
    const state = profileOf(event("view_item", { itemId: "mug" }), event("view_item", { itemId: "mug", at: late }));
    expect(state.asOf).toBe(T0);
    expect(state.items.mug.interest.at).toBe(T0);
    expect(interest(state, "mug")).toBeCloseTo(1.5, 12);
    expect(state.categories.kitchen.weight).toBeCloseTo(1 + 2 ** (-HALF_LIFE_MS.item / HALF_LIFE_MS.category), 12);
  });

  it("takes impressions for no interest at all", () => {
    const state = profileOf(
      event("view_item_list", { itemId: "mug", impression: true }),
      event("view_promotion", { itemId: "spring", collection: "promotions", impression: true }),
    );
    expect(state.events).toBe(2);
    expect(Object.keys(state.items)).toEqual([]);
  });

  it("takes back a cart that was emptied, however long after", () => {
    const state = profileOf(
      event("add_to_cart", { itemId: "mug", quantity: 2 }),
      event("remove_from_cart", { itemId: "mug", at: T0 + DAY_MS }),
      event("remove_from_cart", { itemId: "mug", at: T0 + 40 * DAY_MS }),
    );
    expect(state.items.mug.inCart).toBe(0);
    expect(interest(state, "mug")).toBeCloseTo(0, 9);
    expect(state.items.mug.act).toBe("remove_from_cart");
    expect(weightAt(state.categories.kitchen, state.asOf, HALF_LIFE_MS.category)).toBeCloseTo(0, 9);
  });

  it("keeps the interest while pieces are left in the cart", () => {
    const state = profileOf(
      event("add_to_cart", { itemId: "mug", quantity: 3 }),
      event("remove_from_cart", { itemId: "mug", quantity: 2 }),
    );
    expect(state.items.mug.inCart).toBe(1);
    expect(interest(state, "mug")).toBe(EVENT_WEIGHTS.add_to_cart);
  });

  it("ignores the removal of what was never in the cart", () => {
    expect(Object.keys(profileOf(event("remove_from_cart", { itemId: "mug" })).items)).toEqual([]);
    const viewed = profileOf(event("view_item", { itemId: "mug" }), event("remove_from_cart", { itemId: "mug" }));
    expect(interest(viewed, "mug")).toBe(1);
  });

  it("counts a transaction once per item", () => {
    const once = event("purchase", { itemId: "mug", transactionId: "t1" });
    const state = profileOf(once, { ...once, id: "again", at: T0 + 5 });
    expect(state.items.mug.purchases).toEqual([T0]);
    expect(interest(state, "mug", T0)).toBe(EVENT_WEIGHTS.purchase);
  });

  it("a refund undoes the transaction it names and cites what is left", () => {
    const state = profileOf(
      event("view_item", { itemId: "mug" }),
      event("purchase", { itemId: "mug", transactionId: "t1" }),
      event("purchase", { itemId: "mug", transactionId: "t2", at: T0 + DAY_MS }),
      event("refund", { itemId: "mug", transactionId: "t1", at: T0 + 2 * DAY_MS }),
    );
    expect(state.items.mug.purchases).toEqual([T0 + DAY_MS]);
    expect(state.items.mug.transactions).toEqual(["t2"]);
    expect(state.items.mug.act).toBe("purchase");
    const all = profileOf(
      event("view_item", { itemId: "mug" }),
      event("purchase", { itemId: "mug", transactionId: "t1" }),
      event("refund", { itemId: "mug", transactionId: "t1" }),
    );
    expect(all.items.mug.act).toBe("view_item");
    expect(interest(all, "mug")).toBeCloseTo(1, 12);
  });

  it("a refund without items takes back every item of the transaction", () => {
    const state = profileOf(
      event("purchase", { itemId: "mug", transactionId: "t1" }),
      event("purchase", { itemId: "pan", transactionId: "t1" }),
      event("purchase", { itemId: "drill", transactionId: "t2" }),
      event("refund", { transactionId: "t1" }),
    );
    expect(state.items.mug.purchases).toEqual([]);
    expect(state.items.pan.purchases).toEqual([]);
    expect(state.items.drill.purchases).toEqual([T0]);
  });

  it("a purchase empties the cart of what was bought", () => {
    const state = profileOf(
      event("add_to_cart", { itemId: "mug", quantity: 2 }),
      event("purchase", { itemId: "mug", quantity: 2 }),
    );
    expect(state.items.mug.inCart).toBe(0);
  });

  it("learns from ratings both ways", () => {
    const of = (rating: number) => interest(profileOf(event("rate_item", { itemId: "mug", rating })), "mug");
    expect([1, 2, 3, 4, 5].map(of)).toEqual([-4, -2, 0, 2, 4]);
  });

  it("mutes what the shopper is not interested in, and brings it back on request", () => {
    const muted = profileOf(event("view_item", { itemId: "mug" }), event("not_interested", { itemId: "mug" }));
    expect(muted.items.mug.muted).toBe(true);
    expect(affinity(muted, T0).muted.has("mug")).toBe(true);
    expect(affinity(muted, T0).items).toEqual([]);
    const edit = event("edit_interest", { interest: { kind: "item", value: "mug" }, strength: 1 });
    expect(fold(muted, edit, undefined).items.mug.muted).toBe(false);
  });

  it("forgets and mutes an interest set to 0, and doubles one set to 2", () => {
    const seen = [event("view_item", { itemId: "mug" }), event("view_item", { itemId: "drill" })];
    const none = event("edit_interest", { interest: { kind: "category", value: "KITCHEN" }, strength: 0 });
    const muted = profileOf(...seen, none, event("view_item", { itemId: "pan" }));
    expect(muted.categories.kitchen).toBeUndefined();
    expect(affinity(muted, T0).categories.has("kitchen")).toBe(false);
    const twice = event("edit_interest", { interest: { kind: "category", value: "Tools" }, strength: 2 });
    expect(affinity(profileOf(...seen), T0).categories.get("tools")).toBeCloseTo(1 / 3, 12);
    expect(affinity(profileOf(...seen, twice), T0).categories.get("tools")).toBeCloseTo(2 / 4, 12);
    const asLearned = event("edit_interest", { interest: { kind: "category", value: "tools" }, strength: 1 });
    expect(profileOf(...seen, twice, asLearned).edits).toEqual({});
  });

  it("never accumulates sensitive categories", () => {
    const options = { sensitiveCategories: ["pregnancy TESTS"] };
    const events = [event("view_item", { itemId: "test" }), event("purchase", { itemId: "test" })];
    const state = foldAll(emptyProfile(), events, factsOf, options);
    expect({ ...state, events: 0, asOf: 0 }).toEqual(emptyProfile());
    const refused = fold(state, event("not_interested", { itemId: "test" }), FACTS.test, options);
    expect(refused.items.test.muted).toBe(true);
  });

  it("keeps advertising out of the products' tastes and other collections out of the products' items", () => {
    const ad = event("select_item", { itemId: "mug", collection: "ads", purpose: "ads" });
    const state = fold(emptyProfile(), ad, FACTS.mug);
    expect(Object.keys(state.items)).toEqual([itemKey("ads", "mug")]);
    expect(Object.keys(state.categories)).toEqual([]);
  });

  it("remembers each search once, newest last", () => {
    const state = profileOf(
      event("search", { query: "Blue mug" }),
      event("view_search_results", { query: "blue mug", at: T0 + 2 }),
      event("search", { query: "pan", at: T0 + 1 }),
    );
    expect(state.searches.map((search) => search.text)).toEqual(["pan", "blue mug"]);
  });

  it("takes ids such as __proto__ and constructor for ids", () => {
    const state = profileOf(
      event("view_item", { itemId: "__proto__" }),
      event("view_item", { itemId: "constructor" }),
      event("edit_interest", { interest: { kind: "brand", value: "__proto__" }, strength: 2 }),
    );
    expect(Object.keys(state.items)).toEqual(["__proto__", "constructor"]);
    expect(readProfile(JSON.parse(JSON.stringify(state)))).toEqual(state);
    expect(({} as Record<string, unknown>).views).toBeUndefined();
  });
});

describe("fold: laws", () => {
  const ids = ["mug", "pan", "drill", "test", "__proto__", "42", "unknown"];
  const record: fc.Arbitrary<EventRecord> = fc.record(
    {
      id: fc.uuid(),
      name: fc.constantFrom(...eventNames()),
      at: fc.integer({ min: T0 - 500 * DAY_MS, max: T0 + 500 * DAY_MS }),
      collection: fc.constantFrom("products", "promotions"),
      purpose: fc.constantFrom("products" as const, "ads" as const),
      itemId: fc.constantFrom(...ids),
      quantity: fc.constantFrom(1, 2, 0.5, 10_000),
      price: fc.double({ min: 0, max: 1e6, noNaN: true }),
      currency: fc.constantFrom("EUR", "USD"),
      transactionId: fc.constantFrom("t1", "t2", "t3"),
      query: fc.string({ maxLength: 8 }),
      rating: fc.integer({ min: 1, max: 5 }),
      dwellMs: fc.integer({ min: 0, max: 600_000 }),
      interest: fc.record({
        kind: fc.constantFrom("category" as const, "brand" as const, "item" as const),
        value: fc.constantFrom("Kitchen", "ironside", "mug", "__proto__"),
      }),
      strength: fc.constantFrom(0, 0.5, 1, 2),
    },
    { requiredKeys: ["id", "name", "at", "collection", "purpose"] },
  );
  const options = { sensitiveCategories: ["health"] };

  it("folding on from a checkpoint equals folding again, through JSON and wherever the cut is", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 80 }), fc.nat(), (events, where) => {
        const cut = events.length ? where % (events.length + 1) : 0;
        const whole = foldAll(emptyProfile(), events, factsOf, options);
        const checkpoint = foldAll(emptyProfile(), events.slice(0, cut), factsOf, options);
        let state = readProfile(JSON.parse(JSON.stringify(checkpoint)));
        for (const later of events.slice(cut)) state = fold(state, later, factsOf(later), options);
        expect(state).toEqual(whole);
        expect(JSON.stringify(state)).toBe(JSON.stringify(whole));
      }),
      { numRuns: 300 },
    );
  });

  it("leaves its input alone and keeps every number finite", () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 40 }), record, (events, next) => {
        const state = foldAll(emptyProfile(), events, factsOf, options);
        const before = JSON.stringify(state);
        const after = fold(state, next, factsOf(next), options);
        expect(JSON.stringify(state)).toBe(before);
        expect(JSON.stringify(after)).not.toContain("null");
        const shares = [...affinity(after, T0).categories.values()];
        for (const share of shares) expect(share).toBeGreaterThan(0);
        if (shares.length) expect(shares.reduce((a, b) => a + b)).toBeCloseTo(1, 9);
      }),
      { numRuns: 200 },
    );
  });

  it("stays bounded, forgets the weakest first, and still equals a refold", () => {
    const many: EventRecord[] = [];
    for (let i = 0; i < 2_600; i++) {
      many.push(event("view_item", { itemId: `item-${i}`, at: T0 + i * 60_000, transactionId: undefined }));
    }
    many.unshift(event("not_interested", { itemId: "refused", at: T0 - 300 * DAY_MS }));
    const manyFacts = (one: EventRecord): ItemFacts => ({
      category: [`c-${one.itemId}`, "all"],
      brand: `b-${one.itemId}`,
      price: 5,
    });
    const state = foldAll(emptyProfile(), many, manyFacts);
    expect(Object.keys(state.items).length).toBeLessThanOrEqual(MAX_ITEMS);
    expect(Object.keys(state.categories).length).toBeLessThanOrEqual(MAX_CATEGORIES);
    expect(Object.keys(state.brands).length).toBeLessThanOrEqual(MAX_BRANDS);
    expect(state.items.refused.muted).toBe(true);
    expect(state.items["item-0"]).toBeUndefined();
    expect(state.items["item-2599"]).toBeDefined();
    const checkpoint = foldAll(emptyProfile(), many.slice(0, 2_100), manyFacts);
    const resumed = foldAll(readProfile(JSON.parse(JSON.stringify(checkpoint))), many.slice(2_100), manyFacts);
    expect(JSON.stringify(resumed)).toBe(JSON.stringify(state));
  });

  it("bounds searches, edits and purchases", () => {
    const events: EventRecord[] = [];
    for (let i = 0; i < 600; i++) {
      events.push(event("search", { query: `q${i}`, at: T0 + i }));
      events.push(event("edit_interest", { interest: { kind: "brand", value: `b${i}` }, strength: 2 }));
      events.push(event("purchase", { itemId: "mug", at: T0 + i * DAY_MS, transactionId: `t${i}` }));
    }
    const state = profileOf(...events);
    expect(state.searches.length).toBe(MAX_SEARCHES);
    expect(state.searches.at(-1)?.text).toBe("q599");
    expect(Object.keys(state.edits).length).toBe(MAX_EDITS);
    expect(state.edits["brand:b599"]).toBeDefined();
    expect(state.items.mug.purchases.length).toBe(MAX_PURCHASES);
    expect(state.items.mug.purchases.at(-1)).toBe(T0 + 599 * DAY_MS);
  });
});
