import type { ProfileState } from "../profile/profileState";
import { type InterestPoint, itemIdOf } from "./interestPoints";
import type { CatalogView } from "./rankContext";

/** The items themselves, all alike, whatever the shopper did: what a shelf beside them is compared with. */
export function itemPoints(kind: "item" | "basket", ids: readonly string[], catalog: CatalogView): InterestPoint[] {
  const rows = new Set<number>();
  for (const id of ids) {
    const row = catalog.rowOf.get(id);
    if (row !== undefined) rows.add(row);
  }
  return [...rows].map((row) => {
    const { id, title } = catalog.items[row];
    return { row, weight: 1, evidence: { kind, itemId: id, title } };
  });
}

/** Ids of what is in the cart, by the shopper's own events, oldest first. */
export function itemsInCart(profile: ProfileState, collection: string): string[] {
  return Object.entries(profile.items)
    .filter(([, history]) => history.collection === collection && history.inCart > 0 && !history.muted)
    .sort(([, a], [, b]) => a.lastAt - b.lastAt)
    .map(([key]) => itemIdOf(key));
}
