import { describe, expect, it } from "vitest";
import type { EventRecord } from "../types";
import { Shopper } from "./shopper";
import { openStore } from "./store/openStore";

const record = (id: string): EventRecord => ({
  id,
  name: "view_item",
  at: 1_750_000_000_000 + Number(id.replaceAll(/\D/g, "")),
  collection: "products",
  purpose: "products",
  itemId: `item-${id}`,
});

/** The day of the records: none is too old to be kept. */
const now = () => 1_750_000_100_000;

async function shopper() {
  const store = await openStore({ namespace: "shopper-test", scope: { kind: "memory" }, now });
  const options = { now, factsOf: () => ({}), sensitiveCategories: [], onDegraded: () => {} };
  return new Shopper({ store, ...options });
}

describe("Shopper", () => {
  it("folds each event once, however many calls and catch-ups run at a time", async () => {
    const one = await shopper();
    await one.load();
    const work: Promise<unknown>[] = [];
    for (let i = 0; i < 30; i++)
      work.push(one.record([record(`a${i}`)]), one.catchUp(), i % 7 ? one.catchUp() : one.load());
    await Promise.all(work);
    expect(one.state.events).toBe(30);
    const again = new Shopper({
      store: one.store,
      now: Date.now,
      factsOf: () => ({}),
      sensitiveCategories: [],
      onDegraded: () => {},
    });
    await again.load();
    expect(again.state).toEqual(one.state);
  });

  it("takes a repeated record once", async () => {
    const one = await shopper();
    await Promise.all([one.record([record("1")]), one.record([record("1")]), one.record([record("2")])]);
    expect(one.state.events).toBe(2);
  });

  it("writes a checkpoint and goes on from it", async () => {
    const one = await shopper();
    for (let i = 0; i < 120; i++) await one.record([record(`${i}`)]);
    const checkpoint = await one.store.readCheckpoint();
    expect(checkpoint?.sequence).toBeGreaterThan(0);
    const before = one.state;
    await one.load();
    expect(one.state).toEqual(before);
  });

  it("exports what was explored also where a checkpoint that is not whole covers it", async () => {
    const one = await shopper();
    const explored = { best: 2, pool: [{ id: "item-0", score: 1, propensity: 1 }] };
    for (let i = 0; i < 60; i++) await one.record([record(`${i}`)]);
    await one.record([{ ...record("60"), recommendationId: "s", impression: true, explored }]);
    await one.record([
      { ...record("61"), recommendationId: "s" },
      { ...record("62"), recommendationId: "t" },
    ]);
    for (let i = 63; i < 130; i++) await one.record([record(`${i}`)]);
    expect(await one.export()).not.toHaveProperty("explored");
    await one.store.prune({ maxEvents: 100, maxAgeMs: Number.POSITIVE_INFINITY }, now());
    const file = await one.export();
    expect(file.events.length).toBeLessThan(100);
    expect(file.explored?.map(({ id }) => id)).toEqual(["60", "61"]);
  });

  it("exports the whole log, and what was folded only where the log no longer holds it", async () => {
    const one = await shopper();
    for (let i = 0; i < 120; i++) await one.record([record(`${i}`)]);
    const whole = await one.export();
    expect(whole.events).toHaveLength(120);
    expect(whole.checkpoint).toBeUndefined();
    await one.store.prune({ maxEvents: 50, maxAgeMs: Number.POSITIVE_INFINITY }, now());
    const pruned = await one.export();
    expect(pruned.events).toHaveLength(20);
    expect(pruned.checkpoint).toMatchObject({ events: 100 });
  });
});
