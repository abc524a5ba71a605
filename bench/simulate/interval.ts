export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Student's t at .975 for 1, 2, 3 … degrees of freedom. */
const T975 = [
  12.706, 4.303, 3.182, 2.776, 2.571, 2.447, 2.365, 2.306, 2.262, 2.228, 2.201, 2.179, 2.16, 2.145, 2.131, 2.12, 2.11,
  2.101, 2.093, 2.086, 2.08, 2.074, 2.069, 2.064, 2.06, 2.056, 2.052, 2.048, 2.045, 2.042,
];

/** 95% interval of the mean over seeds, by Student's t; values that are not numbers are left out. */
export function interval(values: readonly number[]): Interval {
  const known = values.filter(Number.isFinite);
  const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
  if (known.length < 2) return { mean, low: Number.NaN, high: Number.NaN };
  const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (known.length - 1);
  const half = T975[Math.min(known.length - 1, T975.length) - 1] * Math.sqrt(variance / known.length);
  return { mean, low: mean - half, high: mean + half };
}

/**
 * Change of the mean against a baseline's mean, as a share of it, with a 95% interval by the jackknife over seeds: each
 * left out once. Ratios of single seeds would be wild where events are rare.
 * @param values of each seed; `baseline` of the same seeds
 */
export function changeInterval(values: readonly number[], baseline: readonly number[]): Interval {
  const pairs = values.map((value, i) => [value, baseline[i]]).filter((pair) => pair.every(Number.isFinite));
  const change = (some: readonly (readonly number[])[]) =>
    some.reduce((sum, [value]) => sum + value, 0) / some.reduce((sum, [, base]) => sum + base, 0) - 1;
  const mean = change(pairs);
  if (pairs.length < 2) return { mean, low: Number.NaN, high: Number.NaN };
  const count = pairs.length;
  const pseudo = pairs.map((_, i) => count * mean - (count - 1) * change(pairs.filter((_, j) => j !== i)));
  const { low, high } = interval(pseudo);
  const half = (high - low) / 2;
  return { mean, low: mean - half, high: mean + half };
}
