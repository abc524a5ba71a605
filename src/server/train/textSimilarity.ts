/** Similarities of all pairs of items by their texts, `[items × items]` in float32, the diagonal 0. */
import { wordsOf } from "../../ranking/words/wordsOf";
import { multiplyTransposed } from "./dense";

/** Cosine of TF-IDF vectors: (1 + ln tf) · ln((1 + n) / (1 + df)) + 1, as scikit-learn smooths it. */
export function tfIdfSimilarity(texts: readonly string[]): Float32Array {
  const items = texts.length;
  const postings = new Map<string, { readonly rows: number[]; readonly counts: number[] }>();
  texts.forEach((text, row) => {
    const counts = new Map<string, number>();
    for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
    for (const [word, count] of counts) {
      const posting = postings.get(word) ?? { rows: [], counts: [] };
      posting.rows.push(row);
      posting.counts.push(count);
      postings.set(word, posting);
    }
  });
  const squares = new Float64Array(items);
  const weighted = [...postings.values()].map(({ rows, counts }) => {
    const rarity = Math.log((1 + items) / (1 + rows.length)) + 1;
    const weights = counts.map((count) => (1 + Math.log(count)) * rarity);
    rows.forEach((row, i) => {
      squares[row] += weights[i] ** 2;
    });
    return { rows, weights };
  });
  const similarity = new Float32Array(items * items);
  for (const { rows, weights } of weighted) {
    for (let a = 0; a < rows.length; a++) {
      const start = rows[a] * items;
      for (let b = 0; b < rows.length; b++) similarity[start + rows[b]] += weights[a] * weights[b];
    }
  }
  for (let row = 0; row < items; row++) {
    for (let column = 0; column < items; column++) {
      const norm = Math.sqrt(squares[row] * squares[column]);
      const at = row * items + column;
      similarity[at] = row === column || norm === 0 ? 0 : similarity[at] / norm;
    }
  }
  return similarity;
}

/** Dot products of the rows of `[items × dimensions]`. */
export function vectorSimilarity(vectors: Float32Array, dimensions: number): Float32Array {
  const items = vectors.length / dimensions;
  const rows = { rows: items, columns: dimensions, values: Float64Array.from(vectors) };
  const similarity = Float32Array.from(multiplyTransposed(rows, rows).values);
  for (let row = 0; row < items; row++) similarity[row * items + row] = 0;
  return similarity;
}
