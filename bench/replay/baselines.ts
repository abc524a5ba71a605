/** What any shop could show without us. */
import type { Customer, Split } from "./splitAt";

/** The sales of the last 30 days; of equals in feed order. */
export function byPopularity(split: Split, without: ReadonlyMap<number, number>, count: number): number[] {
  const { items } = split.catalog;
  return best(
    [...items.keys()].filter((row) => !without.has(row)),
    (row) => items[row].popularity ?? 0,
    count,
  );
}

/** What the customer bought most often, then what everybody buys. */
export function byFrequency(customer: Customer, split: Split, count: number): number[] {
  const own = best(
    customer.owned.keys(),
    (row) => (customer.owned.get(row) ?? 0) * 1000 + (split.catalog.items[row].popularity ?? 0),
    count,
  );
  return [...own, ...byPopularity(split, customer.owned, count)].slice(0, count);
}

export function atRandom(
  split: Split,
  without: ReadonlyMap<number, number>,
  count: number,
  random: () => number,
): number[] {
  const drawn = new Set<number>();
  while (drawn.size < count) {
    const row = Math.floor(random() * split.catalog.items.length);
    if (!without.has(row)) drawn.add(row);
  }
  return [...drawn];
}

function best(rows: Iterable<number>, value: (row: number) => number, count: number): number[] {
  return [...rows].sort((a, b) => value(b) - value(a) || a - b).slice(0, count);
}
