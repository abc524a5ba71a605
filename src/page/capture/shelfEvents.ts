/** What a shelf reports about itself, in GA4's words. */
import type { EventItem, EventParams, RankedItem, Shelf } from "../../types";
import type { Aisle } from "../aisle";

/** GA4 parameters of an event about some items of a shelf. */
export function shelfEventParams(shelf: Shelf, ranked: readonly RankedItem[], listName?: string): EventParams {
  return {
    items: ranked.map(({ item, position }): EventItem => {
      return {
        item_id: item.id,
        item_name: item.title,
        item_brand: item.brand,
        item_category: item.category?.[0],
        price: item.salePrice ?? item.price,
        currency: item.currency,
        index: position,
      };
    }),
    item_list_id: shelf.placement,
    item_list_name: listName,
    recommendation_id: shelf.id,
    collection: shelf.collection,
  };
}

/** Records the click; a failing client must not keep the shopper from the item. */
export function trackSelect(client: Pick<Aisle, "track">, shelf: Shelf, ranked: RankedItem, listName?: string): void {
  void client.track("select_item", shelfEventParams(shelf, [ranked], listName)).catch(() => undefined);
}
