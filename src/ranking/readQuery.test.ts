import { describe, expect, it } from "vitest";
import { AisleError } from "../errors";
import type { RecommendQuery } from "../types";
import { readQuery } from "./readQuery";

describe("readQuery", () => {
  it("fills in what is left out", () => {
    expect(readQuery({ placement: "home" })).toEqual({
      placement: "home",
      collection: "products",
      item: undefined,
      text: "",
      limit: 8,
      offset: 0,
      exclude: [],
      avoid: [],
      filter: {},
    });
  });

  it.each([
    ["placement", { placement: "front" }],
    ["limit", { placement: "home", limit: 0 }],
    ["limit", { placement: "home", limit: -3 }],
    ["limit", { placement: "home", limit: 1e9 }],
    ["limit", { placement: "home", limit: 2.5 }],
    ["limit", { placement: "home", limit: Number.NaN }],
    ["offset", { placement: "home", offset: -1 }],
    ["offset", { placement: "home", offset: Number.POSITIVE_INFINITY }],
    ["item", { placement: "related" }],
    ["item", { placement: "related", item: 7 }],
    ["text", { placement: "search", text: 7 }],
    ["exclude", { placement: "home", exclude: "mug-1" }],
    ["filter.minPrice", { placement: "home", filter: { minPrice: "cheap" } }],
    ["filter.maxPrice", { placement: "home", filter: { maxPrice: Number.NaN } }],
  ])("names the bad field: %s in %j", (field, query) => {
    let error: unknown;
    try {
      readQuery(query as RecommendQuery);
    } catch (thrown) {
      error = thrown;
    }
    expect(error).toBeInstanceOf(AisleError);
    expect(error).toMatchObject({ code: "QUERY_INVALID", message: expect.stringContaining(field) });
    expect((error as AisleError).fix).toBeTruthy();
  });
});
