/** Live shelves: `aisle.shelf(query)` is a `ShelfView` that follows behaviour, catalogue and price changes. */
import type { CatalogStatus, Change, Evidence, Item, RankedItem, Shelf, ShelfQuery } from "../types";
import type { Aisle, ShelfView } from "./aisle";
import { COALESCE_MS, createLiveView } from "./liveView";
import { createPageShelves, type PageShelf, type PageShelves } from "./pageShelves";
import { queryKey } from "./queryKey";
import { noteShelf } from "./registry";

/** While a catalogue is being embedded every batch is a change; shelves follow at this pace. */
const EMBEDDING_REFRESH_MS = 1000;
/** Views handed out but never subscribed to (an abandoned render) that a registry keeps at most. */
const IDLE_VIEWS = 32;

type ShelfSource = Pick<Aisle, "recommend" | "subscribe">;

export interface ShelfViewOptions {
  /** Told when `recommend` rejected (wrong use, or a disposed client); the view itself never rejects. */
  readonly onError?: (error: unknown) => void;
  /** The other live shelves of the page, whose items are not repeated; default: none. */
  readonly page?: PageShelves;
}

interface Lifecycle {
  readonly onStart?: () => void;
  readonly onStop?: () => void;
}

/**
 * A live shelf for one query. `current()` keeps its reference while items, order, prices, availability and the
 * evidence of the reasons stay the same, even if scores moved. When the very first answer fails, the shelf is empty
 * with reason `disabled`; later failures keep what is shown.
 */
export function createShelfView(
  aisle: ShelfSource,
  query: ShelfQuery,
  options: ShelfViewOptions & Lifecycle = {},
): ShelfView {
  const { page = createPageShelves() } = options;
  let catalog: CatalogStatus | undefined;
  let place: PageShelf | undefined;
  return createLiveView<Shelf>({
    load: async () => {
      const ask = (avoid: readonly string[]) =>
        aisle.recommend(avoid.length > 0 ? { ...query, avoid: [...(query.avoid ?? []), ...avoid] } : query);
      const shelf = await (place ? place.load(ask) : ask([]));
      noteShelf(queryKey(query), shelf);
      return shelf;
    },
    subscribe: (listener) => aisle.subscribe(listener),
    delayAfter: (change) => {
      if (change.type === "catalog") {
        const before = catalog;
        catalog = change.catalog;
        return before && onlyEmbedded(before, change.catalog) ? EMBEDDING_REFRESH_MS : COALESCE_MS;
      }
      return SHOWN_AT_ONCE.has(change.type) ? COALESCE_MS : undefined;
    },
    same: sameShelf,
    failed: (error) => {
      options.onError?.(error);
      return {
        id: "",
        placement: query.placement,
        collection: query.collection ?? "products",
        items: [],
        rung: "none",
        reason: "disabled",
        at: Date.now(),
      };
    },
    onStart() {
      place = page.enter(query);
      options.onStart?.();
    },
    onStop() {
      place?.leave();
      place = undefined;
      options.onStop?.();
    },
  });
}

const SHOWN_AT_ONCE: ReadonlySet<Change["type"]> = new Set(["shelves", "profile", "consent"]);

/** Hands out views so that equal queries share one while anybody is subscribed to it. */
export function createShelfViews(aisle: ShelfSource, options: ShelfViewOptions = {}): (query: ShelfQuery) => ShelfView {
  const page = createPageShelves();
  const views = new Map<string, ShelfView>();
  const live = new Set<ShelfView>();
  return (query) => {
    const key = queryKey(query);
    const known = views.get(key);
    if (known) return known;
    const view = createShelfView(aisle, query, {
      ...options,
      page,
      onStart: () => {
        live.add(view);
        if (!views.has(key)) views.set(key, view);
      },
      onStop: () => {
        live.delete(view);
        if (views.get(key) === view) views.delete(key);
      },
    });
    let idle = views.size - live.size;
    for (const [otherKey, other] of views) {
      if (idle < IDLE_VIEWS) break;
      if (live.has(other)) continue;
      views.delete(otherKey);
      idle -= 1;
    }
    views.set(key, view);
    return view;
  };
}

/** True when a shopper could not tell the two shelves apart, and no experiment could. */
export function sameShelf(a: Shelf, b: Shelf): boolean {
  return (
    a.placement === b.placement &&
    a.collection === b.collection &&
    a.reason === b.reason &&
    // A sight of it counts for the experiment that it is part of.
    a.experiment?.arm === b.experiment?.arm &&
    a.items.length === b.items.length &&
    a.items.every((ranked, index) => sameRanked(ranked, b.items[index]))
  );
}

const SHOWN_FIELDS = [
  "id",
  "title",
  "brand",
  "price",
  "salePrice",
  "currency",
  "availability",
  "link",
  "imageLink",
] as const satisfies readonly (keyof Item)[];

function sameRanked(a: RankedItem, b: RankedItem): boolean {
  return (
    SHOWN_FIELDS.every((field) => a.item[field] === b.item[field]) &&
    a.why.length === b.why.length &&
    // Evidence counts: after an erasure no shelf may go on citing what was forgotten.
    a.why.every((reason, index) => sameEvidence(reason.evidence, b.why[index].evidence))
  );
}

function sameEvidence(a: Evidence, b: Evidence): boolean {
  return a.kind === b.kind && JSON.stringify(a) === JSON.stringify(b);
}

function onlyEmbedded(a: CatalogStatus, b: CatalogStatus): boolean {
  return (
    a.state === b.state &&
    a.items === b.items &&
    a.embedded.done !== b.embedded.done &&
    b.embedded.done < b.embedded.total &&
    // The table's vectors come all at once: a shelf that they make personal does not wait.
    (a.embedded.table ?? 0) >= (b.embedded.table ?? 0)
  );
}
