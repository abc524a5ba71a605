import type { WordIndex } from "./wordIndex";

/** A word shorter than this is matched as it stands: one edit turns it into too many others. */
export const MIN_TYPO_LENGTH = 4;
const MAX_NEAR = 12;

/**
 * Terms of the index one edit away (insertion, deletion, substitution, or two neighbouring letters swapped), the most
 * frequent first.
 */
export function nearWords(index: WordIndex, word: string): number[] {
  if (word.length < MIN_TYPO_LENGTH) return [];
  return mostFrequent(index, (term) => isOneEdit(word, term));
}

/** Terms that begin with the word: what is still being typed. */
export function longerWords(index: WordIndex, word: string): number[] {
  if (word.length < 2) return [];
  return mostFrequent(index, (term) => term.length > word.length && term.startsWith(word));
}

function mostFrequent(index: WordIndex, matches: (term: string) => boolean): number[] {
  const found: number[] = [];
  for (let id = 0; id < index.terms.length; id++) if (matches(index.terms[id])) found.push(id);
  const frequency = (id: number) => index.starts[id + 1] - index.starts[id];
  return found.sort((a, b) => frequency(b) - frequency(a) || a - b).slice(0, MAX_NEAR);
}

export function isOneEdit(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1 || a === b) return false;
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  let i = 0;
  while (i < short.length && short[i] === long[i]) i++;
  if (short.length < long.length) return short.slice(i) === long.slice(i + 1);
  if (short.slice(i + 1) === long.slice(i + 1)) return true;
  return short[i] === long[i + 1] && short[i + 1] === long[i] && short.slice(i + 2) === long.slice(i + 2);
}
