/** Ranking metrics with binary relevance, and how sure one may be of a difference. */

export interface Quality {
  readonly ndcg: number;
  readonly hit: number;
}

/** @param ranked best first; only the first `k` are read */
export function qualityAt(k: number, ranked: ArrayLike<number>, relevant: ReadonlySet<number>): Quality {
  let gain = 0;
  let ideal = 0;
  let hit = 0;
  for (let i = 0; i < k; i++) {
    const value = 1 / Math.log2(i + 2);
    if (i < relevant.size) ideal += value;
    if (i < ranked.length && relevant.has(ranked[i])) {
      gain += value;
      hit = 1;
    }
  }
  return { ndcg: ideal === 0 ? 0 : gain / ideal, hit };
}

export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

/** Percentile bootstrap over customers of the mean of paired differences, 95%. */
export function pairedBootstrap(
  a: readonly number[],
  b: readonly number[],
  options: { readonly random: () => number; readonly resamples?: number },
): Interval {
  const differences = a.map((value, i) => value - b[i]);
  const means: number[] = [];
  for (let r = 0; r < (options.resamples ?? 10_000); r++) {
    let sum = 0;
    for (let i = 0; i < differences.length; i++) {
      sum += differences[Math.floor(options.random() * differences.length)];
    }
    means.push(sum / differences.length);
  }
  means.sort((x, y) => x - y);
  const at = (share: number) => means[Math.min(means.length - 1, Math.floor(share * means.length))];
  return { mean: average(differences), low: at(0.025), high: at(0.975) };
}

export function average(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Mulberry32: a seeded source of uniform numbers in [0, 1). */
export function seededRandom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** `count` of the values, drawn without replacement. */
export function sample<T>(values: readonly T[], count: number, random: () => number): T[] {
  const drawn = [...values];
  for (let i = drawn.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [drawn[i], drawn[j]] = [drawn[j], drawn[i]];
  }
  return drawn.slice(0, count);
}
