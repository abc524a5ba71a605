/** A moment between what the shop knew and what its customers did next. */
import { DAY_MS } from "../../src/profile/decay";
import type { CatalogView } from "../../src/ranking/rankContext";
import type { Item } from "../../src/types";
import { groupBy } from "./groupBy";
import type { OrderLine } from "./readOnlineRetail";

export interface Customer {
  readonly id: string;
  /** Before the split, in order of time. */
  readonly history: readonly OrderLine[];
  /** Rows of the first basket after the split. */
  readonly target: ReadonlySet<number>;
  /** Of `target`: never bought before. */
  readonly discoveries: ReadonlySet<number>;
  /** Invoices in which each row was bought before. */
  readonly owned: ReadonlyMap<number, number>;
}

export interface Split {
  readonly at: number;
  /** Popularity is the number of invoices of the last 30 days before the split; on sale since the first sale. */
  readonly catalog: CatalogView;
  readonly customers: readonly Customer[];
}

/** What was sold in the first days of the data may have been on sale for years: when it began is not known. */
const UNKNOWN_START_DAYS = 14;
/** Items of fewer invoices are left out. */
const MIN_INVOICES = 5;
const POPULARITY_DAYS = 30;

/** @param at epoch milliseconds */
export function splitAt(lines: readonly OrderLine[], at: number): Split {
  const sorted = lines.toSorted((a, b) => a.at - b.at);
  const before = sorted.filter((line) => line.at < at);
  const catalog = catalogOf(before, at);
  const known = sorted.filter((line) => catalog.rowOf.has(line.itemId));
  const byCustomer = groupBy(known, (line) => line.customer);
  const customers: Customer[] = [];
  for (const [id, all] of byCustomer) {
    const history = all.filter((line) => line.at < at);
    const next = all.find((line) => line.at >= at);
    if (history.length === 0 || !next) continue;
    const rowOf = (line: OrderLine) => catalog.rowOf.get(line.itemId) as number;
    const target = new Set(all.filter((line) => line.invoice === next.invoice).map(rowOf));
    const invoices = groupBy(history, rowOf);
    const owned = new Map([...invoices].map(([row, bought]) => [row, new Set(bought.map((x) => x.invoice)).size]));
    const discoveries = new Set([...target].filter((row) => !owned.has(row)));
    customers.push({ id, history, target, discoveries, owned });
  }
  return { at, catalog, customers: customers.sort((a, b) => (a.id < b.id ? -1 : 1)) };
}

function catalogOf(before: readonly OrderLine[], at: number): CatalogView {
  const items: Item[] = [];
  const knownFrom = before[0].at + UNKNOWN_START_DAYS * DAY_MS;
  for (const [id, lines] of groupBy(before, (line) => line.itemId)) {
    if (new Set(lines.map((line) => line.invoice)).size < MIN_INVOICES) continue;
    const recent = lines.filter((line) => line.at >= at - POPULARITY_DAYS * DAY_MS);
    const prices = lines
      .map((line) => line.price)
      .filter((price) => price > 0)
      .sort((a, b) => a - b);
    items.push({
      id,
      title: mostFrequent(lines.map((line) => line.title)),
      price: prices[prices.length >> 1],
      currency: "GBP",
      popularity: new Set(recent.map((line) => line.invoice)).size,
      availableSince: lines[0].at >= knownFrom ? lines[0].at : undefined,
    });
  }
  return { items, rowOf: new Map(items.map((item, row) => [item.id, row])), revision: 1 };
}

function mostFrequent(values: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const value of values) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best = "";
  for (const [value, count] of counts) if (count > (counts.get(best) ?? 0)) best = value;
  return best;
}
