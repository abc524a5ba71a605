/** The shopper's history as learned signals read it: items met, oldest first. */
import { EVENT_WEIGHTS } from "../../profile/eventWeights";
import { editKey } from "../../profile/keys";
import type { ItemHistory } from "../../profile/profileState";
import { isSensitive } from "../../profile/sensitive";
import type { Evidence } from "../../types";
import { itemIdOf, tasteStrength } from "../interestPoints";
import type { RankContext } from "../rankContext";

export interface PastItem {
  readonly row: number;
  /** Above 0; 1 for a purchase, less for what says less: half of it for a page looked at. */
  readonly strength: number;
  /** Time of the newest act, epoch milliseconds. */
  readonly at: number;
  /** Times of purchase, ascending. */
  readonly purchases: readonly number[];
  /** What to cite; absent where nobody asks. */
  readonly evidence?: Evidence;
}

/**
 * The newest items of a history that count, where a blend does not say. Protocols of published splits cut here too.
 */
export const HISTORY_CUT = 50;

/** Everything the shopper showed interest in, oldest first; of one time, in feed order. */
export function pastItems(
  context: Pick<RankContext, "catalog" | "profile" | "sensitiveCategories">,
  collection: string,
): PastItem[] {
  const { catalog, profile, sensitiveCategories } = context;
  const past = new Map<number, PastItem>();
  for (const [key, history] of Object.entries(profile.items)) {
    if (history.collection !== collection || history.muted) continue;
    const row = catalog.rowOf.get(itemIdOf(key));
    if (row === undefined || isSensitive(catalog.items[row].category, sensitiveCategories)) continue;
    const item = catalog.items[row];
    const edited = tasteStrength(profile, item) * (profile.edits[editKey({ kind: "item", value: key })]?.strength ?? 1);
    const strength = strengthOf(history) * edited;
    if (!(strength > 0)) continue;
    const evidence = {
      kind: "event",
      event: history.act,
      itemId: item.id,
      title: item.title,
      at: history.actAt,
    } as const;
    const one = { row, strength, at: history.lastAt, purchases: history.purchases, evidence };
    const other = past.get(row);
    past.set(row, other ? joined(one, other) : one);
  }
  return [...past.values()].sort(byTime);
}

function byTime(a: PastItem, b: PastItem): number {
  return a.at - b.at || a.row - b.row;
}

/**
 * The square root of the interest, of which a purchase is 1: five looks say more than one, and not five times as much.
 * Interest taken back, by a low rating or a refund, leaves nothing.
 */
function strengthOf({ interest, act }: ItemHistory): number {
  if (!(interest.weight > 0)) return 0;
  const weight = Math.max(interest.weight, EVENT_WEIGHTS[act]);
  return Math.min(1, Math.sqrt(weight / EVENT_WEIGHTS.purchase));
}

/** Two variants of one row. */
function joined(a: PastItem, b: PastItem): PastItem {
  const [newer, older] = byTime(a, b) >= 0 ? [a, b] : [b, a];
  return {
    ...newer,
    strength: Math.max(a.strength, b.strength),
    purchases: [...older.purchases, ...newer.purchases].sort((x, y) => x - y),
    evidence: a.strength >= b.strength ? a.evidence : b.evidence,
  };
}
