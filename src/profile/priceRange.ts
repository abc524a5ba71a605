import { weightAt } from "./decay";
import { HALF_LIFE_MS } from "./eventWeights";
import type { ProfileState } from "./profileState";

export interface PriceRange {
  /** Mean and spread of the logarithm of price. */
  readonly mean: number;
  readonly deviation: number;
  /** One deviation below and above, in the currency's major unit. */
  readonly low: number;
  readonly high: number;
  /** Decayed weight of the acts behind it. */
  readonly weight: number;
}

/** A shopper of few acts has no narrower taste than this: a quarter up or down. */
export const MIN_DEVIATION = 0.22;

/** Prices are taken as log-normal: twice as dear is as far off as half the price. */
export function priceRange(state: ProfileState, currency: string, now: number): PriceRange | undefined {
  const taste = state.prices[currency];
  if (!taste || !(taste.weight.weight > 0)) return undefined;
  const mean = taste.sum / taste.weight.weight;
  const variance = taste.sumOfSquares / taste.weight.weight - mean * mean;
  const deviation = Math.max(MIN_DEVIATION, Math.sqrt(Math.max(0, variance)));
  return {
    mean,
    deviation,
    low: Math.exp(mean - deviation),
    high: Math.exp(mean + deviation),
    weight: weightAt(taste.weight, now, HALF_LIFE_MS.price),
  };
}

/** How well a price suits, in (0, 1]: 1 at the centre of the range. */
export function priceFit(range: PriceRange, price: number): number {
  const z = (Math.log(price) - range.mean) / range.deviation;
  return Math.exp(-0.5 * z * z);
}

/** The currency most is known about; `undefined` when no price was ever seen. */
export function mainCurrency(state: ProfileState, now: number): string | undefined {
  let best: string | undefined;
  let most = 0;
  for (const [currency, taste] of Object.entries(state.prices)) {
    const weight = weightAt(taste.weight, now, HALF_LIFE_MS.price);
    if (weight > most) [best, most] = [currency, weight];
  }
  return best;
}
