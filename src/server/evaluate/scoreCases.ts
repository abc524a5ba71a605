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
  const scores = new Float32Array(items);
  return {
    ranks: (blends) =>
      blends.map((blend) => {
        const used = [...blend.keys()].filter((s) => blend[s] !== 0);
        return Float64Array.from(cases, ({ target }, c) => {
          scores.fill(0);
          for (const s of used) {
            const [part, weight] = [parts[c][s], blend[s]];
            for (let item = 0; item < items; item++) scores[item] += weight * part[item];
          }
          return averageRank(scores, target);
        });
      }),
  };
}
