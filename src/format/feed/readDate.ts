/** Dates of feeds to epoch milliseconds. */

/** 1990 to 2100: outside, the number is something else. */
const EARLIEST = Date.UTC(1990);
const LATEST = Date.UTC(2100);

/** Reads ISO 8601, RFC 822 (RSS) and epoch seconds or milliseconds. @returns undefined for anything else */
export function readDate(raw: unknown): number | undefined {
  if (typeof raw === "string" && raw.length > 60) return undefined;
  const number =
    typeof raw === "number" ? raw : typeof raw === "string" && /^\d{9,13}$/.test(raw) ? Number(raw) : undefined;
  const at =
    number === undefined
      ? typeof raw === "string"
        ? Date.parse(raw.trim())
        : Number.NaN
      : number < 1e11
        ? number * 1000
        : number;
  return at >= EARLIEST && at <= LATEST ? at : undefined;
}
