/**
 * A profile does not outlive its use: what was last touched longer ago than the event log keeps anything is forgotten, and
 * interests that have faded to nothing go with it. What the shopper set by hand, and what they refused, stays.
 */
import { DAY_MS, weightAt } from "./decay";
import { bareRecord } from "./emptyProfile";
import { HALF_LIFE_MS } from "./eventWeights";
import type { DecayedWeight, ProfileState } from "./profileState";

export const MAX_AGE_MS = 400 * DAY_MS;
/** A search says what was wanted then. */
export const MAX_SEARCH_AGE_MS = 180 * DAY_MS;
/** A thousandth of one look at a product page. */
const FADED = 1e-3;

/** @returns `state` itself when nothing is old enough */
export function ageOut(state: ProfileState, now: number): ProfileState {
  const items = keep(state.items, (item) => item.muted || now - item.lastAt <= MAX_AGE_MS);
  const lives = (halfLifeMs: number) => (taste: DecayedWeight) =>
    now - taste.at <= MAX_AGE_MS && weightAt(taste, now, halfLifeMs) >= FADED;
  const categories = keep(state.categories, lives(HALF_LIFE_MS.category));
  const brands = keep(state.brands, lives(HALF_LIFE_MS.brand));
  const recent = keep(state.recent, lives(HALF_LIFE_MS.recent));
  const prices = keep(state.prices, ({ weight }) => lives(HALF_LIFE_MS.price)(weight));
  const young = state.searches.filter(({ at }) => now - at <= MAX_SEARCH_AGE_MS);
  const searches = young.length === state.searches.length ? state.searches : young;
  const next = { ...state, items, categories, brands, recent, prices, searches };
  return (Object.keys(next) as (keyof ProfileState)[]).every((key) => next[key] === state[key]) ? state : next;
}

function keep<T>(entries: Readonly<Record<string, T>>, stays: (entry: T) => boolean): Readonly<Record<string, T>> {
  const all = Object.entries(entries);
  const kept = all.filter(([, entry]) => stays(entry));
  return kept.length === all.length ? entries : bareRecord(Object.fromEntries(kept));
}
