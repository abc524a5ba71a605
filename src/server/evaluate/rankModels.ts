/** Ranks of many cases under many blends, by the page's own scoring; signals that blends share are computed once. */
import type { BlendTerm } from "../../format/behaviour/blend";
import type { LearnedSources } from "../../ranking/learned/learnedSources";
import { termScores } from "../../ranking/learned/termScores";
import { topRows } from "../../ranking/topRows";
import type { EvaluationCase } from "./protocols";
import { type TargetRanks, targetRanks } from "./targetRanks";

/** `all`: every item is a candidate, owned ones included. `new`: items the shopper has not had. */
export type Job = "all" | "new";

export interface RankedCases {
  /** One a case. */
  readonly ranks: readonly TargetRanks[];
  /** Of some of the cases, spread evenly. */
  readonly shelves: readonly Shelf[];
}

export interface Shelf {
  readonly of: EvaluationCase;
  /** The first `SHELF` rows, best first. */
  readonly rows: Int32Array;
}

export const SHELF = 10;
/** Shelves kept of each model. */
const MOST_SHELVES = 2_000;

export function targetsOf({ target, owned }: EvaluationCase, job: Job): ReadonlySet<number> {
  return job === "all" ? target : new Set([...target].filter((row) => !owned.has(row)));
}

/** Cases that ask for something. */
export function casesOf(cases: readonly EvaluationCase[], job: Job): EvaluationCase[] {
  return cases.filter((one) => targetsOf(one, job).size > 0);
}

export function rankModels(
  cases: readonly EvaluationCase[],
  models: Readonly<Record<string, readonly BlendTerm[]>>,
  sources: LearnedSources,
  job: Job,
): Record<string, RankedCases> {
  const rows = sources.items.length;
  const keys = new Map<string, BlendTerm>();
  const used = Object.entries(models).map(([name, terms]) => {
    const parts = terms
      .filter(({ weight }) => weight !== 0)
      .map((term) => {
        const key = termKey(term);
        keys.set(key, { ...term, weight: 1 });
        return { key, weight: term.weight };
      });
    return { name, parts, ranks: [] as TargetRanks[], shelves: [] as Shelf[] };
  });
  const scores = new Map([...keys.keys()].map((key) => [key, new Float32Array(rows)]));
  const total = new Float64Array(rows);
  const every = Math.max(1, cases.length / MOST_SHELVES);
  cases.forEach((one, c) => {
    const targets = targetsOf(one, job);
    const excluded = job === "new" ? one.owned : undefined;
    for (const [key, term] of keys) {
      termScores(term, one.past, sources, { now: one.at }, scores.get(key) as Float32Array);
    }
    for (const { parts, ranks, shelves } of used) {
      total.fill(0);
      for (const { key, weight } of parts) {
        const part = scores.get(key) as Float32Array;
        for (let row = 0; row < rows; row++) total[row] += weight * part[row];
      }
      ranks.push(targetRanks(total, targets, excluded));
      if (Math.floor((c + 1) / every) === Math.floor(c / every)) continue;
      for (const row of excluded ?? []) total[row] = Number.NEGATIVE_INFINITY;
      shelves.push({ of: one, rows: topRows(total, SHELF, { above: Number.NEGATIVE_INFINITY }) });
    }
  });
  return Object.fromEntries(used.map(({ name, ranks, shelves }) => [name, { ranks, shelves }]));
}

/** Two terms of one key are the same signal. */
export function termKey(term: BlendTerm): string {
  return JSON.stringify([term.signal, term.of, term.decay, term.halfLifeDays, term.scope]);
}
