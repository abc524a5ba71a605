import type { BlendTerm } from "../../format/behaviour/blend";
import type { LearnedSources } from "./learnedSources";
import type { PastItem } from "./pastItems";
import { DENSE, type SignalOptions, signalScores } from "./signalScores";

/**
 * Fills `scores` with a term's signal in units of its own spread over the catalogue, so that signals of unlike scales can be added: after
 * one purchase as after fifty, a weight means the same. Measured on validation, it is what makes text add to behaviour.
 * All zeros where every row is alike: such a signal says nothing about the order.
 * @returns the spread that the signal was divided by
 */
export function termScores(
  term: BlendTerm,
  past: readonly PastItem[],
  sources: LearnedSources,
  options: SignalOptions,
  scores: Float32Array,
): number {
  signalScores(term, past, sources, options, scores);
  const deviation = DENSE.has(term.signal) ? spreadOf(scores, sources.spreadRows) : spreadOf(scores);
  if (!(deviation > 0)) {
    scores.fill(0);
    return 0;
  }
  for (let row = 0; row < scores.length; row++) scores[row] /= deviation;
  return deviation;
}

/** Standard deviation over some rows, or all. */
function spreadOf(scores: Float32Array, rows?: Int32Array): number {
  const count = rows?.length ?? scores.length;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < count; i++) {
    const score = scores[rows ? rows[i] : i];
    sum += score;
    squares += score * score;
  }
  const mean = sum / count;
  return Math.sqrt(Math.max(0, squares / count - mean * mean));
}

/** Scores of every row: Σ weight × term, and the parts it is the sum of. */
export interface BlendScores {
  readonly total: Float64Array;
  /** One a term, already weighted. */
  readonly parts: readonly Float32Array[];
  /** What each term's signal was divided by; 0 where it says nothing. */
  readonly spreads: readonly number[];
}

export function blendScores(
  terms: readonly BlendTerm[],
  past: readonly PastItem[],
  sources: LearnedSources,
  options: SignalOptions,
): BlendScores {
  const rows = sources.items.length;
  const total = new Float64Array(rows);
  const spreads: number[] = [];
  const parts = terms.map((term) => {
    const part = new Float32Array(rows);
    spreads.push(term.weight === 0 ? 0 : termScores(term, past, sources, options, part));
    for (let row = 0; row < rows; row++) {
      part[row] *= term.weight;
      total[row] += part[row];
    }
    return part;
  });
  return { total, parts, spreads };
}
