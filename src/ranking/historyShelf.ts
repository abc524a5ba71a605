import { repeatInterval } from "../profile/buyAgain";
import { DAY_MS, decay } from "../profile/decay";
import type { ItemHistory } from "../profile/profileState";
import { isSensitive } from "../profile/sensitive";
import type { Evidence, Item, Reason, Signal } from "../types";
import { itemIdOf } from "./interestPoints";
import { popularityScale } from "./popularityOf";
import type { BlendWeights, RankContext } from "./rankContext";
import type { ReadQuery } from "./readQuery";
import { byScore, type Scored, scored } from "./scored";

/** Days in which the claim of an item last looked at halves. */
export const RECENCY_HALF_LIFE_DAYS = 7;
/** A purchase counts for half after this: habits outlive interests. */
export const HABIT_HALF_LIFE_DAYS = 180;
/** What was bought within a day is on its way: nobody needs it again yet. */
export const TOO_SOON_MS = DAY_MS;
/** An item that is not due keeps this share of its habit. Lower ones gained nothing where wholesalers buy. */
const NOT_DUE = 0.85;

export interface HistoryShelf {
  readonly ranked: readonly Scored[];
  readonly reasonsOf: (entry: Scored) => Reason[];
}

/** `recent` and `again`: shelves of what the shopper has had to do with already, never filled from elsewhere. */
export function historyShelf(
  query: ReadQuery,
  context: RankContext,
  options: { readonly allowed: Uint8Array; readonly blend: BlendWeights },
): HistoryShelf {
  const { blend, allowed } = options;
  const { items, rowOf } = context.catalog;
  const isAgain = query.placement === "again";
  const popularity = popularityScale(items);
  const evidence = new Map<number, Evidence>();
  const ranked: Scored[] = [];
  for (const [key, history] of Object.entries(context.profile.items)) {
    const row = rowOf.get(itemIdOf(key));
    if (row === undefined || history.collection !== query.collection || history.muted) continue;
    const item = items[row];
    if (!allowed[row] || evidence.has(row) || isSensitive(item.category, context.sensitiveCategories)) continue;
    const claim = isAgain ? habit(history, context.now) : recency(history, context.now);
    if (!(claim > 0)) continue;
    const parts = isAgain ? { habit: blend.habit * claim } : { recency: blend.recency * claim };
    ranked.push(scored(row, ranked.length, { ...parts, popularity: blend.popularity * popularity(item) }));
    evidence.set(row, isAgain ? purchaseEvidence(item, history, context.now) : lookEvidence(item, history));
  }
  ranked.sort(byScore);
  return {
    ranked,
    reasonsOf: (entry) =>
      (Object.entries(entry.parts) as [Signal, number][])
        .map(([signal, contribution]): Reason => {
          const own = signal === "popularity" ? ({ kind: "popularity" } as const) : evidence.get(entry.row);
          return { signal, contribution, evidence: own ?? { kind: "feed" } };
        })
        .sort((a, b) => b.contribution - a.contribution),
  };
}

function lookEvidence({ id, title }: Item, { act, lastAt }: ItemHistory): Evidence {
  return { kind: "event", event: act, itemId: id, title, at: lastAt };
}

/** That it was bought; of what is bought again and again, how often. */
export function purchaseEvidence(
  { id, title }: Pick<Item, "id" | "title">,
  { purchases }: Pick<ItemHistory, "purchases">,
  now: number,
): Evidence {
  const at = purchases[purchases.length - 1];
  const interval = repeatInterval(purchases, now);
  if (!interval) return { kind: "event", event: "purchase", itemId: id, title, at };
  return { kind: "due", itemId: id, title, at, everyDays: interval.medianGapMs / DAY_MS };
}

function recency(history: ItemHistory, now: number): number {
  return decay(now - history.lastAt, RECENCY_HALF_LIFE_DAYS * DAY_MS);
}

/** How often it was bought, lately more than long ago; more when its own interval says that it is due. */
function habit(history: ItemHistory, now: number): number {
  const last = history.purchases[history.purchases.length - 1];
  if (last === undefined || now - last < TOO_SOON_MS) return 0;
  let sum = 0;
  for (const at of history.purchases) sum += decay(now - at, HABIT_HALF_LIFE_DAYS * DAY_MS);
  const interval = repeatInterval(history.purchases, now);
  return sum * (NOT_DUE + (1 - NOT_DUE) * (interval?.dueness ?? 0));
}
