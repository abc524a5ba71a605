import type { Item } from "../types";

/** Demand on a logarithmic scale, 0 to 1 for the shop's best seller. Feeds with nonsense in the field count as 0. */
export function popularityScale(items: readonly Item[]): (item: Item) => number {
  let largest = 0;
  for (const item of items) {
    const demand = demandOf(item);
    if (demand > largest) largest = demand;
  }
  if (largest === 0) return () => 0;
  const range = Math.log1p(largest);
  return (item) => Math.log1p(demandOf(item)) / range;
}

/** Finite and not negative, whatever the feed says. */
export function demandOf(item: Item): number {
  const { popularity } = item;
  return popularity !== undefined && popularity > 0 && Number.isFinite(popularity) ? popularity : 0;
}
