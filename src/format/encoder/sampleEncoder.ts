/** A random encoder with a vocabulary to go with it, for tests that need a whole folder. */
import type { TokenizerSettings } from "./manifest";
import { type RandomEncoderOptions, randomEncoder } from "./randomEncoder";
import type { EncoderWeights } from "./weights";
import type { ModelCard } from "./writeEncoder";

export interface SampleEncoder {
  readonly weights: EncoderWeights;
  readonly card: ModelCard;
}

const SPECIALS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz0123456789"];

/** Spells any lower-case ASCII word; `vocabulary` is what the pieces need. */
export function sampleEncoder(options: Omit<RandomEncoderOptions, "vocabulary"> = {}): SampleEncoder {
  const vocabulary = [...SPECIALS, ...LETTERS, ...LETTERS.map((letter) => `##${letter}`), "mug", "##s", ".", "-"];
  const pieces = [...new Set(vocabulary)];
  const special = (token: string) => ({ token, id: pieces.indexOf(token) });
  const tokenizer: TokenizerSettings = {
    kind: "wordpiece",
    lowercase: true,
    stripAccents: true,
    splitChineseCharacters: true,
    maxWordCharacters: 100,
    unknown: special("[UNK]"),
    classification: special("[CLS]"),
    separator: special("[SEP]"),
    others: [special("[PAD]"), special("[MASK]")],
  };
  return {
    weights: randomEncoder({ ...options, vocabulary: pieces.length }),
    card: { name: "sample", licence: "Apache-2.0", derivedFrom: "random numbers", tokenizer, vocabulary: pieces },
  };
}
