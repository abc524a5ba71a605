import { describe, expect, it } from "vitest";
import { claimId } from "../ranking/ads/frequencyCap";
import type { Consent, EventRecord, Purpose } from "../types";
import type { ImportHow, ProfileFile } from "./engine.protocol";
import { openShoppers } from "./shoppers";
import { freshDatabases } from "./store/testing/openForTest";

freshDatabases();

const AT = 1_750_000_000_000;
const BOTH: Consent = { products: "persistent", ads: "persistent" };
const record = (id: string, purpose: Purpose = "products", fields: Partial<EventRecord> = {}): EventRecord => ({
  id,
  name: "view_item",
  at: AT,
  collection: purpose,
  purpose,
  itemId: `item-${id}`,
  ...fields,
});

let device = 0;
async function shopper(ids: readonly string[] = [], consent: Consent = BOTH) {
  const made = await openShoppers({
    namespace: `device-${device++}`,
    consent,
    sensitiveCategories: [],
    itemOf: (id) => ({ id, title: id }),
    now: () => AT + 1_000,
    onDegraded: (error) => {
      throw error;
    },
  });
  await made.load();
  for (const id of ids) await made.products.record([record(id)]);
  return made;
}
type OneShopper = Awaited<ReturnType<typeof shopper>>;

const exported = async (one: OneShopper): Promise<ProfileFile> => JSON.parse(JSON.stringify(await one.export()));
/** As a device exports whose log was pruned, or a code for the screen. */
async function folded(one: OneShopper): Promise<ProfileFile> {
  return JSON.parse(JSON.stringify({ ...(await one.export()), checkpoint: one.products.state, events: [] }));
}
const met = ({ products }: OneShopper) => Object.keys(products.state.items).sort();
const idsOf = async (one: OneShopper, purpose: Purpose) =>
  (await one[purpose].store.eventsAfter(Number.NEGATIVE_INFINITY)).map(({ id }) => id);

describe("importing a profile", () => {
  it("puts each event into the log of its own purpose", async () => {
    const one = await shopper(["a", "b"]);
    await one.ads.record([record("c", "ads"), record("d", "ads")]);
    await one.products.setAttributes({ size: "M" });
    const file = await exported(one);
    for (const how of ["replace", "merge"] as const) {
      const two = await shopper(["z"]);
      await two.import(file, how);
      expect(await idsOf(two, "products")).toEqual(how === "replace" ? ["a", "b"] : ["z", "a", "b"]);
      expect(await idsOf(two, "ads")).toEqual(["c", "d"]);
      expect(two.ads.state).toEqual(one.ads.state);
      expect(two.products.attributes).toEqual({ size: "M" });
      if (how === "replace") expect(two.products.state).toEqual(one.products.state);
    }
  });

  it("keeps what this browser has counted against an ad's cap", async () => {
    const claim = (n: number) => record(claimId("spring", n), "ads", { name: "view_promotion", impression: true });
    const one = await shopper();
    await one.ads.record([claim(1)]);
    const two = await shopper();
    await two.ads.record([claim(1), claim(2)]);
    await two.import(await exported(one), "replace");
    expect(await idsOf(two, "ads")).toEqual([claimId("spring", 1), claimId("spring", 2)]);
  });

  it("leaves ads out of a browser whose shopper has not answered for them", async () => {
    const one = await shopper(["a"]);
    await one.ads.record([record("c", "ads")]);
    const two = await shopper([], { products: "persistent", ads: "pending" });
    await two.import(await exported(one), "replace");
    expect(await idsOf(two, "products")).toEqual(["a"]);
    expect(await idsOf(two, "ads")).toEqual([]);
  });

  it("merges two devices back and forth, and counts no act twice", async () => {
    const one = await shopper(["a", "b"]);
    const two = await shopper(["b", "c"]);
    await two.import(await exported(one), "merge");
    await one.import(await exported(two), "merge");
    await one.import(await exported(two), "merge");
    for (const device of [one, two]) {
      expect(met(device)).toEqual(["item-a", "item-b", "item-c"]);
      expect(device.products.state.events).toBe(3);
      expect(device.products.state.items["item-b"].views).toBe(1);
    }
  });

  it("merges what was folded elsewhere once, and it outlives a reload", async () => {
    const one = await shopper(["a", "b"]);
    await one.products.setAttributes({ size: "M", shoe: "42" });
    const two = await shopper(["c"]);
    await two.products.setAttributes({ size: "L" });
    const file = await folded(one);
    await two.import(file, "merge");
    const once = two.products.state;
    expect(met(two)).toEqual(["item-a", "item-b", "item-c"]);
    expect(two.products.attributes).toEqual({ size: "L", shoe: "42" });
    await two.import(file, "merge");
    await two.load();
    expect(two.products.state).toEqual(once);
    // What was merged travels on.
    await two.products.record([record("d")]);
    const three = await shopper();
    await three.import(await exported(two), "replace");
    expect(met(three)).toEqual(["item-a", "item-b", "item-c", "item-d"]);
  });

  it("merges into nothing", async () => {
    const two = await shopper();
    await two.import(await folded(await shopper(["a"])), "merge");
    await two.load();
    expect(met(two)).toEqual(["item-a"]);
  });

  it("refuses what was not exported, and leaves what is known", async () => {
    const one = await shopper(["a"]);
    await one.ads.record([record("c", "ads")]);
    const file = await exported(one);
    for (const how of ["replace", "merge"] as const) {
      for (const junk of [
        null,
        7,
        {},
        { ...file, schemaVersion: 2 },
        { ...file, events: [{}] },
        { ...file, events: [...file.events, { ...file.events[0], purpose: "other" }] },
        { ...file, checkpoint: 1 },
      ]) {
        await expect(one.import(junk, how)).rejects.toMatchObject({ code: "PROFILE_UNREADABLE" });
      }
    }
    await expect(one.import(file, "append" as ImportHow)).rejects.toMatchObject({ code: "OPTIONS_INVALID" });
    expect([await idsOf(one, "products"), await idsOf(one, "ads")]).toEqual([["a"], ["c"]]);
  });
});
