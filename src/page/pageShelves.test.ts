import { describe, expect, it, vi } from "vitest";
import type { Item } from "../types";
import { createFakeAisle } from "./testing/fakeAisle";

const ITEMS: readonly Item[] = Array.from({ length: 12 }, (_, i) => ({ id: `i${i}`, title: `Item ${i}` }));

async function show(...queries: Parameters<ReturnType<typeof createFakeAisle>["shelf"]>[0][]) {
  const aisle = createFakeAisle({ items: ITEMS });
  const views = queries.map((query) => aisle.shelf(query));
  const leaves = views.map((view) => view.subscribe(() => undefined));
  await vi.waitFor(() => expect(views.every((view) => view.current())).toBe(true));
  return { aisle, views, leaves, ids: views.map((view) => view.current()?.items.map(({ item }) => item.id)) };
}

describe("shelves of one page", () => {
  it("do not repeat items, in the order in which they appeared", async () => {
    const { ids } = await show({ placement: "home", limit: 4 }, { placement: "trending", limit: 4 });
    expect(ids).toEqual([
      ["i0", "i1", "i2", "i3"],
      ["i4", "i5", "i6", "i7"],
    ]);
  });

  it("repeat where the shop says so, on the shopper's own past, and across collections", async () => {
    const first = { placement: "home", limit: 2 } as const;
    const { ids } = await show(
      first,
      { placement: "trending", limit: 2, repeats: "allow" },
      { placement: "recent", limit: 2 },
      { placement: "home", limit: 2, collection: "articles" },
    );
    expect(new Set(ids.map((list) => list?.join()))).toEqual(new Set(["i0,i1"]));
  });

  it("follow when a shelf above changes, and are free when it has gone", async () => {
    const { aisle, views, leaves } = await show({ placement: "home", limit: 2 }, { placement: "new", limit: 2 });
    aisle.setItems([...ITEMS].reverse());
    aisle.announce({ type: "shelves" });
    await vi.waitFor(() => expect(views[1].current()?.items[0].item.id).toBe("i9"));
    leaves[0]();
    await new Promise((resolve) => setTimeout(resolve, 100));
    aisle.announce({ type: "shelves" });
    await vi.waitFor(() => expect(views[1].current()?.items[0].item.id).toBe("i11"));
  });
});
