/** Where a text may be cut, and what may be left out of it, without changing the ids of what is kept. */

/**
 * Word pieces are found word by word, so a text may be cut wherever a word certainly ends: after white space and after
 * these marks, each a word of its own. Marks that may belong to a special token (`[MASK]`, `<s>`) are not among them.
 */
const WORD_END = /[ \t\n\r,;.:!?'"&()/%*=+]/;
const WORD_END_OR_CHINESE = /[ \t\n\r,;.:!?'"&()/%*=+\u4e00-\u9fff]/;

/**
 * Letters, digits and pictures: normalisation makes one or more of each, never none, and no word ends between them.
 * Not the replacement character, which is dropped, nor Chinese characters, which are words of their own.
 */
const WORD_CHARACTER = "(?![\\ufffd\\u3400-\\u4dbf\\u4e00-\\u9fff\\uf900-\\ufaff])[\\p{L}\\p{N}\\p{So}]";
const LONG_RUN = new RegExp(`(?<!${WORD_CHARACTER})(?:${WORD_CHARACTER}){1000,}`, "gu");

export interface SlicesOptions {
  /** Length of a slice; a slice grows until it ends with a word. */
  readonly sliceCharacters: number;
  /** Chinese characters are words of their own. */
  readonly splitChineseCharacters: boolean;
  /** Longer words are unknown, at whatever length: they are shortened to twice that. */
  readonly maxWordCharacters: number;
}

/** Cuts a text in slices whose ids, one after another, are the ids of the whole. */
export function* wordSlices(text: string, options: SlicesOptions): Generator<string> {
  const { sliceCharacters, maxWordCharacters } = options;
  const end = options.splitChineseCharacters ? WORD_END_OR_CHINESE : WORD_END;
  let start = 0;
  while (start < text.length) {
    let cut = Math.min(start + sliceCharacters, text.length);
    while (cut < text.length && !end.test(text[cut - 1])) cut++;
    const slice = text.slice(start, cut);
    yield slice.length > 2 * sliceCharacters ? shortenEndlessWords(slice, maxWordCharacters) : slice;
    start = cut;
  }
}

/** A megabyte of `aaaa…` is one [UNK], and so is its beginning. */
function shortenEndlessWords(text: string, maxWordCharacters: number): string {
  return text.replace(LONG_RUN, (run) => {
    // Twice as many UTF-16 units as characters are asked for, so that surrogate pairs still leave enough.
    const end = 2 * (maxWordCharacters + 1);
    return run.length <= end ? run : run.slice(0, end).replace(/[\ud800-\udbff]$/, "");
  });
}
