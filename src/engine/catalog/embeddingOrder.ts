/** Which items get their vectors first. */
import type { Item } from "../../types";

/**
 * The most popular and the newest in turn, so that the first shelves profit; feed order among equals; what nobody can
 * buy last.
 *
 * @returns the given rows, reordered
 */
export function embeddingOrder(items: readonly Item[], rows: readonly number[]): readonly number[] {
  const soldOut = (row: number): number => (items[row].availability === "out_of_stock" ? 1 : 0);
  const descending = (field: "popularity" | "availableSince"): readonly number[] =>
    [...rows].sort((a, b) => soldOut(a) - soldOut(b) || (items[b][field] ?? -1) - (items[a][field] ?? -1) || a - b);
  const popular = descending("popularity");
  const newest = descending("availableSince");
  const ordered = new Set<number>();
  for (let at = 0; at < rows.length; at++) {
    ordered.add(popular[at]);
    ordered.add(newest[at]);
  }
  return [...ordered];
}
