import type { Item } from "../types";

/** What the shopper would pay; undefined when the feed does not say, or says nonsense. */
export function itemPrice(item: Item): number | undefined {
  const price = item.salePrice ?? item.price;
  return price !== undefined && price > 0 && Number.isFinite(price) ? price : undefined;
}
