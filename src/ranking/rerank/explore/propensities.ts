/** Closed-form propensities of one explored place. */

import type { ExplorePolicy } from "../../../types";

/**
 * @param scores of the candidates of one place, best first; `unit` is the shelf's best score
 * @returns probabilities that sum to 1
 */
export function propensities(scores: readonly number[], policy: ExplorePolicy, unit: number): number[] {
  if (policy.kind === "epsilon-greedy") {
    const share = policy.epsilon / scores.length;
    return scores.map((_, i) => (i === 0 ? 1 - policy.epsilon + share : share));
  }
  const odds = scores.map((score) => Math.exp((score - scores[0]) / (policy.temperature * unit)));
  const total = odds.reduce((sum, value) => sum + value, 0);
  return odds.map((value) => value / total);
}

/** Score that a draw gives away on average against the best. */
export function expectedRegret(scores: readonly number[], probabilities: readonly number[]): number {
  return scores[0] - scores.reduce((sum, score, i) => sum + score * probabilities[i], 0);
}

/** Moves probability back to the best: 1 leaves all as it is, 0 leaves the best alone. */
export function temper(probabilities: readonly number[], share: number): number[] {
  return probabilities.map((value, i) => (i === 0 ? 1 - share : 0) + share * value);
}

/** The place that a uniform draw from [0, 1) falls to. */
export function drawn(probabilities: readonly number[], uniform: number): number {
  let left = uniform;
  for (let i = 0; i < probabilities.length - 1; i++) {
    left -= probabilities[i];
    if (left < 0) return i;
  }
  return probabilities.length - 1;
}
