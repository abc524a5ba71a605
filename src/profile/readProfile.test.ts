import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../errors";
import { emptyProfile } from "./emptyProfile";
import { foldAll } from "./fold";
import { readProfile } from "./readProfile";

const good = JSON.parse(
  JSON.stringify(
    foldAll(
      emptyProfile(),
      [
        { id: "1", name: "purchase", at: 1e12, collection: "products", purpose: "products", itemId: "mug", price: 3 },
        { id: "2", name: "search", at: 1e12, collection: "products", purpose: "products", query: "pan" },
        {
          id: "3",
          name: "edit_interest",
          at: 1e12,
          collection: "products",
          purpose: "products",
          interest: { kind: "brand", value: "Clay" },
          strength: 2,
        },
      ],
      () => ({ category: ["Kitchen"], brand: "Iron" }),
    ),
  ),
);

describe("readProfile", () => {
  it("reads what was written", () => {
    expect(readProfile(good)).toEqual(good);
  });

  it.each([
    ["not an object", "profile"],
    ["a newer schema", { ...good, schemaVersion: 2 }],
    ["a weight that is not finite", { ...good, brands: { x: { weight: Number.POSITIVE_INFINITY, at: 1 } } }],
    ["a time of NaN", { ...good, asOf: Number.NaN }],
    ["an array where a record belongs", { ...good, items: [] }],
    ["an unknown act", { ...good, items: { mug: { ...good.items.mug, act: "constructor" } } }],
    [
      "purchases out of order",
      { ...good, items: { mug: { ...good.items.mug, purchases: [2, 1], transactions: ["", ""] } } },
    ],
    ["transactions of another length", { ...good, items: { mug: { ...good.items.mug, transactions: [] } } }],
    [
      "a strength out of range",
      { ...good, edits: { "brand:x": { interest: { kind: "brand", value: "x" }, strength: 9 } } },
    ],
    ["too many searches", { ...good, searches: Array.from({ length: 21 }, () => ({ text: "x", at: 1 })) }],
    [
      "too many items",
      { ...good, items: Object.fromEntries(Array.from({ length: 2_001 }, (_, i) => [i, good.items.mug])) },
    ],
  ])("refuses %s with a code and a field", (_, value) => {
    expect(() => readProfile(value)).toThrowError(expect.objectContaining({ code: "PROFILE_UNREADABLE" }));
  });

  it("takes over known fields only", () => {
    expect(readProfile({ ...good, extra: "x" })).not.toHaveProperty("extra");
  });

  it("throws nothing but AisleError, whatever it is given", () => {
    const damaged = fc.tuple(fc.constantFrom(...Object.keys(good)), fc.anything()).map(([key, value]) => ({
      ...good,
      [key]: value,
    }));
    fc.assert(
      fc.property(fc.oneof(fc.anything(), damaged), (value) => {
        try {
          readProfile(value);
        } catch (error) {
          expect(error).toBeInstanceOf(AisleError);
        }
      }),
    );
  });
});
