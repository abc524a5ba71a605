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

/** @param fitted shoppers that offsets are fitted on; @param judged other ones */
export function tradeOff(
  fitted: readonly FairCase[],
  judged: readonly FairCase[],
  groupings: readonly Grouping[],
  { bounds, places }: TradeOffOptions,
): TradeOffPoint[] {
  return bounds.map((bound) => {
    const offsets =
      bound === 0 ? groupings.map(({ names }) => names.map(() => 0)) : fitOffsets(fitted, groupings, { places, bound });
    return judge(judged, groupings, { offsets, bound, places });
  });
}

export function judge(
  cases: readonly FairCase[],
  groupings: readonly Grouping[],
  { offsets, bound, places }: { offsets: readonly (readonly number[])[]; bound: number; places: number },
): TradeOffPoint {
  const shelves = cases.map((one) => rerank(one, groupings, offsets, { places, bound }));
  const wanted = cases.map((one) => one.wanted);
  const shares = groupings.map((grouping) => groupShares(grouping, shelves, wanted));
  const ndcgs = shelves.map((shelf, i) => ndcg(shelf, cases[i].wanted, places));
  return {
    bound,
    ndcg: ndcgs.reduce((sum, value) => sum + value, 0) / Math.max(1, ndcgs.length),
    ndcgs,
    gaps: shares.map(({ gap }) => gap),
    shares,
    offsets,
  };
}

/** Mean of the gaps, against that of the first point. */
export function gapReduction(point: TradeOffPoint, base: TradeOffPoint): number {
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
