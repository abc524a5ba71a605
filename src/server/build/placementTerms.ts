/** What the blends of a build are made of, placement by placement, and what they are compared with. */
import type { BlendTerm } from "../../format/behaviour/blend";
import { type BaselineTerms, baselinesOf, blendTermsOf, itemItemName } from "../evaluate/evaluationTerms";
import type { Job } from "../evaluate/rankModels";

export const PLACEMENTS = ["home", "again", "related", "complement"] as const;
export type BuiltPlacement = (typeof PLACEMENTS)[number];

/** `again` may show what the shopper has had; all others show what is new to the shopper, the page or the basket. */
export const JOB_OF: Readonly<Record<BuiltPlacement, Job>> = {
  home: "new",
  again: "all",
  related: "new",
  complement: "new",
};

type Alternatives = readonly (readonly BlendTerm[])[];

const behaviour = (kind: "customers" | "baskets", shares: readonly number[], weight: number): readonly BlendTerm[] =>
  shares.map((share) => ({
    signal: "behaviour",
    of: itemItemName(kind, kind === "baskets" ? 200 : 300, share),
    weight,
  }));

/** Beside an item or a basket there is no past: what goes together, by orders and by texts. */
const TOGETHER: Alternatives = [
  behaviour("baskets", [0, 10], 1),
  behaviour("customers", [0], 0.3),
  [{ signal: "adapted", weight: 0.3 }],
  [{ signal: "words", weight: 0.3 }],
  [{ signal: "text", weight: 0 }],
  [{ signal: "category", weight: 0 }],
  [{ signal: "brand", weight: 0 }],
  [{ signal: "price", weight: 0 }],
  [{ signal: "popularity", weight: 0.15 }],
];

export function placementTerms(placement: BuiltPlacement): Alternatives {
  return placement === "home" || placement === "again" ? blendTermsOf("temporal", JOB_OF[placement]) : TOGETHER;
}

export function placementBaselines(placement: BuiltPlacement): Readonly<Record<string, BaselineTerms>> {
  const all = baselinesOf("temporal", JOB_OF[placement]);
  if (placement === "home" || placement === "again") {
    // Parts of the blend itself are told of in the report of an evaluation; here, what a shop could have instead.
    const { "adapted BERT": _, "adapted BERT + prior": __, ...others } = all;
    return others;
  }
  const { "30-day popularity": popular, "TF-IDF kNN": words, "frozen BERT": frozen } = all;
  return {
    "30-day popularity": popular,
    EASE: { terms: [behaviour("baskets", [0], 1)] },
    "TF-IDF kNN": words,
    "frozen BERT": frozen,
  };
}
