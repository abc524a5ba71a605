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

async function shopper() {
  const store = await openStore({ namespace: "shopper-test", scope: { kind: "memory" }, now: Date.now });
  const options = { now: Date.now, factsOf: () => ({}), sensitiveCategories: [], onDegraded: () => {} };
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

  it("exports what was explored also where the checkpoint covers it, and imports it once", async () => {
    const one = await shopper();
    // Not of an age at which the log lets go of them.
    const fresh = (id: string) => ({ ...record(id), at: Date.now() - 1_000 });
    const explored = { best: 2, pool: [{ id: "item-0", score: 1, propensity: 1 }] };
    const shown = { ...fresh("0"), recommendationId: "s", impression: true, explored } as const;
    await one.record([shown, { ...fresh("1"), recommendationId: "s" }, { ...fresh("2"), recommendationId: "t" }]);
    for (let i = 3; i < 130; i++) await one.record([fresh(`${i}`)]);
    const file = JSON.parse(JSON.stringify(await one.export()));
    expect(file.events.length).toBeLessThan(100);
    expect(file.explored.map(({ id }: EventRecord) => id)).toEqual(["0", "1"]);
    const two = await shopper();
    await two.import(file);
    expect(two.state).toEqual(one.state);
  });

  it("exports and imports, and refuses what it did not write", async () => {
    const one = await shopper();
    await one.record([record("1"), record("2")]);
    await one.setAttributes({ size: "M" });
    const file = JSON.parse(JSON.stringify(await one.export()));
    const two = await shopper();
    await two.record([record("9")]);
    await two.import(file);
    expect(two.state).toEqual(one.state);
    expect(two.attributes).toEqual({ size: "M" });
    for (const junk of [
      null,
      7,
      {},
      { ...file, schemaVersion: 2 },
      { ...file, events: [{}] },
      { ...file, checkpoint: 1 },
    ]) {
      await expect(two.import(junk)).rejects.toMatchObject({ code: "PROFILE_UNREADABLE" });
    }
    expect(two.state).toEqual(one.state);
  });
});
