import { topRows } from "../topRows";
import { exactDot, roughDots } from "../vectorSpace";
import type { VectorTable } from "../vectorTable";
import { searchWords } from "../words/searchWords";
import type { WordIndex } from "../words/wordIndex";

/** A title that holds every word of the query has 1 point; one that means the same has 1.5, a cosine of .65 half of that. */
const WORDS_SHARE = 1;
const MEANING_SHARE = 1.5;
/** Cosines of unrelated short texts lie below this (all-MiniLM-L6-v2). */
export const UNRELATED = 0.3;
/** A row found by words needs this share of the best match: one common word of five is no answer. */
const MIN_WORDS_MATCH = 0.2;

export interface Matches {
  readonly rows: Int32Array;
  /** Of each of `rows`: how well the query is met, 0 to 2.5. */
  readonly scores: Float32Array;
  /** Whether meaning, and not only words, found anything. */
  readonly byMeaning: boolean;
}

/** Rows that match a query by its words or, when its vector is there, by its meaning. */
export function matchingRows(
  index: WordIndex,
  text: string,
  options: {
    readonly count: number;
    readonly allowed: Uint8Array;
    readonly vectors?: VectorTable;
    readonly queryVector?: Float32Array;
  },
): Matches {
  const words = searchWords(index, text);
  const { vectors, queryVector, allowed, count } = options;
  const found = new Set<number>();
  for (const row of topRows(words.scores, count, { allowed, above: MIN_WORDS_MATCH * words.best })) found.add(row);
  const meaning = meaningOf(vectors, queryVector);
  let byMeaning = false;
  if (meaning) {
    const dots = roughDots(meaning.vectors, meaning.queryVector, index.rows);
    for (const row of topRows(dots, count, { allowed, above: Number.NEGATIVE_INFINITY })) {
      if (!(exactDot(meaning.vectors, row, meaning.queryVector) > UNRELATED)) continue;
      found.add(row);
      byMeaning = true;
    }
  }
  const rows = Int32Array.from(found);
  const scores = Float32Array.from(rows, (row) => {
    const byWords = words.best > 0 ? Math.min(1, words.scores[row] / words.best) : 0;
    const cosine = byMeaning && meaning?.vectors.present[row] ? exactDot(meaning.vectors, row, meaning.queryVector) : 0;
    const close = Math.max(0, Math.min(1, (cosine - UNRELATED) / (1 - UNRELATED)));
    return WORDS_SHARE * byWords + MEANING_SHARE * close;
  });
  return { rows, scores, byMeaning };
}

function meaningOf(
  vectors: VectorTable | undefined,
  queryVector: Float32Array | undefined,
): { readonly vectors: VectorTable; readonly queryVector: Float32Array } | undefined {
  if (!vectors || queryVector?.length !== vectors.dimensions) return undefined;
  return queryVector.every(Number.isFinite) ? { vectors, queryVector } : undefined;
}
