import { BertTokenizer } from "@xenova/transformers/src/tokenizers.js";
import type { TokenizerSettings } from "../../format/encoder/manifest";
import type { Tokenizer } from "../encoderEngine";
import { wordSlices } from "./firstWords";

export interface TokenizerOptions {
  /** Ids of a text, [CLS] and [SEP] included; `EncoderConfig.maxTokens`. */
  readonly maxTokens: number;
}

/** Some 20 characters for each of 256 tokens: most texts are one slice, and a long one is not read to its end. */
const SLICE_CHARACTERS = 5_000;
/** A vocabulary with more Chinese characters than these was made for Chinese: there a single character is a word. */
const CHINESE_VOCABULARY = 2_000;
const SINGLE_CHINESE_CHARACTER = /^[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]$/;
const LETTER = /\p{L}/u;

/**
 * WordPiece as BERT does it, by `BertTokenizer` of @xenova/transformers. A word is split greedily into the longest pieces
 * at hand, so that a pruned vocabulary that kept the single characters spells whatever the full one could.
 * @param vocabulary pieces in order of ids
 */
export function createTokenizer(
  vocabulary: readonly string[],
  settings: TokenizerSettings,
  { maxTokens }: TokenizerOptions,
): Tokenizer {
  const bert = new BertTokenizer(tokenizerJson(vocabulary, settings), {});
  if (settings.stripAccents) bert.normalizer.stripAccents = stripAccents;
  const { maxWordCharacters, splitChineseCharacters } = settings;
  const sliceOptions = { sliceCharacters: SLICE_CHARACTERS, splitChineseCharacters, maxWordCharacters };
  const slicesOf = (text: string) => wordSlices(likeBert(text, settings), sliceOptions);
  const chinese = vocabulary.filter((piece) => SINGLE_CHINESE_CHARACTER.test(piece)).length >= CHINESE_VOCABULARY;
  const unknown = settings.unknown.token;

  return {
    encode(text) {
      const ids = [settings.classification.id];
      for (const slice of slicesOf(text)) {
        for (const id of bert.encode(slice, null, { add_special_tokens: false })) ids.push(id);
        if (ids.length >= maxTokens) break;
      }
      ids.length = Math.min(ids.length, maxTokens - 1);
      ids.push(settings.separator.id);
      return Int32Array.from(ids);
    },

    uncovered(text) {
      let pieces = 0;
      let uncovered = 0;
      for (const slice of slicesOf(text)) {
        // Numbers and pictures tell nothing of the language.
        const words = bert.pre_tokenizer(bert.normalizer(slice)).filter((word) => LETTER.test(word));
        for (const word of words) {
          for (const piece of bert.model.encode([word])) {
            pieces++;
            const body = piece.replace(/^##(?=.)/su, "");
            const single = [...body].length === 1 && !(chinese && SINGLE_CHINESE_CHARACTER.test(body));
            if (piece === unknown || single) uncovered++;
          }
        }
        if (pieces >= maxTokens) break;
      }
      return pieces === 0 ? 0 : uncovered / pieces;
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
