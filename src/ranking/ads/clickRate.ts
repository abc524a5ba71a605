/**
 * Predicted click: the campaign's own rate in this shop, raised or lowered by how well it suits this shopper.
 */

/** Of an ad nobody has data on: about what display ads beside a shelf get. */
export const DEFAULT_CLICK_RATE = 0.01;
/** Most that suiting, or not suiting, may change: an auction must not hang on one model's certainty. */
const MOST_LIFT = 4;

/**
 * @param rate published click rate of the campaign, over all shoppers
 * @param suits score of the ad for this shopper, in units of the mean score of all ads: 1 is as good as any
 */
export function clickRate(rate: number, suits: number): number {
  const lift = Number.isFinite(suits) ? Math.min(MOST_LIFT, Math.max(1 / MOST_LIFT, suits)) : 1;
  return Math.min(0.99, rate * lift);
}
