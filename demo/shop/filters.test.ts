import { describe, expect, it } from "vitest";
import type { ShopProduct } from "./catalogue";
import { applyFilters, facets, readFilters, SORTS, writeFilters } from "./filters";

const product = (id: string, more: Partial<ShopProduct> = {}): ShopProduct => ({
  id,
  title: id,
  department: "d",
  imageLink: "",
  ...more,
});

const shelf = [
  product("a", { price: 30, brand: "Loam", popularity: 1, availableSince: 3, category: ["D", "Pots"] }),
  product("b", { price: 20, salePrice: 5, brand: "Tilth", popularity: 9, availableSince: 1, category: ["D", "Pots"] }),
  product("c", { price: 10, brand: "Loam", popularity: 4, availableSince: 2, availability: "out_of_stock" }),
  product("d", {}),
];
const ids = (query: string, ranked?: string[]) =>
  applyFilters(shelf, readFilters(new URLSearchParams(query)), ranked).map(({ id }) => id);

describe("filters", () => {
  it.each([
    ["sort=price-up", ["b", "c", "a", "d"]],
    ["sort=price-down", ["a", "c", "b", "d"]],
    ["sort=new", ["a", "c", "b", "d"]],
    ["sort=popular", ["b", "c", "a", "d"]],
    ["brand=Loam", ["c", "a"]],
    ["brand=Loam&stock=in", ["a"]],
    ["min=6&max=10", ["c"]],
    ["section=Pots&sort=popular", ["b", "a"]],
    ["sort=nonsense&min=x&max=-1", ["b", "c", "a", "d"]],
  ])("%s", (query, expected) => {
    expect(ids(query)).toEqual(expected);
  });

  it("follows the recommender where it spoke", () => {
    expect(ids("", ["d", "a"])).toEqual(["d", "a", "b", "c"]);
  });

  it("goes into an address and comes back", () => {
    for (const sort of SORTS) {
      const filters = { sort, brands: ["A & B", "C"], section: "S", minPrice: 1, maxPrice: 2.5, inStockOnly: true };
      expect(readFilters(new URLSearchParams(writeFilters(filters).toString()))).toEqual(filters);
    }
  });

  it("knows what can be chosen", () => {
    expect(facets(shelf)).toEqual({
      brands: [
        { name: "Loam", count: 2 },
        { name: "Tilth", count: 1 },
      ],
      sections: [{ name: "Pots", count: 2 }],
      price: { low: 5, high: 30 },
    });
    expect(facets([]).price).toBeUndefined();
  });
});
