/** One explored place as it was decided, shown and answered: what off-policy estimation works on. */
import { AisleError } from "../../../errors";

export interface Decision {
  /** Decisions of one unit (a shelf, a shopper) are not independent; intervals count units. */
  readonly unit: string;
  readonly placement: string;
  /** From 0. */
  readonly position: number;
  /** Best score of the shelf, in which policies measure. */
  readonly best: number;
  /** Candidates of the place, best first. */
  readonly scores: readonly number[];
  /** Of the logging policy; sum to 1. */
  readonly propensities: readonly number[];
  /** Index of the candidate that was shown. */
  readonly chosen: number;
  /** 1 for a click, 0 for none, or any other measure of success. */
  readonly reward: number;
}

/** Probabilities of a policy over the candidates of a place; they sum to 1. */
export type TargetPolicy = (decision: Decision) => readonly number[];

/** @throws AisleError `LOG_UNREADABLE` naming what is wrong with it */
export function checkDecision(decision: Decision, at: string): Decision {
  const { scores, propensities, chosen, reward, best, position } = decision;
  const fail = (what: string): never => {
    throw new AisleError("LOG_UNREADABLE", `The decision at ${at} cannot be used: ${what}.`, {
      fix: "Export the log again; a log made by hand must hold the propensities that were in force.",
    });
  };
  if (scores.length < 2 || scores.length !== propensities.length)
    fail(`${scores.length} scores, ${propensities.length} propensities`);
  if (!scores.every(Number.isFinite) || !(best > 0)) fail("a score is no number");
  if (!propensities.every((p) => p > 0 && p <= 1)) fail("a propensity is not above 0 and up to 1");
  const sum = propensities.reduce((total, p) => total + p, 0);
  if (Math.abs(sum - 1) > 1e-6) fail(`propensities sum to ${sum.toFixed(6)}`);
  if (!(Number.isInteger(chosen) && chosen >= 0 && chosen < scores.length))
    fail("what was shown is not among the candidates");
  if (!Number.isFinite(reward)) fail("the reward is no number");
  if (!(Number.isInteger(position) && position >= 0)) fail("the position is no whole number");
  return decision;
}
