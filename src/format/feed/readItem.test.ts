import fc from "fast-check";
import { describe, expect, it } from "vitest";
import items from "./cases/item.json";
import prices from "./cases/price.json";
import { problemKind } from "./problems";
import { problemTexts } from "./problemTexts";
import { readItem } from "./readItem";
import { readPrice } from "./readPrice";

const now = Date.UTC(2026, 0, 15);

describe("readItem", () => {
  for (const example of items) {
    it(example.name, () => {
      const raw: unknown = "rawText" in example ? JSON.parse(example.rawText ?? "") : example.raw;
      const { item, problems } = readItem(raw, { now });
      expect(item).toEqual("item" in example ? example.item : undefined);
      expect(problems.map(({ code }) => code)).toEqual(example.problems);
    });
  }

  it("cuts a title of a megabyte, of 10,000 words, and never half an emoji", () => {
    const long = readItem({ id: "1", title: "x".repeat(1_000_000) });
    expect(long.item?.title).toHaveLength(150);
    expect(long.problems).toEqual([{ code: "title_too_long", example: "1: 1000000 characters" }]);
    expect(readItem({ id: "1", title: "word ".repeat(10_000) }).item?.title).toHaveLength(149);
    expect(readItem({ id: "1", title: `${"x".repeat(149)}🎁🎁` }).item?.title).toBe("x".repeat(149));
  });

  it("stays quick on markup that never closes", () => {
    for (const bomb of ["<a", "<!--", "&", "<script>", "<b <b ", "&lt;a "]) {
      expect(readItem({ id: "1", title: `Mug ${bomb.repeat(300_000)}` }).item?.title).toMatch(/^Mug/);
    }
  });

  it("never throws, and answers with an item or a reason, whatever the row", () => {
    const names = fc.constantFrom(
      "id",
      "title",
      "price",
      "sale_price",
      "offers",
      "variants",
      "image",
      "category",
      "link",
      "availability",
      "created_at",
      "attributes",
      "stock",
    );
    fc.assert(
      fc.property(fc.oneof(fc.dictionary(names, fc.anything({ withBigInt: true })), fc.anything()), (raw) => {
        const { item, problems } = readItem(raw, { now });
        for (const { code } of problems) expect(problemTexts).toHaveProperty(code);
        if (item) {
          expect(item.id).not.toBe("");
          expect(item.title).not.toBe("");
          for (const price of [item.price ?? 0, item.salePrice ?? 0]) expect(price).toBeGreaterThanOrEqual(0);
          expect(structuredClone(item)).toEqual(item);
        } else expect(problems.some(({ code }) => problemKind(code) === "rejected")).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});

describe("readPrice", () => {
  for (const example of prices) {
    it(`${example.name}: ${JSON.stringify(example.raw)}`, () => {
      const raw = "repeat" in example ? String(example.raw).repeat(example.repeat ?? 1) : example.raw;
      expect(readPrice(raw) ?? null).toEqual(example.price);
    });
  }

  it("reads back what Intl.NumberFormat writes", () => {
    const formats = ["en-US", "de-DE", "fr-FR", "de-CH", "pl-PL", "en-IN"].map(
      (locale) => new Intl.NumberFormat(locale, { style: "currency", currency: "EUR" }),
    );
    fc.assert(
      fc.property(fc.constantFrom(...formats), fc.integer({ min: 0, max: 99_999_999 }), (format, cents) => {
        expect(readPrice(format.format(cents / 100))).toMatchObject({ amount: cents / 100, currency: "EUR" });
      }),
    );
  });
});
