import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { recommend } from "./recommend";
import { sampleContext } from "./sampleContext";

const shared = process.env.AISLE_SHARED;
const GOODS = /\((\d{7}),'\d+','((?:[^'\\]|\\.)*)',(\d+),/g;

/** Goods of litemall, the category kept aside: ranking sees the titles alone. */
function goods() {
  const sql = readFileSync(join(shared ?? "", "data/litemall-zh/litemall_data.sql"), "utf8");
  return [...sql.matchAll(GOODS)].map(([, id, title, category]) => ({ id, title, category }));
}

describe.skipIf(!shared)("a Chinese catalogue", () => {
  it("is ranked by words: related items are mostly of the same category", () => {
    const all = goods();
    const items = all.map(({ id, title }) => ({ id, title }));
    expect(items.length).toBeGreaterThan(150);
    const categoryOf = new Map(all.map(({ id, category }) => [id, category]));
    let same = 0;
    let chance = 0;
    let asked = 0;
    for (const { id, category } of all) {
      const fellows = all.filter((other) => other.category === category).length - 1;
      if (fellows === 0) continue;
      const query = { placement: "related", item: id, limit: 1 } as const;
      const { items: shown, rung } = recommend(query, sampleContext({ items, language: "words" }));
      if (rung !== "words") continue;
      asked++;
      chance += fellows / (all.length - 1);
      if (categoryOf.get(shown[0].item.id) === category) same++;
    }
    expect(asked).toBeGreaterThan(80);
    expect(same / asked).toBeGreaterThan(5 * (chance / asked));
    expect(same / asked).toBeGreaterThan(0.6);
  });

  it("is searched by words", () => {
    const items = goods().map(({ id, title }) => ({ id, title }));
    const { items: shown } = recommend(
      { placement: "search", text: "四件套", limit: 5 },
      sampleContext({ items, language: "words" }),
    );
    expect(shown.length).toBe(5);
    for (const { item } of shown) expect(item.title).toContain("四件套");
  });
});
