/** Personal repeat intervals: what was bought at least twice, and whether it is due. */
import { DAY_MS } from "./decay";
import type { ProfileState } from "./profileState";

export interface RepeatInterval {
  /** Median time between purchases, milliseconds. */
  readonly medianGapMs: number;
  /** When the next is expected, epoch milliseconds. */
  readonly dueAt: number;
  /** 1 on the day, falling on both sides: too early, and given up. In [0, 1]. */
  readonly dueness: number;
}

export interface BuyAgain extends RepeatInterval {
  readonly key: string;
}

/** Spread of the logarithm of elapsed time over the interval: at half or double the interval, dueness is .38. */
export const DUENESS_SPREAD = 0.5;

/**
 * Orders of one day are one purchase: a forgotten second order says nothing about how long a pack lasts.
 * @param purchases ascending, epoch milliseconds
 * @returns undefined below two purchases
 */
export function repeatInterval(purchases: readonly number[], now: number): RepeatInterval | undefined {
  const days: number[] = [];
  for (const at of purchases) {
    if (days.length === 0 || at - days[days.length - 1] >= DAY_MS) days.push(at);
  }
  if (days.length < 2) return undefined;
  const gaps = days.slice(1).map((at, i) => at - days[i]);
  gaps.sort((a, b) => a - b);
  const middle = gaps.length >> 1;
  const medianGapMs = gaps.length % 2 ? gaps[middle] : (gaps[middle - 1] + gaps[middle]) / 2;
  const last = purchases[purchases.length - 1];
  return { medianGapMs, dueAt: last + medianGapMs, dueness: dueness(now - last, medianGapMs) };
}

/** @returns 1 when as much time has passed as usual, in [0, 1] */
export function dueness(elapsedMs: number, usualMs: number): number {
  const z = elapsedMs > 0 ? Math.log(elapsedMs / usualMs) / DUENESS_SPREAD : Number.POSITIVE_INFINITY;
  return Math.exp(-0.5 * z * z);
}

/** Most due first; without muted items. */
export function buyAgain(state: ProfileState, now: number): BuyAgain[] {
  const due: BuyAgain[] = [];
  for (const [key, item] of Object.entries(state.items)) {
    const interval = item.muted ? undefined : repeatInterval(item.purchases, now);
    if (interval) due.push({ key, ...interval });
  }
  return due.sort((a, b) => b.dueness - a.dueness || (a.key < b.key ? -1 : 1));
}
