/**
 * Have the shopper's tastes moved? The categories of the last days beside those of the last months, by the
 * Jensen–Shannon divergence of their shares. It changes no ranking by itself: the shopper is told, and decides.
 */
import { weightAt } from "./decay";
import { HALF_LIFE_MS } from "./eventWeights";
import type { DecayedWeight, ProfileState } from "./profileState";

export interface Drift {
  /** 0: the same shares; 1: nothing in common. */
  readonly divergence: number;
  /** Categories (`tasteKey`) that gained most, and those that lost most, largest change first. */
  readonly towards: readonly string[];
  readonly away: readonly string[];
}

/** Units of looks at product pages that the last days must hold before they say anything. */
const LEAST_RECENT = 6;
/** As much again must lie before them: a newcomer's tastes have not moved, they are new. */
const LEAST_BEFORE = 6;
export const DRIFTED = 0.35;
const NAMED = 3;
/** Shares that moved less are no change anybody would name. */
const LEAST_CHANGE = 0.05;

/** @returns undefined while too little is known, or where tastes have stayed */
export function driftOf(state: ProfileState, now: number): Drift | undefined {
  const recent = weightsOf(state.recent, now, HALF_LIFE_MS.recent);
  const all = weightsOf(state.categories, now, HALF_LIFE_MS.category);
  // What lies before is what is there now, less what the last days brought.
  const before = new Map([...all].map(([name, weight]) => [name, Math.max(0, weight - (recent.get(name) ?? 0))]));
  const [recentTotal, beforeTotal] = [total(recent), total(before)];
  if (recentTotal < LEAST_RECENT || beforeTotal < LEAST_BEFORE) return undefined;
  const names = new Set([...recent.keys(), ...before.keys()]);
  let divergence = 0;
  const changes: [string, number][] = [];
  for (const name of names) {
    const p = (recent.get(name) ?? 0) / recentTotal;
    const q = (before.get(name) ?? 0) / beforeTotal;
    const middle = (p + q) / 2;
    if (p > 0) divergence += (p / 2) * Math.log2(p / middle);
    if (q > 0) divergence += (q / 2) * Math.log2(q / middle);
    changes.push([name, p - q]);
  }
  if (divergence < DRIFTED) return undefined;
  return {
    divergence: Math.min(1, divergence),
    towards: largest(changes.filter(([, change]) => change > LEAST_CHANGE)),
    away: largest(changes.filter(([, change]) => change < -LEAST_CHANGE)),
  };
}

function weightsOf(
  tastes: Readonly<Record<string, DecayedWeight>>,
  now: number,
  halfLifeMs: number,
): Map<string, number> {
  const weights = Object.entries(tastes).map(([name, taste]) => [name, weightAt(taste, now, halfLifeMs)] as const);
  return new Map(weights.filter(([, weight]) => weight > 0));
}

function total(weights: ReadonlyMap<string, number>): number {
  let sum = 0;
  for (const weight of weights.values()) sum += weight;
  return sum;
}

function largest(changes: readonly (readonly [string, number])[]): string[] {
  const size = ([, change]: readonly [string, number]) => Math.abs(change);
  return [...changes]
    .sort((a, b) => size(b) - size(a) || (a[0] < b[0] ? -1 : 1))
    .slice(0, NAMED)
    .map(([name]) => name);
}
