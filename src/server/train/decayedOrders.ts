import type { Popularity } from "../../format/behaviour/popularity";

const DAY_MS = 86_400_000;

export interface OrderedItem {
  readonly row: number;
  /** Epoch milliseconds. */
  readonly at: number;
}

/**
 * Popularity with a half-life: an order counts ½ after that many days. Orders later than `asOf` are left out, so that a
 * split in time holds whatever is passed.
 */
export function decayedOrders(
  orders: Iterable<OrderedItem>,
  options: { readonly items: number } & Omit<Popularity, "orders">,
): Popularity {
  const { items, asOf, halfLifeDays, catalogDigest } = options;
  const sums = new Float64Array(items);
  for (const { row, at } of orders) {
    if (at <= asOf && row >= 0 && row < items) sums[row] += 2 ** ((at - asOf) / DAY_MS / halfLifeDays);
  }
  return { asOf, halfLifeDays, orders: Float32Array.from(sums), catalogDigest };
}
