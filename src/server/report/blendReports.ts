import type { BlendPlacements, BlendTerm } from "../../format/behaviour/blend";
import type { BlendReport } from "./report";

export function blendReports(blend: BlendPlacements): BlendReport[] {
  return Object.entries(blend).flatMap(([placement, weights]) =>
    weights ? [{ placement, terms: weights.terms.map((term) => ({ name: termName(term), weight: term.weight })) }] : [],
  );
}

/** "behaviour (baskets), latest visit, × 0.9 an item, half in 30 days". */
export function termName({ signal, of, scope, decay, halfLifeDays }: BlendTerm): string {
  const parts = [
    of === undefined ? signal : `${signal} (${of})`,
    scope === "latest" ? "latest visit" : undefined,
    decay === undefined || decay === 1 ? undefined : `× ${decay} an item`,
    halfLifeDays === undefined ? undefined : `half in ${halfLifeDays} days`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}
