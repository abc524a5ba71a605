/** Token sequences that calibration measures activations on. */
import type { Tokenizer } from "../../../encoder/encoderEngine";
import { seededRandom } from "../../train/seededRandom";
import type { CheckpointTokenizer } from "../checkpointTokenizer";
import { isPlaceholder } from "../pruneVocabulary";
import { productTexts } from "./productTexts";

export interface SequenceOptions {
  /** Default: made up, English. */
  readonly texts?: readonly string[];
}

/** Some 16,000 tokens, ten times the channels of the widest input. */
const PRODUCT_TEXTS = 400;
const WORD_ROWS = 200;
const SEED = 1;

/** Texts, and rows of words drawn from the vocabulary itself: no text uses all of it. */
export function calibrationSequences(
  tokenizer: Tokenizer,
  vocabulary: CheckpointTokenizer,
  { texts = productTexts({ count: PRODUCT_TEXTS, seed: SEED }) }: SequenceOptions = {},
): Int32Array[] {
  return [...texts.map((text) => tokenizer.encode(text)), ...wordRows(vocabulary)];
}

/** Frequent pieces, which come first, more often than rare ones. */
function wordRows({ vocabulary, settings }: CheckpointTokenizer): Int32Array[] {
  const random = seededRandom(SEED);
  const special = new Set(
    [settings.unknown, ...settings.others, settings.classification, settings.separator].map(({ id }) => id),
  );
  const alone = vocabulary.flatMap((piece, id) =>
    special.has(id) || isPlaceholder(piece) || piece.startsWith("##") ? [] : [id],
  );
  const words = alone.filter((id) => [...vocabulary[id]].length > 1);
  // In Chinese a single character is a word.
  const pieces = words.length > alone.length / 2 ? words : alone;
  return Array.from({ length: WORD_ROWS }, () => {
    const length = 4 + Math.floor(random() * 16);
    const row = Array.from({ length }, () => pieces[Math.floor(random() ** 1.5 * pieces.length)]);
    return Int32Array.of(settings.classification.id, ...row, settings.separator.id);
  });
}
