import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CatalogStatus, Item, Shelf } from "../types";
import { queryKey } from "./queryKey";
import { createShelfView, createShelfViews, sameShelf } from "./shelfView";
import { createFakeAisle } from "./testing/fakeAisle";

const ITEMS: readonly Item[] = [
  { id: "a", title: "Mug", price: 10 },
  { id: "b", title: "Bowl", price: 20 },
  { id: "c", title: "Plate", price: 30 },
];
const QUERY = { placement: "home" } as const;

describe("createShelfView", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("asks nothing before anybody listens", () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const view = createShelfView(aisle, QUERY);
    expect(view.current()).toBeUndefined();
    expect(aisle.queries).toHaveLength(0);
  });

  it("loads once for many listeners and tells each", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const view = createShelfView(aisle, QUERY);
    const listener = vi.fn();
    view.subscribe(listener);
    view.subscribe(listener);
    await vi.advanceTimersByTimeAsync(0);
    expect(aisle.queries).toHaveLength(1);
    expect(listener).toHaveBeenCalledTimes(2);
    expect(view.current()?.items.map(({ item }) => item.id)).toEqual(["a", "b", "c"]);
  });

  it("keeps its reference when a refresh brings the same items", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const view = createShelfView(aisle, QUERY);
    const listener = vi.fn();
    view.subscribe(listener);
    await vi.advanceTimersByTimeAsync(0);
    const first = view.current();
    aisle.announce({ type: "shelves" });
    await vi.advanceTimersByTimeAsync(100);
    expect(aisle.queries).toHaveLength(2);
    expect(view.current()).toBe(first);
    expect(listener).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["order", [ITEMS[1], ITEMS[0], ITEMS[2]]],
    ["price", [{ ...ITEMS[0], price: 11 }, ITEMS[1], ITEMS[2]]],
    ["sale price", [{ ...ITEMS[0], salePrice: 9 }, ITEMS[1], ITEMS[2]]],
    ["availability", [{ ...ITEMS[0], availability: "out_of_stock" as const }, ITEMS[1], ITEMS[2]]],
    ["length", ITEMS.slice(0, 2)],
  ])("changes its reference when %s changes", async (_what, items) => {
    const aisle = createFakeAisle({ items: ITEMS });
    const view = createShelfView(aisle, QUERY);
    view.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    const first = view.current();
    aisle.setItems(items);
    aisle.announce({ type: "shelves" });
    await vi.advanceTimersByTimeAsync(100);
    expect(view.current()).not.toBe(first);
    expect(view.current()?.items.map(({ item }) => item)).toEqual(items);
  });

  it("answers a burst of changes with one refresh", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const view = createShelfView(aisle, QUERY);
    view.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    for (let change = 0; change < 50; change++) aisle.announce({ type: change % 2 ? "profile" : "shelves" });
    await vi.advanceTimersByTimeAsync(500);
    expect(aisle.queries).toHaveLength(2);
  });

  it("runs one request at a time and shows the state after the last change", async () => {
    const gates: (() => void)[] = [];
    const aisle = createFakeAisle({
      items: ITEMS,
      beforeRecommend: () => new Promise<void>((resolve) => gates.push(resolve)),
    });
    const view = createShelfView(aisle, QUERY);
    view.subscribe(() => undefined);
    aisle.announce({ type: "shelves" });
    await vi.advanceTimersByTimeAsync(200);
    expect(aisle.queries).toHaveLength(1);
    gates[0]();
    await vi.advanceTimersByTimeAsync(100);
    expect(aisle.queries).toHaveLength(2);
    aisle.setItems([ITEMS[2]]);
    gates[1]();
    await vi.advanceTimersByTimeAsync(100);
    expect(view.current()?.items.map(({ item }) => item.id)).toEqual(["c"]);
    expect(aisle.queries).toHaveLength(2);
  });

  it("follows embedding progress slowly and its end at once", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const { catalog } = await aisle.status();
    const at = (done: number): CatalogStatus => ({ ...catalog, embedded: { done, total: 100 } });
    const view = createShelfView(aisle, QUERY);
    view.subscribe(() => undefined);
    aisle.announce({ type: "catalog", catalog: at(0) });
    await vi.advanceTimersByTimeAsync(100);
    expect(aisle.queries).toHaveLength(2);
    for (let done = 1; done <= 9; done++) {
      aisle.announce({ type: "catalog", catalog: at(done) });
      await vi.advanceTimersByTimeAsync(100);
    }
    expect(aisle.queries).toHaveLength(2);
    aisle.announce({ type: "catalog", catalog: at(100) });
    await vi.advanceTimersByTimeAsync(70);
    expect(aisle.queries).toHaveLength(3);
  });

  it("never rejects: the first failure is an empty shelf with a reason, later ones keep what is shown", async () => {
    let fail = true;
    const onError = vi.fn();
    const aisle = createFakeAisle({
      items: ITEMS,
      beforeRecommend: async () => {
        if (fail) throw new Error("engine is gone");
      },
    });
    const view = createShelfView(aisle, QUERY, { onError });
    view.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(0);
    expect(view.current()).toMatchObject({ items: [], rung: "none", reason: "disabled" });
    expect(onError).toHaveBeenCalledTimes(1);
    fail = false;
    aisle.announce({ type: "shelves" });
    await vi.advanceTimersByTimeAsync(100);
    const good = view.current();
    expect(good?.items).toHaveLength(3);
    fail = true;
    aisle.announce({ type: "shelves" });
    await vi.advanceTimersByTimeAsync(100);
    expect(view.current()).toBe(good);
  });

  it("survives unsubscribing and subscribing in one breath without a second request", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const view = createShelfView(aisle, QUERY);
    const leave = view.subscribe(() => undefined);
    leave();
    view.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(500);
    expect(aisle.queries).toHaveLength(1);
  });

  it("stops asking when nobody listens, and catches up when somebody does again", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const view = createShelfView(aisle, QUERY);
    view.subscribe(() => undefined)();
    await vi.advanceTimersByTimeAsync(200);
    aisle.announce({ type: "shelves" });
    await vi.advanceTimersByTimeAsync(200);
    expect(aisle.queries).toHaveLength(1);
    aisle.setItems([ITEMS[0]]);
    view.subscribe(() => undefined);
    await vi.advanceTimersByTimeAsync(10);
    expect(view.current()?.items).toHaveLength(1);
  });
});

describe("createShelfViews", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it("shares a view among equal queries, whatever the order of their fields", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const views = createShelfViews(aisle);
    const a = views({ placement: "home", limit: 4, filter: { brand: "x", category: "y" } });
    a.subscribe(() => undefined);
    const b = views({ filter: { category: "y", brand: "x" }, limit: 4, placement: "home", item: undefined });
    expect(b).toBe(a);
    expect(views({ placement: "home", limit: 5 })).not.toBe(a);
  });

  it("forgets a view nobody listens to, and lets the same one come back", async () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const views = createShelfViews(aisle);
    const first = views(QUERY);
    first.subscribe(() => undefined)();
    await vi.advanceTimersByTimeAsync(100);
    first.subscribe(() => undefined);
    expect(views(QUERY)).toBe(first);
  });

  it("keeps live views while thousands of others are handed out and dropped", () => {
    const aisle = createFakeAisle({ items: ITEMS });
    const views = createShelfViews(aisle);
    const live = views(QUERY);
    live.subscribe(() => undefined);
    const early = views({ placement: "search", text: "0" });
    for (let n = 0; n < 2000; n++) views({ placement: "search", text: String(n) });
    expect(views(QUERY)).toBe(live);
    expect(views({ placement: "search", text: "0" })).not.toBe(early);
  });
});

describe("queryKey", () => {
  it("keeps lists in order and ignores absent fields", () => {
    expect(queryKey({ placement: "home", exclude: ["b", "a"] })).not.toBe(
      queryKey({ placement: "home", exclude: ["a", "b"] }),
    );
    expect(queryKey({ placement: "home", item: undefined })).toBe(queryKey({ placement: "home" }));
  });
});

describe("sameShelf", () => {
  it("is false when only the cited evidence differs, so that an erased memory is cited no more", async () => {
    const shelf = await createFakeAisle({ items: ITEMS }).recommend(QUERY);
    const other: Shelf = {
      ...shelf,
      items: shelf.items.map((ranked) => ({
        ...ranked,
        why: [{ signal: "popularity", contribution: 1, evidence: { kind: "popularity" } }],
      })),
    };
    expect(sameShelf(shelf, { ...shelf, id: "later", at: 5 })).toBe(true);
    expect(sameShelf(shelf, other)).toBe(false);
  });

  it("is false when the shelf has become part of an experiment, whose sights are counted by it", async () => {
    const shelf = await createFakeAisle({ items: ITEMS }).recommend(QUERY);
    expect(sameShelf(shelf, { ...shelf, experiment: { id: "e", arm: "a" } })).toBe(false);
  });
});
