/** What every store must do, whatever it is made of. */
import { expect, it } from "vitest";
import type { EventRecord } from "../../../types";
import type { Store } from "../store";

export const T0 = Date.UTC(2026, 0, 1);
const DAY_MS = 86_400_000;

export function event(id: string, fields: Partial<EventRecord> = {}): EventRecord {
  return {
    id,
    name: "view_item",
    at: T0,
    collection: "products",
    purpose: "products",
    itemId: `item-${id}`,
    ...fields,
  };
}

export function storeSuite(open: () => Promise<Store>, { keepsAssets }: { readonly keepsAssets: boolean }): void {
  const ids = (events: readonly { id: string }[]) => events.map((one) => one.id);

  it("appends in order with increasing sequences and every field", async () => {
    const store = await open();
    const full = event("a", {
      quantity: 2,
      price: 9.5,
      currency: "EUR",
      transactionId: "t",
      recommendationId: "r",
      placement: "home",
      position: 3,
      propensity: 0.25,
      impression: true,
      interest: { kind: "brand", value: "x" },
    });
    const [first, second] = await store.append([full, event("b")]);
    const { sequence, ...rest } = first;
    expect(rest).toEqual(full);
    expect(second.sequence).toBeGreaterThan(sequence);
    expect(await store.eventsAfter(0)).toEqual([first, second]);
    expect(await store.eventsAfter(sequence)).toEqual([second]);
    expect(await store.countEvents()).toBe(2);
  });

  it("takes an event once, whether repeated in one call or in two", async () => {
    const store = await open();
    expect(ids(await store.append([event("a"), event("a"), event("b")]))).toEqual(["a", "b"]);
    expect(ids(await store.append([event("b"), event("c")]))).toEqual(["c"]);
    expect(ids(await store.eventsAfter(0))).toEqual(["a", "b", "c"]);
    expect(await store.append([])).toEqual([]);
  });

  it("keeps the order of concurrent appends", async () => {
    const store = await open();
    const answers = await Promise.all(Array.from({ length: 20 }, (_, i) => store.append([event(`e${i}`)])));
    const sequences = answers.map(([one]) => one.sequence);
    expect(sequences).toEqual([...sequences].sort((a, b) => a - b));
    expect(new Set(sequences).size).toBe(20);
  });

  it("answers the newest first, and none for a limit of 0", async () => {
    const store = await open();
    await store.append(["a", "b", "c"].map((id) => event(id)));
    expect(ids(await store.recentEvents(2))).toEqual(["c", "b"]);
    expect(ids(await store.recentEvents(99))).toEqual(["c", "b", "a"]);
    expect(await store.recentEvents(0)).toEqual([]);
  });

  it("keeps a checkpoint, and never goes back behind one", async () => {
    const store = await open();
    expect(await store.readCheckpoint()).toBeUndefined();
    const checkpoint = { schemaVersion: 1 as const, sequence: 7, profile: { events: 7 } };
    await store.writeCheckpoint(checkpoint);
    await store.writeCheckpoint({ ...checkpoint, sequence: 6, profile: { events: 6 } });
    expect(await store.readCheckpoint()).toEqual(checkpoint);
  });

  it("appends behind the checkpoint's sequence even when it counted further than the events", async () => {
    const store = await open();
    await store.writeCheckpoint({ schemaVersion: 1, sequence: 100, profile: {} });
    const [added, next] = await store.append([event("a"), event("b")]);
    expect(added.sequence).toBeGreaterThan(100);
    expect(next.sequence).toBeGreaterThan(added.sequence);
  });

  it("prunes by count and age, and nothing after the checkpoint", async () => {
    const store = await open();
    const old = await store.append(Array.from({ length: 6 }, (_, i) => event(`e${i}`, { at: T0 + i * DAY_MS })));
    const now = T0 + 10 * DAY_MS;
    expect(await store.prune({ maxEvents: 0, maxAgeMs: 0 }, now)).toBe(0);
    await store.writeCheckpoint({ schemaVersion: 1, sequence: old[3].sequence, profile: {} });
    expect(await store.prune({ maxEvents: 5, maxAgeMs: Number.POSITIVE_INFINITY }, now)).toBe(1);
    expect(ids(await store.eventsAfter(0))).toEqual(["e1", "e2", "e3", "e4", "e5"]);
    expect(await store.prune({ maxEvents: 99, maxAgeMs: 8 * DAY_MS }, now)).toBe(1);
    expect(ids(await store.eventsAfter(0))).toEqual(["e2", "e3", "e4", "e5"]);
    expect(await store.prune({ maxEvents: 0, maxAgeMs: 0 }, now)).toBe(2);
    expect(ids(await store.eventsAfter(0))).toEqual(["e4", "e5"]);
  });

  it("keeps what the shopper declared", async () => {
    const store = await open();
    expect(await store.readPersonal("attributes")).toBeUndefined();
    await store.writePersonal("attributes", { size: "M" });
    expect(await store.readPersonal("attributes")).toEqual({ size: "M" });
  });

  it("keeps vectors by model and key, few or many at a time, as copies", async () => {
    const store = await open();
    const batch = new Int8Array(4 * 2_500).map((_, i) => i % 127);
    const vectors = new Map(
      Array.from({ length: 2_500 }, (_, i) => [`k${i}`, { values: batch.subarray(4 * i, 4 * i + 4), scale: i / 7 }]),
    );
    await store.writeVectors("m", vectors);
    await store.writeVectors("other", new Map([["k1", { values: new Int8Array([9]), scale: 1 }]]));
    batch.fill(0);
    const few = await store.readVectors("m", ["k1", "absent"]);
    expect([...few.keys()]).toEqual(["k1"]);
    expect([...few.get("k1")!.values]).toEqual([4, 5, 6, 7]);
    expect(few.get("k1")!.values.buffer.byteLength).toBe(4);
    const many = await store.readVectors("m", [...vectors.keys(), "absent"]);
    expect(many.size).toBe(2_500);
    expect(many.get("k2499")!.scale).toBe(2_499 / 7);
  });

  it("keeps settings and, on the device, assets", async () => {
    const store = await open();
    await store.writeSetting("probe", { tier: "wasm", ms: 4 });
    expect(await store.readSetting("probe")).toEqual({ tier: "wasm", ms: 4 });
    expect(await store.readSetting("absent")).toBeUndefined();
    await store.writeAsset("hash", new Uint8Array([1, 2, 3]).buffer);
    const asset = await store.readAsset("hash");
    expect(asset && [...new Uint8Array(asset)]).toEqual(keepsAssets ? [1, 2, 3] : undefined);
  });

  it("erases behaviour, or everything, and goes on", async () => {
    const store = await open();
    const fill = async () => {
      await store.append([event("a")]);
      await store.writeCheckpoint({ schemaVersion: 1, sequence: 1, profile: {} });
      await store.writePersonal("attributes", { size: "M" });
      await store.writeSetting("probe", 1);
    };
    await fill();
    await store.erase("behaviour");
    expect(await store.eventsAfter(0)).toEqual([]);
    expect(await store.readCheckpoint()).toBeUndefined();
    expect(await store.readPersonal("attributes")).toBeUndefined();
    expect(await store.readSetting("probe")).toBe(1);
    await fill();
    await store.erase("everything");
    expect(await store.countEvents()).toBe(0);
    expect(await store.readSetting("probe")).toBeUndefined();
    expect(ids(await store.append([event("a")]))).toEqual(["a"]);
  });
}
