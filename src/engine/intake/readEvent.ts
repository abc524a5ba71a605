/** One `track` call to records: GA4 shapes read leniently, one record an item, what cannot be used counted by reason. */
import { AisleError, shown } from "../../errors";
import { eventNames, isEventName } from "../../profile/eventName";
import type { DropReason, EventName, EventRecord, ExploredPlace, Interest, Placement } from "../../types";
import { type ReadItem, readCurrency, readEventItem, readId, readNumber, readText } from "./readEventItem";
import { readTime } from "./readTime";

export interface ReadEventContext {
  /** Epoch milliseconds. */
  readonly now: number;
  readonly newId: () => string;
  /** Where a shelf shown earlier had the item, for attribution. */
  readonly shelfEntry?: (recommendationId: string, itemId: string) => ShelfEntry | undefined;
  /** Whether the catalogue has the item; undefined while it cannot tell. */
  readonly isKnown?: (collection: string, itemId: string) => boolean | undefined;
  /** The id of the product of that name, for items without an id, or with one that the catalogue does not know. */
  readonly idOfName?: (name: string) => string | undefined;
}

export interface ShelfEntry {
  readonly placement: Placement;
  readonly position: number;
  readonly propensity: number;
  readonly explored?: ExploredPlace;
}

export type Dropped = Partial<Record<DropReason, number>>;

export interface ReadEvent {
  readonly records: readonly EventRecord[];
  readonly dropped: Readonly<Dropped>;
}

/** GA4 takes as many items; more are a whole catalogue pushed by mistake. */
export const MAX_ITEMS_PER_EVENT = 200;
export const MAX_QUANTITY = 10_000;
/** Longer active reading of one page is a screen left on. */
export const MAX_DWELL_MS = 30 * 60_000;
const MAX_QUERY_CHARACTERS = 300;

/** For these a quantity means something; elsewhere (`view_item` with quantity 0 is common) it is passed over. */
const COUNTED: ReadonlySet<EventName> = new Set([
  "add_to_cart",
  "remove_from_cart",
  "purchase",
  "refund",
  "view_cart",
  "begin_checkout",
]);
const IMPRESSIONS: ReadonlySet<EventName> = new Set(["view_item_list", "view_promotion"]);

type Fields = Readonly<Record<string, unknown>>;

/**
 * @param params what the shop passed; any junk is allowed
 * @throws AisleError `EVENT_INVALID` when `name` is no event: that is a mistake in the shop's code
 */
export function readEvent(name: unknown, params: unknown, context: ReadEventContext): ReadEvent {
  if (!isEventName(name)) {
    throw new AisleError("EVENT_INVALID", `${shown(name)} is not an event Aisle knows.`, {
      seen: name,
      fix: `Use one of ${eventNames().join(", ")}.`,
    });
  }
  try {
    return read(name, fieldsOf(params), context);
  } catch {
    // On the main thread the shop's live objects arrive here, with getters that may throw.
    return drop("unreadable");
  }
}

function read(name: EventName, fields: Fields | undefined, context: ReadEventContext): ReadEvent {
  if (!fields) return drop("unreadable");
  const at = readTime(fields.timestamp, context.now);
  if (at === undefined) return drop("impossible_clock");
  const promotion = name === "view_promotion" || name === "select_promotion";
  const collection = readText(fields.collection, 64) ?? (promotion ? "promotions" : "products");
  const base: EventRecord = {
    id: "",
    name,
    at,
    collection,
    purpose: collection === "ads" ? "ads" : "products",
    transactionId: readId(fields.transaction_id),
    recommendationId: readId(fields.recommendation_id),
    impression: IMPRESSIONS.has(name) || undefined,
  };
  switch (name) {
    case "search":
    case "view_search_results": {
      const query = readText(fields.search_term ?? fields.query, MAX_QUERY_CHARACTERS);
      return query ? keep([finish({ ...base, query }, context)]) : drop("unreadable");
    }
    case "edit_interest": {
      const interest = readInterest(fields.interest);
      const strength = readNumber(fields.strength) ?? 1;
      if (!interest || Number.isNaN(strength)) return drop("unreadable");
      return keep([finish({ ...base, interest, strength: Math.min(2, Math.max(0, strength)) + 0 }, context)]);
    }
    case "view_promotion":
    case "select_promotion": {
      const own = readId(fields.promotion_id) ?? readId(fields.promotion_name);
      if (own !== undefined) return keep([finish({ ...base, itemId: own }, context)]);
      const ids = listOf(fields).flatMap((item) => readEventItem(item)?.promotionId ?? []);
      const records = [...new Set(ids)].map((itemId) => finish({ ...base, itemId }, context));
      return records.length > 0 ? keep(records.slice(0, MAX_ITEMS_PER_EVENT)) : drop("no_item");
    }
    case "rate_item": {
      const rating = readNumber(fields.rating);
      if (rating === undefined || !(rating >= 1 && rating <= 5)) return drop("unreadable");
      return readItems({ ...base, rating }, fields, context);
    }
    case "dwell": {
      const dwellMs = readNumber(fields.dwell_ms);
      if (dwellMs === undefined || !(dwellMs > 0)) return drop("unreadable");
      return readItems({ ...base, dwellMs: Math.round(Math.min(dwellMs, MAX_DWELL_MS)) }, fields, context);
    }
    default:
      return readItems(base, fields, context);
  }
}

function readItems(base: EventRecord, fields: Fields, context: ReadEventContext): ReadEvent {
  const list = listOf(fields);
  if (list.length === 0) {
    const whole =
      base.name === "view_cart" ||
      base.name === "begin_checkout" ||
      (base.name === "refund" && base.transactionId !== undefined);
    return whole ? keep([finish(base, context)]) : drop("no_item");
  }
  const dropped: Dropped = {};
  const count = (reason: DropReason, times = 1) => {
    if (times > 0) dropped[reason] = (dropped[reason] ?? 0) + times;
  };
  count("flood", list.length - MAX_ITEMS_PER_EVENT);
  const currency = readCurrency(fields.currency) ?? readCurrency(fields.currencyCode);
  const records = new Map<string, EventRecord>();
  for (const raw of list.slice(0, MAX_ITEMS_PER_EVENT)) {
    const item = readEventItem(raw);
    if (!item) {
      count("unreadable");
      continue;
    }
    const strange = item.id === undefined || context.isKnown?.(base.collection, item.id) === false;
    const named = strange && item.name !== undefined ? context.idOfName?.(item.name) : undefined;
    const itemId = named ?? item.id;
    if (itemId === undefined) {
      count("no_item");
      continue;
    }
    const counted = COUNTED.has(base.name);
    if (counted && item.quantity !== undefined && !(item.quantity > 0 && item.quantity <= MAX_QUANTITY)) {
      count("impossible_quantity");
      continue;
    }
    const record = recordOf(base, itemId, item, { counted, currency });
    const earlier = records.get(itemId);
    // Two lines of one item (two variants, a gift) are one record of as many pieces.
    records.set(itemId, earlier ? { ...earlier, quantity: sum(earlier, record) } : record);
  }
  return { records: [...records.values()].map((record) => finish(record, context)), dropped };
}

function recordOf(
  base: EventRecord,
  itemId: string,
  item: ReadItem,
  event: { readonly counted: boolean; readonly currency: string | undefined },
): EventRecord {
  return {
    ...base,
    itemId,
    quantity: event.counted ? item.quantity : undefined,
    price: item.price,
    currency: item.price === undefined ? undefined : (item.currency ?? event.currency),
    position: item.index,
  };
}

function sum(a: EventRecord, b: EventRecord): number | undefined {
  return COUNTED.has(a.name) ? Math.min(MAX_QUANTITY, (a.quantity ?? 1) + (b.quantity ?? 1)) : undefined;
}

/** Gives the record its id and its place on the shelf, and leaves out what is not known. */
function finish(record: EventRecord, context: ReadEventContext): EventRecord {
  const { name, transactionId, recommendationId, itemId } = record;
  const entry =
    recommendationId !== undefined && itemId !== undefined ? context.shelfEntry?.(recommendationId, itemId) : undefined;
  // A transaction reported again, by a reloaded thank-you page or another tab, meets its own id in the store.
  const id =
    (name === "purchase" || name === "refund") && transactionId !== undefined
      ? JSON.stringify([name, transactionId, record.collection, itemId ?? ""])
      : context.newId();
  // A page that has refined a shelf knows the place better than the list it was made from.
  const position = record.position ?? entry?.position;
  // What was drawn from is kept once, with the sight of it.
  const full = { ...record, id, ...entry, position, explored: record.impression && entry?.explored };
  return Object.fromEntries(Object.entries(full).filter(([, value]) => value !== undefined)) as unknown as EventRecord;
}

function fieldsOf(params: unknown): Fields | undefined {
  if (params === undefined || params === null) return {};
  if (typeof params !== "object" || Array.isArray(params)) return undefined;
  const { ecommerce } = params as Fields;
  return typeof ecommerce === "object" && ecommerce !== null ? { ...params, ...ecommerce } : (params as Fields);
}

/** An array, an array-like, one item alone, or the item's id on the event itself. */
function listOf(fields: Fields): readonly unknown[] {
  const items = fields.items ?? fields.products;
  if (Array.isArray(items)) return items;
  if (typeof items === "string" || typeof items === "number") return [items];
  if (typeof items === "object" && items !== null) {
    const keys = Object.keys(items);
    return keys.length > 0 && keys.every((key) => /^\d+$/.test(key)) ? Object.values(items) : [items];
  }
  return fields.item_id === undefined ? [] : [fields];
}

function readInterest(value: unknown): Interest | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { kind, value: name } = value as Fields;
  if (kind !== "category" && kind !== "brand" && kind !== "item") return undefined;
  const text = kind === "item" ? readId(name) : readText(name, MAX_QUERY_CHARACTERS);
  return text === undefined ? undefined : { kind, value: text };
}

function keep(records: readonly EventRecord[]): ReadEvent {
  return { records, dropped: {} };
}

function drop(reason: DropReason): ReadEvent {
  return { records: [], dropped: { [reason]: 1 } };
}
