/**
 * Text → the words it is found and compared by. Latin and most other scripts split at anything that is neither letter
 * nor digit; scripts written without spaces give character bigrams, and the longer words `Intl.Segmenter` knows.
 */

/** A word breaker, such as `Intl.Segmenter` with granularity `word`; absent where the platform has none. */
export interface WordSegmenter {
  segment(text: string): Iterable<{ readonly segment: string; readonly isWordLike?: boolean }>;
}

export interface WordsOfOptions {
  readonly segmenter?: WordSegmenter;
  /** Reads at most so many characters; a feed may hold a title of a megabyte. Default 2,000. */
  readonly maxCharacters?: number;
}

const RUN = /[\p{L}\p{N}\p{M}]+/gu;
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+/gu;
/** Combining accents of Latin, Greek and Cyrillic; the vowel signs of other scripts carry meaning and stay. */
const ACCENTS = /[\u0300-\u036f]/g;
const MAX_WORD = 40;

/** @returns words in order of appearance, repeated as often as they occur */
export function wordsOf(text: string, options: WordsOfOptions = {}): string[] {
  const plain = fold(text.slice(0, options.maxCharacters ?? 2000));
  const words: string[] = [];
  for (const [run] of plain.matchAll(RUN)) {
    let end = 0;
    for (const match of run.matchAll(UNSPACED)) {
      if (match.index > end) words.push(stem(run.slice(end, match.index)));
      addUnspaced(words, match[0], options.segmenter);
      end = match.index + match[0].length;
    }
    if (end < run.length) words.push(stem(run.slice(end)));
  }
  return words;
}

function fold(text: string): string {
  return text.normalize("NFKD").replace(ACCENTS, "").normalize("NFC").toLowerCase();
}

/** Plural endings only: a stronger stemmer would merge words that shops keep apart. */
function stem(word: string): string {
  if (word.length > MAX_WORD) return word.slice(0, MAX_WORD);
  if (word.length < 4 || !word.endsWith("s") || /(ss|us|is)$/.test(word)) return word;
  if (word.length > 4 && word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  return /(x|ch|sh|ss)es$/.test(word) ? word.slice(0, -2) : word.slice(0, -1);
}

function addUnspaced(words: string[], run: string, segmenter: WordSegmenter | undefined): void {
  const characters = [...run];
  if (characters.length === 1) words.push(run);
  for (let i = 0; i + 1 < characters.length; i++) words.push(characters[i] + characters[i + 1]);
  if (!segmenter || characters.length < 3) return;
  for (const { segment, isWordLike } of segmenter.segment(run)) {
    // Two characters are a bigram already.
    if (isWordLike !== false && [...segment].length > 2) words.push(segment.slice(0, MAX_WORD));
  }
}
