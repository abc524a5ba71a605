import type { EventItem, Item } from "../../src/types";
import { unitPrice } from "./money";

/** An element of GA4's `items` array. */
export function eventItem(item: Item, more: Pick<EventItem, "quantity" | "index"> = {}): EventItem {
  return {
    item_id: item.id,
    item_name: item.title,
    item_brand: item.brand,
    item_category: item.category?.[0],
    price: unitPrice(item),
    currency: item.currency,
    ...more,
  };
}
