/** Reads a profile that comes from storage or from a file: everything is checked, only known fields are taken over. */
import { AisleError } from "../errors";
import type { Interest } from "../types";
import {
  MAX_BRANDS,
  MAX_CATEGORIES,
  MAX_CURRENCIES,
  MAX_EDITS,
  MAX_ITEMS,
  MAX_PURCHASES,
  MAX_SEARCHES,
} from "./bounds";
import { bareRecord } from "./emptyProfile";
import { isEventName } from "./eventName";
import { MAX_HALF_LIFE_MS, MIN_HALF_LIFE_MS } from "./halfLife";
import type { DecayedWeight, ItemHistory, PriceTaste, ProfileState } from "./profileState";

const MAX_TIME = 8.64e15;
const MAX_WEIGHT = 1e9;
const MAX_TEXT = 1_000;

/**
 * @returns a copy that `fold` can go on from; equal to the state that was written
 * @throws AisleError `PROFILE_UNREADABLE`, naming the field
 */
export function readProfile(value: unknown): ProfileState {
  const fields = object(value, "profile");
  if (fields.schemaVersion !== 1) throw unreadable("schemaVersion", fields.schemaVersion);
  return {
    schemaVersion: 1,
    events: count(fields.events, "events"),
    asOf: time(fields.asOf, "asOf"),
    items: record(fields.items, "items", MAX_ITEMS, item),
    categories: record(fields.categories, "categories", MAX_CATEGORIES, weight),
    brands: record(fields.brands, "brands", MAX_BRANDS, weight),
    // Profiles of earlier versions have none.
    recent: record(fields.recent ?? {}, "recent", MAX_CATEGORIES, weight),
    prices: record(fields.prices, "prices", MAX_CURRENCIES, price),
    searches: list(fields.searches, "searches", MAX_SEARCHES, (entry, at) => {
      const search = object(entry, at);
      return { text: text(search.text, `${at}.text`), at: time(search.at, `${at}.at`) };
    }),
    edits: record(fields.edits, "edits", MAX_EDITS, (entry, at) => {
      const edit = object(entry, at);
      return {
        interest: interest(edit.interest, `${at}.interest`),
        strength: number(edit.strength, `${at}.strength`, 0, 2),
      };
    }),
  };
}

function item(value: unknown, at: string): ItemHistory {
  const fields = object(value, at);
  if (!isEventName(fields.act)) throw unreadable(`${at}.act`, fields.act);
  if (typeof fields.muted !== "boolean") throw unreadable(`${at}.muted`, fields.muted);
  const purchases = list(fields.purchases, `${at}.purchases`, MAX_PURCHASES, time);
  const transactions =
    fields.transactions === undefined
      ? purchases.map(() => "")
      : list(fields.transactions, `${at}.transactions`, MAX_PURCHASES, text);
  if (transactions.length !== purchases.length) throw unreadable(`${at}.transactions`, transactions.length);
  if (purchases.some((when, i) => i > 0 && when < purchases[i - 1]))
    throw unreadable(`${at}.purchases`, "not ascending");
  return {
    collection: text(fields.collection, `${at}.collection`),
    interest: weight(fields.interest, `${at}.interest`),
    act: fields.act,
    actAt: time(fields.actAt, `${at}.actAt`),
    lastAt: time(fields.lastAt, `${at}.lastAt`),
    views: count(fields.views, `${at}.views`),
    inCart: number(fields.inCart, `${at}.inCart`, 0, MAX_WEIGHT),
    purchases,
    transactions,
    muted: fields.muted,
  };
}

function weight(value: unknown, at: string): DecayedWeight {
  const fields = object(value, at);
  return {
    weight: number(fields.weight, `${at}.weight`, -MAX_WEIGHT, MAX_WEIGHT),
    at: time(fields.at, `${at}.at`),
    ...(fields.halfLifeMs === undefined
      ? {}
      : { halfLifeMs: number(fields.halfLifeMs, `${at}.halfLifeMs`, MIN_HALF_LIFE_MS, MAX_HALF_LIFE_MS) }),
  };
}

function price(value: unknown, at: string): PriceTaste {
  const fields = object(value, at);
  return {
    weight: weight(fields.weight, `${at}.weight`),
    sum: number(fields.sum, `${at}.sum`, -MAX_TIME, MAX_TIME),
    sumOfSquares: number(fields.sumOfSquares, `${at}.sumOfSquares`, -MAX_TIME, MAX_TIME),
  };
}

function interest(value: unknown, at: string): Interest {
  const fields = object(value, at);
  const kind = fields.kind;
  if (kind !== "category" && kind !== "brand" && kind !== "item") throw unreadable(`${at}.kind`, kind);
  return { kind, value: text(fields.value, `${at}.value`) };
}

function object(value: unknown, at: string): Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unreadable(at, value);
  return value as Record<string, unknown>;
}

function record<T>(
  value: unknown,
  at: string,
  limit: number,
  read: (entry: unknown, at: string) => T,
): Record<string, T> {
  const entries = Object.entries(object(value, at));
  if (entries.length > limit) throw unreadable(at, `${entries.length} entries, at most ${limit}`);
  const result = bareRecord<T>();
  for (const [key, entry] of entries) result[text(key, at)] = read(entry, `${at}.${key.slice(0, 40)}`);
  return result;
}

function list<T>(value: unknown, at: string, limit: number, read: (entry: unknown, at: string) => T): T[] {
  if (!Array.isArray(value) || value.length > limit) throw unreadable(at, value);
  return value.map((entry, i) => read(entry, `${at}[${i}]`));
}

function number(value: unknown, at: string, low: number, high: number): number {
  if (typeof value !== "number" || !(value >= low && value <= high)) throw unreadable(at, value);
  return value + 0;
}

function time(value: unknown, at: string): number {
  return number(value, at, 0, MAX_TIME);
}

function count(value: unknown, at: string): number {
  const whole = number(value, at, 0, Number.MAX_SAFE_INTEGER);
  if (!Number.isInteger(whole)) throw unreadable(at, value);
  return whole;
}

function text(value: unknown, at: string): string {
  if (typeof value !== "string" || value.length > MAX_TEXT) throw unreadable(at, value);
  return value;
}

function unreadable(at: string, seen: unknown): AisleError {
  const shown = typeof seen === "object" ? (seen === null ? "null" : "an object") : String(seen).slice(0, 60);
  return new AisleError("PROFILE_UNREADABLE", `The profile's ${at} is not what Aisle writes; got ${shown}.`, {
    seen: shown,
    fix: "Export it again from the shop it came from.",
  });
}
