/**
 * What another policy would have earned a decision, from the log of this one: inverse propensities (IPS), the same
 * self-normalised (SNIPS), and doubly robust (Dudík, Langford and Li 2011). Without the effective sample size none of
 * them means anything, so each carries it.
 */
import { normalQuantile } from "../normal";
import type { Decision, TargetPolicy } from "./decision";
import { crossFit } from "./rewardModel";

export interface Estimate {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface OffPolicyEstimates {
  readonly decisions: number;
  readonly units: number;
  /** (Σw)² / Σw²: how many decisions of the target policy the log is worth. */
  readonly effectiveSampleSize: number;
  readonly largestWeight: number;
  /** Mean reward of the log itself. */
  readonly logged: Estimate;
  readonly ips: Estimate;
  readonly snips: Estimate;
  readonly dr: Estimate;
}

/** @param confidence default .95; intervals are over units, corrected for skewness: clicks are rare */
export function estimate(decisions: readonly Decision[], target: TargetPolicy, confidence = 0.95): OffPolicyEstimates {
  const z = normalQuantile(0.5 + confidence / 2);
  const policies = decisions.map(target);
  const weights = decisions.map(({ chosen, propensities }, i) => policies[i][chosen] / propensities[chosen]);
  const rewards = decisions.map(({ reward }) => reward);
  const units = new Set(decisions.map(({ unit }) => unit)).size;
  const about = (values: readonly number[]) => intervalOfMean(decisions, values, z);

  const weighted = rewards.map((reward, i) => weights[i] * reward);
  const meanWeight = mean(weights);
  const snips = meanWeight > 0 ? mean(weighted) / meanWeight : Number.NaN;
  // The delta method: a ratio's error is that of its numerator less the ratio times its denominator.
  const snipsResiduals = weighted.map((value, i) => (value - snips * weights[i]) / meanWeight + snips);

  const predict = crossFit(decisions);
  const robust = decisions.map((decision, i) => {
    const expected = predict(decision, i);
    const direct = policies[i].reduce((sum, p, j) => sum + p * expected[j], 0);
    return direct + weights[i] * (decision.reward - expected[decision.chosen]);
  });
  const squares = weights.reduce((sum, w) => sum + w * w, 0);
  return {
    decisions: decisions.length,
    units,
    effectiveSampleSize: squares > 0 ? weights.reduce((sum, w) => sum + w, 0) ** 2 / squares : 0,
    largestWeight: weights.reduce((most, w) => Math.max(most, w), 0),
    logged: about(rewards),
    ips: about(weighted),
    snips: { ...about(snipsResiduals), value: snips },
    dr: about(robust),
  };
}

/** The mean over decisions; its error from sums over units, which may hold several. */
function intervalOfMean(decisions: readonly Decision[], values: readonly number[], z: number): Estimate {
  const value = mean(values);
  const residuals = new Map<string, number>();
  values.forEach((one, i) => {
    const { unit } = decisions[i];
    residuals.set(unit, (residuals.get(unit) ?? 0) + one - value);
  });
  const units = residuals.size;
  let squares = 0;
  let cubes = 0;
  for (const residual of residuals.values()) {
    squares += residual * residual;
    cubes += residual ** 3;
  }
  const error = units > 1 ? Math.sqrt((squares * units) / (units - 1)) / values.length : Number.NaN;
  const skewness = squares > 0 ? cubes / units / (squares / units) ** 1.5 : 0;
  const studentised = (quantile: number) => unskewed(quantile, skewness / Math.sqrt(units));
  return { value, low: value - error * studentised(z), high: value - error * studentised(-z) };
}

/**
 * Hall's transformation (1992, "On the removal of skewness by transformation"), inverted: the quantile of a studentised
 * mean whose summands are skewed.
 * @param k skewness over the root of the number of summands
 */
function unskewed(z: number, k: number): number {
  return Math.abs(k) < 1e-6 ? z : (3 / k) * (Math.cbrt(1 + k * (z - k / 6)) - 1);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
