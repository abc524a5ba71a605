export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/**
 * 95% percentile bootstrap of the mean difference a − b, cases drawn together.
 * @param random uniform in [0, 1), seeded for a repeatable report
 */
export function pairedBootstrap(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  options: { readonly random: () => number; readonly resamples?: number },
): Interval {
  const count = a.length;
  const differences = Float64Array.from(a, (value, i) => value - b[i]);
  const mean = (at: () => number) => {
    let sum = 0;
    for (let i = 0; i < count; i++) sum += differences[at()];
    return sum / count;
  };
  if (count === 0) return { mean: 0, low: 0, high: 0 };
  const means = Float64Array.from({ length: options.resamples ?? 1000 }, () =>
    mean(() => Math.floor(options.random() * count)),
  ).sort();
  const at = (share: number) => means[Math.min(means.length - 1, Math.floor(share * means.length))];
  let next = 0;
  return { mean: mean(() => next++), low: at(0.025), high: at(0.975) };
}
