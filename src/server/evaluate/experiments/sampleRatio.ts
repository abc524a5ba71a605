import { chiSquareTail } from "../normal";

export interface SampleRatio {
  readonly chiSquare: number;
  /** Probability of a mismatch at least as large by chance. */
  readonly p: number;
  /** Something sends shoppers of one arm elsewhere: results must not be read. */
  readonly mismatch: boolean;
}

/** Below this a mismatch is no chance: the usual bar, strict because it is asked of every experiment. */
export const SRM_ALPHA = 0.001;

/** @param shares intended, in proportion; as many as there are counts */
export function sampleRatio(counts: readonly number[], shares: readonly number[]): SampleRatio {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const whole = shares.reduce((sum, share) => sum + share, 0);
  let chiSquare = 0;
  counts.forEach((count, i) => {
    const expected = (total * shares[i]) / whole;
    if (expected > 0) chiSquare += (count - expected) ** 2 / expected;
    else if (count > 0) chiSquare = Number.POSITIVE_INFINITY;
  });
  const p = chiSquareTail(chiSquare, counts.length - 1);
  return { chiSquare, p, mismatch: p < SRM_ALPHA };
}
