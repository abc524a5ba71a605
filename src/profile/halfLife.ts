/** How long interest in a kind of thing lasts, by the cycle in which it is bought. */
import { DAY_MS } from "./decay";

/** Interest halves within this many cycles: coffee of three weeks is remembered for a month, a sofa for half a year. */
const CYCLES = 1.5;
export const MIN_HALF_LIFE_MS = 7 * DAY_MS;
export const MAX_HALF_LIFE_MS = 180 * DAY_MS;
/** Share of a newly met item's half-life in that of its category. */
const NEWEST = 0.2;

/** @param cycleDays median days between two purchases; absent, 0 or no number: the usual half-life holds */
export function halfLifeOfCycle(cycleDays: number | undefined): number | undefined {
  if (cycleDays === undefined || !(cycleDays > 0) || !Number.isFinite(cycleDays)) return undefined;
  return Math.min(MAX_HALF_LIFE_MS, Math.max(MIN_HALF_LIFE_MS, CYCLES * cycleDays * DAY_MS));
}

/** A category holds items of several cycles: its half-life follows those that the shopper meets. */
export function smoothHalfLife(known: number | undefined, met: number | undefined): number | undefined {
  if (met === undefined) return known;
  return known === undefined ? met : Math.round(known + NEWEST * (met - known));
}
