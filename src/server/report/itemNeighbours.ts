import type { AssetParts } from "../../format/assets/assetParts";
import type { BlendTerm } from "../../format/behaviour/blend";
import { alignModel } from "../../ranking/learned/learnedModel";
import { type LearnedSources, learnedSources } from "../../ranking/learned/learnedSources";
import { addSignal } from "../../ranking/learned/signalScores";
import { topRows } from "../../ranking/topRows";
import { wordIndexOf } from "../../ranking/words/wordIndexOf";
import { spread } from "../evaluate/tuneBlend";
import type { ItemNeighbours } from "./report";
import { type ReportContext, shownItem } from "./reportContext";

const ITEMS = 12;
const NEIGHBOURS = 6;

/** What each signal alone puts beside some items, from best sellers down: whether they go together is for the eye. */
export function itemNeighbours(
  { catalog, vectors }: Pick<ReportContext, "catalog" | "vectors">,
  parts: AssetParts,
): ItemNeighbours[] {
  const model = alignModel(parts, catalog);
  const sources = learnedSources({ items: catalog.items, model, words: wordIndexOf(catalog), vectors });
  const [orders] = Object.values(model.popularity);
  const sold = [...catalog.items.keys()]
    .filter((row) => !orders || orders[row] > 0)
    .sort((a, b) => (orders?.[b] ?? 0) - (orders?.[a] ?? 0) || a - b);
  const lists: readonly (readonly [string, BlendTerm])[] = [
    ...Object.keys(model.itemItem).map(
      (name) => [name === "default" ? "orders" : name, { signal: "behaviour", of: name, weight: 1 }] as const,
    ),
    ...(sources.vectors?.adapted ? [["adapted text", { signal: "head", weight: 1 }] as const] : []),
    ...(sources.vectors ? [["text", { signal: "text", weight: 1 }] as const] : []),
    ...Object.keys(sources.spaces).map((of) => [of, { signal: "vectors", of, weight: 1 }] as const),
    ["words", { signal: "words", weight: 1 }],
  ];
  return spread(sold, ITEMS).map((row) => ({
    item: shownItem(catalog.items[row]),
    lists: lists.map(([by, term]) => ({
      by,
      items: Array.from(closest(term, row, sources), (other) => shownItem(catalog.items[other])),
    })),
  }));
}

function closest(term: BlendTerm, row: number, sources: LearnedSources): Int32Array {
  const scores = new Float32Array(sources.items.length);
  const past = [{ row, strength: 1, at: 0, purchases: [] }];
  addSignal({ term, past, weights: Float64Array.of(1), sources, now: 0 }, scores);
  return topRows(scores, NEIGHBOURS);
}
