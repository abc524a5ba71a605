/** Words to word pieces: greedily the longest piece at hand, from the left. */
import type { TokenizerSettings } from "../../format/encoder/manifest";

export interface WordPieces {
  /** Appends the ids of a normalised word to `ids`; a word that cannot be spelled is one unknown piece. */
  append(word: string, ids: number[]): void;
}

const CONTINUES = "##";

/** @param vocabulary pieces in order of ids; one that is there twice has its last id */
export function createWordPieces(vocabulary: readonly string[], settings: TokenizerSettings): WordPieces {
  const starts = new Map<string, number>();
  /** Keyed without their `##`. */
  const continuations = new Map<string, number>();
  let longest = 0;
  for (let id = 0; id < vocabulary.length; id++) {
    const piece = vocabulary[id];
    const continues = piece.startsWith(CONTINUES);
    // No word begins with ##: the marks would be words of their own.
    const text = continues ? piece.slice(CONTINUES.length) : piece;
    (continues ? continuations : starts).set(text, id);
    if (text.length > longest) longest = text.length;
  }
  const { unknown, maxWordCharacters } = settings;

  return {
    append(word, ids) {
      const whole = starts.get(word);
      const { length } = word;
      if (whole !== undefined && length <= maxWordCharacters) {
        ids.push(whole);
        return;
      }
      const first = ids.length;
      if (length > maxWordCharacters && countCharacters(word) > maxWordCharacters) {
        ids.push(unknown.id);
        return;
      }
      let pieces = starts;
      for (let start = 0; start < length; ) {
        let end = Math.min(length, start + longest);
        let id: number | undefined;
        // A cut through a surrogate pair is no piece: pieces are whole characters.
        while (end > start) {
          id = pieces.get(word.slice(start, end));
          if (id !== undefined) break;
          end--;
        }
        if (id === undefined) {
          ids.length = first;
          ids.push(unknown.id);
          return;
        }
        ids.push(id);
        pieces = continuations;
        start = end;
      }
    },
  };
}

function countCharacters(word: string): number {
  let count = 0;
  for (const _ of word) count++;
  return count;
}
