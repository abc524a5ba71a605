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

/** Some 20,000 tokens, more than ten times the channels of the widest input. */
const PRODUCT_TEXTS = 500;
const PIECE_ROWS = 300;
/** Rows as short as searches are: so many, because they hold few tokens each. */
const SHORT_ROWS = 600;
const UNKNOWN_SHARE = 0.05;
const SEED = 1;

/** Texts, and rows of pieces drawn from the vocabulary itself: no text uses all of it. */
export function calibrationSequences(
  tokenizer: Tokenizer,
  vocabulary: CheckpointTokenizer,
  { texts = productTexts({ count: PRODUCT_TEXTS, seed: SEED }) }: SequenceOptions = {},
): Int32Array[] {
  return [...texts.map((text) => tokenizer.encode(text)), ...pieceRows(vocabulary)];
}

/** Words, some of them with continuations, among digits, marks, letters on their own and what the vocabulary lacks. */
function pieceRows({ vocabulary, settings }: CheckpointTokenizer): Int32Array[] {
  const { unknown, others, classification, separator } = settings;
  const special = new Set([unknown, classification, separator, ...others].map(({ id }) => id));
  const ordinary = vocabulary.flatMap((piece, id) => (special.has(id) || isPlaceholder(piece) ? [] : [id]));
  const continuations = ordinary.filter((id) => vocabulary[id].startsWith("##"));
  const alone = ordinary.filter((id) => !vocabulary[id].startsWith("##"));
  const characters = alone.filter((id) => [...vocabulary[id]].length === 1);
  const words = alone.filter((id) => [...vocabulary[id]].length > 1);
  const random = seededRandom(SEED);
  // Frequent pieces come first in a vocabulary, and come more often in texts.
  const draw = (ids: readonly number[]) => ids[Math.floor(random() ** 1.5 * ids.length)];
  // In Chinese a single character is a word.
  const characterShare = characters.length > words.length ? 0.9 : 0.15;
  const row = (length: number): Int32Array => {
    const ids = [classification.id];
    while (ids.length <= length) {
      const known = draw(random() < characterShare ? characters : words) ?? draw(ordinary);
      ids.push(random() < UNKNOWN_SHARE ? unknown.id : known);
      while (random() < 0.2 && continuations.length > 0) ids.push(draw(continuations));
    }
    return Int32Array.from([...ids, separator.id]);
  };
  return [
    ...Array.from({ length: PIECE_ROWS }, () => row(4 + Math.floor(random() * 16))),
    ...Array.from({ length: SHORT_ROWS }, (_, i) => row(i % 4)),
  ];
}
