import { SaxesParser } from "saxes";
import { beforeAll, describe, expect, it } from "vitest";
import { type DemoProduct, departments, loadCatalogue } from "./catalogue";
import { toMerchantXml } from "./merchantXml";
import { palette } from "./pictures/palette";
import { pictureSvg } from "./pictures/pictureSvg";
import { shapes } from "./pictures/shapes";
import { shoppers } from "./shoppers";

const NOW = Date.UTC(2026, 0, 15);
const DAY_MS = 86_400_000;
let products: DemoProduct[] = [];

beforeAll(async () => {
  products = await loadCatalogue({ now: NOW });
});

/** Throws when the text is not well-formed XML; returns the number of times each element opened. */
function elements(xml: string): Map<string, number> {
  const counts = new Map<string, number>();
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => counts.set(tag.name, (counts.get(tag.name) ?? 0) + 1));
  parser.write(xml).close();
  return counts;
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, at) => values.indexOf(value) !== at);
}

describe("the demo catalogue", () => {
  it("is a whole shop", () => {
    expect(products.length).toBeGreaterThanOrEqual(320);
    expect(departments.length).toBeGreaterThanOrEqual(12);
    for (const department of departments) {
      const own = products.filter((product) => product.category[0] === department.name);
      expect(own.length, department.slug).toBeGreaterThanOrEqual(15);
    }
  });

  it("has ids, titles and descriptions of its own for every product", () => {
    expect(repeated(products.map((product) => product.id))).toEqual([]);
    expect(repeated(products.map((product) => product.title.toLowerCase()))).toEqual([]);
    expect(repeated(products.map((product) => product.description))).toEqual([]);
    for (const product of products) {
      expect(product.id).toMatch(/^aisle-[a-z]{2}-\d{4}(-[a-z0-9]+)?$/);
      expect(product.description.length, product.id).toBeGreaterThanOrEqual(40);
      expect(product.description, product.id).toMatch(/\.$/);
    }
  });

  it("has brands that span several products", () => {
    const brands = new Set(products.map((product) => product.brand));
    expect(brands.size).toBeGreaterThanOrEqual(35);
    expect(products.length / brands.size).toBeGreaterThan(5);
  });

  it("has plausible prices, stock, demand and dates", () => {
    for (const product of products) {
      expect(product.price, product.id).toBeGreaterThan(0);
      if (product.salePrice !== undefined) {
        expect(product.salePrice, product.id).toBeGreaterThan(0);
        expect(product.salePrice, product.id).toBeLessThan(product.price);
      }
      expect(product.popularity, product.id).toBeGreaterThan(0);
      const ageDays = (NOW - product.availableSince!) / DAY_MS;
      expect(ageDays, product.id).toBeLessThan(731);
      if (product.availability === "preorder") expect(ageDays, product.id).toBeLessThan(0);
      else expect(ageDays, product.id).toBeGreaterThan(0);
    }
    expect(products.filter((product) => product.salePrice).length).toBeGreaterThan(10);
    expect(products.filter((product) => product.availability !== "in_stock").length).toBeGreaterThan(5);
    expect(products.filter((product) => product.availableSince! > NOW - 60 * DAY_MS).length).toBeGreaterThan(10);
  });

  it("groups variants of one kind, each with attributes of its own", () => {
    const groups = new Map<string, DemoProduct[]>();
    for (const product of products) {
      if (!product.itemGroupId) continue;
      groups.set(product.itemGroupId, [...(groups.get(product.itemGroupId) ?? []), product]);
    }
    expect(groups.size).toBeGreaterThanOrEqual(25);
    for (const [id, group] of groups) {
      expect(group.length, id).toBeGreaterThanOrEqual(2);
      expect(new Set(group.map((product) => product.category.join("/"))).size, id).toBe(1);
      expect(new Set(group.map((product) => JSON.stringify(product.attributes))).size, id).toBe(group.length);
    }
  });

  it("counts dates back from the given time", async () => {
    const later = await loadCatalogue({ now: NOW + DAY_MS });
    expect(later[0].availableSince! - products[0].availableSince!).toBe(DAY_MS);
  });
});

describe("the pictures", () => {
  it("are small well-formed SVG without script, text or outside reference", () => {
    for (const product of products) {
      const svg = pictureSvg(product.picture);
      const counts = elements(svg);
      expect([...counts.keys()].filter((name) => !DRAWING_ELEMENTS.has(name))).toEqual([]);
      expect(svg.replace('xmlns="http://www.w3.org/2000/svg"', "")).not.toMatch(/https?:|href|NaN|undefined/);
      expect(product.imageLink).toMatch(/^data:image\/svg\+xml,/);
      expect(product.imageLink!.length, product.id).toBeLessThanOrEqual(4096);
      expect(decodeURIComponent(product.imageLink!.slice("data:image/svg+xml,".length))).toBe(svg.replaceAll('"', "'"));
    }
  });

  it("are the same text for the same spec, and refer only to ids they define", () => {
    for (const product of products) {
      const svg = pictureSvg(product.picture);
      expect(pictureSvg(structuredClone(product.picture))).toBe(svg);
      const defined = new Set([...svg.matchAll(/ id="([^"]+)"/g)].map((match) => match[1]));
      for (const [, used] of svg.matchAll(/url\(#([^)]+)\)/g)) expect(defined.has(used), product.id).toBe(true);
    }
  });

  it("use every drawn shape, each also in its own default colours", () => {
    const used = new Set(products.map((product) => product.picture.shape));
    for (const shape of Object.keys(shapes) as (keyof typeof shapes)[]) {
      elements(pictureSvg({ shape, colours: [], hue: 200 }));
      expect(used.has(shape), shape).toBe(true);
    }
    for (const colour of Object.values(palette)) expect(colour).toMatch(/^#[0-9a-f]{6}$/);
  });
});

const DRAWING_ELEMENTS = new Set(
  "svg defs radialGradient linearGradient stop pattern g path rect ellipse circle".split(" "),
);

describe("the simulated shoppers", () => {
  it("act on products that exist, oldest first, with amounts where they belong", () => {
    const ids = new Set(products.map((product) => product.id));
    expect(shoppers.length).toBe(6);
    for (const shopper of shoppers) {
      expect(shopper.history.length, shopper.id).toBeGreaterThanOrEqual(12);
      expect(shopper.history.length, shopper.id).toBeLessThanOrEqual(25);
      for (const [at, act] of shopper.history.entries()) {
        expect(ids.has(act.itemId), `${shopper.id} ${act.itemId}`).toBe(true);
        expect(act.daysAgo).toBeGreaterThan(0);
        if (at > 0) expect(act.daysAgo).toBeLessThanOrEqual(shopper.history[at - 1].daysAgo);
        expect(act.dwellMs !== undefined).toBe(act.event === "dwell");
        expect(act.quantity !== undefined).toBe(act.event === "purchase" || act.event === "add_to_cart");
      }
    }
  });
});

describe("toMerchantXml", () => {
  it("writes every product as a well-formed feed", () => {
    const counts = elements(toMerchantXml(products));
    expect(counts.get("item")).toBe(products.length);
    expect(counts.get("g:id")).toBe(products.length);
    expect(counts.get("g:price")).toBe(products.length);
    expect(counts.has("g:image_link")).toBe(false);
  });

  it("stays well formed with hostile text", () => {
    const xml = toMerchantXml([
      {
        id: "]]><x>",
        title: `<script>&"'\u0000\u0008\ud800 ok 😀`,
        attributes: { "a<b": "c&d", colour: "r<ed" },
        imageLink: "https://shop.example/a?b=1&c=2",
      },
    ]);
    expect(elements(xml).get("item")).toBe(1);
    expect(xml).toContain("<g:title>&lt;script&gt;&amp;&quot;&apos; ok 😀</g:title>");
    expect(xml).toContain("<g:color>r&lt;ed</g:color>");
    expect(xml).toContain("<g:image_link>https://shop.example/a?b=1&amp;c=2</g:image_link>");
  });
});
