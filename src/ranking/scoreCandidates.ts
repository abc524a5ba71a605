import type { Item } from "../types";
import type { Closeness } from "./closeness";
import { freshnessOf } from "./freshnessOf";
import { type PointWeights, personalParts } from "./personalScore";
import { popularityScale } from "./popularityOf";
import type { BlendWeights } from "./rankContext";
import { type Scored, scored } from "./scored";

export interface ScoreOptions {
  readonly items: readonly Item[];
  readonly near: Closeness;
  readonly weights: PointWeights;
  readonly blend: BlendWeights;
  readonly prior: number;
  readonly now: number;
  /** Match with the query of each candidate, for `search`. */
  readonly matches?: Float32Array;
}

/** The blend: one number a candidate, and the parts it is made of. */
export function scoreCandidates(candidates: Int32Array, options: ScoreOptions): Scored[] {
  const { items, near, weights, blend, prior, now, matches } = options;
  const popularity = popularityScale(items);
  return Array.from(candidates, (row, c) =>
    scored(row, c, {
      ...personalParts(c, near, weights, blend, prior),
      popularity: blend.popularity * popularity(items[row]),
      freshness: blend.freshness * freshnessOf(items[row], now),
      query: matches ? blend.query * matches[c] : 0,
    }),
  );
}
