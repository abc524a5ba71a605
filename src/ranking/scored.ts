import type { Reason, Signal } from "../types";

/** A candidate with its score, before it is given a place. */
export interface Scored {
  /** Row of the catalogue. */
  readonly row: number;
  /** Place among the candidates: row of the closeness matrices. */
  readonly candidate: number;
  /** The sum of `parts`; finite. */
  readonly score: number;
  readonly parts: Readonly<Partial<Record<Signal, number>>>;
  /** Reasons for parts that no signal of the blend explains. */
  readonly reasons?: readonly Reason[];
  /** Probability of this item at its place; absent: certain. */
  readonly propensity?: number;
  /** What the place was drawn from, where it was. */
  readonly explored?: {
    readonly best: number;
    readonly pool: readonly { readonly row: number; readonly score: number; readonly propensity: number }[];
  };
}

/** Best first; equal scores in feed order. */
export function byScore(a: Scored, b: Scored): number {
  return b.score - a.score || a.row - b.row;
}

/** Keeps what counts, and adds it up. */
export function scored(row: number, candidate: number, all: Readonly<Partial<Record<Signal, number>>>): Scored {
  const parts: Partial<Record<Signal, number>> = {};
  let score = 0;
  for (const [signal, value] of Object.entries(all) as [Signal, number][]) {
    if (value === 0 || !Number.isFinite(value)) continue;
    parts[signal] = value;
    score += value;
  }
  return { row, candidate, score, parts };
}
