import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Item } from "../types";
import { itemText } from "./itemText";

const mug: Item = { id: "1", title: "Stoneware mug" };

describe("itemText", () => {
  it.each<[string, Partial<Item>, string]>([
    ["a title alone", {}, "Stoneware mug"],
    [
      "brand and the category's leaf",
      { brand: "Hollin", category: ["Kitchen", "Cups"] },
      "Stoneware mug. Hollin. Cups",
    ],
    [
      "colour and material, no other attributes",
      { attributes: { color: "sea green", material: "clay", sku: "A-1" } },
      "Stoneware mug. sea green. clay",
    ],
    ["no brand that the title names", { brand: "STONEWARE" }, "Stoneware mug"],
    ["the description last", { description: " Holds\n350 ml. " }, "Stoneware mug. Holds 350 ml."],
    ["no description that repeats the title", { description: "Stoneware mug" }, "Stoneware mug"],
    ["an empty title", { title: " ", brand: "Hollin" }, "Hollin"],
    ["nothing", { title: "" }, ""],
  ])("takes %s", (_, fields, text) => {
    expect(itemText({ ...mug, ...fields })).toBe(text);
  });

  it("cuts a description after a word", () => {
    const text = itemText({ ...mug, description: "word ".repeat(1_000) });
    expect(text.endsWith(" word")).toBe(true);
    expect(text.length).toBeLessThan(260);
  });

  it("stays short and well-formed whatever the fields hold", () => {
    const field = fc
      .string({ unit: "binary", maxLength: 400 })
      .chain((text) => fc.integer({ min: 1, max: 2_000 }).map((times) => text.repeat(times).slice(0, 100_000)));
    fc.assert(
      fc.property(field, field, field, (title, brand, description) => {
        const text = itemText({ id: "1", title, brand, description, category: [brand], attributes: { color: title } });
        expect(text.length).toBeLessThan(900);
        expect(itemText({ id: "1", title: text })).not.toMatch(/\s\s/);
      }),
      { numRuns: 50 },
    );
  });
});
