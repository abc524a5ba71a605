/** One act on one item: what becomes of the item's history, and how much interest the act added or took back. */
import type { EventRecord } from "../types";
import { MAX_PURCHASES } from "./bounds";
import { addWeight, decay, weightAt } from "./decay";
import { dwellWeight, EVENT_WEIGHTS, HALF_LIFE_MS, ratingWeight } from "./eventWeights";
import { halfLifeOfCycle } from "./halfLife";
import type { ItemFacts, ItemHistory } from "./profileState";

export interface ItemChange {
  /** Absent when the act concerns an item never met before and undoes what never was. */
  readonly history: ItemHistory | undefined;
  /** Interest added (or, negative, taken back) at the event's time; passed on to category, brand and price. */
  readonly amount: number;
}

/** @param facts of the item: what is bought every month is forgotten sooner than what lasts for years */
export function foldItem(known: ItemHistory | undefined, event: EventRecord, facts?: ItemFacts): ItemChange {
  const before = known && withHalfLife(known, facts);
  switch (event.name) {
    case "not_interested":
      return { history: mute(before ?? blank(event, facts), event), amount: 0 };
    case "remove_from_cart":
      return removeFromCart(before, event);
    case "refund":
      return refund(before, event);
    case "purchase":
      return purchase(before, event, facts);
    case "view_cart":
    case "begin_checkout": {
      const change = act(before ?? blank(event, facts), event, EVENT_WEIGHTS[event.name]);
      return { ...change, history: change.history && { ...change.history, inCart: event.quantity ?? 1 } };
    }
    case "add_to_cart": {
      const change = act(before ?? blank(event, facts), event, EVENT_WEIGHTS.add_to_cart);
      const inCart = (before?.inCart ?? 0) + (event.quantity ?? 1);
      return { ...change, history: change.history && { ...change.history, inCart } };
    }
    case "view_item": {
      const change = act(before ?? blank(event, facts), event, EVENT_WEIGHTS.view_item);
      return { ...change, history: change.history && { ...change.history, views: (before?.views ?? 0) + 1 } };
    }
    case "dwell":
      return act(before ?? blank(event, facts), event, dwellWeight(event.dwellMs ?? 0));
    case "rate_item":
      return act(before ?? blank(event, facts), event, ratingWeight(event.rating ?? 3));
    default:
      return act(before ?? blank(event, facts), event, EVENT_WEIGHTS[event.name]);
  }
}

function blank(event: EventRecord, facts: ItemFacts | undefined): ItemHistory {
  return {
    collection: event.collection,
    interest: { weight: 0, at: event.at, ...ownHalfLife(facts) },
    act: event.name,
    actAt: event.at,
    lastAt: event.at,
    views: 0,
    inCart: 0,
    purchases: [],
    transactions: [],
    muted: false,
  };
}

function withHalfLife(item: ItemHistory, facts: ItemFacts | undefined): ItemHistory {
  const own = ownHalfLife(facts);
  if (own.halfLifeMs === undefined || own.halfLifeMs === item.interest.halfLifeMs) return item;
  return { ...item, interest: { ...item.interest, ...own } };
}

function ownHalfLife(facts: ItemFacts | undefined): { readonly halfLifeMs?: number } {
  const halfLifeMs = halfLifeOfCycle(facts?.cycleDays);
  return halfLifeMs === undefined ? {} : { halfLifeMs };
}

function act(item: ItemHistory, event: EventRecord, amount: number): ItemChange {
  // Of equally strong acts the newest is cited.
  const strength = EVENT_WEIGHTS[event.name] - EVENT_WEIGHTS[item.act];
  const stronger = strength > 0 || (strength === 0 && event.at >= item.actAt);
  return {
    amount,
    history: {
      ...item,
      interest: addWeight(item.interest, amount, event.at, HALF_LIFE_MS.item),
      act: stronger ? event.name : item.act,
      actAt: stronger ? event.at : item.actAt,
      lastAt: Math.max(item.lastAt, event.at),
    },
  };
}

function mute(item: ItemHistory, event: EventRecord): ItemHistory {
  const now = Math.min(0, weightAt(item.interest, event.at, HALF_LIFE_MS.item));
  return {
    ...item,
    interest: {
      ...item.interest,
      weight: now + EVENT_WEIGHTS.not_interested,
      at: Math.max(item.interest.at, event.at),
    },
    lastAt: Math.max(item.lastAt, event.at),
    muted: true,
  };
}

function purchase(before: ItemHistory | undefined, event: EventRecord, facts: ItemFacts | undefined): ItemChange {
  const transaction = event.transactionId ?? "";
  const known = before ? transactionsOf(before) : [];
  if (transaction && known.includes(transaction)) return { history: before, amount: 0 };
  const change = act(before ?? blank(event, facts), event, EVENT_WEIGHTS.purchase);
  const item = change.history as ItemHistory;
  const bought = item.purchases.map((at, i) => ({ at, transaction: known[i] }));
  bought.push({ at: event.at, transaction });
  bought.sort((a, b) => a.at - b.at);
  const newest = bought.slice(-MAX_PURCHASES);
  return {
    amount: change.amount,
    history: {
      ...item,
      inCart: Math.max(0, item.inCart - (event.quantity ?? 1)),
      purchases: newest.map((entry) => entry.at),
      transactions: newest.map((entry) => entry.transaction),
    },
  };
}

/** The interest goes with the last piece, not with the first. */
function removeFromCart(before: ItemHistory | undefined, event: EventRecord): ItemChange {
  if (!before || before.inCart <= 0) return { history: before, amount: 0 };
  const inCart = Math.max(0, before.inCart - (event.quantity ?? 1));
  const left = { ...before, inCart, lastAt: Math.max(before.lastAt, event.at) };
  if (inCart > 0) return { history: left, amount: 0 };
  const since = before.act === "add_to_cart" ? before.actAt : before.lastAt;
  return undo(left, event, EVENT_WEIGHTS.add_to_cart, since);
}

function refund(before: ItemHistory | undefined, event: EventRecord): ItemChange {
  if (!before || before.purchases.length === 0) return { history: before, amount: 0 };
  const known = transactionsOf(before);
  const place = event.transactionId ? known.lastIndexOf(event.transactionId) : before.purchases.length - 1;
  if (place < 0) return { history: before, amount: 0 };
  const left = {
    ...before,
    purchases: before.purchases.filter((_, i) => i !== place),
    transactions: known.filter((_, i) => i !== place),
    lastAt: Math.max(before.lastAt, event.at),
  };
  return undo(left, event, EVENT_WEIGHTS.purchase, before.purchases[place]);
}

/** Takes back `weight` given at `since`, never more than there is. */
function undo(item: ItemHistory, event: EventRecord, weight: number, since: number): ItemChange {
  const current = weightAt(item.interest, event.at, HALF_LIFE_MS.item);
  const amount =
    -Math.min(Math.max(0, current), weight * decay(event.at - since, item.interest.halfLifeMs ?? HALF_LIFE_MS.item)) +
    0;
  const interest = addWeight(item.interest, amount, event.at, HALF_LIFE_MS.item);
  const bought = item.purchases.at(-1);
  if (bought !== undefined) return { amount, history: { ...item, interest, act: "purchase", actAt: bought } };
  if (item.inCart > 0) return { amount, history: { ...item, interest, act: "add_to_cart" } };
  return { amount, history: { ...item, interest, act: item.views > 0 ? "view_item" : event.name } };
}

function transactionsOf(item: ItemHistory): readonly string[] {
  return item.purchases.map((_, i) => item.transactions?.[i] ?? "");
}
