import { describe, expect, it } from "vitest";
import type { Item } from "../../types";
import { createCatalogRows, sameTexts } from "./catalogRows";
import { embeddingOrder } from "./embeddingOrder";

function rowsWith(items: readonly Item[], limit = 100) {
  const problems: string[] = [];
  const rows = createCatalogRows({ limit, onProblem: (code, example) => problems.push(`${code} ${example}`) });
  for (const item of items) rows.add(item);
  return { rows, problems };
}

const red: Item = { id: "mug-red", title: "Mug, red", itemGroupId: "mug", availability: "out_of_stock" };
const blue: Item = { id: "mug-blue", title: "Mug, blue", itemGroupId: "mug", price: 5 };
const cup: Item = { id: "cup", title: "Cup" };

describe("createCatalogRows", () => {
  it("folds variants into the first that can be bought", () => {
    const { rows } = rowsWith([red, cup, blue]);
    const view = rows.view(1);
    expect(view.items).toEqual([blue, cup]);
    expect(Object.fromEntries(view.rowOf)).toEqual({ mug: 0, "mug-red": 0, "mug-blue": 0, cup: 1 });
    expect(rows.variants).toBe(1);
    expect(rows.all()).toEqual([red, blue, cup]);
  });

  it("shows the first variant when none can be bought", () => {
    const { rows } = rowsWith([red, { ...blue, availability: "out_of_stock" }]);
    expect(rows.view(1).items.map((item) => item.id)).toEqual(["mug-red"]);
  });

  it("keeps the first of a duplicate id and counts the others", () => {
    const { rows, problems } = rowsWith([cup, { id: "cup", title: "Other" }]);
    expect(rows.view(1).items).toEqual([cup]);
    expect(problems).toEqual(["duplicate_id cup"]);
  });

  it("counts what does not fit, but takes variants of what does", () => {
    const { rows, problems } = rowsWith([red, cup, blue, { id: "pot", title: "Pot" }], 2);
    expect(rows.size).toBe(2);
    expect(rows.has("mug-blue")).toBe(true);
    expect(problems).toEqual(["too_many_items pot"]);
  });

  it("lets an item's own id go before a group of the same name", () => {
    const { rows } = rowsWith([blue, { id: "mug", title: "Mug rack" }]);
    expect(rows.view(1).rowOf.get("mug")).toBe(1);
  });

  it("moves to another variant when the shown one sells out", () => {
    const { rows } = rowsWith([red, blue]);
    expect(rows.update({ id: "mug-blue", price: 6 })).toBe(false);
    expect(rows.update({ id: "mug-red", availability: "in_stock" })).toBe(true);
    expect(rows.view(1).items.map((item) => item.id)).toEqual(["mug-red"]);
    expect(rows.update({ id: "nothing", price: 1 })).toBe(false);
  });
});

describe("sameTexts", () => {
  it("sees words and rows, not price and stock", () => {
    const before = rowsWith([red, blue, cup]).rows.view(1);
    const repriced = rowsWith([red, { ...blue, price: 9 }, { ...cup, availability: "preorder" }]).rows.view(2);
    expect(sameTexts(before, repriced)).toBe(true);
    expect(sameTexts(before, rowsWith([red, blue, { ...cup, title: "Tea cup" }]).rows.view(2))).toBe(false);
    expect(sameTexts(before, rowsWith([cup, red, blue]).rows.view(2))).toBe(false);
    expect(sameTexts(before, rowsWith([red, blue]).rows.view(2))).toBe(false);
  });
});

describe("embeddingOrder", () => {
  it("takes popular and new items in turn, feed order among equals, sold out last", () => {
    const items: Item[] = [
      { id: "plain", title: "" },
      { id: "sold out", title: "", popularity: 99, availability: "out_of_stock" },
      { id: "second", title: "", popularity: 5 },
      { id: "newest", title: "", availableSince: 2 },
      { id: "first", title: "", popularity: 9 },
      { id: "not asked", title: "" },
    ];
    expect(embeddingOrder(items, [0, 1, 2, 3, 4]).map((row) => items[row].id)).toEqual([
      "first",
      "newest",
      "second",
      "plain",
      "sold out",
    ]);
    expect(embeddingOrder(items, [])).toEqual([]);
  });
});
