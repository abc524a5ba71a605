import { median, quantile } from "../peers/statistics.mjs";

const RESAMPLES = 4_000;

/** Median of `b` less median of `a`, with its 95 % percentile bootstrap interval. */
export function differenceOfMedians(a, b, random) {
  const resample = (values) => values.map(() => values[Math.floor(random() * values.length)]);
  const differences = Array.from({ length: RESAMPLES }, () => median(resample(b)) - median(resample(a)));
  return { difference: median(b) - median(a), low: quantile(differences, 0.025), high: quantile(differences, 0.975) };
}
