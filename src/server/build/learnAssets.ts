/**
 * What a build learns: item-item weights, text head, popularity, and the blends of `home` and `again`, tuned on a slice of
 * time that the models tuned with have not seen; what is shipped is then fitted on everything.
 */
import type { AssetParts } from "../../format/assets/assetParts";
import type { BlendPlacements, BlendTerm } from "../../format/behaviour/blend";
import type { TextHead } from "../../format/behaviour/textHead";
import { alignModel } from "../../ranking/learned/learnedModel";
import { type LearnedSources, learnedSources } from "../../ranking/learned/learnedSources";
import { termScores } from "../../ranking/learned/termScores";
import type { CatalogView } from "../../ranking/rankContext";
import { topRows } from "../../ranking/topRows";
import { wordIndexOf } from "../../ranking/words/wordIndexOf";
import type { Blend } from "../evaluate/rankBlends";
import { type TemporalCase, temporalCases, validationSplit } from "../evaluate/temporalCases";
import { climbBlend, spread } from "../evaluate/tuneBlend";
import { type Dataset, type ItemVectors, PURCHASE } from "../ingest/dataset";
import type { JobQuality } from "../publish/gate";
import { decayedOrders } from "../train/decayedOrders";
import { coOccurrences, easeWeights, type History } from "../train/itemItem";
import { pruneRows } from "../train/pruneRows";
import { fitTextHead, textMoments } from "../train/textHead";

export interface LearnInput {
  readonly dataset: Dataset;
  readonly vectors?: ItemVectors;
  /** Earliest and latest event. */
  readonly span: readonly [number, number];
  readonly onStep?: (step: string) => void;
}

export interface Learned {
  readonly parts: Omit<AssetParts, "ids" | "vectors">;
  readonly split: number;
  /** The same, fitted on what came before the split alone. */
  readonly past: Omit<AssetParts, "ids" | "vectors">;
  /** Those that `jobs` counts, in its order. */
  readonly casesOf: (job: Job) => readonly TemporalCase[];
  readonly jobs: readonly JobQuality[];
}

export type Job = "home" | "again";

const CUT = 10;
const LAMBDA = 200;
const PER_ROW = 50;
const HALF_LIFE_DAYS = 30;
/** Cases that a blend is tuned on. */
const MOST_CASES = 400;

const TERMS: Readonly<Record<Job, readonly BlendTerm[]>> = {
  home: [
    { signal: "behaviour", weight: 1 },
    { signal: "words", weight: 0.3 },
    { signal: "head", weight: 0.15 },
    { signal: "popularity", weight: 0.5 },
    { signal: "freshness", weight: 0 },
    { signal: "category", weight: 0 },
    { signal: "price", weight: 0 },
  ],
  again: [
    { signal: "habit", weight: 1 },
    { signal: "habit", weight: 0.5, halfLifeDays: 60 },
    { signal: "behaviour", weight: 0.3 },
    { signal: "popularity", weight: 0.15 },
    { signal: "words", weight: 0 },
  ],
};

const BASELINES: Readonly<Record<string, readonly BlendTerm[]>> = {
  "30-day popularity": [{ signal: "popularity", weight: 1 }],
  "personal frequency": [
    { signal: "habit", weight: 1 },
    { signal: "popularity", weight: 1e-4 },
  ],
  EASE: [{ signal: "behaviour", weight: 1 }],
  "words kNN": [{ signal: "words", weight: 1 }],
};

export function learnAssets({ dataset, vectors, span, onStep }: LearnInput): Learned {
  const split = validationSplit(span);
  onStep?.("fitting on the past");
  const past = fitModels(dataset, vectors, split);
  const cases = temporalCases(dataset, split);
  const casesOf = (job: Job) => cases.filter((one) => targetOf(one, job).size > 0);
  const sources = sourcesOf(dataset, vectors, past);
  const blend: BlendPlacements = {};
  const jobs: JobQuality[] = [];
  for (const job of ["home", "again"] as const) {
    onStep?.(`tuning ${job}`);
    const tuned = tune(job, spread(cases, MOST_CASES), sources, split);
    blend[job] = { terms: tuned.terms };
    const looked = casesOf(job);
    jobs.push({
      job,
      aisle: gains(job, looked, tuned.terms, sources, split),
      baselines: Object.fromEntries(
        Object.entries(BASELINES)
          .filter(([name]) => job === "again" || name !== "personal frequency")
          .map(([name, terms]) => [name, gains(job, looked, terms, sources, split)]),
      ),
    });
  }
  onStep?.("fitting on everything");
  const parts = { ...fitModels(dataset, vectors, span[1] + 1), blend };
  return { parts, split, past: { ...past, blend }, casesOf, jobs };
}

type Fitted = Pick<AssetParts, "itemItem" | "popularity" | "textHead">;

function fitModels(dataset: Dataset, vectors: ItemVectors | undefined, before: number): Fitted {
  const { events, items } = dataset;
  const histories = historiesOf(dataset, before);
  const digest = new Uint8Array(16);
  const weights = pruneRows(easeWeights(coOccurrences(histories, items.length), LAMBDA), {
    perRow: PER_ROW,
    catalogDigest: digest,
  });
  function* orders() {
    for (let event = 0; event < events.length; event++) {
      if (events.kind[event] === PURCHASE && events.at[event] < before) {
        yield { row: events.item[event], at: events.at[event] };
      }
    }
  }
  const popularity = decayedOrders(orders(), {
    items: items.length,
    asOf: before - 1,
    halfLifeDays: HALF_LIFE_DAYS,
    catalogDigest: digest,
  });
  return {
    itemItem: { default: weights },
    popularity: { default: popularity },
    textHead: vectors && headOf(vectors, histories),
  };
}

function headOf(vectors: ItemVectors, histories: readonly History[]): TextHead {
  const { dimensions, modelId, scales, values } = vectors;
  const plain = Float32Array.from(values, (value, i) => value * scales[Math.floor(i / dimensions)]);
  return {
    modelId,
    ...fitTextHead(textMoments(plain, dimensions, histories, { decay: 1 }), { ridge: 0.03, spread: 0.03 }),
  };
}

/** Rows of every shopper's purchases, oldest first. */
function historiesOf({ events, userStarts, users }: Dataset, before: number): Int32Array[] {
  return Array.from({ length: users }, (_, user) => {
    const rows: number[] = [];
    for (let event = userStarts[user]; event < userStarts[user + 1] && events.at[event] < before; event++) {
      if (events.kind[event] === PURCHASE) rows.push(events.item[event]);
    }
    return Int32Array.from(rows);
  });
}

export function sourcesOf(
  { items }: Dataset,
  vectors: ItemVectors | undefined,
  parts: Omit<AssetParts, "ids">,
): LearnedSources {
  const catalog: CatalogView = { items, rowOf: new Map(items.map(({ id }, row) => [id, row])), revision: 1 };
  return learnedSources({
    items,
    model: alignModel({ ...parts, ids: items.map(({ id }) => id) }, catalog),
    words: wordIndexOf(catalog),
    vectors: vectors && { ...vectors, present: Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0)) },
  });
}

function tune(job: Job, cases: readonly TemporalCase[], sources: LearnedSources, now: number) {
  const terms = TERMS[job];
  const rows = sources.items.length;
  const scored = cases
    .filter((one) => targetOf(one, job).size > 0)
    .map((one) => ({
      one,
      parts: terms.map((term) => {
        const part = new Float32Array(rows);
        termScores(term, one.past, sources, { now }, part);
        return part;
      }),
    }));
  const quality = (blend: Blend) => {
    let sum = 0;
    for (const { one, parts } of scored) {
      const total = new Float64Array(rows);
      blend.forEach((weight, t) => {
        if (weight !== 0) for (let row = 0; row < rows; row++) total[row] += weight * parts[t][row];
      });
      sum += gainOf(job, one, total);
    }
    return sum / Math.max(1, scored.length);
  };
  const { blend } = climbBlend((blends) => blends.map(quality), {
    start: terms.map(({ weight }) => weight),
    rounds: 4,
  });
  return { terms: terms.map((term, t) => ({ ...term, weight: blend[t] })).filter(({ weight }) => weight > 0) };
}

/** NDCG@10 of each case under a blend. */
export function gains(
  job: Job,
  cases: readonly TemporalCase[],
  terms: readonly BlendTerm[],
  sources: LearnedSources,
  now: number,
): Float64Array {
  const rows = sources.items.length;
  const part = new Float32Array(rows);
  return Float64Array.from(cases, (one) => {
    const total = new Float64Array(rows);
    for (const term of terms) {
      termScores(term, one.past, sources, { now }, part);
      for (let row = 0; row < rows; row++) total[row] += term.weight * part[row];
    }
    return gainOf(job, one, total);
  });
}

function targetOf({ owned, target }: TemporalCase, job: Job): ReadonlySet<number> {
  return job === "again" ? target : new Set([...target].filter((row) => !owned.has(row)));
}

function gainOf(job: Job, one: TemporalCase, scores: Float64Array): number {
  if (job === "home") for (const row of one.owned) scores[row] = Number.NEGATIVE_INFINITY;
  const target = targetOf(one, job);
  const shelf = topRows(scores, CUT, { above: Number.NEGATIVE_INFINITY });
  let gain = 0;
  let ideal = 0;
  for (let rank = 0; rank < CUT; rank++) {
    const value = 1 / Math.log2(rank + 2);
    if (rank < target.size) ideal += value;
    if (rank < shelf.length && target.has(shelf[rank])) gain += value;
  }
  return ideal === 0 ? 0 : gain / ideal;
}
