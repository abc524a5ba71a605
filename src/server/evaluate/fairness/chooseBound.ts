/** How far shelves may lean: the bound that closes most of the gap for at most a stated loss of relevance. */
import { fitOffsets, rerank } from "./fitOffsets";
import { type FairSample, gapReduction, judgeShelves } from "./tradeOff";

export const BOUNDS: readonly number[] = [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5];
export const PLACES = 10;
/** Of NDCG, at most. */
export const NDCG_COST = 0.02;
const FOLDS = 5;

export interface ChosenBound {
  /** Index of the bound. */
  readonly chosen: number;
  /** By bound: share of NDCG that is kept, and of the gap that is closed. */
  readonly kept: readonly number[];
  readonly reduced: readonly number[];
}

/** Cross-validated: each fifth of the shoppers gets shelves with offsets fitted on the others. */
export function chooseBound(sample: FairSample): ChosenBound {
  const { cases, groupings } = sample;
  const points = BOUNDS.map((bound) => {
    const options = { bound, places: PLACES };
    const offsets = Array.from({ length: FOLDS }, (_, fold) =>
      fitOffsets({ cases: cases.filter((_, i) => i % FOLDS !== fold), groupings }, options),
    );
    const shelves = cases.map((one, i) => rerank(one, groupings, offsets[i % FOLDS], options));
    return judgeShelves(shelves, sample, PLACES);
  });
  const [base] = points;
  const kept = points.map(({ ndcg }) => (base.ndcg > 0 ? ndcg / base.ndcg : 1));
  const reduced = points.map((point) => gapReduction(point, base));
  const affordable = BOUNDS.map((_, b) => b).filter((b) => kept[b] >= 1 - NDCG_COST);
  return { chosen: affordable.reduce((best, b) => (reduced[b] > reduced[best] ? b : best), 0), kept, reduced };
}
