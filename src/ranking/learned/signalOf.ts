import type { BlendSignal } from "../../format/behaviour/blend";
import type { Signal } from "../../types";

/** Under which name a term's part of the score is told: shoppers and shops need not know how many ways a text is read. */
export const SIGNAL_OF: Readonly<Record<BlendSignal, Signal>> = {
  behaviour: "behaviour",
  head: "text",
  adapted: "text",
  text: "text",
  vectors: "vectors",
  words: "words",
  habit: "habit",
  due: "habit",
  recency: "recency",
  popularity: "popularity",
  prior: "popularity",
  freshness: "freshness",
  category: "category",
  brand: "brand",
  price: "price",
};
