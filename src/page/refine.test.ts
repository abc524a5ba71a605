import { describe, expect, it, vi } from "vitest";
import type { Item, RankedItem, RecommendQuery, Shelf, ShelfQuery } from "../types";
import { refine } from "./refine";

const ITEMS: readonly Item[] = Array.from({ length: 500 }, (_, i) => ({ id: `i${i}`, title: `Item ${i}`, price: i }));

function setup() {
  const asked: RecommendQuery[] = [];
  const remembered: Shelf[] = [];
  const ask = async (query: RecommendQuery): Promise<Shelf> => {
    asked.push(query);
    const { offset = 0, limit = 8 } = query;
    const items = ITEMS.slice(offset, offset + limit).map((item, index): RankedItem => {
      const score = 1000 - offset - index;
      return { item, position: offset + index, score, propensity: 1, why: [], contributions: { text: score } };
    });
    return { id: `asked-${asked.length}`, placement: "home", collection: "products", items, rung: "personal", at: 0 };
  };
  const run = (query: Partial<ShelfQuery>) =>
    refine(
      { placement: "home", ...query },
      { ask, newId: () => "refined", remember: async (shelf) => void remembered.push(shelf) },
    );
  return { run, asked, remembered };
}

describe("refine", () => {
  it("filters more than is shown and gives places anew", async () => {
    const { run, asked, remembered } = setup();
    const shelf = await run({ limit: 3, filter: ({ price }) => (price ?? 0) % 2 === 1 });
    expect(shelf.items.map(({ item, position }) => [item.id, position])).toEqual([
      ["i1", 0],
      ["i3", 1],
      ["i5", 2],
    ]);
    expect(asked).toEqual([{ placement: "home", exploration: "off", limit: 40, offset: 0 }]);
    expect(remembered).toEqual([shelf]);
    expect(shelf.id).toBe("refined");
  });

  it("asks again for a filter that lets little through, and ends", async () => {
    const { run, asked } = setup();
    const rare = await run({ limit: 3, filter: ({ price }) => (price ?? 0) >= 100 });
    expect(rare.items.map(({ item }) => item.id)).toEqual(["i100", "i101", "i102"]);
    expect(asked).toHaveLength(3);
    const none = setup();
    expect(await none.run({ filter: () => false })).toMatchObject({
      items: [],
      rung: "none",
      reason: "nothing_matches_filter",
    });
    expect(none.asked).toHaveLength(5);
    expect(none.remembered).toEqual([]);
  });

  it("pages on", async () => {
    const { run } = setup();
    const shelf = await run({ limit: 2, offset: 2, filter: ({ price }) => (price ?? 0) % 2 === 1 });
    expect(shelf.items.map(({ item, position }) => [item.id, position])).toEqual([
      ["i5", 2],
      ["i7", 3],
    ]);
  });

  it("boosts by a share of the best score, with a reason, and keeps a declarative filter", async () => {
    const { run, asked } = setup();
    const shelf = await run({ limit: 3, filter: { brand: "Hearth" }, boost: ({ id }) => (id === "i30" ? 1 : 0) });
    const [first] = shelf.items;
    expect(first.item.id).toBe("i30");
    expect(first.contributions.rule).toBe(1000);
    expect(first.score).toBe(1970);
    expect(first.why.at(-1)).toEqual({ signal: "rule", contribution: 1000, evidence: { kind: "rule" } });
    expect(asked[0].filter).toEqual({ brand: "Hearth" });
  });

  it("survives functions that throw or answer nonsense", async () => {
    vi.stubGlobal("reportError", vi.fn());
    const { run } = setup();
    const shelf = await run({
      limit: 2,
      filter: () => {
        throw new Error("the shop's");
      },
      boost: () => Number.NaN,
    });
    expect(shelf.items.map(({ item }) => item.id)).toEqual(["i0", "i1"]);
    expect(reportError).toHaveBeenCalled();
    vi.unstubAllGlobals();
  });
});
