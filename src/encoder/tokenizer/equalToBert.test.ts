/** Piece for piece the same as `BertTokenizer` of @xenova/transformers, whatever the text and the vocabulary. */
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ChunkEntry, TokenizerSettings } from "../../format/encoder/manifest";
import type { Tokenizer } from "../encoderEngine";
import { createTokenizer } from "./createTokenizer";
import { createXenovaTokenizer } from "./testing/xenovaTokenizer";

const MAX_TOKENS = 100_000;
const SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];

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

interface Pair {
  readonly name: string;
  readonly pieces: readonly string[];
  readonly ours: Tokenizer;
  readonly theirs: Tokenizer;
}

function pairOf(name: string, pieces: readonly string[], changes: Partial<TokenizerSettings> = {}): Pair {
  const settings = settingsFor(pieces, changes);
  const options = { maxTokens: MAX_TOKENS };
  return {
    name,
    pieces,
    ours: createTokenizer(pieces, settings, options),
    theirs: createXenovaTokenizer(pieces, settings, options),
  };
}

/** The demo's pruned vocabulary: 8,000 pieces, single characters kept, longer words spelled with what is left. */
function shippedVocabulary(): string[] {
  const folder = "public/aisle/encoder";
  const { vocabulary } = JSON.parse(readFileSync(join(folder, "manifest.json"), "utf8"));
  const text = vocabulary.chunks.map(({ file, inflated }: ChunkEntry) => {
    const bytes = readFileSync(join(folder, file));
    return (inflated === undefined ? bytes : inflateRawSync(bytes)).toString("utf8");
  });
  return text.join("").trimEnd().split("\n");
}

const checkpoint = process.env.AISLE_SHARED && join(process.env.AISLE_SHARED, "models/all-MiniLM-L6-v2/vocab.txt");
const full = checkpoint && existsSync(checkpoint) ? readFileSync(checkpoint, "utf8").trimEnd().split("\n") : [];
const shipped = shippedVocabulary();
/** Few whole words, so that nearly all is spelled, and marks, accents and case that others lack. */
const odd = [
  ...SPECIALS,
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789σςΣéÉüİı日本北欧ㄱ가\u{20001}☕.,-!#$₀²",
  ..."abcdefghijklmnopqrstuvwxyzABCDEFGHIJ0123456789σςéü가\u1100\u1161\u302e\u302f\u{1d165}\u{1d16d}☕"
    .replace(/./gsu, "##$& ")
    .trim()
    .split(" "),
  ...["mug", "Mug", "don", "##mug", "__proto__", "constructor", "##", "##tion", "tion", "the", "ff", "ﬀ"],
];
const oddVocabulary = [...new Set(odd)];

const pairs: readonly Pair[] = [
  pairOf("the shipped vocabulary", shipped),
  ...(full.length > 0 ? [pairOf("the checkpoint's vocabulary", full)] : []),
  pairOf("a vocabulary that spells", oddVocabulary),
  pairOf("a cased vocabulary", oddVocabulary, { lowercase: false, stripAccents: false }),
  pairOf("a cased vocabulary without accents", oddVocabulary, { lowercase: false }),
  pairOf("an uncased vocabulary with accents", oddVocabulary, { stripAccents: false }),
  pairOf("Chinese in words, and short words only", oddVocabulary, {
    splitChineseCharacters: false,
    maxWordCharacters: 7,
  }),
];

function expectEqual({ name, ours, theirs }: Pair, text: string): void {
  const got = ours.encode(text);
  const wanted = theirs.encode(text);
  if (got.length !== wanted.length || got.some((id, at) => id !== wanted[at])) {
    expect([name, text, [...got]]).toEqual([name, text, [...wanted]]);
  }
}

const codePoint = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: 0, max: 0x24f }) },
  { weight: 2, arbitrary: fc.integer({ min: 0x250, max: 0x2fff }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x3000, max: 0xffff }) },
  { weight: 1, arbitrary: fc.integer({ min: 0x10000, max: 0x10ffff }) },
  // Combining marks, with room of their own and without, of several classes.
  { weight: 1, arbitrary: fc.constantFrom(0x301, 0x323, 0x338, 0x302e, 0x302f, 0x1d165, 0x1d16d, 0x93f, 0x5b0) },
  // Chinese and Korean, both planes, and those that decompose.
  { weight: 1, arbitrary: fc.constantFrom(0x4e00, 0x9fff, 0x3400, 0xf900, 0xfa6c, 0x20000, 0x2ceaf, 0x2f800, 0xac00) },
  // Controls, white space, halves of pairs, what becomes a mark, what changes its length in lower case.
  { weight: 1, arbitrary: fc.constantFrom(0, 9, 10, 0x85, 0xa0, 0xad, 0x200b, 0x2028, 0x3000, 0xfeff, 0xfffd, 0xe000) },
  { weight: 1, arbitrary: fc.constantFrom(0xd800, 0xdc00, 0x37e, 0x1fef, 0x226e, 0x387, 0x130, 0x3a3, 0x1e9e, 0x212b) },
);
const fragment = fc.constantFrom(
  ...["Mug", "mugs", " ", "-", "[MASK]", "[MASK", "[UNK]", "CAFÉ", "ΑΣ", "the", "x".repeat(101), "é".repeat(99)],
);
const text = fc
  .array(fc.oneof({ weight: 3, arbitrary: codePoint.map((code) => String.fromCodePoint(code)) }, fragment), {
    maxLength: 40,
  })
  .map((parts) => parts.join(""));

describe("the tokeniser and BertTokenizer", () => {
  it("agree on 10,000 random strings for every vocabulary", () => {
    fc.assert(
      fc.property(text, (string) => {
        for (const pair of pairs) expectEqual(pair, string);
      }),
      { numRuns: 10_000 },
    );
  });

  it("agree on every assigned character of Unicode, alone among letters", () => {
    const uncased = pairs.find(({ name }) => name === "a vocabulary that spells")!;
    const cased = pairs.find(({ name }) => name === "a cased vocabulary")!;
    // Planes 4 to 13 are empty, 15 and 16 for private use.
    for (const [from, to] of [
      [0, 0x33fff],
      [0xe0000, 0xe0fff],
      [0xf0000, 0xf00ff],
    ]) {
      for (let start = from; start < to; start += 256) {
        let string = "";
        for (let code = start; code < start + 256; code++) string += ` A${String.fromCodePoint(code)}b`;
        expectEqual(uncased, string);
        expectEqual(cased, string);
      }
    }
  });

  it("agree on the share of unknown pieces", () => {
    fc.assert(
      fc.property(text, (string) => {
        for (const { ours, theirs } of pairs) expect(ours.uncovered(string)).toBe(theirs.uncovered(string));
      }),
      { numRuns: 1_000 },
    );
  });

  it.skipIf(full.length === 0)("agree on all golden lines", () => {
    const lines = readFileSync(join(process.env.AISLE_SHARED!, "golden/minilm.jsonl"), "utf8").trimEnd().split("\n");
    expect(lines.length).toBe(207);
    for (const line of lines) for (const pair of pairs) expectEqual(pair, JSON.parse(line).text);
  });
});
