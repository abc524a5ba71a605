import { describe, expect, it } from "vitest";
import { loadCatalogue } from "../catalogue";
import { projects } from "./projects";
import { simulateOrders } from "./simulateOrders";

const DAY_MS = 86_400_000;
const UNTIL = Date.UTC(2026, 9, 31);
const catalogue = await loadCatalogue({ now: UNTIL });
const products = catalogue.map(({ id, itemGroupId, price, popularity, availableSince }) => ({
  id,
  itemGroupId,
  price,
  popularity: popularity ?? 0,
  ageDays: (UNTIL - (availableSince ?? UNTIL)) / DAY_MS,
}));
const simulate = (seed: number, shoppers = 400) =>
  simulateOrders({ products, seed, shoppers, days: 540, until: UNTIL });
const rows = simulate(7);
const purchases = rows.filter(({ event }) => event === "purchase");

/** How often two products were in one order, against chance. */
function lift(a: string, b: string): number {
  const orders = new Map<string, Set<string>>();
  for (const { order = "", item } of purchases)
    orders.set(order, (orders.get(order) ?? new Set()).add(item.slice(6, 13)));
  const has = (number: string) => [...orders.values()].filter((items) => items.has(number)).length / orders.size;
  const both = [...orders.values()].filter((items) => items.has(a) && items.has(b)).length / orders.size;
  return both / (has(a) * has(b));
}

describe("simulateOrders", () => {
  it("gives the same rows for the same seed, and others for another", () => {
    expect(simulate(7)).toEqual(rows);
    expect(simulate(8)).not.toEqual(rows);
  });

  it("knows every product, and only sells what is on sale", () => {
    const known = new Map(products.map((product) => [product.id, product]));
    for (const { item, at } of rows) {
      const product = known.get(item);
      expect(product).toBeDefined();
      expect(at).toBeGreaterThanOrEqual(UNTIL - (product?.ageDays ?? 0) * DAY_MS - DAY_MS);
    }
    expect(rows.every((row, i) => i === 0 || row.at >= rows[i - 1].at)).toBe(true);
  });

  it("sells together what serves one purpose, across departments", () => {
    expect(lift("bk-0001", "bk-0003")).toBeGreaterThan(5);
    expect(lift("pn-0001", "pn-0002")).toBeGreaterThan(3);
    expect(lift("bk-0001", "pt-0001")).toBeLessThan(2);
  });

  it("brings people back for supplies, at their own pace", () => {
    const times = new Map<string, number[]>();
    for (const { user, item, at } of purchases.filter(({ item }) => item === "aisle-pt-0008")) {
      times.set(user + item, [...(times.get(user + item) ?? []), at]);
    }
    const gaps = [...times.values()].flatMap((list) => list.slice(1).map((at, i) => (at - list[i]) / DAY_MS));
    gaps.sort((a, b) => a - b);
    expect(gaps.length).toBeGreaterThan(50);
    expect(gaps[gaps.length >> 1]).toBeGreaterThan(20);
    expect(gaps[gaps.length >> 1]).toBeLessThan(45);
  });

  it("has a shop's shape: looks outnumber purchases, few things sell most, everything sells", () => {
    const share = purchases.length / rows.length;
    expect(share).toBeGreaterThan(0.15);
    expect(share).toBeLessThan(0.45);
    const counts = new Map<string, number>();
    for (const { item } of purchases) counts.set(item, (counts.get(item) ?? 0) + 1);
    const sorted = [...counts.values()].sort((a, b) => b - a);
    const top = sorted.slice(0, Math.floor(sorted.length / 5)).reduce((sum, count) => sum + count, 0);
    expect(top / purchases.length).toBeGreaterThan(0.4);
    expect(counts.size).toBeGreaterThan(300);
  });

  it("has a purpose for almost everything on sale", () => {
    const used = new Set(projects.flatMap(({ things, supplies }) => [...things, ...Object.keys(supplies)]));
    const all = new Set(products.map(({ id, itemGroupId }) => (itemGroupId ?? id).replace("aisle-", "")));
    const idle = [...all].filter((number) => !used.has(number));
    expect(idle.length).toBeLessThan(all.size / 5);
  });
});
