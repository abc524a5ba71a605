/** Reading values of a row whose types nobody promised. */
import type { RawRow } from "./feedRow";

export function isRecord(value: unknown): value is RawRow {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value itself of arrays and `{ "value": "15.00" }`. */
export function scalar(value: unknown): unknown {
  const one = Array.isArray(value) ? value[0] : value;
  return isRecord(one) ? (one.value ?? one.amount) : one;
}

/** The text of a value: a string, a number, the first of an array, schema.org's `{name}` or `{url}`. */
export function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : "";
  if (typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return value.length > 0 && !Array.isArray(value[0]) ? textOf(value[0]) : "";
  if (isRecord(value)) {
    for (const name of ["name", "@id", "#text", "en"]) {
      if (typeof value[name] === "string") return value[name];
    }
  }
  return "";
}

/** The address of strings, arrays, `{url}` and `{src}`. */
export function linkOf(value: unknown): unknown {
  const one = Array.isArray(value) ? value[0] : value;
  return isRecord(one) ? (one.url ?? one.src ?? one.contentUrl ?? one.href) : one;
}

/** A value for a message. */
export function preview(value: unknown): string {
  if (typeof value === "string") return value.slice(0, 400);
  try {
    return (JSON.stringify(value) ?? String(value)).slice(0, 400);
  } catch {
    return typeof value;
  }
}
