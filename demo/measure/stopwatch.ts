/** Timing with a clock that may be coarse: browsers round `performance.now` to 0.1 or even 1 ms. */

export interface TimeOptions {
  readonly now: () => number;
  /** Work is repeated until a sample lasts so long. */
  readonly sampleMs: number;
  /** Samples of each job, at least; their median counts. */
  readonly samples: number;
  /** No new sample of any job is begun after so long. */
  readonly budgetMs: number;
}

/**
 * Median milliseconds of each job, the jobs taking turns, so that whatever else the device does falls on all alike.
 * The first run of each warms up and shows how often it must be repeated; it counts where nothing else is there.
 */
export async function timeInTurns<Key extends string | number>(
  jobs: readonly { readonly key: Key; readonly run: () => Promise<unknown> }[],
  { now, sampleMs, samples, budgetMs }: TimeOptions,
): Promise<Record<Key, number>> {
  const started = now();
  const timed = async (run: () => Promise<unknown>, repeats: number) => {
    const from = now();
    for (let i = 0; i < repeats; i++) await run();
    return (now() - from) / repeats;
  };
  const plans: { key: Key; run: () => Promise<unknown>; repeats: number; times: number[]; first: number }[] = [];
  for (const { key, run } of jobs) {
    const first = await timed(run, 1);
    const again = await timed(run, 1);
    const repeats = Math.max(1, Math.ceil(sampleMs / Math.max(Math.min(first, again), sampleMs / 200)));
    plans.push({ key, run, repeats, times: [], first: again });
  }
  for (let round = 0; round < samples && now() - started < budgetMs; round++) {
    for (const plan of plans) plan.times.push(await timed(plan.run, plan.repeats));
  }
  return Object.fromEntries(plans.map(({ key, times, first }) => [key, median(times) ?? first])) as Record<Key, number>;
}

export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[sorted.length >> 1];
}
