import type { Item } from "../../types";
import { demandOf } from "../popularityOf";
import { topRows } from "../topRows";

/** The rows most in demand; none when the feed says nothing of demand. */
export function popularRows(
  items: readonly Item[],
  options: { readonly count: number; readonly allowed: Uint8Array },
): Int32Array {
  const demand = new Float64Array(items.length);
  for (let row = 0; row < items.length; row++) demand[row] = demandOf(items[row]);
  return topRows(demand, options.count, options);
}
