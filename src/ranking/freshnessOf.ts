import { DAY_MS, decay } from "../profile/decay";
import type { Item } from "../types";

export const FRESHNESS_HALF_LIFE_DAYS = 30;

/** 1 on the day an item goes on sale (and before), then halving; 0 when the feed does not say. */
export function freshnessOf(item: Item, now: number, halfLifeDays = FRESHNESS_HALF_LIFE_DAYS): number {
  const since = item.availableSince;
  if (since === undefined || !Number.isFinite(since)) return 0;
  return decay(now - since, halfLifeDays * DAY_MS);
}
