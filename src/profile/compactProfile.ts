/** A profile small enough for a code on the screen: the strongest of everything, in round numbers. */
import { DAY_MS, weightAt } from "./decay";
import { bareRecord } from "./emptyProfile";
import { HALF_LIFE_MS } from "./eventWeights";
import type { DecayedWeight, ItemHistory, ProfileState } from "./profileState";

const PURCHASES = 4;
const SEARCHES = 5;
const SIGNIFICANT = 3;
/** Times are told to the hour: nothing in the ranking is finer. */
const HOUR_MS = DAY_MS / 24;

/** @param entries items, and as many categories and brands, at most. @returns what `readProfile` reads */
export function compactProfile(state: ProfileState, now: number, entries: number): ProfileState {
  return {
    ...state,
    asOf: rounded(state.asOf),
    items: strongest(state.items, entries, (item) => importance(item, now), compactItem),
    categories: strongest(
      state.categories,
      entries,
      (taste) => weightAt(taste, now, HALF_LIFE_MS.category),
      compactWeight,
    ),
    brands: strongest(state.brands, entries, (taste) => weightAt(taste, now, HALF_LIFE_MS.brand), compactWeight),
    recent: bareRecord(),
    prices: strongest(
      state.prices,
      1,
      ({ weight }) => weightAt(weight, now, HALF_LIFE_MS.price),
      ({ weight, sum, sumOfSquares }) => ({
        weight: compactWeight(weight),
        sum: Number(sum.toPrecision(SIGNIFICANT + 3)),
        sumOfSquares: Number(sumOfSquares.toPrecision(SIGNIFICANT + 3)),
      }),
    ),
    searches: state.searches.slice(-Math.min(SEARCHES, entries)).map(({ text, at }) => ({ text, at: rounded(at) })),
  };
}

/** What was refused, or bought again and again, is missed most. */
function importance(item: ItemHistory, now: number): number {
  return Math.abs(weightAt(item.interest, now, HALF_LIFE_MS.item)) + (item.muted ? 10 : 0) + item.purchases.length;
}

function strongest<T>(
  all: Readonly<Record<string, T>>,
  count: number,
  strength: (entry: T) => number,
  compact: (entry: T) => T,
): Record<string, T> {
  const ranked = Object.entries(all).sort(([a, x], [b, y]) => strength(y) - strength(x) || (a < b ? -1 : 1));
  return bareRecord(Object.fromEntries(ranked.slice(0, count).map(([key, entry]) => [key, compact(entry)])));
}

function compactItem(item: ItemHistory): ItemHistory {
  return {
    ...item,
    interest: compactWeight(item.interest),
    actAt: rounded(item.actAt),
    lastAt: rounded(item.lastAt),
    views: Math.min(item.views, 99),
    purchases: item.purchases.slice(-PURCHASES).map(rounded),
    transactions: item.purchases.slice(-PURCHASES).map(() => ""),
  };
}

function compactWeight(taste: DecayedWeight): DecayedWeight {
  return { ...taste, weight: Number(taste.weight.toPrecision(SIGNIFICANT)), at: rounded(taste.at) };
}

function rounded(at: number): number {
  return Math.round(at / HOUR_MS) * HOUR_MS;
}
