import type { AssetParts } from "../../../format/assets/assetParts";
import { alignModel } from "../../../ranking/learned/learnedModel";
import { learnedSources } from "../../../ranking/learned/learnedSources";
import { blendScores } from "../../../ranking/learned/termScores";
import { topRows } from "../../../ranking/topRows";
import { wordIndexOf } from "../../../ranking/words/wordIndexOf";
import type { Item } from "../../../types";
import type { ItemVectors } from "../../ingest/dataset";
import { knownAt } from "../evaluateDataset";
import type { EvaluationCase } from "../protocols";
import type { FairCase } from "./fitOffsets";

export interface FairCasesInput {
  readonly items: readonly Item[];
  readonly vectors?: ItemVectors;
  readonly parts: Omit<AssetParts, "ids" | "vectors">;
  readonly cases: readonly Pick<EvaluationCase, "past" | "owned" | "target">[];
  /** Epoch milliseconds: what goes on sale later is not known to be new. */
  readonly now: number;
}

/** Rows that offsets may bring onto a shelf: beyond them none is within any bound of the last place. */
const CANDIDATES = 200;

/** Home shelves by a build's blend, with what each shopper ordered next for the first time. */
export function fairCases({ items, vectors, parts, cases, now }: FairCasesInput): FairCase[] {
  const known = knownAt(items, now - 1);
  const catalog = { items: known, rowOf: new Map(known.map(({ id }, row) => [id, row])), revision: 1 };
  const model = alignModel({ ...parts, ids: known.map(({ id }) => id) }, catalog);
  const table = vectors && { ...vectors, present: Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0)) };
  const sources = learnedSources({ items: known, model, words: wordIndexOf(catalog), vectors: table });
  const { terms = [], historyCut } = parts.blend?.home ?? {};
  return cases.map(({ past, owned, target }) => {
    const { total } = blendScores(terms, past, sources, { now, historyCut });
    for (const row of owned) total[row] = Number.NEGATIVE_INFINITY;
    const rows = topRows(total, CANDIDATES, { above: Number.NEGATIVE_INFINITY });
    const best = Math.max(1e-9, total[rows[0]]);
    return {
      rows,
      scores: Float64Array.from(rows, (row) => total[row] / best),
      wanted: new Set([...target].filter((row) => !owned.has(row))),
    };
  });
}
