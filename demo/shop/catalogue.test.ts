import fc from "fast-check";
import { SaxesParser } from "saxes";
import { describe, expect, it } from "vitest";
import { demoCatalogue, MAX_DEPARTMENTS, ownCatalogue } from "./catalogue";
import { placeholderPicture } from "./placeholderPicture";

const baking = { slug: "baking", name: "Baking", nameZh: "烘焙", blurb: "", blurbZh: "", hue: 30 };

describe("demoCatalogue", () => {
  it("stands products in their aisles and links them to their pages", () => {
    const catalogue = demoCatalogue([{ id: "a/1", title: "Tin", category: ["Baking", "Tins"] }], [baking]);
    expect(catalogue.byId.get("a/1")).toMatchObject({ department: "baking", link: "#/product/a%2F1" });
    expect(catalogue.departments[0]).toMatchObject({ count: 1, category: "Baking" });
  });
});

describe("ownCatalogue", () => {
  it("makes aisles of the feed's categories, largest first, and one for the rest", () => {
    const catalogue = ownCatalogue(
      [
        { id: "1", title: "One", category: ["Toys"] },
        { id: "2", title: "Two", category: ["Café & Tea"] },
        { id: "3", title: "Three", category: ["Café & Tea", "Pots"] },
        { id: "4", title: "Four" },
      ],
      "feed.csv",
    );
    expect(catalogue.departments.map(({ slug, count }) => [slug, count])).toEqual([
      ["cafe-tea", 2],
      ["toys", 1],
      ["more", 1],
    ]);
    expect(catalogue.byId.get("4")?.imageLink).toMatch(/^data:image\/svg/);
  });

  it("calls the only aisle of a feed without categories by what it is", () => {
    expect(ownCatalogue([{ id: "1", title: "One" }], "f").departments.map((d) => d.name)).toEqual(["All products"]);
  });

  it("shows a product with variants once but finds each by its id", () => {
    const catalogue = ownCatalogue(
      [
        { id: "r", title: "Mug, red", itemGroupId: "mug" },
        { id: "b", title: "Mug, blue", itemGroupId: "mug" },
      ],
      "f",
    );
    expect(catalogue.products.map((product) => product.id)).toEqual(["r"]);
    expect(catalogue.byId.has("b")).toBe(true);
  });

  it("never has more aisles than fit, nor two of one slug, nor a product without one", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme", maxLength: 6 }), { maxLength: 60 }), (categories) => {
        const items = categories.map((category, i) => ({ id: String(i), title: "x", category: [category] }));
        const { departments, products } = ownCatalogue(items, "f");
        const slugs = new Set(departments.map((department) => department.slug));
        expect(slugs.size).toBe(departments.length);
        expect(departments.length).toBeLessThanOrEqual(MAX_DEPARTMENTS);
        for (const product of products) expect(slugs.has(product.department)).toBe(true);
        expect(departments.reduce((sum, department) => sum + department.count, 0)).toBe(items.length);
      }),
    );
  });
});

describe("placeholderPicture", () => {
  it("is well-formed SVG for any title", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.integer({ min: 0, max: 359 }), (title, hue) => {
        const svg = decodeURIComponent(placeholderPicture(title, hue).slice("data:image/svg+xml,".length));
        new SaxesParser().write(svg).close();
      }),
    );
  });
});
