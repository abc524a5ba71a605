/**
 * Default weights of the blend, per placement. Those of `home` and `again` were chosen on Online Retail customers outside
 * the test, one to three months before it (`npm run replay -- --tune` prints the last month's table). That data has
 * neither categories nor brands: a full match of either is set to be worth about as much as one of price.
 */
import type { Placement } from "../types";
import type { BlendWeights, RankContext } from "./rankContext";

const NONE: BlendWeights = {
  text: 0,
  words: 0,
  popularity: 0,
  freshness: 0,
  category: 0,
  brand: 0,
  price: 0,
  recency: 0,
  habit: 0,
  query: 0,
};

export const DEFAULT_WEIGHTS: Readonly<Record<Placement, BlendWeights>> = {
  home: { ...NONE, text: 0.3, words: 0.2, popularity: 1, freshness: 0.5, category: 0.3, brand: 0.2, price: 0.3 },
  related: { ...NONE, text: 0.5, words: 0.3, popularity: 0.2, category: 0.15, brand: 0.05, price: 0.1 },
  complement: { ...NONE, text: 0.5, words: 0.2, popularity: 0.3, category: 1, price: 0.1 },
  again: { ...NONE, habit: 1, popularity: 1.5 },
  recent: { ...NONE, recency: 1 },
  trending: { ...NONE, popularity: 1, freshness: 0.25 },
  new: { ...NONE, freshness: 1, popularity: 0.1 },
  search: { ...NONE, query: 1, popularity: 0.1, category: 0.03, brand: 0.03 },
};

/**
 * The weights in force. Where the encoder does not know the language, or while vectors are still arriving, the weight
 * of text moves to words in proportion.
 * @param covered share of rows whose vectors are there, 0 to 1
 */
export function blendWeights(placement: Placement, context: RankContext, covered: number): BlendWeights {
  const chosen = { ...DEFAULT_WEIGHTS[placement], ...context.weights };
  const weights = { ...chosen };
  for (const signal of Object.keys(NONE) as (keyof BlendWeights)[]) {
    if (!Number.isFinite(weights[signal])) weights[signal as "text"] = DEFAULT_WEIGHTS[placement][signal];
  }
  const share = context.language === "words" ? 0 : covered;
  return { ...weights, text: weights.text * share, words: weights.words + weights.text * (1 - share) };
}
