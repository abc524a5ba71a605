import type { Placement, Rung, Signal } from "../types";
import type { Scored } from "./scored";

/** Which rung of the fall-back chain the shown items stand on: the first whose signal any of them owes points to. */
export function rungOf(placement: Placement, shown: readonly Scored[], options: { readonly byMeaning: boolean }): Rung {
  const owes = (...signals: Signal[]) =>
    shown.some((entry) => signals.some((signal) => (entry.parts[signal] ?? 0) > 0));
  if (placement === "search") return options.byMeaning ? "text" : "words";
  if (placement === "related" || placement === "complement") {
    if (owes("behaviour")) return "behaviour";
    if (owes("text", "vectors")) return "text";
    if (owes("words", "category", "brand")) return "words";
  } else if (owes("behaviour", "habit", "recency", "text", "vectors", "words", "category", "brand", "price")) {
    return "personal";
  }
  if (placement === "new" && owes("freshness")) return "new";
  if (owes("popularity")) return "popular";
  return owes("freshness") ? "new" : "feed_order";
}
