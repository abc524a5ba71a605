/** The live shelves of one page, in the order in which they appeared: a later one leaves out what an earlier one shows. */
import type { Placement, Shelf, ShelfQuery } from "../types";

/** Shelves of the shopper's own past, and answers to their words, say what they have to say. */
const SPEAK_FREELY: ReadonlySet<Placement> = new Set(["recent", "again", "search"]);

export interface PageShelf {
  /** Asks once the shelves before it have been answered; `avoid` holds what they show. */
  load(ask: (avoid: readonly string[]) => Promise<Shelf>): Promise<Shelf>;
  leave(): void;
}

export interface PageShelves {
  enter(query: ShelfQuery): PageShelf;
}

interface Place {
  readonly collection: string;
  ids: readonly string[];
  answered: Promise<unknown>;
}

export function createPageShelves(): PageShelves {
  const places: Place[] = [];
  return {
    enter({ collection = "products", placement, repeats }) {
      const place: Place = { collection, ids: [], answered: Promise.resolve() };
      places.push(place);
      const avoids = repeats !== "allow" && !SPEAK_FREELY.has(placement);
      const load: PageShelf["load"] = async (ask) => {
        const before = avoids ? places.slice(0, Math.max(0, places.indexOf(place))) : [];
        await Promise.all(before.map(({ answered }) => answered));
        const shelf = await ask(before.filter((other) => other.collection === collection).flatMap(({ ids }) => ids));
        place.ids = shelf.items.map(({ item }) => item.id);
        return shelf;
      };
      return {
        load(ask) {
          const loading = load(ask);
          place.answered = loading.catch(() => undefined);
          return loading;
        },
        leave() {
          const at = places.indexOf(place);
          if (at >= 0) places.splice(at, 1);
        },
      };
    },
  };
}
