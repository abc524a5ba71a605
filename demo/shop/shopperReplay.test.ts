import { describe, expect, it } from "vitest";
import { demoCatalogue } from "./catalogue";
import { becomeShopper, type SimulatedShopper } from "./shopperReplay";
import { recordingClient } from "./testing";

const items = ["a", "b", "c", "d"].map((id) => ({
  id,
  title: id.toUpperCase(),
  category: ["Garden"],
  currency: "USD",
}));
const catalogue = demoCatalogue(items, []);
const gardener: SimulatedShopper = {
  id: "gardener",
  name: "G",
  nameZh: "G",
  about: "",
  aboutZh: "",
  history: [
    { event: "purchase", itemId: "d", daysAgo: 3, quantity: 2 },
    { event: "view_item", itemId: "c", daysAgo: 20.5 },
    { event: "dwell", itemId: "c", daysAgo: 20.499, dwellMs: 90_000 },
    { event: "view_item", itemId: "gone", daysAgo: 1 },
  ],
};
const NOW = 1_700_000_000_000;

async function become() {
  const client = recordingClient(items);
  await client.track("view_item", { items: [{ item_id: "b" }] });
  const progress: number[] = [];
  const change = await becomeShopper(client, catalogue, gardener, {
    now: () => NOW,
    onProgress: (n) => progress.push(n),
  });
  return { client, change, progress };
}

describe("becomeShopper", () => {
  it("erases who was there, and tells the history in order of time, in the past", async () => {
    const { client, progress } = await become();
    expect(client.told.map(({ name, params }) => [name, params.items?.[0].item_id])).toEqual([
      ["view_item", "c"],
      ["dwell", "c"],
      ["purchase", "d"],
    ]);
    const times = client.told.map(({ params }) => params.timestamp!);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(Math.max(...times)).toBeLessThan(NOW);
    expect(client.told[1].params.dwell_ms).toBe(90_000);
    expect(client.told[2].params).toMatchObject({ currency: "USD", items: [{ quantity: 2 }] });
    expect(client.told[2].params.transaction_id).toBeTruthy();
    expect(progress).toEqual([1, 2, 3, 4]);
  });

  it("explains what changed", async () => {
    const { change } = await become();
    expect(change.before.map(({ item }) => item.id)).toEqual(["b", "a"]);
    expect(change.after.map(({ item }) => item.id)).toEqual(["d", "c"]);
    expect([...change.fresh]).toEqual(["d", "c"]);
    expect(change.acts.map(({ event, product }) => [event.event, product.id])).toEqual([
      ["purchase", "d"],
      ["dwell", "c"],
    ]);
    expect(change.interests.map(({ label }) => label)).toEqual(["Garden"]);
  });
});
