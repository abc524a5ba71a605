import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { viewOf } from "../sampleContext";
import { topRows } from "../topRows";
import { isOneEdit, nearWords } from "./nearWords";
import { searchWords } from "./searchWords";
import { wordIndexOf } from "./wordIndexOf";

const TITLES = [
  "stainless steel kettle",
  "enamel teapot red",
  "red ceramic mug",
  "cordless drill 18V",
  "drill bit set",
  "gardening gloves",
  "雕花玻璃茶壶",
  "玻璃杯",
];
const index = wordIndexOf(viewOf(TITLES.map((title, i) => ({ id: `s${i}`, title }))));
const find = (text: string) => {
  const { scores, best } = searchWords(index, text);
  return [...topRows(scores, 3, { above: 0.2 * best })].map((row) => TITLES[row]);
};

describe("searchWords", () => {
  it.each([
    ["kettle", ["stainless steel kettle"]],
    ["red mug", ["red ceramic mug", "enamel teapot red"]],
    ["KETTLES", ["stainless steel kettle"]],
    ["ketle", ["stainless steel kettle"]],
    ["tepaot", ["enamel teapot red"]],
    ["garden", ["gardening gloves"]],
    ["玻璃", ["玻璃杯", "雕花玻璃茶壶"]],
    ["xylophone", []],
    ["🎁", []],
  ])("finds %j", (text, titles) => {
    expect(find(text)).toEqual(titles);
  });

  it("does not reach 1 where words of the query are unknown", () => {
    const { scores, best } = searchWords(index, "kettle qqqqqqq");
    expect(Math.max(...scores) / best).toBeLessThan(0.8);
  });

  it("gives finite scores for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const { scores, best } = searchWords(index, text);
        expect(scores.every(Number.isFinite) && Number.isFinite(best)).toBe(true);
      }),
    );
  });
});

describe("nearWords", () => {
  it("leaves short words alone", () => {
    expect(nearWords(index, "mub")).toEqual([]);
  });

  it("knows one edit as the distance table does", () => {
    const word = fc.string({ unit: fc.constantFrom("a", "b", "c"), maxLength: 6 });
    fc.assert(
      fc.property(word, word, (a, b) => isOneEdit(a, b) === (editDistance(a, b) === 1)),
      {
        numRuns: 2000,
      },
    );
  });
});

/** Optimal string alignment by the whole table. */
function editDistance(a: string, b: string): number {
  const table = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => i + j));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      table[i][j] = Math.min(table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        table[i][j] = Math.min(table[i][j], table[i - 2][j - 2] + 1);
      }
    }
  }
  return table[a.length][b.length];
}
