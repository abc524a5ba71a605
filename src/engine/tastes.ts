/**
 * Tastes that friends have shared with this shopper: each a few products, under the friend's name, taken and removed by the
 * shopper's own hand. They lean the home shelf, and every reason that rests on them says whose taste it is. Loaded where
 * there is one.
 */
import { AisleError } from "../errors";
import { MAX_TASTE_ITEMS, readTasteCard, type TasteCard } from "../format/transfer/tasteCard";
import { EVENT_WEIGHTS } from "../profile/eventWeights";
import type { ItemHistory, ProfileState } from "../profile/profileState";
import { isSensitive } from "../profile/sensitive";
import type { RankContext } from "../ranking/rankContext";
import type { RankedList } from "../ranking/rankedList";
import type { Item, TasteView } from "../types";

/** A card as it is kept: when it was taken. */
export interface TakenTaste extends TasteCard {
  /** Epoch milliseconds. */
  readonly at: number;
}

export const MAX_TASTES = 5;

/** Reads what storage holds; what cannot be read is left out. */
export function readTastes(value: unknown): readonly TakenTaste[] {
  if (!Array.isArray(value)) return [];
  return value.slice(0, MAX_TASTES).flatMap((kept: unknown): TakenTaste[] => {
    const { at, ...card } = (kept ?? {}) as Partial<TakenTaste>;
    try {
      return typeof at === "number" && Number.isFinite(at) ? [{ ...readTasteCard(card), at }] : [];
    } catch {
      return [];
    }
  });
}

/**
 * A friend has one taste: the newer takes the older's place.
 * @throws AisleError `PROFILE_UNREADABLE` for what is no card, or one too many
 */
export function withTaste(kept: unknown, card: unknown, at: number): readonly TakenTaste[] {
  const taken = { ...readTasteCard(card), at };
  const others = readTastes(kept).filter(({ name }) => name !== taken.name);
  if (others.length >= MAX_TASTES) {
    throw new AisleError("PROFILE_UNREADABLE", `There are ${MAX_TASTES} shared tastes already.`, {
      fix: "Remove one first.",
    });
  }
  return [...others, taken];
}

export function withoutTaste(kept: unknown, name: string): readonly TakenTaste[] {
  return readTastes(kept).filter((taste) => taste.name !== name);
}

export function tasteViews(kept: unknown, itemOf: (id: string) => Item | undefined): readonly TasteView[] {
  return readTastes(kept).map(({ name, items, at }) => ({
    name,
    at,
    items: items.flatMap((id) => itemOf(id) ?? []),
  }));
}

/** The friend's products beside the shopper's own; what the shopper knows, or refused, stays theirs. */
export function leaning(context: RankContext, kept: unknown): RankContext {
  const { profile, catalog, sensitiveCategories } = context;
  const items: Record<string, ItemHistory> = Object.assign(Object.create(null), profile.items);
  for (const { items: ids, at } of readTastes(kept)) {
    for (const id of ids.slice(0, MAX_TASTE_ITEMS)) {
      const item = catalog.items[catalog.rowOf.get(id) ?? -1];
      if (!item || items[item.id] || isSensitive(item.category, sensitiveCategories)) continue;
      items[item.id] = shared(at);
    }
  }
  return { ...context, profile: { ...profile, items } satisfies ProfileState };
}

/** As much as the shopper had looked at it once, when the card was taken; it fades as that does. */
function shared(at: number): ItemHistory {
  return {
    collection: "products",
    interest: { weight: EVENT_WEIGHTS.view_item, at },
    act: "view_item",
    actAt: at,
    lastAt: at,
    views: 0,
    inCart: 0,
    purchases: [],
    muted: false,
  };
}

/** No reason claims that the shopper did what a friend shared. @param own what the shopper did themselves */
export function labelled(list: RankedList, kept: unknown, own: ProfileState): RankedList {
  const friends = new Map(readTastes(kept).flatMap(({ name, items }) => items.map((id) => [id, name] as const)));
  const items = list.items.map((ranked) => ({
    ...ranked,
    why: ranked.why.map((reason) => {
      const { evidence } = reason;
      if (evidence.kind !== "event" || own.items[evidence.itemId]) return reason;
      const name = friends.get(evidence.itemId);
      if (name === undefined) return reason;
      const { itemId, title } = evidence;
      return { ...reason, evidence: { kind: "friend" as const, name, itemId, title } };
    }),
  }));
  return { ...list, items };
}
