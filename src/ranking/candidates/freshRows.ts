import type { Item } from "../../types";
import { topRows } from "../topRows";

/** The rows longest in the future, or shortest on sale; none when the feed gives no dates. */
export function freshRows(
  items: readonly Item[],
  options: { readonly count: number; readonly allowed: Uint8Array },
): Int32Array {
  const since = new Float64Array(items.length);
  for (let row = 0; row < items.length; row++) {
    const at = items[row].availableSince;
    since[row] = at !== undefined && Number.isFinite(at) ? at : Number.NEGATIVE_INFINITY;
  }
  return topRows(since, options.count, { allowed: options.allowed, above: Number.NEGATIVE_INFINITY });
}
