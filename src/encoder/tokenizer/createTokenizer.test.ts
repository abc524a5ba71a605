import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import type { TokenizerSettings } from "../../format/encoder/manifest";
import { createTokenizer } from "./createTokenizer";

const shared = process.env.AISLE_SHARED;

/** Settings for a vocabulary that holds BERT's special tokens. */
function settingsFor(vocabulary: readonly string[], changes: Partial<TokenizerSettings> = {}): TokenizerSettings {
  const special = (token: string) => ({ token, id: vocabulary.indexOf(token) });
  return {
    kind: "wordpiece",
    lowercase: true,
    stripAccents: true,
    splitChineseCharacters: true,
    maxWordCharacters: 100,
    unknown: special("[UNK]"),
    classification: special("[CLS]"),
    separator: special("[SEP]"),
    others: [special("[PAD]"), special("[MASK]")],
    ...changes,
  };
}

const specials = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const characters = [..."abcdefghijklmnopqrstuvwxyz0123456789σς.,-!"];
const small = [...specials, ...characters, ...characters.map((c) => `##${c}`), "mug", "red", "##s", "##der", "don"];
const vocabulary = [...new Set(small)];

function piecesOf(text: string, changes: Partial<TokenizerSettings> = {}, pieces = vocabulary): string[] {
  const tokenizer = createTokenizer(pieces, settingsFor(pieces, changes), { maxTokens: 64 });
  return [...tokenizer.encode(text)].map((id) => pieces[id]);
}

describe("createTokenizer", () => {
  it.each<[string, string[]]>([
    ["", []],
    ["  \t\n ", []],
    ["Mugs", ["mug", "##s"]],
    ["mug-red", ["mug", "-", "red"]],
    ["rédder!", ["red", "##der", "!"]],
    ["日本", ["[UNK]", "[UNK]"]],
    ["mug\u{20001}\u{20002}", ["mug", "[UNK]", "[UNK]"]],
    ["mug☕", ["[UNK]"]],
    ["mug [MASK] red", ["mug", "[MASK]", "red"]],
    ["\u200bmug\u200b\u0000", ["mug"]],
    ["ΣΣ", ["σ", "##σ"]],
    ["ΑΣ", ["[UNK]"]],
    ["ม\u0e31", ["[UNK]"]],
    ["\ud800mug", ["mug"]],
  ])("splits %j", (text, pieces) => {
    expect(piecesOf(text)).toEqual(["[CLS]", ...pieces, "[SEP]"]);
  });

  it("strips every mark without room of its own, as BERT does", () => {
    expect(piecesOf("m\u0483u\u0591g")).toEqual(["[CLS]", "mug", "[SEP]"]);
  });

  it("keeps case and accents of a cased vocabulary", () => {
    const cased = [...specials, "M", "m", "##u", "##g", "e", "é"];
    const settings = { lowercase: false, stripAccents: false };
    expect(piecesOf("Mug mug é", settings, cased)).toEqual([
      "[CLS]",
      "M",
      "##u",
      "##g",
      "m",
      "##u",
      "##g",
      "é",
      "[SEP]",
    ]);
  });

  it("does not confuse pieces with properties of objects", () => {
    const odd = [...specials, "__", "proto", "constructor"];
    expect(piecesOf("constructor toString", {}, odd)).toEqual(["[CLS]", "constructor", "[UNK]", "[SEP]"]);
  });

  it("cuts at the model's length, [SEP] included", () => {
    const ids = createTokenizer(vocabulary, settingsFor(vocabulary), { maxTokens: 8 }).encode("mug ".repeat(20));
    expect(ids.length).toBe(8);
    expect(vocabulary[ids[7]]).toBe("[SEP]");
  });

  it("gives a long text the ids it would have in one piece", () => {
    const word = fc.oneof(
      fc.constantFrom(
        "mug",
        "réd-der",
        "don't",
        "日本製",
        "[MASK]",
        "a.b.c",
        "ΑΣ",
        "x".repeat(150),
        "☕️",
        "\u0301",
        "Σ'Σ",
      ),
      fc.string({ unit: "grapheme", maxLength: 12 }),
      fc.constant("é".repeat(3_000)),
    );
    const gap = fc.constantFrom(" ", "", "\n", ",", ". ");
    const text = fc.array(fc.tuple(word, gap), { maxLength: 400 }).map((parts) => parts.flat().join(""));
    const settings = settingsFor(vocabulary);
    const cut = createTokenizer(vocabulary, settings, { maxTokens: 256 });
    fc.assert(
      fc.property(text, fc.nat(6_000), (body, padding) => {
        const whole = `${"mug ".repeat(padding % 60)}${" ".repeat(padding)}${body}`;
        const ids = [...cut.encode(whole)].slice(1, -1);
        const expected = wordByWord(whole);
        expect(ids).toEqual(expected.slice(0, 254));
      }),
      { numRuns: 60 },
    );
  });

  it("reads only the beginning of a megabyte", () => {
    const tokenizer = createTokenizer(vocabulary, settingsFor(vocabulary), { maxTokens: 256 });
    for (const text of ["mug ", "a", "日", "🎁", "a.", "[", "x\u0301"]) {
      expect(tokenizer.encode(text.repeat(1_000_000 / text.length)).length).toBeGreaterThanOrEqual(3);
    }
  });

  it("never throws, and its ids are in the vocabulary", () => {
    const tokenizer = createTokenizer(vocabulary, settingsFor(vocabulary), { maxTokens: 32 });
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        const ids = tokenizer.encode(text);
        expect(ids[0]).toBe(2);
        expect(ids.at(-1)).toBe(3);
        expect(ids.every((id) => id >= 0 && id < vocabulary.length)).toBe(true);
        const share = tokenizer.uncovered(text);
        expect(share >= 0 && share <= 1).toBe(true);
      }),
    );
  });

  it("tells a language it does not know", () => {
    const tokenizer = createTokenizer(vocabulary, settingsFor(vocabulary), { maxTokens: 32 });
    expect(tokenizer.uncovered("red mugs, 12")).toBeCloseTo(1 / 3);
    expect(tokenizer.uncovered("日本製 包丁")).toBe(1);
    expect(tokenizer.uncovered("лампа")).toBe(1);
    expect(tokenizer.uncovered("12 ☕ !!!")).toBe(0);
    expect(tokenizer.uncovered("")).toBe(0);
  });

  it("takes single characters for words in a Chinese vocabulary", () => {
    const chinese = [...specials, ...Array.from({ length: 3_000 }, (_, i) => String.fromCharCode(0x4e00 + i))];
    const tokenizer = createTokenizer(chinese, settingsFor(chinese), { maxTokens: 32 });
    expect(tokenizer.uncovered("一丁七")).toBe(0);
  });
});

/** The words of a text tokenised one at a time by a tokenizer that never cuts. */
function wordByWord(text: string): number[] {
  const whole = createTokenizer(vocabulary, settingsFor(vocabulary), { maxTokens: 1_000_000 });
  return text.split(/[ \t\n\r]/).flatMap((word) => [...whole.encode(word)].slice(1, -1));
}

describe.skipIf(!shared)("createTokenizer with the vocabulary of all-MiniLM-L6-v2", () => {
  let pieces: string[];
  let golden: { text: string; ids: number[] }[];
  beforeAll(() => {
    pieces = readFileSync(join(shared!, "models/all-MiniLM-L6-v2/vocab.txt"), "utf8").trimEnd().split("\n");
    const lines = readFileSync(join(shared!, "golden/minilm.jsonl"), "utf8").trimEnd().split("\n");
    golden = lines.map((line) => JSON.parse(line));
  });

  it("has the ids of every golden line", () => {
    const tokenizer = createTokenizer(pieces, settingsFor(pieces), { maxTokens: 256 });
    expect(golden.length).toBe(207);
    expect(golden.filter(({ text, ids }) => [...tokenizer.encode(text)].join() !== ids.join())).toEqual([]);
  });

  it("covers English and does not cover Chinese or Arabic", () => {
    const tokenizer = createTokenizer(pieces, settingsFor(pieces), { maxTokens: 256 });
    const english = golden.slice(25, 205).map(({ text }) => tokenizer.uncovered(text));
    expect(english.reduce((sum, share) => sum + share, 0) / english.length).toBeLessThan(0.2);
    expect(tokenizer.uncovered("北欧风 棉麻 四件套")).toBeGreaterThan(0.9);
    expect(tokenizer.uncovered("مصباح مكتب")).toBeGreaterThan(0.8);
  });
});
