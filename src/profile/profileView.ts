/** The profile as its owner may see and edit it. */
import type { InterestView, Item, ProfileView } from "../types";
import { affinity, strengthOf } from "./affinity";
import { tasteKey } from "./keys";
import { mainCurrency, priceRange } from "./priceRange";
import type { ProfileState } from "./profileState";
import { isSensitive } from "./sensitive";

export interface ProfileViewOptions {
  /** The catalogue's item, of products, or undefined when it is gone. */
  readonly itemOf: (id: string) => Item | undefined;
  readonly now: number;
  readonly paused: boolean;
  readonly attributes: Readonly<Record<string, string>>;
  readonly sensitiveCategories?: readonly string[];
  /** Interests of each kind and recent items shown; default 12. */
  readonly limit?: number;
}

export function profileView(state: ProfileState, options: ProfileViewOptions): ProfileView {
  const { now, limit = 12 } = options;
  const met = Object.entries(state.items).flatMap(([key, history]) => {
    const item = history.collection === "products" ? options.itemOf(key) : undefined;
    return item && !isSensitive(item.category, options.sensitiveCategories) ? [{ item, history }] : [];
  });
  const recent = met.filter(({ history }) => !history.muted).sort((a, b) => b.history.lastAt - a.history.lastAt);
  const labels = new Map<string, string>();
  for (const { item } of met) {
    for (const name of [...(item.category ?? []), ...(item.brand ? [item.brand] : [])])
      labels.set(tasteKey(name), name);
  }
  const { categories, brands } = affinity(state, now);
  const price = priceRange(state, mainCurrency(state, now) ?? "", now);
  return {
    events: state.events,
    paused: options.paused,
    interests: [
      ...interests(state, "category", categories, labels, options),
      ...interests(state, "brand", brands, labels, options),
      ...mutedItems(state, options),
    ],
    recentItems: recent.slice(0, limit).map(({ item, history }) => ({ item, at: history.lastAt, event: history.act })),
    searches: state.searches.map((search) => search.text).reverse(),
    attributes: options.attributes,
    ...(price ? { price: { low: price.low, high: price.high } } : {}),
  };
}

/** The strongest `limit` that were learned, and every one the shopper edited, so that a muted one can be brought back. */
function interests(
  state: ProfileState,
  kind: "category" | "brand",
  shares: ReadonlyMap<string, number>,
  labels: ReadonlyMap<string, string>,
  options: ProfileViewOptions,
): InterestView[] {
  const edited = Object.values(state.edits).filter((edit) => edit.interest.kind === kind);
  const ownWords = new Map(edited.map((edit) => [tasteKey(edit.interest.value), edit.interest.value]));
  const learned = [...shares].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, options.limit ?? 12);
  const names = new Set([...learned.map(([value]) => value), ...ownWords.keys()]);
  return [...names]
    .filter((value) => kind !== "category" || !isSensitive([value], options.sensitiveCategories))
    .map((value) => ({
      kind,
      value,
      label: labels.get(value) ?? ownWords.get(value) ?? value,
      share: shares.get(value) ?? 0,
      strength: strengthOf(state, { kind, value }),
    }))
    .sort((a, b) => b.share - a.share || (a.value < b.value ? -1 : 1));
}

function mutedItems(state: ProfileState, options: ProfileViewOptions): InterestView[] {
  return Object.entries(state.items)
    .filter(([, history]) => history.muted && history.collection === "products")
    .map(([value]) => ({
      kind: "item" as const,
      value,
      label: options.itemOf(value)?.title ?? value,
      share: 0,
      strength: 0,
    }));
}
