import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wordsOf } from "./wordsOf";

const segmenter = new Intl.Segmenter(undefined, { granularity: "word" });

describe("wordsOf", () => {
  it.each([
    ["Red MUGS, set of 3", ["red", "mug", "set", "of", "3"]],
    ["Crème brûlée dishes", ["creme", "brulee", "dish"]],
    ["glass bus iris berries", ["glass", "bus", "iris", "berry"]],
    ["T-shirt XK-200", ["t", "shirt", "xk", "200"]],
    [
      "كوب أحمر",
      ["كوب", "أحمر"].map((word) =>
        word
          .normalize("NFKD")
          .replace(/[\u0300-\u036f]/g, "")
          .normalize("NFC"),
      ),
    ],
    ["", []],
    ["🎁 !!!", []],
  ])("splits %j", (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });

  it("gives bigrams of scripts without spaces, and the longer words of a segmenter", () => {
    expect(wordsOf("纯棉四件套")).toEqual(["纯棉", "棉四", "四件", "件套"]);
    expect(wordsOf("巧克力 cake", { segmenter })).toEqual(["巧克", "克力", "巧克力", "cake"]);
    expect(wordsOf("茶")).toEqual(["茶"]);
  });

  it("reads no further than it is told", () => {
    expect(wordsOf("word ".repeat(1_000_000)).length).toBeLessThanOrEqual(400);
  });

  it("gives non-empty words of bounded length for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 60 }), (text) => {
        for (const word of wordsOf(text, { segmenter })) {
          expect(word.length).toBeGreaterThan(0);
          expect(word.length).toBeLessThanOrEqual(40);
        }
      }),
    );
  });
});
