import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { EventName, EventRecord } from "../types";
import { affinity } from "./affinity";
import { ageOut, MAX_AGE_MS } from "./ageOut";
import { MAX_ITEMS, MAX_PURCHASES, MAX_SEARCHES } from "./bounds";
import { DAY_MS, weightAt } from "./decay";
import { driftOf } from "./drift";
import { emptyProfile } from "./emptyProfile";
import { HALF_LIFE_MS } from "./eventWeights";
import { foldAll } from "./fold";
import { halfLifeOfCycle, MAX_HALF_LIFE_MS, MIN_HALF_LIFE_MS } from "./halfLife";
import { mergeProfiles } from "./mergeProfiles";
import type { ItemFacts, ProfileState } from "./profileState";
import { readProfile } from "./readProfile";

const NOW = Date.UTC(2026, 10, 1);
const FACTS: Readonly<Record<string, ItemFacts>> = {
  coffee: { category: ["Pantry", "Coffee"], brand: "Roast", price: 12, currency: "EUR", cycleDays: 21 },
  sofa: { category: ["Living", "Sofas"], brand: "Sit", price: 900, currency: "EUR", cycleDays: 2_000 },
  mug: { category: ["Kitchen", "Mugs"], brand: "Hearth", price: 9, currency: "EUR" },
  crib: { category: ["Nursery", "Cribs"], brand: "Dream", price: 200, currency: "EUR" },
};

type Act = readonly [itemId: string, daysAgo: number, name?: EventName, transaction?: string];
let count = 0;
const act = ([itemId, daysAgo, name = "view_item", transactionId]: Act): EventRecord => ({
  id: `e${count++}`,
  name,
  at: NOW - daysAgo * DAY_MS,
  collection: "products",
  purpose: "products",
  itemId,
  transactionId,
});
const fold = (acts: readonly Act[], from: ProfileState = emptyProfile()) =>
  foldAll(
    from,
    acts.map(act).sort((a, b) => a.at - b.at),
    ({ itemId }) => FACTS[itemId ?? ""],
  );
const times = (n: number, one: (i: number) => Act) => Array.from({ length: n }, (_, i) => one(i));

describe("half-lives", () => {
  it("follow the cycle in which a kind of thing is bought, within a week and half a year", () => {
    expect(halfLifeOfCycle(21)).toBe(31.5 * DAY_MS);
    expect(halfLifeOfCycle(1)).toBe(MIN_HALF_LIFE_MS);
    expect(halfLifeOfCycle(2_000)).toBe(MAX_HALF_LIFE_MS);
    for (const none of [undefined, 0, -3, Number.NaN, Number.POSITIVE_INFINITY])
      expect(halfLifeOfCycle(none)).toBeUndefined();
  });

  it("let interest in coffee fade while that in a sofa lasts", () => {
    const profile = fold([
      ["coffee", 120],
      ["sofa", 120],
      ["mug", 120],
    ]);
    const left = (key: string) => weightAt(profile.items[key].interest, NOW, HALF_LIFE_MS.item);
    expect(left("coffee")).toBeCloseTo(2 ** (-120 / 31.5), 9);
    expect(left("sofa")).toBeCloseTo(2 ** (-120 / 180), 9);
    expect(left("mug")).toBeCloseTo(2 ** (-120 / 30), 9);
    expect(weightAt(profile.categories.sofas, NOW, HALF_LIFE_MS.category)).toBeGreaterThan(
      5 * weightAt(profile.categories.coffee, NOW, HALF_LIFE_MS.category),
    );
  });

  it("come back from storage, and no other than possible ones", () => {
    const profile = fold([
      ["coffee", 3],
      ["sofa", 2],
    ]);
    expect(readProfile(JSON.parse(JSON.stringify(profile)))).toEqual(profile);
    const tampered = JSON.parse(JSON.stringify(profile));
    tampered.items.coffee.interest.halfLifeMs = 1e300;
    expect(() => readProfile(tampered)).toThrow(/halfLifeMs/);
  });

  it("read profiles of before there were any", () => {
    const { recent, ...old } = JSON.parse(JSON.stringify(fold([["mug", 1]])));
    expect(Object.keys(recent)).toEqual(["kitchen", "mugs"]);
    expect(readProfile(old).recent).toEqual({});
  });
});

describe("driftOf", () => {
  it("notices a new life, and names where from and where to", () => {
    const drift = driftOf(fold([...times(15, (i) => ["mug", 20 + i]), ...times(8, (i) => ["crib", i / 4])]), NOW);
    expect(drift?.towards).toEqual(["cribs", "nursery"]);
    expect(drift?.away).toEqual(["kitchen", "mugs"]);
    expect(drift?.divergence).toBeGreaterThan(0.5);
  });

  it("says nothing of the faithful, of newcomers, and of one evening's detour", () => {
    expect(driftOf(fold(times(30, (i) => ["mug", i / 2])), NOW)).toBeUndefined();
    expect(driftOf(fold(times(12, (i) => ["crib", i / 10])), NOW)).toBeUndefined();
    expect(driftOf(fold([...times(30, (i) => ["mug", i]), ["crib", 0.1]]), NOW)).toBeUndefined();
    expect(driftOf(emptyProfile(), NOW)).toBeUndefined();
  });

  it("is over once the new has become the usual", () => {
    const moved = [...times(15, (i): Act => ["mug", 220 + i]), ...times(60, (i): Act => ["crib", i])];
    expect(driftOf(fold(moved), NOW)).toBeUndefined();
  });

  it("forgets with the shopper: a muted category is in neither", () => {
    const edit: EventRecord = {
      ...act(["", 0]),
      itemId: undefined,
      name: "edit_interest",
      interest: { kind: "category", value: "Nursery" },
      strength: 0,
    };
    const profile = foldAll(fold(times(8, (i) => ["crib", 1 + i / 4])), [edit], () => undefined);
    expect(profile.recent.nursery).toBeUndefined();
  });
});

describe("ageOut", () => {
  it("forgets what is long past, and keeps refusals and settings", () => {
    const profile = fold([
      ["mug", 500, "purchase", "t"],
      ["crib", 450, "not_interested"],
      ["sofa", 3],
    ]);
    const aged = ageOut(profile, NOW);
    expect(Object.keys(aged.items).sort()).toEqual(["crib", "sofa"]);
    expect(Object.keys(aged.categories).sort()).toEqual(["living", "sofas"]);
    expect(Object.keys(aged.brands)).toEqual(["sit"]);
  });

  it("leaves the young alone, the very same object", () => {
    const profile = fold([
      ["mug", 1],
      ["sofa", 20, "purchase", "t"],
    ]);
    expect(ageOut(profile, NOW)).toBe(profile);
  });

  it("never changes what a reader would see today beyond a thousandth", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom("mug", "sofa", "coffee", "crib"), fc.integer({ min: 0, max: 700 })), {
          maxLength: 30,
        }),
        (acts) => {
          const profile = fold(acts);
          const before = affinity(profile, NOW);
          const after = affinity(ageOut(profile, NOW), NOW);
          for (const item of after.items) expect(before.items.some(({ key }) => key === item.key)).toBe(true);
          const lost = before.items.filter(({ key }) => !after.items.some((item) => item.key === key));
          for (const item of lost) expect(NOW - item.history.lastAt).toBeGreaterThan(MAX_AGE_MS);
        },
      ),
    );
  });
});

describe("mergeProfiles", () => {
  const acts = fc.array(
    fc.tuple(
      fc.constantFrom("mug", "sofa", "coffee", "crib"),
      fc.integer({ min: 0, max: 90 }),
      fc.constantFrom<EventName>("view_item", "add_to_cart", "purchase", "not_interested"),
      fc.constantFrom("t1", "t2", "t3", "t4"),
    ),
    { maxLength: 20 },
  );

  it("with nobody changes nothing", () => {
    fc.assert(
      fc.property(acts, (some) => {
        const profile = fold(some);
        expect(mergeProfiles(profile, emptyProfile())).toEqual(profile);
        expect(mergeProfiles(emptyProfile(), profile)).toEqual(profile);
      }),
    );
  });

  it("knows what either knew, whichever device asks, and can be stored", () => {
    fc.assert(
      fc.property(acts, acts, (a, b) => {
        const [one, two] = [fold(a), fold(b)];
        const [merged, turned] = [mergeProfiles(one, two), mergeProfiles(two, one)];
        expect(readProfile(JSON.parse(JSON.stringify(merged)))).toEqual(merged);
        expect(Object.keys(merged.items).sort()).toEqual(
          [...new Set([...Object.keys(one.items), ...Object.keys(two.items)])].sort(),
        );
        for (const [key, item] of Object.entries(merged.items)) {
          const weight = (state: ProfileState) => weightAt(state.items[key]?.interest, NOW, HALF_LIFE_MS.item);
          expect(weight(merged)).toBeCloseTo(weight(one) + weight(two), 6);
          expect(weight(turned)).toBeCloseTo(weight(merged), 6);
          expect(item.muted).toBe(Boolean(one.items[key]?.muted || two.items[key]?.muted));
          expect(item.purchases.length).toBeLessThanOrEqual(MAX_PURCHASES);
          expect(item.purchases).toEqual(item.purchases.toSorted((x, y) => x - y));
          expect(turned.items[key].purchases).toEqual(item.purchases);
        }
      }),
    );
  });

  it("counts an order that both devices know once", () => {
    const known: Act = ["mug", 10, "purchase", "order-1"];
    const merged = mergeProfiles(fold([known]), fold([known, ["mug", 5, "purchase", "order-2"]]));
    expect(merged.items.mug.transactions).toEqual(["order-1", "order-2"]);
  });

  it("lets the hand on this device decide", () => {
    const edit = (strength: number): EventRecord => ({
      ...act(["", 0]),
      itemId: undefined,
      name: "edit_interest",
      interest: { kind: "category", value: "Kitchen" },
      strength,
    });
    const own = foldAll(emptyProfile(), [edit(0)], () => undefined);
    const other = foldAll(fold([["mug", 1]]), [edit(2)], () => undefined);
    const merged = mergeProfiles(own, other);
    expect(merged.edits["category:kitchen"].strength).toBe(0);
    expect(merged.categories.kitchen).toBeUndefined();
  });

  it("stays within its bounds", () => {
    const many = (prefix: string) => fold(times(MAX_ITEMS, (i) => [`${prefix}${i}`, i % 300]));
    const merged = mergeProfiles(many("a"), many("b"));
    expect(Object.keys(merged.items).length).toBeLessThanOrEqual(MAX_ITEMS);
    expect(merged.searches.length).toBeLessThanOrEqual(MAX_SEARCHES);
  });
});
