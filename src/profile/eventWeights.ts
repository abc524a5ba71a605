/** What an act says about interest, and how long it keeps saying so. Units: one look at a product page is 1. */
import type { EventName } from "../types";
import { DAY_MS } from "./decay";

/**
 * Order after design.md section 4: view < dwell < wishlist < cart < purchase. Impressions and the cart page say nothing
 * new. `remove_from_cart` and `refund` take back what the act they undo had added, as far as it has not decayed yet.
 */
export const EVENT_WEIGHTS: Readonly<Record<EventName, number>> = {
  view_item_list: 0,
  view_promotion: 0,
  view_cart: 0,
  search: 0,
  view_search_results: 0,
  edit_interest: 0,
  select_item: 0.5,
  select_promotion: 0.5,
  begin_checkout: 0.5,
  view_item: 1,
  dwell: 1.5,
  rate_item: 2,
  add_to_wishlist: 2.5,
  add_to_cart: 4,
  purchase: 6,
  remove_from_cart: -4,
  refund: -6,
  not_interested: -3,
};

/** Active time at which dwell counts in full; below it in proportion. */
export const FULL_DWELL_MS = 60_000;

/** Weight of a rating: 1 → −4, 2 → −2, 3 → 0, 4 → 2, 5 → 4. */
export function ratingWeight(rating: number): number {
  return (rating - 3) * EVENT_WEIGHTS.rate_item;
}

/** @param dwellMs active milliseconds on the item's page */
export function dwellWeight(dwellMs: number): number {
  return EVENT_WEIGHTS.dwell * Math.min(1, Math.max(0, dwellMs) / FULL_DWELL_MS);
}

/** Interest in a thing fades faster than in its kind; a brand and a price level are the steadiest. */
export const HALF_LIFE_MS = {
  item: 30 * DAY_MS,
  category: 30 * DAY_MS,
  brand: 45 * DAY_MS,
  price: 60 * DAY_MS,
  /** Of the window that drift is told by. */
  recent: 4 * DAY_MS,
} as const;
