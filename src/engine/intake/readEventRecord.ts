/** Reads a stored event from an exported profile: checked field by field, only known fields taken over. */
import { AisleError, shown } from "../../errors";
import { isEventName } from "../../profile/eventName";
import type { EventRecord, ExploredPlace, Interest, Placement } from "../../types";

const PLACEMENTS: readonly Placement[] = [
  "home",
  "related",
  "complement",
  "again",
  "recent",
  "trending",
  "new",
  "search",
];
const MAX_TIME = 8.64e15;
const MAX_TEXT = 1_000;
const MAX_POOL = 50;

/** @throws AisleError `PROFILE_UNREADABLE`, naming the field */
export function readEventRecord(value: unknown): EventRecord {
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw unreadable("an event", value);
  const fields = value as Readonly<Record<string, unknown>>;
  const { name, purpose } = fields;
  if (!isEventName(name)) throw unreadable("name", name);
  if (purpose !== "products" && purpose !== "ads") throw unreadable("purpose", purpose);
  const record = {
    id: required(text(fields, "id"), "id"),
    name,
    at: required(number(fields, "at", 0, MAX_TIME), "at"),
    collection: required(text(fields, "collection"), "collection"),
    purpose,
    itemId: text(fields, "itemId"),
    quantity: number(fields, "quantity", 0, 1e9),
    price: number(fields, "price", 0, 1e9),
    currency: text(fields, "currency"),
    transactionId: text(fields, "transactionId"),
    query: text(fields, "query"),
    rating: number(fields, "rating", 1, 5),
    dwellMs: number(fields, "dwellMs", 0, 1e9),
    interest: fields.interest === undefined ? undefined : readInterest(fields.interest),
    strength: number(fields, "strength", 0, 2),
    recommendationId: text(fields, "recommendationId"),
    placement: readPlacement(fields.placement),
    position: number(fields, "position", 0, 1e9),
    propensity: number(fields, "propensity", 0, 1),
    explored: readExplored(fields.explored),
    impression: readImpression(fields.impression),
  } satisfies EventRecord;
  return Object.fromEntries(
    Object.entries(record).filter(([, field]) => field !== undefined),
  ) as unknown as EventRecord;
}

function text(fields: Readonly<Record<string, unknown>>, at: string): string | undefined {
  const value = fields[at];
  if (value === undefined) return undefined;
  if (typeof value !== "string" || value === "" || value.length > MAX_TEXT) throw unreadable(at, value);
  return value;
}

function number(fields: Readonly<Record<string, unknown>>, at: string, low: number, high: number): number | undefined {
  const value = fields[at];
  if (value === undefined) return undefined;
  if (typeof value !== "number" || !(value >= low && value <= high)) throw unreadable(at, value);
  return value + 0;
}

function required<T>(value: T | undefined, at: string): T {
  if (value === undefined) throw unreadable(at, value);
  return value;
}

function readInterest(value: unknown): Interest {
  const { kind, value: name } = (value ?? {}) as { kind?: unknown; value?: unknown };
  if (kind !== "category" && kind !== "brand" && kind !== "item") throw unreadable("interest.kind", kind);
  if (typeof name !== "string" || name.length > MAX_TEXT) throw unreadable("interest.value", name);
  return { kind, value: name };
}

function readPlacement(value: unknown): Placement | undefined {
  if (value === undefined) return undefined;
  const placement = PLACEMENTS.find((known) => known === value);
  if (!placement) throw unreadable("placement", value);
  return placement;
}

function readExplored(value: unknown): ExploredPlace | undefined {
  if (value === undefined) return undefined;
  const { best, pool } = (value ?? {}) as Readonly<Record<string, unknown>>;
  if (!Array.isArray(pool) || pool.length > MAX_POOL) throw unreadable("explored.pool", pool);
  return {
    best: required(number({ best }, "best", 0, 1e9), "explored.best"),
    pool: pool.map((entry: unknown) => {
      const fields = (entry ?? {}) as Readonly<Record<string, unknown>>;
      return {
        id: required(text(fields, "id"), "explored.pool"),
        score: required(number(fields, "score", -1e9, 1e9), "explored.pool"),
        propensity: required(number(fields, "propensity", 0, 1 + 1e-9), "explored.pool"),
      };
    }),
  };
}

function readImpression(value: unknown): boolean | undefined {
  if (value !== undefined && typeof value !== "boolean") throw unreadable("impression", value);
  return value;
}

function unreadable(at: string, seen: unknown): AisleError {
  return new AisleError("PROFILE_UNREADABLE", `An event's ${at} is not what Aisle writes; got ${shown(seen)}.`, {
    seen,
    fix: "Export the profile again from the shop it came from.",
  });
}
