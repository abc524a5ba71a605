/** Prices on a logarithmic scale, in steps of 5%: equal steps are equal to every shopper, and few enough to look up. */
import type { Item } from "../../types";
import { PRICE_SPREAD } from "../closeness";
import { itemPrice } from "../itemPrice";

export const NO_PRICE = -1;
const STEP = 0.05;
/** Steps of one currency: prices from 10⁻¹¹ to 10¹¹. */
const STEPS = 1_024;

/** Bin of each item's price; those of one currency lie together. `NO_PRICE` where the feed names none. */
export function priceBins(items: readonly Item[]): Int32Array {
  const currencies = new Map<string, number>();
  return Int32Array.from(items, (item) => {
    const price = itemPrice(item);
    if (price === undefined) return NO_PRICE;
    const name = item.currency ?? "";
    const currency = currencies.get(name) ?? currencies.size;
    currencies.set(name, currency);
    const step = Math.max(0, Math.min(STEPS - 1, Math.round(Math.log(price) / STEP) + STEPS / 2));
    return currency * STEPS + step;
  });
}

/** 1 for the same price, .6 a factor 1.65 apart, 0 across currencies: they cannot be compared. */
export function priceCloseness(a: number, b: number): number {
  if (Math.floor(a / STEPS) !== Math.floor(b / STEPS)) return 0;
  return Math.exp(-0.5 * (((a - b) * STEP) / PRICE_SPREAD) ** 2);
}
