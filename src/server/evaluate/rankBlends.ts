import type { HeldOut } from "./leaveOneOut";
import { averageRank } from "./metrics";
import type { Signal } from "./signals";

/** One weight a signal. */
export type Blend = readonly number[];

/** Ranks of the targets under each blend, `[blends][cases]`; the signals are computed once for all of them. */
export function rankBlends(
  cases: readonly HeldOut[],
  signals: readonly Signal[],
  blends: readonly Blend[],
  items: number,
): Float64Array[] {
  const ranks = blends.map(() => new Float64Array(cases.length));
  const parts = signals.map(() => new Float32Array(items));
  const scores = new Float32Array(items);
  cases.forEach(({ history, target }, c) => {
    signals.forEach((signal, s) => {
      parts[s].fill(0);
      signal.score(history, parts[s]);
    });
    blends.forEach((blend, b) => {
      scores.fill(0);
      blend.forEach((weight, s) => {
        if (weight === 0) return;
        const part = parts[s];
        for (let item = 0; item < items; item++) scores[item] += weight * part[item];
      });
      ranks[b][c] = averageRank(scores, target);
    });
  });
  return ranks;
}
