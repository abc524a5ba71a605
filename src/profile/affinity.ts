/** Reads a profile at a moment: everything decayed to `now`, the shopper's edits applied. */
import type { EventName, Interest } from "../types";
import { weightAt } from "./decay";
import { HALF_LIFE_MS } from "./eventWeights";
import { editKey } from "./keys";
import type { DecayedWeight, ItemHistory, ProfileState } from "./profileState";

export interface ItemAffinity {
  /** As in `ProfileState.items`: for products, the item's id. */
  readonly key: string;
  readonly history: ItemHistory;
  /** Decayed interest, above 0. */
  readonly weight: number;
  /** The act to cite, and when. */
  readonly act: EventName;
  readonly actAt: number;
}

export interface Affinity {
  /** Strongest first; without the muted and the disliked. */
  readonly items: readonly ItemAffinity[];
  /** Keys of items not to show. */
  readonly muted: ReadonlySet<string>;
  /** Share of all interest in categories by `tasteKey`, summing to 1 (or empty). */
  readonly categories: ReadonlyMap<string, number>;
  readonly brands: ReadonlyMap<string, number>;
  /** Sum of the decayed weights behind the shares: how much is known at all. */
  readonly evidence: number;
}

/** @param now epoch milliseconds */
export function affinity(state: ProfileState, now: number): Affinity {
  const items: ItemAffinity[] = [];
  const muted = new Set<string>();
  for (const [key, history] of Object.entries(state.items)) {
    if (history.muted) {
      muted.add(key);
      continue;
    }
    const weight = weightAt(history.interest, now, HALF_LIFE_MS.item) * strengthOf(state, { kind: "item", value: key });
    if (weight > 0) items.push({ key, history, weight, act: history.act, actAt: history.actAt });
  }
  items.sort((a, b) => b.weight - a.weight || (a.key < b.key ? -1 : 1));
  return {
    items,
    muted,
    categories: shares(state, "category", now),
    brands: shares(state, "brand", now),
    evidence: items.reduce((sum, item) => sum + item.weight, 0),
  };
}

/** What the shopper set for an interest: 0 muted, 1 as learned, 2 doubled. */
export function strengthOf(state: ProfileState, interest: Interest): number {
  return state.edits[editKey(interest)]?.strength ?? 1;
}

function shares(state: ProfileState, kind: "category" | "brand", now: number): Map<string, number> {
  const tastes: Readonly<Record<string, DecayedWeight>> = kind === "category" ? state.categories : state.brands;
  const weights = Object.entries(tastes)
    .map(
      ([value, taste]) =>
        [value, Math.max(0, weightAt(taste, now, HALF_LIFE_MS[kind]) * strengthOf(state, { kind, value }))] as const,
    )
    .filter(([, weight]) => weight > 0);
  const total = weights.reduce((sum, [, weight]) => sum + weight, 0);
  return new Map(weights.map(([value, weight]) => [value, weight / total]));
}
