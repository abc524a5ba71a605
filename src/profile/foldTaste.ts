/** Passes the interest in an item on to its categories, its brand and its price level. */
import type { EventRecord } from "../types";
import { dropWeakest, dropWeakestTastes, MAX_BRANDS, MAX_CATEGORIES, MAX_CURRENCIES } from "./bounds";
import { addWeight, decay, weightAt } from "./decay";
import { HALF_LIFE_MS } from "./eventWeights";
import { halfLifeOfCycle, smoothHalfLife } from "./halfLife";
import { editKey, tasteKey } from "./keys";
import type { DecayedWeight, ItemFacts, PriceTaste, ProfileState } from "./profileState";

/** What a fold may write to; its records are its own copies. */
export interface TasteDraft {
  readonly asOf: number;
  readonly categories: Record<string, DecayedWeight>;
  readonly brands: Record<string, DecayedWeight>;
  readonly recent: Record<string, DecayedWeight>;
  readonly prices: Record<string, PriceTaste>;
  readonly edits: ProfileState["edits"];
}

/** Below this a taste is gone: what an undo leaves over is rounding. */
const NOTHING = 1e-9;

export function foldTaste(draft: TasteDraft, event: EventRecord, facts: ItemFacts | undefined, amount: number): void {
  if (amount === 0) return;
  for (const level of new Set((facts?.category ?? []).map(tasteKey))) {
    addTaste(draft, "category", level, amount, event.at, halfLifeOfCycle(facts?.cycleDays));
    addRecent(draft, level, amount, event.at);
  }
  if (facts?.brand) addTaste(draft, "brand", tasteKey(facts.brand), amount, event.at);
  const price = event.price ?? facts?.price;
  if (price !== undefined && price > 0 && Number.isFinite(price)) {
    const currency = (event.price === undefined ? facts?.currency : (event.currency ?? facts?.currency)) ?? "";
    addPrice(draft, currency, Math.log(price), amount, event.at);
  }
}

function addTaste(
  draft: TasteDraft,
  kind: "category" | "brand",
  name: string,
  amount: number,
  at: number,
  halfLifeMs?: number,
): void {
  if (!name || draft.edits[editKey({ kind, value: name })]?.strength === 0) return;
  const tastes = kind === "category" ? draft.categories : draft.brands;
  const before = tastes[name];
  const added = addWeight(before, amount, at, HALF_LIFE_MS[kind]);
  const own = smoothHalfLife(before?.halfLifeMs, halfLifeMs);
  const next = own === undefined ? added : { ...added, halfLifeMs: own };
  if (next.weight < NOTHING) {
    delete tastes[name];
    return;
  }
  tastes[name] = next;
  if (!before)
    dropWeakestTastes(tastes, kind === "category" ? MAX_CATEGORIES : MAX_BRANDS, draft.asOf, HALF_LIFE_MS[kind]);
}

/** Kept only of categories that are kept at all. */
function addRecent(draft: TasteDraft, name: string, amount: number, at: number): void {
  if (!draft.categories[name]) {
    delete draft.recent[name];
    return;
  }
  const before = draft.recent[name];
  const next = addWeight(before, amount, at, HALF_LIFE_MS.recent);
  if (next.weight < NOTHING) delete draft.recent[name];
  else draft.recent[name] = next;
  if (!before) dropWeakestTastes(draft.recent, MAX_CATEGORIES, draft.asOf, HALF_LIFE_MS.recent);
}

function addPrice(draft: TasteDraft, currency: string, logPrice: number, amount: number, at: number): void {
  const before = draft.prices[currency];
  const weight = addWeight(before?.weight, amount, at, HALF_LIFE_MS.price);
  if (weight.weight < NOTHING) {
    delete draft.prices[currency];
    return;
  }
  const kept = before ? decay(at - before.weight.at, HALF_LIFE_MS.price) : 0;
  const added = before ? amount * decay(before.weight.at - at, HALF_LIFE_MS.price) : amount;
  draft.prices[currency] = {
    weight,
    sum: (before?.sum ?? 0) * kept + added * logPrice + 0,
    sumOfSquares: (before?.sumOfSquares ?? 0) * kept + added * logPrice * logPrice + 0,
  };
  if (!before)
    dropWeakest(draft.prices, MAX_CURRENCIES, (taste) => weightAt(taste.weight, draft.asOf, HALF_LIFE_MS.price));
}
