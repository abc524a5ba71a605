/** Shoppers of a data set through the very fold that the page runs. */
import { emptyProfile } from "../../profile/emptyProfile";
import { foldAll } from "../../profile/fold";
import type { ProfileState } from "../../profile/profileState";
import { itemPrice } from "../../ranking/itemPrice";
import type { CatalogView } from "../../ranking/rankContext";
import type { EventRecord, Item } from "../../types";
import { type Dataset, EVENT_KINDS, NO_ORDER } from "../ingest/dataset";

/** The profile a page would have of a shopper at a moment: everything before it. @param user a row of shoppers */
export function shopperProfile(dataset: Dataset, user: number, before: number): ProfileState {
  const factsOf = ({ itemId }: EventRecord) => {
    const item = dataset.items[rowsOf(dataset).get(itemId ?? "") ?? -1];
    return item && { ...item, price: itemPrice(item) };
  };
  return foldAll(emptyProfile(), eventsOf(dataset, user, before), factsOf);
}

/** The dataset's items as ranking sees a catalogue. */
export function catalogOf({ items, variants }: Pick<Dataset, "items" | "variants">): CatalogView {
  const rowOf = new Map<string, number>();
  items.forEach((item, row) => {
    if (item.itemGroupId !== undefined) rowOf.set(item.itemGroupId, row);
  });
  for (const { id, itemGroupId = "" } of variants) {
    const row = rowOf.get(itemGroupId);
    if (row !== undefined) rowOf.set(id, row);
  }
  // An item's own id goes before a group of the same name.
  items.forEach(({ id }, row) => {
    rowOf.set(id, row);
  });
  return { items, rowOf, revision: 1 };
}

/** As the page's intake would have recorded them. */
export function* eventsOf(dataset: Dataset, user: number, before: number): Generator<EventRecord> {
  const { events, items, userStarts } = dataset;
  for (let event = userStarts[user]; event < userStarts[user + 1] && events.at[event] < before; event++) {
    const price = events.price[event];
    const rating = events.rating?.[event];
    const order = events.order[event];
    yield {
      id: String(event),
      name: EVENT_KINDS[events.kind[event]],
      at: events.at[event],
      collection: "products",
      purpose: "products",
      itemId: items[events.item[event]].id,
      quantity: events.quantity[event],
      price: Number.isNaN(price) ? undefined : price,
      rating: rating === undefined || Number.isNaN(rating) ? undefined : rating,
      transactionId: order === NO_ORDER ? undefined : String(order),
    };
  }
}

const rows = new WeakMap<readonly Item[], ReadonlyMap<string, number>>();

function rowsOf({ items }: Dataset): ReadonlyMap<string, number> {
  let known = rows.get(items);
  if (!known) {
    known = new Map(items.map(({ id }, row) => [id, row]));
    rows.set(items, known);
  }
  return known;
}
