import type { Item } from "../../types";
import { unitTerms } from "../closeness";
import type { InterestPoint } from "../interestPoints";
import { topRows } from "../topRows";
import { CORE_WEIGHT } from "../words/itemTerms";
import { inverseDocumentFrequency, type WordIndex } from "../words/wordIndex";

/** The rows that share the most and the rarest words with the points, by their postings. */
export function wordedRows(
  index: WordIndex,
  items: readonly Item[],
  points: readonly InterestPoint[],
  options: { readonly count: number; readonly allowed: Uint8Array },
): Int32Array {
  const wanted = new Map<number, number>();
  for (const point of points) {
    for (const [term, value] of unitTerms(index, items[point.row], point.row)) {
      wanted.set(term, (wanted.get(term) ?? 0) + point.weight * value);
    }
  }
  const scores = new Float32Array(index.rows);
  addWordScores(index, wanted, 1, scores);
  return topRows(scores, options.count, { allowed: options.allowed });
}

/** Adds `factor` × the cosine of each row's TF-IDF vector with the one given, by the terms' postings. */
export function addWordScores(
  index: WordIndex,
  terms: Iterable<readonly [number, number]>,
  factor: number,
  scores: Float32Array,
): void {
  for (const [term, weight] of terms) {
    const value = factor * weight * inverseDocumentFrequency(index, term);
    for (let i = index.starts[term]; i < index.starts[term + 1]; i++) {
      if (index.postingWeights[i] < CORE_WEIGHT) continue;
      const row = index.postingRows[i];
      scores[row] += (value * index.postingWeights[i]) / index.norms[row];
    }
  }
}
