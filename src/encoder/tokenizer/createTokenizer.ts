import type { TokenizerSettings } from "../../format/encoder/manifest";
import type { Tokenizer } from "../encoderEngine";
import { createWordSplitter } from "./splitWords";
import { createWordPieces } from "./wordPieces";

export interface TokenizerOptions {
  /** Ids of a text, [CLS] and [SEP] included; `EncoderConfig.maxTokens`. */
  readonly maxTokens: number;
}

/** A vocabulary with more Chinese characters than these was made for Chinese: there a single character is a word. */
const CHINESE_VOCABULARY = 2_000;
const SINGLE_CHINESE_CHARACTER = /^[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]$/;
const LETTER = /\p{L}/u;

/**
 * WordPiece as BERT does it, piece for piece what `BertTokenizer` of @xenova/transformers gives (the tests' oracle), many
 * times faster and reading no more of a text than it needs. A word is split greedily into the longest pieces at hand, so
 * that a pruned vocabulary that kept the single characters spells whatever the full one could.
 * @param vocabulary pieces in order of ids
 */
export function createTokenizer(
  vocabulary: readonly string[],
  settings: TokenizerSettings,
  { maxTokens }: TokenizerOptions,
): Tokenizer {
  const splitWords = createWordSplitter(settings);
  const pieces = createWordPieces(vocabulary, settings);
  const unknown = settings.unknown.id;
  let chinese: boolean | undefined;

  /** [UNK], or a character alone where that is no word. */
  function isUncovered(id: number): boolean {
    if (id === unknown) return true;
    const body = vocabulary[id].replace(/^##(?=.)/su, "");
    if ([...body].length > 1) return false;
    chinese ??= vocabulary.filter((piece) => SINGLE_CHINESE_CHARACTER.test(piece)).length >= CHINESE_VOCABULARY;
    return !(chinese && SINGLE_CHINESE_CHARACTER.test(body));
  }

  return {
    encode(text) {
      const ids = [settings.classification.id];
      splitWords(text, {
        word(word) {
          pieces.append(word, ids);
          return ids.length < maxTokens;
        },
        special({ id }) {
          ids.push(id);
          return ids.length < maxTokens;
        },
      });
      ids.length = Math.min(ids.length, maxTokens - 1);
      ids.push(settings.separator.id);
      return Int32Array.from(ids);
    },

    uncovered(text) {
      const ids: number[] = [];
      splitWords(text, {
        word(word) {
          // Numbers and pictures tell nothing of the language.
          if (LETTER.test(word)) pieces.append(word, ids);
          return ids.length < maxTokens;
        },
      });
      return ids.length === 0 ? 0 : ids.filter(isUncovered).length / ids.length;
    },
  };
}
