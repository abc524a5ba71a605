import type { BlendTerm } from "../../format/behaviour/blend";
import { DAY_MS, decay } from "../../profile/decay";
import type { PastItem } from "./pastItems";

/** Acts closer together than this to the newest are one visit, or one basket: GA4's session time-out. */
export const LATEST_VISIT_MS = 30 * 60_000;

/**
 * How much each item of a history counts for a term: its strength, times `decay` for every newer item, halved with every
 * `halfLifeDays` of age; 0 outside the term's scope.
 * @param past oldest first
 */
export function pastWeights(
  past: readonly PastItem[],
  { decay: perItem = 1, halfLifeDays, scope }: Pick<BlendTerm, "decay" | "halfLifeDays" | "scope">,
  now: number,
): Float64Array {
  const newest = past.reduce((latest, { at }) => Math.max(latest, at), Number.NEGATIVE_INFINITY);
  return Float64Array.from(past, ({ strength, at }, i) => {
    if (scope === "latest" && newest - at > LATEST_VISIT_MS) return 0;
    const age = halfLifeDays === undefined ? 1 : decay(now - at, halfLifeDays * DAY_MS);
    return strength * perItem ** (past.length - 1 - i) * age;
  });
}
