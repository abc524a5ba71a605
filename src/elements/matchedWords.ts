import { wordsOf } from "../ranking/words/wordsOf";

export interface TitlePart {
  readonly text: string;
  readonly matched: boolean;
}

const RUN = /[\p{L}\p{N}\p{M}]+/gu;
/** "of" and "in" match everything and say nothing. */
const MIN_LETTERS = 3;

/** A title cut where words begin that also occur in one of the texts, folded as the word index folds them. */
export function matchedWords(title: string, texts: readonly string[]): readonly TitlePart[] {
  const known = new Set(texts.flatMap((text) => wordsOf(text)));
  return cut(title, (words) => words.some((word) => known.has(word) && isTelling(word)));
}

/** As `matchedWords`, for words that are still being typed: the beginning of a word is enough. */
export function begunWords(title: string, typed: string): readonly TitlePart[] {
  const begun = wordsOf(typed);
  return cut(title, (words) => words.some((word) => begun.some((start) => word.startsWith(start))));
}

function isTelling(word: string): boolean {
  return word.length >= MIN_LETTERS || /[^a-z]/.test(word);
}

function cut(title: string, matches: (words: readonly string[]) => boolean): readonly TitlePart[] {
  const parts: TitlePart[] = [];
  const add = (text: string, matched: boolean) => {
    const last = parts.at(-1);
    if (text === "") return;
    if (last?.matched === matched) parts[parts.length - 1] = { text: last.text + text, matched };
    else parts.push({ text, matched });
  };
  let end = 0;
  for (const run of title.matchAll(RUN)) {
    add(title.slice(end, run.index), false);
    add(run[0], matches(wordsOf(run[0])));
    end = run.index + run[0].length;
  }
  add(title.slice(end), false);
  return parts;
}
