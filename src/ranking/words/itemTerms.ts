import type { Item } from "../../types";
import { type WordsOfOptions, wordsOf } from "./wordsOf";

/** Weights are whole sixteenths, so that the index stores them in a byte. */
export const FIELD_WEIGHT = { title: 16, brand: 16, category: 8, attributes: 8, description: 4 } as const;
/** Terms below this weight are searched, but do not make two items alike: descriptions repeat the shop's phrases. */
export const CORE_WEIGHT = FIELD_WEIGHT.category;
const MAX_DESCRIPTION_TERMS = 40;
const MAX_TERMS = 160;

/** @returns weight of each distinct term in sixteenths, 1 to 255 */
export function itemTerms(item: Item, options: WordsOfOptions = {}): Map<string, number> {
  const terms = new Map<string, number>();
  add(terms, item.title, FIELD_WEIGHT.title, options);
  if (item.brand) add(terms, item.brand, FIELD_WEIGHT.brand, options);
  for (const level of item.category ?? []) add(terms, level, FIELD_WEIGHT.category, options);
  for (const value of Object.values(item.attributes ?? {})) add(terms, value, FIELD_WEIGHT.attributes, options);
  if (item.description) {
    let left = MAX_DESCRIPTION_TERMS;
    // Bigrams find a description as well; its longer words are not worth a segmenter's time.
    for (const word of wordsOf(item.description, { maxCharacters: 600 })) {
      if (left === 0 || terms.size >= MAX_TERMS) break;
      if (terms.has(word)) continue;
      terms.set(word, FIELD_WEIGHT.description);
      left--;
    }
  }
  return terms;
}

function add(terms: Map<string, number>, text: string, weight: number, options: WordsOfOptions): void {
  for (const word of wordsOf(text, options)) {
    const known = terms.get(word);
    // A word repeated in one field says little more than once: the stronger field counts, repeats do not.
    if (known === undefined && terms.size < MAX_TERMS) terms.set(word, weight);
    else if (known !== undefined && known < weight) terms.set(word, weight);
  }
}
