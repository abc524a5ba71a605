/**
 * Offsets that bring exposure towards merit: dual ascent. A group shown less than it merits is lifted a little, one shown
 * more is held back, again and again on shelves of held-out shoppers, within a bound that keeps every shelf's own order
 * mostly as it is. The bound is what trades fairness against relevance.
 */
import { type Grouping, groupShares } from "./exposureGap";

/** The best rows of one shopper, best first, and what they ordered next. */
export interface FairCase {
  readonly rows: ArrayLike<number>;
  /** Of those rows, in units of the best. */
  readonly scores: ArrayLike<number>;
  readonly wanted: ReadonlySet<number>;
}

export interface FitOptions {
  readonly places: number;
  readonly bound: number;
  readonly rounds?: number;
}

const ROUNDS = 60;
/** Of the bound, for a group whose exposure is off by all of its merit. */
const FIRST_STEP = 0.5;

/** @returns an offset for each group of each grouping, each within the bound over their number */
export function fitOffsets(
  { cases, groupings }: { readonly cases: readonly FairCase[]; readonly groupings: readonly Grouping[] },
  { places, bound, rounds = ROUNDS }: FitOptions,
): number[][] {
  const most = bound / groupings.length;
  const offsets = groupings.map(({ names }) => names.map(() => 0));
  if (bound === 0) return offsets;
  const best = { gap: Number.POSITIVE_INFINITY, offsets };
  for (let round = 0; round < rounds; round++) {
    const shelves = cases.map((one) => rerank(one, groupings, offsets, { places, bound }));
    const wanted = cases.map((one) => one.wanted);
    const shares = groupings.map((grouping) => groupShares(grouping, shelves, wanted));
    const gap = shares.reduce((sum, one) => sum + one.gap, 0);
    if (gap < best.gap) Object.assign(best, { gap, offsets: offsets.map((group) => [...group]) });
    const step = (FIRST_STEP * most) / Math.sqrt(1 + round);
    shares.forEach(({ merit, exposure }, i) => {
      merit.forEach((share, g) => {
        const scale = Math.max(share, exposure[g]);
        if (scale === 0) return;
        const moved = offsets[i][g] + (step * (share - exposure[g])) / scale;
        offsets[i][g] = Math.min(most, Math.max(-most, moved));
      });
    });
  }
  return best.offsets;
}

/** The first places after offsets, as the page's `fairSteps` gives them. */
export function rerank(
  { rows, scores }: FairCase,
  groupings: readonly Grouping[],
  offsets: readonly (readonly number[])[],
  { places, bound }: Pick<FitOptions, "places" | "bound">,
): number[] {
  const lifted = Array.from(rows, (row, i) => {
    let offset = 0;
    groupings.forEach(({ groupOf }, g) => {
      if (groupOf[row] >= 0) offset += offsets[g][groupOf[row]];
    });
    return { row, score: scores[i] + Math.min(bound, Math.max(-bound, offset)) };
  });
  return lifted
    .sort((a, b) => b.score - a.score)
    .slice(0, places)
    .map(({ row }) => row);
}
