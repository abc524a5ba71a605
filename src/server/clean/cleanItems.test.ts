import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createCatalogRows } from "../../engine/catalog/catalogRows";
import type { Item } from "../../types";
import { cleanItems } from "./cleanItems";
import { fillAttributes } from "./fillAttributes";
import { createFindings } from "./findings";
import { repairText } from "./repairText";
import { isServiceLine } from "./serviceLines";

const clean = (items: readonly Item[]) => {
  const findings = createFindings();
  const otherTexts = new Map(items.map(({ id }) => [id, `Ãœbersetzung von ${id}`]));
  return { ...cleanItems({ items, otherTexts }, findings), findings: findings.list() };
};

describe("cleanItems", () => {
  it("folds variants as the page does", () => {
    const item = fc.record(
      {
        id: fc.constantFrom("a", "b", "c", "d", "e", "g1"),
        title: fc.constant("Thing"),
        itemGroupId: fc.constantFrom("g1", "g2"),
        availability: fc.constantFrom("in_stock" as const, "out_of_stock" as const),
      },
      { requiredKeys: ["id", "title"] },
    );
    fc.assert(
      fc.property(fc.uniqueArray(item, { selector: ({ id }) => id }), (items) => {
        const rows = createCatalogRows({ limit: 100, onProblem: () => undefined });
        for (const one of items) rows.add(one);
        const page = rows.view(1);
        const { items: kept, rowOf, variants } = clean(items);
        expect(kept.map(({ id }) => id)).toEqual(page.items.map(({ id }) => id).sort());
        expect(kept.length + variants.length).toBe(items.length);
        // Whatever id an event has, page and build mean the same item.
        expect([...rowOf.keys()].sort()).toEqual([...page.rowOf.keys()].sort());
        for (const [id, row] of rowOf) expect(kept[row].id).toBe(page.items[page.rowOf.get(id) ?? -1].id);
      }),
    );
  });

  it("puts texts right, keeps second texts by row, and tells of items that look the same", () => {
    const { items, otherTexts, findings } = clean([
      { id: "b", title: "CafÃ© crÃ¨me", price: 3 },
      { id: "a", title: "Mug, blue", brand: "P" },
      { id: "c", title: "mug BLUE", brand: "P" },
    ]);
    expect(items.map(({ title }) => title)).toEqual(["Mug, blue", "Café crème", "mug BLUE"]);
    expect(otherTexts.get(1)).toBe("Übersetzung von b");
    expect(findings.map(({ code, count, examples }) => [code, count, examples[0]])).toEqual([
      ["encoding_damage", 1, "CafÃ© crÃ¨me → Café crème"],
      ["near_duplicate_items", 1, "a and c: mug BLUE"],
    ]);
  });
});

describe("repairText", () => {
  it.each([
    ["CafÃ© â€œcrÃ¨meâ€\u009d", "Café “crème”"],
    ["CafÃƒÂ©", "Café"],
    ["MÃ¼ller &amp; SÃ¶hne", "Müller &amp; Söhne"],
    ["日本語 Ã©", "日本語 é"],
    ["PÃO DE AÇÚCAR", "PÃO DE AÇÚCAR"],
    ["naïve façade", "naïve façade"],
    ["100 €", "100 €"],
  ])("%s", (damaged, expected) => {
    expect(repairText(damaged)).toBe(expected);
  });

  it("undoes one wrong reading of any text, and leaves plain ASCII alone", () => {
    const letters = "aé ñüçøåßœ—“”€ŒžŠ日語кат";
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...letters)).map((all) => all.join("")),
        (text) => {
          const wrong = [...Buffer.from(text, "utf8")].map((byte) => windows1252(byte)).join("");
          expect(repairText(wrong)).toBe(repairText(text));
        },
      ),
    );
    fc.assert(fc.property(fc.string({ unit: "binary-ascii" }), (text) => repairText(text) === text));
  });
});

/** A byte as a program shows it that takes it for Windows-1252. */
function windows1252(byte: number): string {
  const c1 = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";
  return byte >= 0x80 && byte < 0xa0 ? c1[byte - 0x80] : String.fromCharCode(byte);
}

describe("fillAttributes", () => {
  const findings = createFindings();
  const known = (n: number, title: string, category: readonly string[], brand: string): Item[] =>
    Array.from({ length: n }, (_, i) => ({ id: `${title}${i}`, title: `${title} number ${i}`, category, brand }));
  const items: Item[] = [
    ...known(6, "Potter ceramic mug", ["Kitchen", "Mugs"], "Potter"),
    ...known(6, "Oak ceramic mug tree", ["Kitchen", "Racks"], "Oak & Co"),
    ...known(6, "garden hose", ["Garden"], "Hoser"),
    { id: "x", title: "Potter ceramic mug, large" },
    { id: "y", title: "quantum flux" },
    { id: "z", title: "Hoser nozzle for the garden hose", category: ["Own"] },
  ];
  const { items: filled, filled: marks } = fillAttributes(items, findings);
  const of = (id: string) => filled.find((item) => item.id === id);

  it("takes a category from the nearest texts and a brand from the title's beginning, and marks both", () => {
    expect(of("x")).toMatchObject({ category: ["Kitchen", "Mugs"], brand: "Potter" });
    expect(marks.get(18)).toEqual(["category", "brand"]);
    expect(findings.list().map(({ code, action }) => [code, action])).toEqual([
      ["filled_brand", "filled"],
      ["filled_category", "filled"],
    ]);
  });

  it("leaves alone what it does not know, and what the feed says", () => {
    expect(of("y")).toEqual(items[19]);
    expect(of("z")).toMatchObject({ category: ["Own"], brand: "Hoser" });
    expect(marks.get(20)).toEqual(["brand"]);
    const few = fillAttributes([...items.slice(18), ...items.slice(0, 1)].slice(0, 3), findings);
    expect(few.items[0]).toEqual(items[18]);
  });
});

describe("isServiceLine", () => {
  it.each([
    "POSTAGE",
    "Dotcom Postage",
    "CARRIAGE",
    "Bank Charges",
    "AMAZON FEE",
    "CRUK Commission",
    "Versandkosten",
    "运费",
    "Dotcomgiftshop Gift Voucher £20.00",
    "Adjust bad debt",
    "SAMPLES",
    "Express shipping 2 kg",
  ])("%s is one", (title) => expect(isServiceLine(title, "1")).toBe(true));
  it.each([
    "POSTAGE STAMP MUG",
    "MANUAL COFFEE GRINDER",
    "TEST TUBE RACK",
    "SAMPLE BOOK OF FABRICS",
    "Gift bag",
    "Delivery van toy",
  ])("%s is a product", (title) => expect(isServiceLine(title, "1")).toBe(false));
});
