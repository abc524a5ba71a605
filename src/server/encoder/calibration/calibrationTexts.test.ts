import { describe, expect, it } from "vitest";
import { TINY_VOCABULARY } from "../tinyCheckpoint";
import { calibrationSequences } from "./calibrationSequences";
import { productTexts } from "./productTexts";

describe("productTexts", () => {
  it("are the same each time, and others for another seed", () => {
    expect(productTexts({ count: 50, seed: 1 })).toEqual(productTexts({ count: 50, seed: 1 }));
    expect(productTexts({ count: 50, seed: 2 })).not.toEqual(productTexts({ count: 50, seed: 1 }));
  });

  it("are short and long, and hardly ever alike", () => {
    const texts = productTexts({ count: 2000, seed: 1 });
    expect(new Set(texts).size).toBeGreaterThan(1900);
    const words = texts.map((text) => text.split(" ").length).sort((a, b) => a - b);
    expect(words[100]).toBeLessThanOrEqual(3);
    expect(words[1900]).toBeGreaterThan(20);
    for (const text of texts) expect(text).toMatch(/^\S(.*\S)?$/);
    expect(texts.join("\n")).not.toMatch(/undefined|NaN/);
  });
});

describe("calibrationSequences", () => {
  const special = (token: string) => ({ token, id: TINY_VOCABULARY.indexOf(token) });
  const settings = {
    kind: "wordpiece" as const,
    lowercase: true,
    stripAccents: true,
    splitChineseCharacters: true,
    maxWordCharacters: 100,
    unknown: special("[UNK]"),
    classification: special("[CLS]"),
    separator: special("[SEP]"),
    others: [special("[PAD]"), special("[MASK]")],
  };
  const tokenizer = { encode: (text: string) => Int32Array.of(text.length), uncovered: () => 0 };

  it("are the texts given, and rows of pieces of the vocabulary", () => {
    const sequences = calibrationSequences(
      tokenizer,
      { vocabulary: TINY_VOCABULARY, settings },
      { texts: ["a", "bcd"] },
    );
    expect(sequences.slice(0, 2)).toEqual([Int32Array.of(1), Int32Array.of(3)]);
    expect(sequences.length).toBeGreaterThan(100);
    for (const ids of sequences.slice(2)) {
      const [first, ...rest] = [...ids].map((id) => TINY_VOCABULARY[id]);
      expect(first).toBe("[CLS]");
      expect(rest.pop()).toBe("[SEP]");
      expect(rest[0] ?? "").not.toMatch(/^##/);
      for (const piece of rest) expect(piece).not.toMatch(/^\[(?!UNK)/);
    }
    const lengths = sequences.slice(2).map(({ length }) => length);
    expect([Math.min(...lengths), Math.max(...lengths) > 16]).toEqual([2, true]);
    const used = new Set(sequences.slice(2).flatMap((ids) => [...ids]));
    expect(used.size).toBe(TINY_VOCABULARY.filter((piece) => !/^\[(PAD|MASK|unused0)\]$/.test(piece)).length);
  });
});
