import type { BlendTerm } from "../../format/behaviour/blend";
import { mapValues } from "../../ranking/learned/learnedModel";
import { type LearnedSources, learnedSources } from "../../ranking/learned/learnedSources";
import type { VectorTable } from "../../ranking/vectorTable";
import type { WordIndex } from "../../ranking/words/wordIndex";
import type { Item } from "../../types";
import type { ItemVectors } from "../ingest/dataset";
import type { AdaptOptions } from "../train/adapt/fitAdapted";
import type { ModelFitter } from "../train/fitModels";
import { itemItemSettings } from "./evaluationTerms";
import { withKnownRows } from "./knownRows";

export interface EvaluationSourcesInput {
  readonly items: readonly Item[];
  readonly vectors?: ItemVectors;
  /** Of the shop's own spaces, by name. */
  readonly spaces?: Readonly<Record<string, ItemVectors>>;
  readonly words: WordIndex;
  readonly fitter: ModelFitter;
  /** Whose item-item weights are needed. */
  readonly terms: readonly BlendTerm[];
  readonly perRow: number;
  readonly adapt: Partial<AdaptOptions>;
}

/** What the page would rank with, were the fitted models the build's files. */
export function evaluationSources(input: EvaluationSourcesInput): LearnedSources {
  const { items, vectors, spaces, words, fitter, terms, perRow, adapt } = input;
  // Sorted: weights of the same histories one after the other share their counts.
  const names = [...new Set(terms.flatMap(({ signal, of }) => (signal === "behaviour" && of ? [of] : [])))].sort();
  const wantsAdapted = terms.some(({ signal }) => signal === "adapted" || signal === "prior");
  const sources = learnedSources({
    items,
    model: {
      placements: {},
      itemItem: Object.fromEntries(
        names.map((name) => {
          const { kind, ...settings } = itemItemSettings(name);
          return [name, fitter.itemItem(kind, { ...settings, perRow })];
        }),
      ),
      popularity: fitter.popularity,
      adapted: wantsAdapted ? fitter.adapted(adapt)?.rows : undefined,
      repeat: fitter.repeat,
      spaces: mapValues(spaces, vectorTableOf),
    },
    words,
    vectors: vectors && vectorTableOf(vectors),
  });
  return withKnownRows(sources);
}

function vectorTableOf(vectors: ItemVectors): VectorTable {
  return { ...vectors, present: Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0)) };
}
