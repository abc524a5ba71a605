/**
 * An inverted index over title, brand, category, attributes and the start of the description. Typed arrays only:
 * about 5 bytes a posting, so 50,000 items of 30 terms take 8 MB.
 */
import type { Item } from "../../types";
import { CORE_WEIGHT, itemTerms } from "./itemTerms";
import type { WordSegmenter, WordsOfOptions } from "./wordsOf";

export interface WordIndex {
  readonly rows: number;
  readonly vocabulary: ReadonlyMap<string, number>;
  /** `terms[id]` is the word of a term id. */
  readonly terms: readonly string[];
  /** Postings of term `t` are `starts[t] .. starts[t + 1]`, ascending by row. */
  readonly starts: Uint32Array;
  readonly postingRows: Uint32Array;
  /** Weight in sixteenths (`FIELD_WEIGHT`). */
  readonly postingWeights: Uint8Array;
  /** Length of each row's TF-IDF vector over its core terms; 0 for a row without words. */
  readonly norms: Float32Array;
  /** Weighted number of words a row, in sixteenths, and its mean: BM25's document length. */
  readonly lengths: Float32Array;
  readonly meanLength: number;
  /** What each row was made from, so that the next index reuses rows whose texts are unchanged. */
  readonly sources: readonly Item[];
  /** What split the words: queries must be split alike. */
  readonly segmenter?: WordSegmenter;
  /** The index that says how rare a word is; absent: this one. */
  readonly background?: WordIndex;
}

export interface BuildWordIndexOptions extends WordsOfOptions {
  /** Terms of rows whose texts are unchanged are taken from here instead of being split again. */
  readonly previous?: WordIndex;
  /** Says how rare a word is, where these rows are too few to. */
  readonly background?: WordIndex;
  /** Rows between two yields. Default 64: 2 ms of English, 5 ms of Chinese. */
  readonly sliceRows?: number;
}

/** Yields the share done, 0 to 1, between slices; returns the index. Drive it to the end at once, or with pauses. */
export function* buildWordIndex(
  items: readonly Item[],
  options: BuildWordIndexOptions = {},
): Generator<number, WordIndex> {
  const slice = options.sliceRows ?? 64;
  const kept = options.previous && rowsByText(options.previous);
  const vocabulary = new Map<string, number>();
  const terms: string[] = [];
  const forward = new Postings();
  for (let row = 0; row < items.length; row++) {
    if (row > 0 && row % slice === 0) yield row / items.length;
    const old = kept?.get(items[row].id);
    const known = options.previous && old !== undefined && sameText(options.previous.sources[old.row], items[row]);
    for (const [word, weight] of known && old ? old.terms() : itemTerms(items[row], options)) {
      let id = vocabulary.get(word);
      if (id === undefined) {
        id = terms.length;
        vocabulary.set(word, id);
        terms.push(word);
      }
      forward.push(id, weight);
    }
    forward.endRow();
  }
  const { segmenter, background } = options;
  return { ...invert(items, { vocabulary, terms, forward, background }), segmenter };
}

/** Inverse document frequency: rare words count more, and even a word of every item keeps a little. */
export function inverseDocumentFrequency(index: WordIndex, term: number): number {
  const { background } = index;
  if (!background) return rarity(index, term);
  return rarity(background, background.vocabulary.get(index.terms[term]));
}

/** Of a word that no row has as of one that a single row has. */
function rarity({ rows, starts }: Pick<WordIndex, "rows" | "starts">, term: number | undefined): number {
  return Math.log(1 + rows / (term === undefined ? 1 : Math.max(1, starts[term + 1] - starts[term])));
}

interface Words {
  readonly vocabulary: ReadonlyMap<string, number>;
  readonly terms: readonly string[];
  readonly forward: Postings;
  readonly background?: WordIndex;
}

function invert(items: readonly Item[], { vocabulary, terms, forward, background }: Words): WordIndex {
  const starts = new Uint32Array(terms.length + 1);
  for (let i = 0; i < forward.size; i++) starts[forward.ids[i] + 1]++;
  for (let term = 0; term < terms.length; term++) starts[term + 1] += starts[term];
  const rarities = Float64Array.from(terms, (word, term) =>
    background ? rarity(background, background.vocabulary.get(word)) : rarity({ rows: items.length, starts }, term),
  );
  const next = starts.slice();
  const postingRows = new Uint32Array(forward.size);
  const postingWeights = new Uint8Array(forward.size);
  const norms = new Float32Array(items.length);
  const lengths = new Float32Array(items.length);
  let total = 0;
  for (let row = 0; row < items.length; row++) {
    let squares = 0;
    let length = 0;
    for (let i = forward.rowStarts[row]; i < forward.rowStarts[row + 1]; i++) {
      const term = forward.ids[i];
      const weight = forward.weights[i];
      const at = next[term]++;
      postingRows[at] = row;
      postingWeights[at] = weight;
      length += weight;
      if (weight >= CORE_WEIGHT) squares += (weight * rarities[term]) ** 2;
    }
    norms[row] = Math.sqrt(squares);
    lengths[row] = length;
    total += length;
  }
  const meanLength = total / Math.max(1, items.length);
  return {
    rows: items.length,
    vocabulary,
    terms,
    starts,
    postingRows,
    postingWeights,
    norms,
    lengths,
    meanLength,
    sources: items,
    background,
  };
}

/** Term ids and weights row after row, in typed arrays that double as they fill. */
class Postings {
  ids = new Uint32Array(1024);
  weights = new Uint8Array(1024);
  readonly rowStarts: number[] = [0];
  size = 0;

  push(id: number, weight: number): void {
    if (this.size === this.ids.length) {
      const ids = new Uint32Array(this.size * 2);
      ids.set(this.ids);
      this.ids = ids;
      const weights = new Uint8Array(this.size * 2);
      weights.set(this.weights);
      this.weights = weights;
    }
    this.ids[this.size] = id;
    this.weights[this.size++] = weight;
  }

  endRow(): void {
    this.rowStarts.push(this.size);
  }
}

interface KnownRow {
  readonly row: number;
  terms(): Generator<readonly [string, number]>;
}

function rowsByText(index: WordIndex): Map<string, KnownRow> {
  const counts = new Uint32Array(index.rows + 1);
  for (const row of index.postingRows) counts[row + 1]++;
  for (let row = 0; row < index.rows; row++) counts[row + 1] += counts[row];
  const next = counts.slice();
  const ids = new Uint32Array(index.postingRows.length);
  const weights = new Uint8Array(index.postingRows.length);
  for (let term = 0; term < index.terms.length; term++) {
    for (let i = index.starts[term]; i < index.starts[term + 1]; i++) {
      const at = next[index.postingRows[i]]++;
      ids[at] = term;
      weights[at] = index.postingWeights[i];
    }
  }
  const rows = new Map<string, KnownRow>();
  for (let row = 0; row < index.rows; row++) {
    rows.set(index.sources[row].id, {
      row,
      *terms() {
        for (let i = counts[row]; i < counts[row + 1]; i++) yield [index.terms[ids[i]], weights[i]] as const;
      },
    });
  }
  return rows;
}

/** Whether an index of these very texts was built: then it serves, whatever else has changed about the items. */
export function holdsTexts(index: WordIndex, items: readonly Item[]): boolean {
  return index.rows === items.length && items.every((item, row) => sameText(index.sources[row], item));
}

function sameText(a: Item, b: Item): boolean {
  return (
    a === b ||
    (a.id === b.id &&
      a.title === b.title &&
      a.description === b.description &&
      a.brand === b.brand &&
      sameList(a.category ?? [], b.category ?? []) &&
      sameList(Object.values(a.attributes ?? {}), Object.values(b.attributes ?? {})))
  );
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
