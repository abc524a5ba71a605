/**
 * Categories and brands that the feed lacks, from items that have them: a category by the nearest texts, a brand where a
 * title begins with a known one. What is filled is marked; nothing that the feed says is changed.
 */
import { wordsOf } from "../../ranking/words/wordsOf";
import type { Item } from "../../types";
import type { FilledAttribute } from "../ingest/dataset";
import type { Findings } from "./findings";

export interface Filled {
  readonly items: readonly Item[];
  readonly filled: Map<number, readonly FilledAttribute[]>;
}

/** Share of items that must have the attribute before others are guessed from them. */
const LEAST_KNOWN = 0.2;
const NEIGHBOURS = 7;
/** Cosine below which a text says nothing of another. */
const LEAST_CLOSENESS = 0.25;
/** Share of the neighbours' closeness that must agree. */
const LEAST_AGREEMENT = 0.6;
/** Words of more items than this say nothing of a category, and cost time. */
const MOST_POSTINGS = 2_000;

export function fillAttributes(items: readonly Item[], findings: Findings): Filled {
  const filled = new Map<number, readonly FilledAttribute[]>();
  const mark = (row: number, attribute: FilledAttribute) => filled.set(row, [...(filled.get(row) ?? []), attribute]);
  const category = categoryGuesser(items);
  const brand = brandGuesser(items);
  const complete = items.map((item, row): Item => {
    let result = item;
    const guessedCategory = item.category === undefined ? category?.(row) : undefined;
    if (guessedCategory) {
      result = { ...result, category: guessedCategory };
      mark(row, "category");
      note("filled_category", `${item.title}: ${guessedCategory.join(" > ")}`);
    }
    const guessedBrand = item.brand === undefined ? brand?.(item.title) : undefined;
    if (guessedBrand) {
      result = { ...result, brand: guessedBrand };
      mark(row, "brand");
      note("filled_brand", `${item.title}: ${guessedBrand}`);
    }
    return result;
  });
  return { items: complete, filled };

  function note(code: string, example: string): void {
    findings.add({ code, about: "items", action: "filled", count: 1, examples: [example] });
  }
}

/** The category that most of the nearest items by TF-IDF cosine share; undefined when nothing can be learned. */
function categoryGuesser(items: readonly Item[]): ((row: number) => readonly string[] | undefined) | undefined {
  const known = items.filter(({ category }) => category !== undefined).length;
  if (known === items.length || known < LEAST_KNOWN * items.length) return undefined;
  const words = items.map((item) => [
    ...new Set(wordsOf(`${item.title} ${item.brand ?? ""} ${item.description ?? ""}`)),
  ]);
  const postings = new Map<string, number[]>();
  words.forEach((own, row) => {
    for (const word of own) {
      const rows = postings.get(word);
      if (rows) rows.push(row);
      else postings.set(word, [row]);
    }
  });
  const rarity = (word: string) => Math.log((1 + items.length) / (1 + (postings.get(word)?.length ?? 0))) + 1;
  const norms = words.map((own) => Math.sqrt(own.reduce((sum, word) => sum + rarity(word) ** 2, 0)));
  return (row) => {
    const closeness = new Map<number, number>();
    for (const word of words[row]) {
      const rows = postings.get(word) ?? [];
      if (rows.length > MOST_POSTINGS) continue;
      const weight = rarity(word) ** 2;
      for (const other of rows) closeness.set(other, (closeness.get(other) ?? 0) + weight);
    }
    const nearest = [...closeness]
      .filter(([other]) => other !== row && items[other].category !== undefined)
      .map(([other, dot]) => ({ category: items[other].category ?? [], close: dot / (norms[row] * norms[other]) }))
      .filter(({ close }) => close >= LEAST_CLOSENESS)
      .sort((a, b) => b.close - a.close)
      .slice(0, NEIGHBOURS);
    return agreed(nearest);
  };
}

/** The deepest path that enough of the closeness agrees on. */
function agreed(
  nearest: readonly { readonly category: readonly string[]; readonly close: number }[],
): readonly string[] | undefined {
  const total = nearest.reduce((sum, { close }) => sum + close, 0);
  let path: readonly string[] | undefined;
  const deepest = Math.max(0, ...nearest.map(({ category }) => category.length));
  for (let depth = 1; depth <= deepest; depth++) {
    const votes = new Map<string, { readonly path: readonly string[]; close: number }>();
    for (const { category, close } of nearest) {
      if (category.length < depth) continue;
      const start = category.slice(0, depth);
      const vote = votes.get(start.join("\t")) ?? { path: start, close: 0 };
      vote.close += close;
      votes.set(start.join("\t"), vote);
    }
    const best = [...votes.values()].sort((a, b) => b.close - a.close)[0];
    if (best.close < LEAST_AGREEMENT * total) break;
    path = best.path;
  }
  return path;
}

/** A brand of several items that a title begins with. */
function brandGuesser(items: readonly Item[]): ((title: string) => string | undefined) | undefined {
  const counts = new Map<string, number>();
  for (const { brand } of items) if (brand) counts.set(brand, (counts.get(brand) ?? 0) + 1);
  const known = [...counts.values()].reduce((sum, count) => sum + count, 0);
  if (known === items.length || known < LEAST_KNOWN * items.length) return undefined;
  const brands = new Map<string, string>();
  for (const [brand, count] of counts) if (count >= 2 && brand.length >= 3) brands.set(brand.toLowerCase(), brand);
  return (title) => {
    const words = title.toLowerCase().split(/\s+/).slice(0, 4);
    for (let length = words.length; length > 0; length--) {
      const brand = brands.get(words.slice(0, length).join(" "));
      if (brand) return brand;
    }
    return undefined;
  };
}
