import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { links, parseRoute, routeKey } from "./router";

describe("parseRoute", () => {
  it.each([
    ["", "home"],
    ["#/", "home"],
    ["#/cart", "cart"],
    ["#/wishlist", "wishlist"],
    ["#/privacy", "privacy"],
    ["#/feed", "feed"],
    ["#/measure", "measure"],
    ["#/experiments", "experiments"],
    ["#/taste", "taste"],
    ["#aisle-taste=AQ", "taste"],
    ["#/aisle/baking?sort=new", "department/baking"],
    ["#/product/mug-3?from=shelf-1", "product/mug-3"],
    ["#/order/T-1", "order/T-1"],
    ["#/search?q=a%20gift", "search"],
    ["#/nowhere", "not-found"],
    ["#/product/%E0%A4%A", "not-found"],
    ["#/cart/extra", "not-found"],
  ])("reads %s as %s", (hash, key) => {
    expect(routeKey(parseRoute(hash))).toBe(key);
  });

  it("keeps filters and the shelf a product came from", () => {
    const department = parseRoute("#/aisle/garden?brand=Tilth&brand=Loam&sort=new");
    expect(department.name === "department" && department.query.getAll("brand")).toEqual(["Tilth", "Loam"]);
    expect(parseRoute(links.product("a/b?c", "shelf 1"))).toEqual({ name: "product", id: "a/b?c", from: "shelf 1" });
  });

  it("returns any id and any search it was given", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, maxLength: 50, unit: "grapheme" }), (text) => {
        expect(parseRoute(links.product(text))).toMatchObject({ name: "product", id: text });
        expect(parseRoute(links.search(text))).toEqual({ name: "search", text });
      }),
    );
  });

  it("never throws on a hash somebody typed", () => {
    fc.assert(fc.property(fc.string(), (hash) => void routeKey(parseRoute(hash))));
  });
});
