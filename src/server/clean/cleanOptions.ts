/** Where cleaning draws its lines. Each is generous: what it takes out should be wrong beyond doubt. */
import type { EventKind } from "../ingest/dataset";

export interface CleanOptions {
  /** Epoch milliseconds; events of later than a day after it are impossible. */
  readonly now: number;
  /** What a row without an event's name is. Default `purchase`. */
  readonly defaultKind: EventKind;
  /** Order of dates with the year last; default: what the dates themselves show. */
  readonly dates?: "dmy" | "mdy";
  /** A second look at or addition of the same item within it is the same act. */
  readonly doubleClickMs: number;
  /** Events, purchases apart, in one minute that no hand makes. */
  readonly botEventsPerMinute: number;
  /** Different items looked at without a single purchase: a crawler, if it is also this share of the catalogue. */
  readonly botItems: number;
  readonly botCatalogShare: number;
  /** Orders a day, on average over a shopper's active days, that are a resale desk's or a test's; of 30 orders and more. */
  readonly resellerOrdersPerDay: number;
  /** A shopper who bought this share of the catalogue (and `botItems` items) tells nothing of taste. */
  readonly resellerCatalogShare: number;
  /** The latest events of one shopper that are kept. */
  readonly eventsPerShopper: number;
  /** Robust standard deviations of an item's log quantity or log price. */
  readonly outlierDeviations: number;
}

/** Before it, no shop had a page: 1 January 1995. */
export const EARLIEST = Date.UTC(1995, 0, 1);
export const DAY_MS = 86_400_000;

export const DEFAULT_CLEAN_OPTIONS: Omit<CleanOptions, "now"> = {
  defaultKind: "purchase",
  doubleClickMs: 2_000,
  botEventsPerMinute: 60,
  botItems: 500,
  botCatalogShare: 0.25,
  resellerOrdersPerDay: 10,
  resellerCatalogShare: 0.6,
  eventsPerShopper: 10_000,
  outlierDeviations: 6,
};
