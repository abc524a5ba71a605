/**
 * How close each candidate is to each interest point, one matrix a signal. Everything personal in the score, and every
 * reason given for it, is read from these: a point's effect is what the score loses without the point.
 */
import { tasteKey } from "../profile/keys";
import { isSensitive } from "../profile/sensitive";
import type { Item } from "../types";
import type { InterestPoint } from "./interestPoints";
import { itemPrice } from "./itemPrice";
import type { BlendWeights } from "./rankContext";
import { centredCosine, centredRows, type VectorSpace } from "./vectorSpace";
import { CORE_WEIGHT, itemTerms } from "./words/itemTerms";
import { inverseDocumentFrequency, type WordIndex } from "./words/wordIndex";

export const PERSONAL_SIGNALS = ["text", "words", "category", "brand", "price"] as const;
export type PersonalSignal = (typeof PERSONAL_SIGNALS)[number];

/**
 * Row-major `[candidates × points]`, each value in [0, 1]. An item is never close to itself, and one of a sensitive
 * category is close to nothing: it may be shown, but never because of the shopper.
 */
export type Closeness = Readonly<Record<PersonalSignal, Float32Array>>;

export interface ClosenessSources {
  readonly items: readonly Item[];
  readonly words: WordIndex;
  readonly space?: VectorSpace;
  readonly sensitiveCategories: readonly string[];
}

/** Prices a factor 1.65 apart are .6 close, a factor 4.5 apart .01. */
export const PRICE_SPREAD = 0.5;

/** @param blend signals without weight are not measured */
export function closeness(
  candidates: Int32Array,
  points: readonly InterestPoint[],
  sources: ClosenessSources,
  blend: Pick<BlendWeights, PersonalSignal>,
): Closeness {
  const size = candidates.length * points.length;
  const result = {
    text: new Float32Array(size),
    words: new Float32Array(size),
    category: new Float32Array(size),
    brand: new Float32Array(size),
    price: new Float32Array(size),
  };
  if (size === 0) return result;
  if (sources.space && blend.text !== 0) fillText(result.text, candidates, points, sources.space);
  if (blend.words !== 0) fillWords(result.words, candidates, points, sources);
  fillFacts(result, candidates, points, sources.items);
  forgetSelf(result, candidates, points);
  if (sources.sensitiveCategories.length > 0) forgetSensitive(result, candidates, points.length, sources);
  return result;
}

/**
 * The square of the centred cosine: near neighbours count far more than many distant ones, which keeps a shopper's
 * several interests apart.
 */
function fillText(text: Float32Array, candidates: Int32Array, points: readonly InterestPoint[], space: VectorSpace) {
  const known = centredRows(
    space,
    Int32Array.from(points, (point) => point.row),
  );
  const asked = centredRows(space, candidates);
  for (let c = 0, at = 0; c < candidates.length; c++) {
    for (let p = 0; p < points.length; p++, at++) {
      const cosine = centredCosine(space, asked, c, known, p);
      text[at] = cosine > 0 ? cosine * cosine : 0;
    }
  }
}

/** Cosine of TF-IDF vectors over core terms, along the postings of each point's terms. */
function fillWords(
  words: Float32Array,
  candidates: Int32Array,
  points: readonly InterestPoint[],
  { items, words: index }: ClosenessSources,
): void {
  const place = new Int32Array(index.rows).fill(-1);
  for (let c = 0; c < candidates.length; c++) place[candidates[c]] = c;
  points.forEach((point, p) => {
    for (const [term, value] of unitTerms(index, items[point.row], point.row)) {
      const idf = inverseDocumentFrequency(index, term);
      for (let i = index.starts[term]; i < index.starts[term + 1]; i++) {
        const c = place[index.postingRows[i]];
        if (c < 0 || index.postingWeights[i] < CORE_WEIGHT) continue;
        words[c * points.length + p] += (value * index.postingWeights[i] * idf) / index.norms[index.postingRows[i]];
      }
    }
  });
  for (let i = 0; i < words.length; i++) if (words[i] > 1) words[i] = 1;
}

/** A row's TF-IDF vector over its core terms, of unit length. */
export function* unitTerms(index: WordIndex, item: Item, row: number): Generator<readonly [number, number]> {
  const norm = index.norms[row];
  if (!(norm > 0)) return;
  for (const [word, weight] of itemTerms(item, { segmenter: index.segmenter })) {
    const term = index.vocabulary.get(word);
    if (term === undefined || weight < CORE_WEIGHT) continue;
    yield [term, (weight * inverseDocumentFrequency(index, term)) / norm];
  }
}

function fillFacts(
  result: Closeness,
  candidates: Int32Array,
  points: readonly InterestPoint[],
  items: readonly Item[],
): void {
  const byLevel = new Map<string, number[]>();
  const byBrand = new Map<string, number[]>();
  const logPrices = points.map((point) => Math.log(itemPrice(items[point.row]) ?? Number.NaN));
  points.forEach((point, p) => {
    const item = items[point.row];
    for (const level of new Set((item.category ?? []).map(tasteKey))) push(byLevel, level, p);
    if (item.brand) push(byBrand, tasteKey(item.brand), p);
  });
  for (let c = 0; c < candidates.length; c++) {
    const item = items[candidates[c]];
    const start = c * points.length;
    const levels = item.category ?? [];
    for (const level of levels) {
      for (const p of byLevel.get(tasteKey(level)) ?? []) result.category[start + p] += 1 / levels.length;
    }
    if (item.brand) for (const p of byBrand.get(tasteKey(item.brand)) ?? []) result.brand[start + p] = 1;
    const logPrice = Math.log(itemPrice(item) ?? Number.NaN);
    if (Number.isNaN(logPrice)) continue;
    for (let p = 0; p < points.length; p++) {
      // Prices of two currencies cannot be compared.
      if (items[points[p].row].currency !== item.currency || Number.isNaN(logPrices[p])) continue;
      result.price[start + p] = Math.exp(-0.5 * ((logPrice - logPrices[p]) / PRICE_SPREAD) ** 2);
    }
  }
}

function forgetSelf(result: Closeness, candidates: Int32Array, points: readonly InterestPoint[]): void {
  const place = new Map(points.map((point, p) => [point.row, p]));
  for (let c = 0; c < candidates.length; c++) {
    const p = place.get(candidates[c]);
    if (p === undefined) continue;
    for (const signal of PERSONAL_SIGNALS) result[signal][c * points.length + p] = 0;
  }
}

function forgetSensitive(
  result: Closeness,
  candidates: Int32Array,
  points: number,
  { items, sensitiveCategories }: ClosenessSources,
): void {
  for (let c = 0; c < candidates.length; c++) {
    if (!isSensitive(items[candidates[c]].category, sensitiveCategories)) continue;
    for (const signal of PERSONAL_SIGNALS) result[signal].fill(0, c * points, (c + 1) * points);
  }
}

function push(map: Map<string, number[]>, key: string, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
