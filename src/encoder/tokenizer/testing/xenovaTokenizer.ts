/** The oracle of our tokeniser's tests, and its peer in the bench: `BertTokenizer` of @xenova/transformers. */
import { BertTokenizer } from "@xenova/transformers/src/tokenizers.js";
import type { TokenizerSettings } from "../../../format/encoder/manifest";
import type { Tokenizer } from "../../encoderEngine";
import type { TokenizerOptions } from "../createTokenizer";

const LETTER = /\p{L}/u;

/** Reads every text to its end. @param vocabulary pieces in order of ids */
export function createXenovaTokenizer(
  vocabulary: readonly string[],
  settings: TokenizerSettings,
  { maxTokens }: TokenizerOptions,
): Tokenizer {
  const bert = new BertTokenizer(tokenizerJson(vocabulary, settings), {});
  if (settings.stripAccents) bert.normalizer.stripAccents = stripAccents;

  return {
    encode(text) {
      const inner = bert.encode(likeBert(text, settings), null, { add_special_tokens: false });
      return Int32Array.from([settings.classification.id, ...inner.slice(0, maxTokens - 2), settings.separator.id]);
    },

    uncovered(text) {
      const words = bert.pre_tokenizer(bert.normalizer(likeBert(text, settings))).filter((word) => LETTER.test(word));
      const pieces = words.flatMap((word) => bert.model.encode([word]));
      const uncovered = pieces.filter(
        (piece) => piece === settings.unknown.token || [...piece.replace(/^##(?=.)/su, "")].length === 1,
      );
      return pieces.length === 0 ? 0 : uncovered.length / pieces.length;
    },
  };
}

const RARE_CHINESE_CHARACTERS = /[\u{20000}-\u{2a6df}\u{2a700}-\u{2ceaf}\u{2f800}-\u{2fa1f}]/gu;

/**
 * Two things the library does otherwise than BERT: it makes a sigma at the end of a word ς, where BERT lowers letter by
 * letter, and sees Chinese characters beyond the first plane as two halves, where BERT makes each a word.
 */
function likeBert(text: string, { lowercase, splitChineseCharacters }: TokenizerSettings): string {
  const lowered = lowercase ? text.replaceAll("Σ", "σ") : text;
  return splitChineseCharacters ? lowered.replace(RARE_CHINESE_CHARACTERS, " $& ") : lowered;
}

/** All marks that do not take room of their own go, as in BERT; the library strips Latin ones only. */
function stripAccents(text: string): string {
  return text.normalize("NFD").replace(/\p{Mn}/gu, "");
}

/** What Hugging Face's tokenizer.json would say. */
function tokenizerJson(vocabulary: readonly string[], settings: TokenizerSettings): unknown {
  const ids: Record<string, number> = Object.create(null);
  vocabulary.forEach((piece, id) => {
    ids[piece] = id;
  });
  const specials = [settings.unknown, settings.classification, settings.separator, ...settings.others];
  return {
    added_tokens: specials.map(({ token, id }) => ({ content: token, id, special: true })),
    normalizer: {
      type: "BertNormalizer",
      clean_text: true,
      handle_chinese_chars: settings.splitChineseCharacters,
      strip_accents: settings.stripAccents,
      lowercase: settings.lowercase,
    },
    pre_tokenizer: { type: "BertPreTokenizer" },
    post_processor: null,
    decoder: null,
    model: {
      type: "WordPiece",
      unk_token: settings.unknown.token,
      continuing_subword_prefix: "##",
      max_input_chars_per_word: settings.maxWordCharacters,
      vocab: ids,
    },
  };
}
