/**
 * The profile as plain data: what one pure fold makes of the events, in order. Weights decay with a half-life; each is
 * stored with the time it was last brought up to date, so that reading at another time is a multiplication.
 */
import type { EventName, Interest } from "../types";

/** A sum of decayed weights, true at `at`. */
export interface DecayedWeight {
  readonly weight: number;
  /** Epoch milliseconds. */
  readonly at: number;
  /** Its own half-life, where its kind of thing has a cycle of its own; else that of all. */
  readonly halfLifeMs?: number;
}

/** What the shopper did with one item. */
export interface ItemHistory {
  readonly collection: string;
  /** Decayed interest: views, carts, purchases, dwell, ratings; negative after "not interested". */
  readonly interest: DecayedWeight;
  /** The strongest act so far, cited in reasons, and when. */
  readonly act: EventName;
  readonly actAt: number;
  readonly lastAt: number;
  readonly views: number;
  /** Quantity in the cart now. */
  readonly inCart: number;
  /** Times of purchase, ascending, newest 16. */
  readonly purchases: readonly number[];
  /** Transaction of each purchase, `""` when unknown; parallel to `purchases`. Lets a repeat or a refund be recognised. */
  readonly transactions?: readonly string[];
  readonly muted: boolean;
}

export interface PriceTaste {
  /** Decayed weight, and weighted sums of log price and its square. */
  readonly weight: DecayedWeight;
  readonly sum: number;
  readonly sumOfSquares: number;
}

/** Records have no prototype, so that an item called `constructor` is absent until the shopper meets it. */
export interface ProfileState {
  readonly schemaVersion: 1;
  /** Events folded in. */
  readonly events: number;
  /** Time of the newest event. */
  readonly asOf: number;
  /** By `itemKey(collection, id)`: for products, the id itself. */
  readonly items: Readonly<Record<string, ItemHistory>>;
  /** By `tasteKey(name)` of each level of the path: lower case. */
  readonly categories: Readonly<Record<string, DecayedWeight>>;
  readonly brands: Readonly<Record<string, DecayedWeight>>;
  /** Categories of the last few days, with a short half-life: beside `categories` they tell whether tastes have moved. */
  readonly recent: Readonly<Record<string, DecayedWeight>>;
  /** By currency, `""` when unknown. */
  readonly prices: Readonly<Record<string, PriceTaste>>;
  /** Newest last, at most 20. */
  readonly searches: readonly { readonly text: string; readonly at: number }[];
  /** What the shopper edited: strength by `editKey(interest)`, `kind:value`. */
  readonly edits: Readonly<Record<string, { readonly interest: Interest; readonly strength: number }>>;
}

/** What the fold needs to know of an item; the catalogue answers. */
export interface ItemFacts {
  readonly category?: readonly string[];
  readonly brand?: string;
  readonly price?: number;
  readonly currency?: string;
  /** Median days between two purchases of it by one shopper; absent: not known. */
  readonly cycleDays?: number;
}
