/** What signals read besides the history, and what is worked out from it once and used in every ranking. */
import type { BlendTerm } from "../../format/behaviour/blend";
import { tasteKey } from "../../profile/keys";
import { isSensitive } from "../../profile/sensitive";
import type { Item } from "../../types";
import { unitTerms } from "../closeness";
import type { VectorTable } from "../vectorTable";
import type { WordIndex } from "../words/wordIndex";
import { type AdaptedSpace, adaptedSpace } from "./adaptedSpace";
import { type AdaptedVectors, createAdaptedVectors } from "./adaptedVectors";
import { type CentredVectors, centredVectors } from "./centredVectors";
import { type LearnedModel, mapValues } from "./learnedModel";
import { priceBins } from "./priceBins";

export interface LearnedSources {
  readonly items: readonly Item[];
  readonly model: LearnedModel;
  readonly words: WordIndex;
  /** Absent while there is no vector. */
  readonly vectors?: CentredVectors & { readonly adapted?: AdaptedVectors };
  /** Of the shop's own spaces, by name. */
  readonly spaces: Readonly<Record<string, CentredVectors>>;
  /** Absent where the build has none. */
  readonly adapted?: AdaptedSpace;
  /**
   * What one item of a history alone says by a signal of texts or vectors, one number a row, where an evaluation has it at hand:
   * thousands of histories share their items.
   */
  readonly knownRows?: (term: Pick<BlendTerm, "signal" | "of">, row: number) => Float32Array;
  /** Rows that the spread of dense signals is measured on: all, or an even sample of a large catalogue. */
  readonly spreadRows: Int32Array;
  /** 1 where an item may be shown but never because of the shopper; undefined where no category is sensitive. */
  readonly sensitive?: Uint8Array;
  /** Unit TF-IDF terms of a row. */
  readonly termsOf: (row: number) => readonly (readonly [number, number])[];
  /** Numbers that stand for the levels of each row's path, and for its brand; equal numbers are equal names. */
  readonly levels: readonly (readonly number[])[];
  readonly brands: Int32Array;
  /** As `priceBins.ts` says. */
  readonly priceBins: Int32Array;
}

export interface LearnedSourcesOptions {
  readonly items: readonly Item[];
  readonly model: LearnedModel;
  readonly words: WordIndex;
  readonly vectors?: VectorTable;
  readonly sensitiveCategories?: readonly string[];
}

/** A spread measured on so many rows is known to one part in ninety. */
const SPREAD_ROWS = 4_096;

/** Costs a pass over items and vectors; keep it while they stay the same. */
export function learnedSources(options: LearnedSourcesOptions): LearnedSources {
  const { items, model, words, vectors, sensitiveCategories = [] } = options;
  const terms = new Map<number, readonly (readonly [number, number])[]>();
  const names = new Map<string, number>();
  const number = (name: string) => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  const every = Math.max(1, Math.ceil(items.length / SPREAD_ROWS));
  return {
    items,
    model,
    words,
    vectors: vectors && vectorSources(vectors, items.length, model),
    spaces: mapValues(model.spaces, (table) => centredVectors(table, items.length)),
    adapted: model.adapted && adaptedSpace(model.adapted, vectors),
    spreadRows: Int32Array.from({ length: Math.ceil(items.length / every) }, (_, i) => i * every),
    sensitive:
      sensitiveCategories.length > 0
        ? Uint8Array.from(items, ({ category }) => (isSensitive(category, sensitiveCategories) ? 1 : 0))
        : undefined,
    termsOf(row) {
      const known = terms.get(row);
      if (known) return known;
      const found = [...unitTerms(words, items[row], row)];
      terms.set(row, found);
      return found;
    },
    levels: items.map(({ category }) => [...new Set((category ?? []).map((level) => number(tasteKey(level))))]),
    brands: Int32Array.from(items, ({ brand }) => (brand ? number(`brand ${tasteKey(brand)}`) : -1)),
    priceBins: priceBins(items),
  };
}

function vectorSources(table: VectorTable, rows: number, { textHead }: LearnedModel): LearnedSources["vectors"] {
  const fits = textHead && textHead.modelId === table.modelId && textHead.dimensions === table.dimensions;
  return {
    ...centredVectors(table, rows),
    adapted: fits ? createAdaptedVectors(textHead, table) : undefined,
  };
}
