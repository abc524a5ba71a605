import { type Closeness, PERSONAL_SIGNALS, type PersonalSignal } from "./closeness";
import { type InterestPoint, MAX_POINTS } from "./interestPoints";
import type { BlendWeights } from "./rankContext";

export type PersonalParts = Readonly<Record<PersonalSignal, number>>;

/**
 * With little history the averages lean towards nothing: they are taken as if one point of this weight, close to no
 * item, were among them. Units: the weight of one look at a product page.
 */
export const PRIOR_WEIGHT = 1;
/**
 * Text and words enter as log(1 + closeness / this): popularity is a logarithm too, and sums of logarithms ask for
 * both at once. Chosen on validation, .003 and .03 are worse.
 */
export const CLOSENESS_UNIT = 0.01;

export interface PointWeights {
  readonly values: Float64Array;
  readonly total: number;
}

/**
 * The weights of the points in force: the reserve beyond `MAX_POINTS` waits outside.
 * @param without index of a point whose effect is to be taken away; the reserve then moves up
 */
export function pointWeights(points: readonly InterestPoint[], without = -1): PointWeights {
  const values = new Float64Array(points.length);
  let left = MAX_POINTS;
  let total = 0;
  for (let p = 0; p < points.length && left > 0; p++) {
    if (p === without) continue;
    values[p] = points[p].weight;
    total += points[p].weight;
    left--;
  }
  return { values, total };
}

/** What the points contribute to a candidate's score, per signal; every part finite and at least 0. */
export function personalParts(
  candidate: number,
  near: Closeness,
  weights: PointWeights,
  blend: BlendWeights,
  prior: number,
): PersonalParts {
  const parts: Record<PersonalSignal, number> = { text: 0, words: 0, category: 0, brand: 0, price: 0 };
  if (!(weights.total > 0)) return parts;
  const start = candidate * weights.values.length;
  for (const signal of PERSONAL_SIGNALS) {
    const weight = blend[signal];
    if (weight === 0) continue;
    const matrix = near[signal];
    let sum = 0;
    for (let p = 0; p < weights.values.length; p++) sum += weights.values[p] * matrix[start + p];
    const mean = sum / (weights.total + prior);
    parts[signal] = weight * (signal === "text" || signal === "words" ? Math.log1p(mean / CLOSENESS_UNIT) : mean);
  }
  return parts;
}
