import { affinity } from "../profile/affinity";
import { editKey } from "../profile/keys";
import type { ProfileState } from "../profile/profileState";
import { isSensitive } from "../profile/sensitive";
import type { Evidence, Item } from "../types";
import type { RankContext } from "./rankContext";

/** An item the shopper showed interest in (or the item on the page): what candidates are compared with. */
export interface InterestPoint {
  readonly row: number;
  /** Above 0. */
  readonly weight: number;
  readonly evidence: Evidence;
}

/**
 * Points compared with every candidate, which costs time in proportion. Validation NDCG@10 with 24, 48, 64 and 96:
 * .106, .109, .110, .111.
 */
export const MAX_POINTS = 64;
/** Weights are taken to this power: it tempers floods of acts on one item, and doubles the profile's half-life. */
export const WEIGHT_POWER = 0.5;

/**
 * The shopper's strongest interests, strongest first: at most `MAX_POINTS` and one in reserve, which moves up when the
 * effect of one of the others is taken away to explain it.
 */
export function interestPoints(context: RankContext, collection: string): InterestPoint[] {
  const { catalog, profile } = context;
  const points: InterestPoint[] = [];
  const taken = new Set<number>();
  for (const { key, history, weight, act, actAt } of affinity(profile, context.now).items) {
    if (points.length > MAX_POINTS) break;
    if (history.collection !== collection) continue;
    const itemId = itemIdOf(key);
    const row = catalog.rowOf.get(itemId);
    if (row === undefined || taken.has(row)) continue;
    const item = catalog.items[row];
    const edited = weight ** WEIGHT_POWER * tasteStrength(profile, item);
    if (!(edited > 0) || !Number.isFinite(edited) || isSensitive(item.category, context.sensitiveCategories)) continue;
    taken.add(row);
    const evidence = { kind: "event", event: act, itemId: item.id, title: item.title, at: actAt } as const;
    points.push({ row, weight: edited, evidence });
  }
  return points;
}

/** The id behind a key of `ProfileState.items`: other collections than products are prefixed. */
export function itemIdOf(key: string): string {
  return key.slice(key.indexOf("\u001f") + 1);
}

/** What the shopper set for an item's categories and brand, multiplied: 0 when any of them is muted. */
export function tasteStrength(profile: ProfileState, item: Item): number {
  let strength = 1;
  for (const value of item.category ?? []) {
    strength *= profile.edits[editKey({ kind: "category", value })]?.strength ?? 1;
  }
  if (item.brand) strength *= profile.edits[editKey({ kind: "brand", value: item.brand })]?.strength ?? 1;
  return Number.isFinite(strength) ? Math.max(0, strength) : 1;
}
