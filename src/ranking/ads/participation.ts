/**
 * Pacing that nobody watches: no server hears of an impression, so a campaign is shown only in a published share of all
 * browsers, drawn anew each day. Its spend is then held by the law of large numbers.
 */
import { DAY_MS } from "../../profile/decay";
import { stableDraw } from "../rerank/explore/stableDraw";

/**
 * Whether this browser shows a campaign today. Sticky for the day, independent between campaigns and days.
 * @param secret 32 random bits of this browser; never leaves it
 * @param participation published share of browsers, 0 to 1
 */
export function participates(
  campaign: string,
  { participation, secret, now }: { readonly participation: number; readonly secret: number; readonly now: number },
): boolean {
  return stableDraw(secret, `${campaign}@${Math.floor(now / DAY_MS)}`) < participation;
}

export interface SpendForecast {
  /** Currency units a day. */
  readonly budget: number;
  /** Browsers that may see the campaign in a day. */
  readonly browsers: number;
  /** Spend of one such browser in a day without pacing: mean, and standard deviation. */
  readonly mean: number;
  readonly deviation: number;
}

/** Standard deviations between the expected spend and the budget plus its tolerance: 1 day in 30,000 lies beyond. */
const SAFETY = 4;
export const OVERSPEND_TOLERANCE = 0.05;

/**
 * The share to publish: as large as possible with expected spend within the budget, and spend within the budget and
 * five percent on all but one day in 30,000. With few browsers, or spend that a few make up, less than the budget is
 * therefore spent on average.
 * @returns 0 to 1
 */
export function participationFor({ budget, browsers, mean, deviation }: SpendForecast): number {
  if (!(budget > 0 && browsers > 0 && mean > 0)) return 0;
  const atMost = budget * (1 + OVERSPEND_TOLERANCE);
  // Spend of a browser: p·mean on average; its variance p·(deviation² + mean²) − p²·mean².
  const isSafe = (p: number) => {
    const variance = browsers * (p * (deviation ** 2 + mean ** 2) - p * p * mean ** 2);
    return browsers * p * mean + SAFETY * Math.sqrt(Math.max(0, variance)) <= atMost;
  };
  const most = Math.min(1, budget / (browsers * mean));
  if (isSafe(most)) return most;
  let [low, high] = [0, most];
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2;
    if (isSafe(middle)) low = middle;
    else high = middle;
  }
  return low;
}
