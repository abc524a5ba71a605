/** Chooses terms and their weights on validation. */
import type { BlendTerm } from "../../format/behaviour/blend";
import type { LearnedSources } from "../../ranking/learned/learnedSources";
import { termScores } from "../../ranking/learned/termScores";
import { topRows } from "../../ranking/topRows";
import { blendPlan } from "./blendPlan";
import { averageRank } from "./metrics";
import type { EvaluationCase } from "./protocols";
import type { Blend } from "./rankBlends";
import { type Job, targetsOf, termKey } from "./rankModels";
import { keptRows, termParts } from "./termParts";
import { climbBlend, spread } from "./tuneBlend";

export interface TuneInput {
  readonly cases: readonly EvaluationCase[];
  readonly sources: LearnedSources;
  readonly job: Job;
}

export interface TunedTerms {
  readonly terms: readonly BlendTerm[];
  readonly quality: number;
  readonly tried: number;
}

/** Cases that single terms are compared on. */
const FEW_CASES = 1_000;
/** What scores may take while a blend is tuned, in bytes. */
const MOST_BYTES = 1.2e9;
const LEAST_CASES = 200;
const DEPTH = 50;

/** Chooses of alternatives of one signal the best on its own; what it has measured, for whichever model, it keeps. */
export function termChooser({ cases, sources, job }: TuneInput): (every: readonly BlendTerm[]) => BlendTerm {
  const few = spread(cases, FEW_CASES);
  const scores = new Float32Array(sources.items.length);
  const known = new Map<string, number>();
  const qualityOf = (term: BlendTerm): number => {
    const key = termKey(term);
    let quality = known.get(key);
    if (quality === undefined) {
      quality = 0;
      for (const one of few) {
        termScores(term, one.past, sources, { now: one.at }, scores);
        quality += gainOf(scores, one, job);
      }
      known.set(key, quality);
    }
    return quality;
  };
  return (every) => {
    const alternatives = every.filter(
      (term, i) => !every.slice(0, i).some((earlier) => sameTerm(earlier, term, sources)),
    );
    if (alternatives.length === 1) return alternatives[0];
    const qualities = alternatives.map(qualityOf);
    return alternatives[qualities.indexOf(Math.max(...qualities))];
  };
}

/**
 * Weights by climbing from each of the starts; the best end is taken. Terms of weight 0 are left out.
 * @param starts one weight a term
 */
export function tuneTerms(
  terms: readonly BlendTerm[],
  starts: readonly (readonly number[])[],
  { cases, sources, job }: TuneInput,
): TunedTerms {
  const kept = keptRows(sources.items.length, terms.length);
  const most = Math.max(LEAST_CASES, Math.floor(MOST_BYTES / (4 * kept * terms.length)));
  const looked = termParts({ cases: spread(cases, most), terms, sources, job });
  const measure = (blends: readonly Blend[]) => {
    const plan = blendPlan(blends, looked.rows);
    const sums = blends.map(() => 0);
    for (const { one, parts } of looked.cases) {
      plan.each(parts, (b, scores) => {
        sums[b] += gainOf(scores, one, job);
      });
    }
    return sums.map((sum) => sum / Math.max(1, looked.cases.length));
  };
  let tried = 0;
  const ends = starts.map((start) => {
    const end = climbBlend(measure, { start, rounds: 12 });
    tried += end.tried;
    return end;
  });
  const best = ends.reduce((a, b) => (b.quality > a.quality ? b : a));
  return {
    terms: terms.map((term, t) => ({ ...term, weight: best.blend[t] })).filter(({ weight }) => weight > 0),
    quality: best.quality,
    tried,
  };
}

/** Large catalogues have the same item-item weights under several names. */
function sameTerm(a: BlendTerm, b: BlendTerm, { model }: LearnedSources): boolean {
  if (a.signal !== "behaviour" || b.signal !== "behaviour") return false;
  const weightsOf = ({ of }: BlendTerm) => (of === undefined ? undefined : model.itemItem[of]);
  return weightsOf(a) === weightsOf(b) && termKey({ ...a, of: undefined }) === termKey({ ...b, of: undefined });
}

/** NDCG@10 with a little of recall@50, as `tuneBlend` has it. Changes the scores of excluded rows. */
function gainOf(scores: Float32Array, one: EvaluationCase, job: Job): number {
  const targets = targetsOf(one, job);
  if (job === "new") for (const row of one.owned) scores[row] = Number.NEGATIVE_INFINITY;
  if (targets.size === 1) {
    const [target] = targets;
    const rank = averageRank(scores, target);
    return (rank <= 10 ? 1 / Math.log2(rank + 1) : 0) + (rank <= DEPTH ? 0.1 : 0);
  }
  const best = topRows(scores, DEPTH, { above: Number.NEGATIVE_INFINITY });
  let [gain, ideal, hits] = [0, 0, 0];
  for (let rank = 1; rank <= DEPTH; rank++) {
    const value = rank <= 10 ? 1 / Math.log2(rank + 1) : 0;
    if (rank <= targets.size) ideal += value;
    if (rank > best.length || !targets.has(best[rank - 1])) continue;
    gain += value;
    hits++;
  }
  return gain / ideal + (0.1 * hits) / targets.size;
}
