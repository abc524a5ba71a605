/** Exponential forgetting: a weight halves with every half-life, its own or that of its kind. */
import type { DecayedWeight } from "./profileState";

export const DAY_MS = 86_400_000;

/** @returns what is left of 1 after `elapsedMs`, in (0, 1]; time that runs backwards lets nothing grow */
export function decay(elapsedMs: number, halfLifeMs: number): number {
  return elapsedMs <= 0 ? 1 : 2 ** (-elapsedMs / halfLifeMs);
}

/** The weight as it stands at `now`, epoch milliseconds; 0 when there is none. */
export function weightAt(weight: DecayedWeight | undefined, now: number, halfLifeMs: number): number {
  return weight ? weight.weight * decay(now - weight.at, weight.halfLifeMs ?? halfLifeMs) : 0;
}

/** Adds `amount`, true at `at`. A late amount is decayed up to the weight's own time, which never moves back. */
export function addWeight(
  weight: DecayedWeight | undefined,
  amount: number,
  at: number,
  halfLifeMs: number,
): DecayedWeight {
  if (!weight) return { weight: amount, at };
  const own = weight.halfLifeMs ?? halfLifeMs;
  // `+ 0` turns a negative zero, which JSON does not keep, into zero.
  if (at < weight.at) return { ...weight, weight: weight.weight + amount * decay(weight.at - at, own) + 0 };
  return { ...weight, weight: weight.weight * decay(at - weight.at, own) + amount + 0, at };
}
