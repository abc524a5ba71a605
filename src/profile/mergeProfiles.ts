/**
 * Two profiles of one person, of two devices: each may hold what the other does not know. Interests add up, purchases and
 * searches are united, and of settings made by hand those of this device hold.
 */
import {
  dropOldest,
  dropWeakest,
  dropWeakestItems,
  dropWeakestTastes,
  MAX_BRANDS,
  MAX_CATEGORIES,
  MAX_CURRENCIES,
  MAX_EDITS,
  MAX_PURCHASES,
  MAX_SEARCHES,
} from "./bounds";
import { addWeight, decay, weightAt } from "./decay";
import { bareRecord } from "./emptyProfile";
import { EVENT_WEIGHTS, HALF_LIFE_MS } from "./eventWeights";
import { tasteKey } from "./keys";
import type { DecayedWeight, ItemHistory, PriceTaste, ProfileState } from "./profileState";

/** @param own of this device; @param other of the other one. Neither is changed. */
export function mergeProfiles(own: ProfileState, other: ProfileState): ProfileState {
  const asOf = Math.max(own.asOf, other.asOf);
  const items = unite(own.items, other.items, mergeItems);
  const categories = unite(own.categories, other.categories, added(HALF_LIFE_MS.category));
  const brands = unite(own.brands, other.brands, added(HALF_LIFE_MS.brand));
  const recent = unite(own.recent, other.recent, added(HALF_LIFE_MS.recent));
  const prices = unite(own.prices, other.prices, mergePrices);
  const edits = bareRecord({ ...other.edits, ...own.edits });
  dropWeakestItems(items, asOf);
  dropWeakestTastes(categories, MAX_CATEGORIES, asOf, HALF_LIFE_MS.category);
  dropWeakestTastes(brands, MAX_BRANDS, asOf, HALF_LIFE_MS.brand);
  dropWeakestTastes(recent, MAX_CATEGORIES, asOf, HALF_LIFE_MS.recent);
  dropWeakest(prices, MAX_CURRENCIES, ({ weight }) => weightAt(weight, asOf, HALF_LIFE_MS.price));
  dropOldest(edits, MAX_EDITS);
  // What is muted by hand here is muted in what comes from there.
  for (const { interest, strength } of Object.values(edits)) {
    if (strength !== 0 || interest.kind === "item") continue;
    delete (interest.kind === "category" ? categories : brands)[tasteKey(interest.value)];
    if (interest.kind === "category") delete recent[tasteKey(interest.value)];
  }
  return {
    schemaVersion: 1,
    events: own.events + other.events,
    asOf,
    items,
    categories,
    brands,
    recent,
    prices,
    searches: mergeSearches(own.searches, other.searches),
    edits,
  };
}

function unite<T>(
  own: Readonly<Record<string, T>>,
  other: Readonly<Record<string, T>>,
  merge: (own: T, other: T) => T,
): Record<string, T> {
  const result = bareRecord({ ...other, ...own });
  for (const key of Object.keys(own)) if (other[key] !== undefined) result[key] = merge(own[key], other[key]);
  return result;
}

function added(halfLifeMs: number): (own: DecayedWeight, other: DecayedWeight) => DecayedWeight {
  return (own, other) => addWeight(own, other.weight, other.at, halfLifeMs);
}

function mergeItems(own: ItemHistory, other: ItemHistory): ItemHistory {
  const bought = new Map<string, { readonly at: number; readonly transaction: string }>();
  for (const { purchases, transactions } of [other, own]) {
    purchases.forEach((at, i) => {
      const transaction = transactions?.[i] ?? "";
      const key = transaction === "" ? `at ${at}` : transaction;
      const known = bought.get(key);
      // Both devices may know of one order; the first to hear of it is right about when.
      if (!known || at < known.at) bought.set(key, { at, transaction });
    });
  }
  const purchases = [...bought.values()]
    .sort((a, b) => a.at - b.at || (a.transaction < b.transaction ? -1 : 1))
    .slice(-MAX_PURCHASES);
  const strength = EVENT_WEIGHTS[own.act] - EVENT_WEIGHTS[other.act];
  const cited = strength > 0 || (strength === 0 && own.actAt >= other.actAt) ? own : other;
  const later = own.lastAt >= other.lastAt ? own : other;
  return {
    collection: own.collection,
    interest: added(HALF_LIFE_MS.item)(own.interest, other.interest),
    act: cited.act,
    actAt: cited.actAt,
    lastAt: later.lastAt,
    views: own.views + other.views,
    // The shop has one cart, and the device that touched it last knows it.
    inCart: later.inCart,
    purchases: purchases.map(({ at }) => at),
    transactions: purchases.map(({ transaction }) => transaction),
    muted: own.muted || other.muted,
  };
}

function mergePrices(own: PriceTaste, other: PriceTaste): PriceTaste {
  const weight = added(HALF_LIFE_MS.price)(own.weight, other.weight);
  const share = ({ weight: { at } }: PriceTaste) => decay(weight.at - at, HALF_LIFE_MS.price);
  return {
    weight,
    sum: own.sum * share(own) + other.sum * share(other),
    sumOfSquares: own.sumOfSquares * share(own) + other.sumOfSquares * share(other),
  };
}

function mergeSearches(own: ProfileState["searches"], other: ProfileState["searches"]): ProfileState["searches"] {
  const newest = new Map<string, ProfileState["searches"][number]>();
  for (const search of [...own, ...other].sort((a, b) => a.at - b.at)) newest.set(tasteKey(search.text), search);
  return [...newest.values()].sort((a, b) => a.at - b.at).slice(-MAX_SEARCHES);
}
