/** One element of GA4's `items`, as shops really send it. */
import { readPrice } from "../../format/feed/readPrice";

export interface ReadItem {
  readonly id?: string;
  readonly name?: string;
  /** As sent, checked by the event that it means something for; NaN when it is not a number. */
  readonly quantity?: number;
  readonly price?: number;
  readonly currency?: string;
  /** Position in the list, from 0. */
  readonly index?: number;
  readonly promotionId?: string;
}

export const MAX_ID_CHARACTERS = 200;

/** What a template writes when it has no value. */
const NO_VALUE = new Set(["", "undefined", "null", "NaN", "[object Object]"]);

/** @returns undefined when it is no item at all; an item without `id` could be read but not identified */
export function readEventItem(value: unknown): ReadItem | undefined {
  if (typeof value !== "object") {
    const id = readId(value);
    return id === undefined ? undefined : { id };
  }
  if (value === null || Array.isArray(value)) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const price = readPrice(fields.price);
  return {
    id: readId(fields.item_id) ?? readId(fields.id) ?? readId(fields.sku),
    name: readText(fields.item_name ?? fields.name, 300),
    quantity: readQuantity(fields.quantity),
    price: price?.amount,
    currency: readCurrency(fields.currency) ?? price?.currency,
    index: readIndex(fields.index ?? fields.position),
    promotionId: readId(fields.promotion_id),
  };
}

/** Ids are strings; numbers become so. Too long, empty, or a template's hole: none. */
export function readId(value: unknown): string | undefined {
  const number = (typeof value === "number" && Number.isFinite(value)) || typeof value === "bigint";
  const id = number ? String(value) : readText(value, MAX_ID_CHARACTERS + 1);
  return id === undefined || NO_VALUE.has(id) || id.length > MAX_ID_CHARACTERS ? undefined : id;
}

/** Without control characters, white space joined; cut to `limit`. */
export function readText(value: unknown, limit: number): string | undefined {
  if (typeof value !== "string") return undefined;
  const text = value
    // Cut before and after: megabytes are not worth cleaning.
    .slice(0, limit * 4)
    .replace(/\s+/g, " ")
    .replace(/[\p{Cc}\p{Surrogate}]/gu, "")
    .trim();
  return text ? [...text].slice(0, limit).join("") : undefined;
}

/** Numbers and numeric strings, with a decimal comma too. */
export function readNumber(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string" || value.trim() === "") return undefined;
  return Number(value.trim().replace(",", "."));
}

export function readCurrency(value: unknown): string | undefined {
  return typeof value === "string" && /^[A-Za-z]{3}$/.test(value.trim()) ? value.trim().toUpperCase() : undefined;
}

function readQuantity(value: unknown): number | undefined {
  if (value === undefined || value === null || value === "") return undefined;
  return readNumber(value) ?? Number.NaN;
}

function readIndex(value: unknown): number | undefined {
  const index = readNumber(value);
  return index !== undefined && Number.isInteger(index) && index >= 0 && index < 1e6 ? index + 0 : undefined;
}
