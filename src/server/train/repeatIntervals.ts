import type { RepeatRows } from "../../ranking/learned/learnedModel";

export interface Purchase {
  readonly user: number;
  readonly row: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

const DAY_MS = 86_400_000;
/** Two purchases within a day are one. */
const SAME_TIME_MS = DAY_MS;
/** Buyers below which an item's share leans towards the shop's: as if so many more had bought it. */
const PRIOR_BUYERS = 5;
/** Returns below which a median says nothing. */
const LEAST_GAPS = 3;

/**
 * Which items are bought again, and after how long. Shares of items with few buyers lean towards the shop's own.
 * @param purchases in any order
 */
export function repeatIntervals(purchases: Iterable<Purchase>, items: number): RepeatRows {
  const times = new Map<number, number[]>();
  for (const { user, row, at } of purchases) {
    const key = user * items + row;
    const known = times.get(key);
    if (known) known.push(at);
    else times.set(key, [at]);
  }
  const buyers = new Float64Array(items);
  const returned = new Float64Array(items);
  const gaps: number[][] = Array.from({ length: items }, () => []);
  for (const [key, all] of times) {
    const row = key % items;
    all.sort((a, b) => a - b);
    let last = all[0];
    let again = 0;
    for (const at of all) {
      if (at - last < SAME_TIME_MS) continue;
      gaps[row].push((at - last) / DAY_MS);
      last = at;
      again++;
    }
    buyers[row]++;
    if (again > 0) returned[row]++;
  }
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  const usual = sum(returned) / Math.max(1, sum(buyers));
  return {
    shares: Float32Array.from(buyers, (count, row) =>
      count === 0 ? 0 : (returned[row] + PRIOR_BUYERS * usual) / (count + PRIOR_BUYERS),
    ),
    medianDays: Float32Array.from(gaps, (days) => (days.length < LEAST_GAPS ? 0 : median(days))),
  };
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
