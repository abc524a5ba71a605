/** The profile is one pure fold of the events, in the order of the log. Folding on equals folding again from the start. */
import type { EventRecord, Interest } from "../types";
import { dropOldest, dropWeakestItems, MAX_EDITS, MAX_SEARCHES } from "./bounds";
import { bareRecord } from "./emptyProfile";
import { foldItem } from "./foldItem";
import { foldTaste } from "./foldTaste";
import { editKey, itemKey, tasteKey } from "./keys";
import type { DecayedWeight, ItemFacts, ItemHistory, PriceTaste, ProfileState } from "./profileState";
import { isSensitive } from "./sensitive";

export interface FoldOptions {
  /** Items of these categories leave no trace, except that the shopper refused them. */
  readonly sensitiveCategories?: readonly string[];
}

interface Draft {
  schemaVersion: 1;
  events: number;
  asOf: number;
  items: Record<string, ItemHistory>;
  categories: Record<string, DecayedWeight>;
  brands: Record<string, DecayedWeight>;
  recent: Record<string, DecayedWeight>;
  prices: Record<string, PriceTaste>;
  searches: ProfileState["searches"];
  edits: Record<string, ProfileState["edits"][string]>;
}

/**
 * Folds one event in. Never throws; `state` is left as it is.
 * @param facts what the catalogue knows of the event's item; absent: the item counts, its kind does not
 */
export function fold(
  state: ProfileState,
  event: EventRecord,
  facts: ItemFacts | undefined,
  options: FoldOptions = {},
): ProfileState {
  const draft = copy(state);
  apply(draft, event, facts, options);
  return draft;
}

/** Folds many events in, copying the state once. Equal to folding them one by one. */
export function foldAll(
  state: ProfileState,
  events: Iterable<EventRecord>,
  factsOf: (event: EventRecord) => ItemFacts | undefined,
  options: FoldOptions = {},
): ProfileState {
  const draft = copy(state);
  for (const event of events) apply(draft, event, factsOf(event), options);
  return draft;
}

function copy(state: ProfileState): Draft {
  return {
    ...state,
    items: bareRecord(state.items),
    categories: bareRecord(state.categories),
    brands: bareRecord(state.brands),
    recent: bareRecord(state.recent),
    prices: bareRecord(state.prices),
    edits: bareRecord(state.edits),
  };
}

function apply(draft: Draft, event: EventRecord, facts: ItemFacts | undefined, options: FoldOptions): void {
  draft.events += 1;
  draft.asOf = Math.max(draft.asOf, event.at);
  switch (event.name) {
    case "search":
    case "view_search_results":
      if (event.query) draft.searches = addSearch(draft.searches, event.query, event.at);
      return;
    case "edit_interest":
      if (event.interest) applyEdit(draft, event, event.interest, event.strength ?? 1);
      return;
    case "view_item_list":
    case "view_promotion":
      return;
    case "refund":
      if (event.itemId === undefined) applyWholeRefund(draft, event, options);
      else applyAct(draft, event, itemKey(event.collection, event.itemId), facts, options);
      return;
    default:
      if (event.itemId !== undefined && !event.impression) {
        applyAct(draft, event, itemKey(event.collection, event.itemId), facts, options);
      }
  }
}

function applyAct(
  draft: Draft,
  event: EventRecord,
  key: string,
  facts: ItemFacts | undefined,
  options: FoldOptions,
): void {
  if (event.name !== "not_interested" && isSensitive(facts?.category, options.sensitiveCategories)) return;
  const before = draft.items[key];
  const change = foldItem(before, event, facts);
  if (!change.history) return;
  draft.items[key] = change.history;
  // Only a new entry can pass the limit; counting the entries is what costs.
  if (!before) dropWeakestItems(draft.items, draft.asOf);
  // What was agreed for advertising does not shape the products' tastes.
  if (event.purpose === "products") foldTaste(draft, event, facts, change.amount);
}

/** A refund without items takes the whole transaction back. The tastes keep what they learned: their facts are not at hand. */
function applyWholeRefund(draft: Draft, event: EventRecord, options: FoldOptions): void {
  if (!event.transactionId) return;
  for (const key of Object.keys(draft.items)) {
    if (draft.items[key].transactions?.includes(event.transactionId)) applyAct(draft, event, key, undefined, options);
  }
}

function addSearch(searches: ProfileState["searches"], text: string, at: number): ProfileState["searches"] {
  const same = tasteKey(text);
  const earlier = searches.find((search) => tasteKey(search.text) === same);
  const newest = earlier && earlier.at > at ? earlier : { text, at };
  const others = searches.filter((search) => search !== earlier);
  return [...others, newest].sort((a, b) => a.at - b.at).slice(-MAX_SEARCHES);
}

function applyEdit(draft: Draft, event: EventRecord, interest: Interest, strength: number): void {
  const key = editKey(interest);
  // Deleted first, so that the record stays in the order of the latest edits.
  delete draft.edits[key];
  if (strength !== 1) draft.edits[key] = { interest, strength };
  dropOldest(draft.edits, MAX_EDITS);
  if (interest.kind === "item") {
    applyItemEdit(draft, event, interest.value, strength);
  } else if (strength === 0) {
    delete (interest.kind === "category" ? draft.categories : draft.brands)[tasteKey(interest.value)];
    if (interest.kind === "category") delete draft.recent[tasteKey(interest.value)];
  }
}

function applyItemEdit(draft: Draft, event: EventRecord, itemId: string, strength: number): void {
  const key = itemKey(event.collection, itemId);
  if (strength === 0) {
    const refusal = foldItem(draft.items[key], { ...event, name: "not_interested", itemId });
    if (refusal.history) draft.items[key] = refusal.history;
    dropWeakestItems(draft.items, draft.asOf);
    return;
  }
  const item = draft.items[key];
  if (item?.muted) {
    draft.items[key] = {
      ...item,
      muted: false,
      interest: { ...item.interest, weight: Math.max(0, item.interest.weight) },
    };
  }
}
