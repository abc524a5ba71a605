import type { BlendTerm } from "../../format/behaviour/blend";
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
  readonly words: WordIndex;
  readonly fitter: ModelFitter;
  /** Whose item-item weights are needed. */
  readonly terms: readonly BlendTerm[];
  readonly perRow: number;
  readonly adapt: Partial<AdaptOptions>;
}

/** Items up to which what each item alone says is kept, `4 × items²` bytes a signal. */
const MOST_KNOWN = 10_000;

/** What the page would rank with, were the fitted models the build's files. */
export function evaluationSources(input: EvaluationSourcesInput): LearnedSources {
  const { items, vectors, words, fitter, terms, perRow, adapt } = input;
  const names = new Set(terms.flatMap(({ signal, of }) => (signal === "behaviour" && of ? [of] : [])));
  const wantsAdapted = terms.some(({ signal }) => signal === "adapted" || signal === "prior");
  const sources = learnedSources({
    items,
    model: {
      placements: {},
      itemItem: Object.fromEntries(
        [...names].map((name) => {
          const { kind, ...settings } = itemItemSettings(name);
          return [name, fitter.itemItem(kind, { ...settings, perRow })];
        }),
      ),
      popularity: fitter.popularity,
      adapted: wantsAdapted ? fitter.adapted(adapt)?.rows : undefined,
      repeat: fitter.repeat,
    },
    words,
    vectors: vectors && vectorTableOf(vectors),
  });
  return items.length <= MOST_KNOWN ? withKnownRows(sources) : sources;
}

function vectorTableOf(vectors: ItemVectors): VectorTable {
  return { ...vectors, present: Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0)) };
}
