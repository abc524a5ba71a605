/** Below this a number cannot be milliseconds (it would be 1973): it counts seconds. From 1e14 on, microseconds (GA4). */
const SECONDS_BELOW = 1e11;
const MICROSECONDS_FROM = 1e14;

/** Earlier than web shops, and later than the device's own clock by more than clocks drift: nobody acted then. */
export const OLDEST_EVENT = Date.UTC(2000, 0, 1);
export const MAX_AHEAD_MS = 10 * 60_000;

/**
 * Reads seconds, milliseconds, microseconds, ISO 8601 or a Date; nothing at all means now.
 * @returns epoch milliseconds, at most `now`; undefined when the clock that wrote it cannot be right
 */
export function readTime(value: unknown, now: number): number | undefined {
  if (value === undefined || value === null || value === "") return plausible(now, now);
  if (value instanceof Date) return plausible(value.getTime(), now);
  if (typeof value !== "number" && typeof value !== "string") return undefined;
  const number = Number(value);
  if (Number.isNaN(number)) return typeof value === "string" ? plausible(Date.parse(value), now) : undefined;
  if (number >= MICROSECONDS_FROM) return plausible(number / 1_000, now);
  return plausible(number < SECONDS_BELOW ? number * 1_000 : number, now);
}

function plausible(at: number, now: number): number | undefined {
  if (!(at >= OLDEST_EVENT && at <= now + MAX_AHEAD_MS)) return undefined;
  return Math.round(Math.min(at, now));
}
