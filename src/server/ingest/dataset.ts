/**
 * The cleaned data set: what `aisle build` and `aisle evaluate` hand from ingest to training and evaluation. Items and
 * shoppers are rows; events are columns of typed arrays, 33 bytes an event, so that 20 million fit in 700 MB. Ids of shoppers
 * end here: nothing behind this file knows them.
 *
 * Commands get one from `prepareDataset` (files → `{ dataset, quality }`), tests and benchmarks from `datasetOf`.
 */
import type { EventName, Item } from "../../types";

/**
 * What an event's kind stands for: its index here. Only acts on one item that say something about interest; impressions,
 * searches and pages of the basket are not kept, cancellations have been taken off the orders they undo.
 */
export const EVENT_KINDS = [
  "purchase",
  "add_to_cart",
  "add_to_wishlist",
  "view_item",
  "select_item",
  "rate_item",
  "remove_from_cart",
  "not_interested",
] as const satisfies readonly EventName[];

export type EventKind = (typeof EVENT_KINDS)[number];

export const PURCHASE = EVENT_KINDS.indexOf("purchase");

/** `events.order` of an event that belongs to no order. */
export const NO_ORDER = 0xffffffff;

/**
 * Events sorted by shopper, then time, then their place in the files: a shopper's history is one range of every column,
 * oldest first. Lines of one basket share their time; their order among each other is the shop's export's.
 */
export interface EventColumns {
  readonly length: number;
  /** Shopper's row. */
  readonly user: Uint32Array;
  /** Item's row. */
  readonly item: Uint32Array;
  /** Index into `EVENT_KINDS`. */
  readonly kind: Uint8Array;
  /** Epoch milliseconds. */
  readonly at: Float64Array;
  /** Units, positive; 1 where the export names none. */
  readonly quantity: Float32Array;
  /** Unit price in the currency's major unit; NaN where unknown. */
  readonly price: Float32Array;
  /**
   * Orders are numbered 0, 1, 2 … as they appear here, so those of a shopper rise with time; `NO_ORDER` where there is
   * none. Every purchase has one: without an order id, what a shopper bought at one moment is one order.
   */
  readonly order: Uint32Array;
  /** As the export has it (stars, mostly 1 to 5); NaN where unknown. Absent when no event has one. */
  readonly rating?: Float32Array;
}

/** Something known of shoppers that quality may be compared by, such as the country. */
export interface ShopperGroups {
  readonly name: string;
  /** Label 0 is the empty one: unknown. */
  readonly labels: readonly string[];
  /** Index into `labels`, one a shopper. */
  readonly of: Uint16Array;
}

/** Attributes that the shop's data lacked and that cleaning filled in. */
export type FilledAttribute = "title" | "category" | "brand" | "price";

/** Encoder vectors of the items that the shop passed (`--vectors`), as the page keeps them. */
export interface ItemVectors {
  readonly modelId: string;
  readonly dimensions: number;
  /** `[items × dimensions]`, each row of unit length up to rounding when multiplied by its scale; zeros: not known. */
  readonly values: Int8Array;
  /** One a row. */
  readonly scales: Float32Array;
}

export interface Dataset {
  /** In the order of their ids' UTF-8 bytes, so that the same catalogue gives the same rows however it is sorted. */
  readonly items: readonly Item[];
  /** Items of the feed that were folded into another one's row, as the page folds variants of one `itemGroupId`. */
  readonly variants: readonly Item[];
  /** Attributes that were filled in, by item row; rows without any are absent. */
  readonly filled: ReadonlyMap<number, readonly FilledAttribute[]>;
  /** A second text of an item (a back-translation, say) from the catalogue's `text_aug` column, by item row. */
  readonly otherTexts: ReadonlyMap<number, string>;
  readonly events: EventColumns;
  /** Shoppers, those of one anonymous order included. */
  readonly users: number;
  /** Rows below it are shoppers with an id, who may come back; each row from it on is one order without a shopper. */
  readonly knownUsers: number;
  /** `[users + 1]`: events of shopper u are those from `userStarts[u]` to before `userStarts[u + 1]`. */
  readonly userStarts: Uint32Array;
  readonly orders: number;
  readonly groups: readonly ShopperGroups[];
  readonly vectors?: ItemVectors;
}

/** One event as plain data, for data sets made by hand: tests, simulations, benchmarks. */
export interface EventRow {
  /** Absent: an order without a shopper. */
  readonly user?: string;
  readonly item: string;
  /** Default `purchase`. */
  readonly kind?: EventKind;
  readonly at: number;
  readonly quantity?: number;
  readonly price?: number;
  readonly order?: string;
  readonly rating?: number;
}

/**
 * A data set from plain rows, which must be clean already: events of unknown items are left out. Shoppers are numbered by
 * id.
 */
export function datasetOf(items: readonly Item[], rows: readonly EventRow[]): Dataset {
  const sortedItems = items.toSorted((a, b) => compareUtf8(a.id, b.id));
  const rowOf = new Map(sortedItems.map(({ id }, row) => [id, row]));
  const shopperOf = (row: EventRow) => row.user ?? `\u0000${row.order ?? row.at}`;
  const known = rows.filter((row) => rowOf.has(row.item));
  const names = [...new Set(known.map(shopperOf))];
  const identified = names.filter((name) => !name.startsWith("\u0000")).sort(compareUtf8);
  const guests = names.filter((name) => name.startsWith("\u0000"));
  const userOf = new Map([...identified, ...guests].map((name, user) => [name, user]));
  const keyed = known
    .map((row) => ({ row, user: userOf.get(shopperOf(row)) as number }))
    .sort((a, b) => a.user - b.user || a.row.at - b.row.at);
  const orders = new Map<string, number>();
  const orderOf = ({ row, user }: (typeof keyed)[number]) => {
    if (row.order === undefined && (row.kind ?? "purchase") !== "purchase") return NO_ORDER;
    const key = `${user}\t${row.order ?? `\u0000${row.at}`}`;
    const order = orders.get(key) ?? orders.size;
    orders.set(key, order);
    return order;
  };
  const events: EventColumns = {
    length: keyed.length,
    user: Uint32Array.from(keyed, ({ user }) => user),
    item: Uint32Array.from(keyed, ({ row }) => rowOf.get(row.item) as number),
    kind: Uint8Array.from(keyed, ({ row }) => EVENT_KINDS.indexOf(row.kind ?? "purchase")),
    at: Float64Array.from(keyed, ({ row }) => row.at),
    quantity: Float32Array.from(keyed, ({ row }) => row.quantity ?? 1),
    price: Float32Array.from(keyed, ({ row }) => row.price ?? Number.NaN),
    order: Uint32Array.from(keyed, orderOf),
    rating: known.some(({ rating }) => rating !== undefined)
      ? Float32Array.from(keyed, ({ row }) => row.rating ?? Number.NaN)
      : undefined,
  };
  return {
    items: sortedItems,
    variants: [],
    filled: new Map(),
    otherTexts: new Map(),
    events,
    users: names.length,
    knownUsers: identified.length,
    userStarts: startsOf(events.user, names.length),
    orders: orders.size,
    groups: [],
  };
}

/** Where each shopper's range begins, from the sorted column of shoppers. */
export function startsOf(user: Uint32Array, users: number): Uint32Array {
  const starts = new Uint32Array(users + 1);
  for (let event = 0; event < user.length; event++) starts[user[event] + 1]++;
  for (let row = 0; row < users; row++) starts[row + 1] += starts[row];
  return starts;
}

/** Order of code points, which is that of UTF-8 bytes and of SQL's binary collation. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x === y) continue;
    // Surrogates stand for code points above all other units.
    const xHigh = x >= 0xd800 && x <= 0xdfff;
    const yHigh = y >= 0xd800 && y <= 0xdfff;
    return xHigh === yHigh ? x - y : xHigh ? 1 : -1;
  }
  return a.length - b.length;
}
