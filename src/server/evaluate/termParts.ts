/** What every term says of every case, kept while a blend is tuned. */
import type { BlendTerm } from "../../format/behaviour/blend";
import type { LearnedSources } from "../../ranking/learned/learnedSources";
import { termScores } from "../../ranking/learned/termScores";
import { topRows } from "../../ranking/topRows";
import type { EvaluationCase } from "./protocols";
import { type Job, targetsOf } from "./rankModels";

export interface TermParts {
  /** Rows of every part. */
  readonly rows: number;
  readonly cases: readonly {
    /** Its rows those of the parts. */
    readonly one: EvaluationCase;
    /** One a term. */
    readonly parts: readonly Float32Array[];
  }[];
}

export interface TermPartsInput {
  readonly cases: readonly EvaluationCase[];
  readonly terms: readonly BlendTerm[];
  readonly sources: LearnedSources;
  readonly job: Job;
}

/** Catalogues up to which all rows are kept. */
const MOST_ROWS = 20_000;
/** Beyond it, the best of each term: what a blend puts first is among the first of one of its terms. */
const CANDIDATES = 500;
/** Score of a place that no row takes: last under any blend of positive weights. */
const NO_ROW = -1e9;

/** Rows kept of each case. */
export function keptRows(items: number, terms: number): number {
  return items <= MOST_ROWS ? items : CANDIDATES * (terms + 1);
}

export function termParts({ cases, terms, sources, job }: TermPartsInput): TermParts {
  const items = sources.items.length;
  const fill = (one: EvaluationCase, term: BlendTerm, scores: Float32Array) => {
    termScores({ ...term, weight: 1 }, one.past, sources, { now: one.at }, scores);
    return scores;
  };
  if (items <= MOST_ROWS) {
    const scored = cases.map((one) => ({
      one,
      parts: terms.map((term) => fill(one, term, new Float32Array(items))),
    }));
    return { rows: items, cases: scored };
  }
  const rows = keptRows(items, terms.length);
  const whole = terms.map(() => new Float32Array(items));
  const allowed = new Uint8Array(items).fill(1);
  const scored = cases.map((one) => {
    for (const [t, term] of terms.entries()) fill(one, term, whole[t]);
    const hidden = job === "new" ? one.owned : new Set<number>();
    for (const row of hidden) allowed[row] = 0;
    const kept = new Set([...targetsOf(one, job)].slice(0, CANDIDATES));
    for (const scores of whole) {
      for (const row of topRows(scores, CANDIDATES, { allowed, above: Number.NEGATIVE_INFINITY })) kept.add(row);
    }
    for (const row of hidden) allowed[row] = 1;
    const candidates = [...kept].sort((a, b) => a - b);
    const place = new Map(candidates.map((row, i) => [row, i]));
    const local = (given: ReadonlySet<number>) => new Set([...given].flatMap((row) => place.get(row) ?? []));
    return {
      one: { ...one, target: local(one.target), owned: local(one.owned) },
      parts: whole.map((scores) => {
        const part = new Float32Array(rows).fill(NO_ROW);
        candidates.forEach((row, i) => {
          part[i] = scores[row];
        });
        return part;
      }),
    };
  });
  return { rows, cases: scored };
}
