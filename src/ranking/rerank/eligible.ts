import { affinity } from "../../profile/affinity";
import { repeatInterval } from "../../profile/buyAgain";
import type { EmptyReason, Item, Placement } from "../../types";
import { itemIdOf, tasteStrength } from "../interestPoints";
import type { RankContext } from "../rankContext";
import type { ReadQuery } from "../readQuery";
import type { ShelfSteps } from "../shelfSteps";
import { filterOf } from "./filterOf";

export interface Eligible {
  /** 1 where a row may be shown. */
  readonly allowed: Uint8Array;
  readonly count: number;
  /** Rows the shopper knows, from their own pages or from this one: shown only when nothing else is left. */
  readonly seen: ReadonlySet<number>;
  /** What the shop adds to the stages that follow. */
  readonly steps: readonly ShelfSteps[];
  /** Why `count` is 0. */
  readonly reason?: EmptyReason;
}

const DISCOVERIES: ReadonlySet<Placement> = new Set(["home", "trending", "new", "complement"]);
/** A shelf of discoveries shows what was bought once more from this dueness on. */
export const DUE = 0.6;

/** Filters, stock, what the shopper refused or owns: asked of every row once, before anything is scored. */
export function eligible(query: ReadQuery, context: RankContext, steps: readonly ShelfSteps[] = []): Eligible {
  const { items } = context.catalog;
  const allowed = new Uint8Array(items.length);
  if (items.length === 0) return { allowed, count: 0, seen: new Set(), steps, reason: "no_catalog" };
  const matches = filterOf(query.filter);
  const inStock = query.filter.includeOutOfStock ? () => true : isInStock;
  let matching = 0;
  let stocked = 0;
  for (let row = 0; row < items.length; row++) {
    if (!matches(items[row])) continue;
    matching++;
    if (!inStock(items[row])) continue;
    stocked++;
    allowed[row] = 1;
  }
  const seen = new Set<number>();
  exclude(query, context, allowed, seen);
  for (const step of steps) step.allow?.(allowed);
  let count = 0;
  for (const value of allowed) count += value;
  const reason = matching === 0 ? "nothing_matches_filter" : stocked === 0 ? "all_out_of_stock" : "all_excluded";
  return { allowed, count, seen, steps, reason: count === 0 ? reason : undefined };
}

function isInStock(item: Item): boolean {
  return item.availability !== "out_of_stock";
}

function exclude(query: ReadQuery, context: RankContext, allowed: Uint8Array, seen: Set<number>): void {
  const { catalog, profile, now } = context;
  const hide = (id: string) => {
    const row = catalog.rowOf.get(id);
    if (row !== undefined) allowed[row] = 0;
    return row;
  };
  for (const id of query.exclude) hide(id);
  for (const id of query.avoid) {
    const row = catalog.rowOf.get(id);
    if (row !== undefined && allowed[row]) seen.add(row);
  }
  if (query.placement === "related" || query.placement === "complement") {
    for (const id of [query.item, ...(query.basket ?? [])]) if (id !== undefined) hide(id);
  }
  // Somebody who searches for a thing wants to find it, whatever was said of it before.
  if (query.placement === "search") return;
  for (const key of affinity(profile, now).muted) hide(itemIdOf(key));
  const isDiscovery = DISCOVERIES.has(query.placement);
  for (const [key, history] of Object.entries(profile.items)) {
    if (history.collection !== query.collection) continue;
    const row = catalog.rowOf.get(itemIdOf(key));
    if (row === undefined) continue;
    if (isDiscovery && (history.inCart > 0 || isOwned(history.purchases, now))) allowed[row] = 0;
    if (query.placement === "home" && allowed[row]) seen.add(row);
  }
  if (query.placement === "related") return;
  hideMutedTastes(context, allowed);
}

/** Bought once: owned. Bought again and again: owned until it is due. */
function isOwned(purchases: readonly number[], now: number): boolean {
  if (purchases.length === 0) return false;
  const interval = repeatInterval(purchases, now);
  return !interval || interval.dueness < DUE;
}

function hideMutedTastes(context: RankContext, allowed: Uint8Array): void {
  const { profile, catalog } = context;
  const muted = Object.values(profile.edits).some((edit) => edit.strength === 0 && edit.interest.kind !== "item");
  if (!muted) return;
  for (let row = 0; row < allowed.length; row++) {
    if (allowed[row] && tasteStrength(profile, catalog.items[row]) === 0) allowed[row] = 0;
  }
}
