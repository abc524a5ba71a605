/** The curve between fairness and relevance: offsets fitted under ever wider bounds, each judged on other shoppers. */
import { attention, type Grouping, type GroupShares, groupShares } from "./exposureGap";
import { type FairCase, fitOffsets, rerank } from "./fitOffsets";

export interface TradeOffPoint {
  readonly bound: number;
  /** Of the cases it is judged on: mean of their NDCG, and the gap of each grouping. */
  readonly ndcg: number;
  readonly ndcgs: readonly number[];
  readonly gaps: readonly number[];
  readonly shares: readonly GroupShares[];
  readonly offsets: readonly (readonly number[])[];
}

export interface TradeOffOptions {
  readonly bounds: readonly number[];
  readonly places: number;
}

/** Shelves of one moment, and the groups its items were in. */
export interface FairSample {
  readonly cases: readonly FairCase[];
  readonly groupings: readonly Grouping[];
}

/** @param fitted shoppers that offsets are fitted on; @param judged other ones, in groups of the same names */
export function tradeOff(fitted: FairSample, judged: FairSample, { bounds, places }: TradeOffOptions): TradeOffPoint[] {
  return bounds.map((bound) => judge(judged, { offsets: fitOffsets(fitted, { places, bound }), bound, places }));
}

export function judge(
  sample: FairSample,
  { offsets, bound, places }: { offsets: readonly (readonly number[])[]; bound: number; places: number },
): TradeOffPoint {
  const shelves = sample.cases.map((one) => rerank(one, sample.groupings, offsets, { places, bound }));
  return { ...judgeShelves(shelves, sample, places), bound, offsets };
}

/** @param shelves item rows of each case's shelf, best first */
export function judgeShelves(
  shelves: readonly (readonly number[])[],
  { cases, groupings }: FairSample,
  places: number,
): Omit<TradeOffPoint, "bound" | "offsets"> {
  const wanted = cases.map((one) => one.wanted);
  const shares = groupings.map((grouping) => groupShares(grouping, shelves, wanted));
  const ndcgs = shelves.map((shelf, i) => ndcg(shelf, cases[i].wanted, places));
  return {
    ndcg: ndcgs.reduce((sum, value) => sum + value, 0) / Math.max(1, ndcgs.length),
    ndcgs,
    gaps: shares.map(({ gap }) => gap),
    shares,
  };
}

/** Mean of the gaps, against that of the first point. */
export function gapReduction(point: Pick<TradeOffPoint, "gaps">, base: Pick<TradeOffPoint, "gaps">): number {
  const sum = (gaps: readonly number[]) => gaps.reduce((total, gap) => total + gap, 0);
  return 1 - sum(point.gaps) / sum(base.gaps);
}

function ndcg(shelf: readonly number[], wanted: ReadonlySet<number>, places: number): number {
  let gain = 0;
  let ideal = 0;
  for (let place = 0; place < places; place++) {
    if (place < wanted.size) ideal += attention(place);
    if (place < shelf.length && wanted.has(shelf[place])) gain += attention(place);
  }
  return ideal === 0 ? 0 : gain / ideal;
}
