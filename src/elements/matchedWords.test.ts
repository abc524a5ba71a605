import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { begunWords, matchedWords } from "./matchedWords";

const marked = (parts: ReturnType<typeof matchedWords>) =>
  parts.map(({ text, matched }) => (matched ? `[${text}]` : text)).join("");

describe("matchedWords", () => {
  it.each([
    ["Stoneware mug, 300 ml", ["Blue mugs of stoneware"], "[Stoneware] [mug], 300 ml"],
    ["Cup of tea", ["Bag of coal"], "Cup of tea"],
    ["Crème brûlée dish", ["creme dishes"], "[Crème] brûlée [dish]"],
    ["iPhone 15", ["Case for 15"], "iPhone [15]"],
    ["Nothing", [], "Nothing"],
    ["蓝色马克杯", ["马克杯套装"], "[蓝色马克杯]"],
  ])("%s, beside %j", (title, texts, expected) => expect(marked(matchedWords(title, texts))).toBe(expected));

  it("marks what is being typed", () => {
    expect(marked(begunWords("Garden hose", "gar"))).toBe("[Garden] hose");
    expect(marked(begunWords("Garden hose", ""))).toBe("Garden hose");
  });

  it("loses no character", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), fc.array(fc.string({ unit: "grapheme" })), (title, texts) => {
        expect(
          matchedWords(title, [title, ...texts])
            .map(({ text }) => text)
            .join(""),
        ).toBe(title);
      }),
    );
  });
});
