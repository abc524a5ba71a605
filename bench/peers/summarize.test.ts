import { describe, expect, it } from "vitest";
// @ts-expect-error a plain script
import { chart } from "./chart.mjs";
// @ts-expect-error a plain script
import { pairedRatios, quantile } from "./statistics.mjs";
// @ts-expect-error a plain script
import { summarize } from "./summarize.mjs";
// @ts-expect-error a plain script
import { LENGTHS, seededRandom, shuffled, textsOfLengths } from "./texts.mjs";

const keys = ["relaxed", "simd128", "shipped", "slow", "fast"];
/** Milliseconds, or bytes, of each candidate; two rounds. */
const figure: Record<string, number> = { relaxed: 2, simd128: 4, shipped: 1, slow: 10, fast: 6 };
const both = (key: string) => [figure[key], figure[key] * 1.5];

describe("the bench's summary", () => {
  const measured = {
    oneText: new Map(
      keys.map((key) => [key, Object.fromEntries(LENGTHS.map((length: number) => [length, both(key)]))]),
    ),
    bulk: { short: new Map(keys.map((key) => [key, both(key)])), long: new Map(keys.map((key) => [key, both(key)])) },
    start: new Map(keys.map((key) => [key, { starts: both(key), peaks: both(key) }])),
    startAtOnce: new Map(keys.map((key) => [key, { starts: both(key) }])),
    wire: new Map(
      keys.map((key) => [key, { runtime: { brotli: figure[key] * 10 }, whole: { brotli: figure[key] * 100 } }]),
    ),
    peers: ["slow", "fast"],
  };
  const { ratios, details } = summarize(measured);

  it("compares with the fastest peer", () => {
    expect(ratios).toEqual({
      oneText: { 8: 3, 16: 3, 32: 3, 64: 3, 128: 3 },
      simd128: { 16: 1.5, 32: 1.5 },
      bulk: { short: 3, long: 3 },
      coldStart: 6,
      tableStart: null,
      runtimeBytes: 6,
      wholeBytes: 6,
      memory: 6,
    });
    expect(details.oneText[8].peer).toBe("fast");
  });

  it("compares the table's start where the encoder has one", () => {
    const start = new Map([...measured.start, ["table", { starts: [0.5, 0.75], peaks: [1, 1] }]]);
    expect(summarize({ ...measured, start }).ratios).toMatchObject({ coldStart: 6, tableStart: 12 });
  });

  it("is drawn with one bar a ratio", () => {
    expect(chart(details).match(/<rect /g)?.length).toBe(13);
  });

  it("pairs what was measured one after the other", () => {
    expect(pairedRatios([2, 20, 6], [1, 10, 2])).toEqual({ median: 2, low: 2, high: 2.5, pairs: 3 });
    expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  });
});

describe("the bench's texts", () => {
  it("have exactly the tokens asked for, of words both vocabularies know", () => {
    const words = ["[CLS]", "##ing", "mug", "blue", "table", "stone", "Über", "extraordinary"];
    const texts = textsOfLengths(words, [...words, "copper"], seededRandom(1));
    for (const length of LENGTHS) {
      for (const text of texts[length]) {
        const parts = text.split(" ");
        expect(parts.length).toBe(length - 2);
        expect(parts.every((word: string) => ["blue", "table", "stone"].includes(word))).toBe(true);
      }
    }
  });

  it("are shuffled the same way by the same seed", () => {
    const list = Array.from({ length: 20 }, (_, i) => i);
    expect(shuffled(list, seededRandom(5))).toEqual(shuffled(list, seededRandom(5)));
    expect(shuffled(list, seededRandom(5))).not.toEqual(list);
    expect([...shuffled(list, seededRandom(5))].sort((a, b) => a - b)).toEqual(list);
  });
});
