import { describe, expect, it } from "vitest";
import type { Placement, Signal } from "../types";
import { rungOf } from "./rungOf";
import { scored } from "./scored";

const rung = (placement: Placement, ...signals: readonly Signal[]) =>
  rungOf(placement, [scored(0, 0, Object.fromEntries(signals.map((signal) => [signal, 0.1])))], { byMeaning: false });

describe("the rung a shelf stands on", () => {
  it.each<[Placement, readonly Signal[], string]>([
    ["home", ["vectors"], "personal"],
    ["home", ["popularity", "text"], "personal"],
    ["home", ["popularity", "freshness"], "popular"],
    ["home", ["freshness"], "new"],
    ["home", [], "feed_order"],
    ["new", ["popularity", "freshness"], "new"],
    ["related", ["behaviour", "text"], "behaviour"],
    ["related", ["vectors", "words"], "text"],
    ["complement", ["words"], "words"],
    ["related", ["popularity"], "popular"],
    ["search", ["query"], "words"],
  ])("of %s that owes to %j is %s", (placement, signals, expected) => {
    expect(rung(placement, ...signals)).toBe(expected);
  });

  it("is not what a signal against an item points to", () => {
    const against = scored(0, 0, { text: -0.2, popularity: 0.1 });
    expect(rungOf("home", [against], { byMeaning: false })).toBe("popular");
  });
});
