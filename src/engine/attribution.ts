/** Which shelf showed which item where: clicks and purchases are credited to it by the recommendation's id. */
import type { Shelf } from "../types";
import type { ShelfEntry } from "./intake/readEvent";

/** Shelves of a long visit; older ones are no longer on any page. */
const REMEMBERED_SHELVES = 200;

export interface Attribution {
  remember(shelf: Shelf): void;
  find(recommendationId: string, itemId: string): ShelfEntry | undefined;
}

export function createAttribution(): Attribution {
  const shelves = new Map<string, ReadonlyMap<string, ShelfEntry>>();
  return {
    remember({ id, placement, items }) {
      const entries = items.map(
        ({ item, position, propensity, explored }) => [item.id, { placement, position, propensity, explored }] as const,
      );
      shelves.set(id, new Map(entries));
      if (shelves.size > REMEMBERED_SHELVES) shelves.delete(shelves.keys().next().value as string);
    },
    find: (recommendationId, itemId) => shelves.get(recommendationId)?.get(itemId),
  };
}
