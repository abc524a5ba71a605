/** A profile stays small whatever a shopper does: past a limit the weakest entries are forgotten. */
import { weightAt } from "./decay";
import { HALF_LIFE_MS } from "./eventWeights";
import type { DecayedWeight, ItemHistory } from "./profileState";

export const MAX_ITEMS = 2_000;
export const MAX_CATEGORIES = 1_000;
export const MAX_BRANDS = 500;
export const MAX_CURRENCIES = 20;
export const MAX_EDITS = 500;
export const MAX_SEARCHES = 20;
export const MAX_PURCHASES = 16;

/** Share kept when a limit is passed: forgetting many at once spares sorting at every event. */
const KEEP = 0.9;

/**
 * Forgets the weakest entries of `record`, in place, once it holds more than `limit`.
 * Deterministic: ties fall to the key that sorts first.
 */
export function dropWeakest<T>(record: Record<string, T>, limit: number, strength: (entry: T) => number): void {
  const keys = Object.keys(record);
  if (keys.length <= limit) return;
  const ranked = keys.map((key) => ({ key, strength: strength(record[key]) }));
  ranked.sort((a, b) => a.strength - b.strength || (a.key < b.key ? -1 : 1));
  for (const { key } of ranked.slice(0, keys.length - Math.floor(limit * KEEP))) delete record[key];
}

export function dropWeakestItems(items: Record<string, ItemHistory>, asOf: number): void {
  dropWeakest(items, MAX_ITEMS, (item) => {
    // A refusal and a filled cart are promises; they outlive mere interest.
    const kept = item.muted || item.inCart > 0 ? 1e9 : 0;
    return kept + Math.abs(weightAt(item.interest, asOf, HALF_LIFE_MS.item));
  });
}

export function dropWeakestTastes(
  tastes: Record<string, DecayedWeight>,
  limit: number,
  asOf: number,
  halfLifeMs: number,
): void {
  dropWeakest(tastes, limit, (taste) => weightAt(taste, asOf, halfLifeMs));
}

/** Edits carry no time; the record keeps them in the order they were made, so the oldest go. */
export function dropOldest<T>(record: Record<string, T>, limit: number): void {
  const keys = Object.keys(record);
  for (const key of keys.slice(0, Math.max(0, keys.length - limit))) delete record[key];
}
