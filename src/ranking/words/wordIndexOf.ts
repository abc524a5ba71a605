import type { CatalogView } from "../rankContext";
import { buildWordIndex, holdsTexts, type WordIndex } from "./wordIndex";
import type { WordSegmenter } from "./wordsOf";

interface Cached {
  readonly revision: number;
  readonly index: WordIndex;
}

const indexes = new WeakMap<CatalogView, Cached>();
/** By collection. A change of price or stock makes a new view of the same texts: its index is the one before. */
const latest = new Map<string | undefined, WordIndex>();

/** The index of a catalogue, built now if `prepareWordIndex` has not built it before. */
export function wordIndexOf(catalog: CatalogView): WordIndex {
  const known = knownIndex(catalog);
  if (known) return known;
  const { items, collection, background } = catalog;
  const build = buildWordIndex(items, { segmenter: segmenter(), previous: latest.get(collection), background });
  for (;;) {
    const step = build.next();
    if (step.done) return keep(catalog, step.value);
  }
}

export interface PrepareWordIndexOptions {
  /** Awaited between slices of about 5 ms. */
  readonly yieldNow: () => Promise<void>;
  readonly signal?: AbortSignal;
}

/**
 * Builds the word index in slices, so that the first `recommend` after a change of catalogue need not. Rows whose texts
 * the catalogue before had too are not split again.
 */
export async function prepareWordIndex(catalog: CatalogView, options: PrepareWordIndexOptions): Promise<void> {
  if (knownIndex(catalog)) return;
  const build = buildWordIndex(catalog.items, { segmenter: segmenter(), previous: latest.get(catalog.collection) });
  for (;;) {
    options.signal?.throwIfAborted();
    const step = build.next();
    if (step.done) {
      keep(catalog, step.value);
      return;
    }
    await options.yieldNow();
  }
}

function knownIndex(catalog: CatalogView): WordIndex | undefined {
  const cached = indexes.get(catalog);
  if (cached?.revision === catalog.revision && cached.index.rows === catalog.items.length) return cached.index;
  const before = latest.get(catalog.collection);
  const isSame = before?.background === catalog.background && before && holdsTexts(before, catalog.items);
  return isSame ? keep(catalog, before) : undefined;
}

function keep(catalog: CatalogView, index: WordIndex): WordIndex {
  indexes.set(catalog, { revision: catalog.revision, index });
  latest.set(catalog.collection, index);
  return index;
}

function segmenter(): WordSegmenter | undefined {
  return typeof Intl !== "undefined" && "Segmenter" in Intl
    ? new Intl.Segmenter(undefined, { granularity: "word" })
    : undefined;
}
