import { blendPlan } from "./blendPlan";
import type { HeldOut } from "./leaveOneOut";
import { averageRank } from "./metrics";
import type { Blend } from "./rankBlends";
import type { Signal } from "./signals";

export interface ScoredCases {
  /** Ranks of the targets under each blend, `[blends][cases]`. */
  ranks(blends: readonly Blend[]): Float64Array[];
}

/**
 * What every signal says of every case, kept: for climbing to a blend, which asks hundreds of times. Takes
 * `4 × cases × signals × items` bytes.
 */
export function scoreCases(cases: readonly HeldOut[], signals: readonly Signal[], items: number): ScoredCases {
  const parts = cases.map(({ history }) =>
    signals.map((signal) => {
      const part = new Float32Array(items);
      signal.score(history, part);
      return part;
    }),
  );
  return {
    ranks(blends) {
      const plan = blendPlan(blends, items);
      const ranks = blends.map(() => new Float64Array(cases.length));
      cases.forEach(({ target }, c) => {
        plan.each(parts[c], (b, scores) => {
          ranks[b][c] = averageRank(scores, target);
        });
      });
      return ranks;
    },
  };
}
