/** Chooses the weights of a blend on validation, by climbing one weight at a time. */
import type { HeldOut } from "./leaveOneOut";
import { averageRank, ndcgAt } from "./metrics";
import type { Blend } from "./rankBlends";
import { scoreCases } from "./scoreCases";
import type { Signal } from "./signals";

export interface ClimbOptions {
  /** Where the search begins; one weight a signal. */
  readonly start: Blend;
  /** Indexes of signals whose weight stays. */
  readonly fixed?: readonly number[];
  readonly rounds?: number;
}

export interface TuneBlendOptions extends ClimbOptions {
  readonly items: number;
  /** Validation cases looked at, spread evenly; default all. */
  readonly maxCases?: number;
}

export interface TunedBlend {
  readonly blend: Blend;
  readonly quality: number;
  readonly tried: number;
}

/** A weight that was 0 is tried at these; others are multiplied by `FACTORS`, or dropped. */
const FRESH = [0.15, 0.4];
const FACTORS = [0, 0.5, 0.75, 1.35, 2];

/**
 * What is maximised: NDCG@10, with a little of recall@50, which varies less from sample to sample and keeps the rest of
 * the list sensible.
 */
export function quality(ranks: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < ranks.length; i++) sum += ndcgAt(ranks[i], 10) + (ranks[i] <= 50 ? 0.1 : 0);
  return ranks.length === 0 ? 0 : sum / ranks.length;
}

export function tuneBlend(
  cases: readonly HeldOut[],
  signals: readonly Signal[],
  { items, maxCases = cases.length, ...options }: TuneBlendOptions,
): TunedBlend {
  const looked = spread(cases, maxCases);
  const scored = scoreCases(looked, signals, items);
  return climbBlend((blends) => scored.ranks(blends).map(quality), options);
}

/**
 * Climbs to a better blend; every step taken has been measured: changes of one weight first, then the best of them
 * together.
 * @param measure what is maximised, for several blends at once
 */
export function climbBlend(
  measure: (blends: readonly Blend[]) => readonly number[],
  { start, fixed = [], rounds = 8 }: ClimbOptions,
): TunedBlend {
  let best: Blend = start;
  let [bestQuality] = measure([start]);
  let tried = 1;
  for (let round = 0; round < rounds; round++) {
    const changes = start.flatMap((_, s) => {
      if (fixed.includes(s)) return [];
      const values = best[s] === 0 ? FRESH : FACTORS.map((factor) => best[s] * factor);
      return values.map((value) => ({ s, value }));
    });
    const qualities = measure(changes.map(({ s, value }) => best.with(s, value)));
    const gains = changes
      .map((change, i) => ({ ...change, quality: qualities[i] }))
      .filter((change) => change.quality > bestQuality)
      .sort((a, b) => b.quality - a.quality);
    const strongest = gains.filter((gain, i) => gains.findIndex(({ s }) => s === gain.s) === i).slice(0, 4);
    let joint = best;
    const joined = strongest.map(({ s, value }) => {
      joint = joint.with(s, value);
      return joint;
    });
    tried += changes.length + joined.length;
    if (joined.length === 0) break;
    const joinedQualities = measure(joined);
    bestQuality = Math.max(...joinedQualities);
    best = joined[joinedQualities.indexOf(bestQuality)];
  }
  return { blend: best, quality: bestQuality, tried };
}

/** At most `count` cases, evenly spread. */
export function spread<T>(cases: readonly T[], count: number): T[] {
  if (cases.length <= count) return [...cases];
  return Array.from({ length: count }, (_, i) => cases[Math.floor((i * cases.length) / count)]);
}

/** The rank of a single signal's best decay, and the like: which of some alternatives is best on its own. */
export function bestOf<T extends Signal>(cases: readonly HeldOut[], alternatives: readonly T[], items: number): T {
  let best = alternatives[0];
  let bestQuality = Number.NEGATIVE_INFINITY;
  const scores = new Float32Array(items);
  for (const signal of alternatives) {
    const ranks = cases.map(({ history, target }) => {
      scores.fill(0);
      signal.score(history, scores);
      return averageRank(scores, target);
    });
    const found = quality(ranks);
    if (found > bestQuality) [best, bestQuality] = [signal, found];
  }
  return best;
}
