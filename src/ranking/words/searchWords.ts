import { longerWords, nearWords } from "./nearWords";
import { inverseDocumentFrequency, type WordIndex } from "./wordIndex";
import { wordsOf } from "./wordsOf";

/** BM25's usual constants (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;
/** A word that had to be guessed counts less than one that was typed. */
const GUESS = 0.6;
const MAX_QUERY_WORDS = 32;

export interface WordMatches {
  /** BM25 of every row; 0 where no word of the query occurs. */
  readonly scores: Float32Array;
  /** What a row could reach that matches every word in its title: scores divided by it lie in about [0, 1]. */
  readonly best: number;
}

/** Every row's match with the words of a query; unknown words fall back to their beginnings and one-edit neighbours. */
export function searchWords(index: WordIndex, text: string): WordMatches {
  const scores = new Float32Array(index.rows);
  const words = [...new Set(wordsOf(text, { maxCharacters: 400, segmenter: index.segmenter }))].slice(
    0,
    MAX_QUERY_WORDS,
  );
  let best = 0;
  words.forEach((word, position) => {
    const id = index.vocabulary.get(word);
    if (id !== undefined) {
      best += addTerm(index, scores, id, 1);
      return;
    }
    const isLast = position === words.length - 1;
    const begun = isLast ? longerWords(index, word) : [];
    const guesses = begun.length > 0 ? begun : nearWords(index, word);
    if (guesses.length === 0) {
      // Nothing matches this word: rows that match the others are less than complete answers.
      best += Math.log(1 + index.rows);
      return;
    }
    best += Math.max(...guesses.map((guess) => addTerm(index, scores, guess, GUESS)));
  });
  return { scores, best };
}

function addTerm(index: WordIndex, scores: Float32Array, term: number, factor: number): number {
  const idf = inverseDocumentFrequency(index, term);
  for (let i = index.starts[term]; i < index.starts[term + 1]; i++) {
    const row = index.postingRows[i];
    const frequency = index.postingWeights[i] / 16;
    const length = index.lengths[row] / Math.max(1, index.meanLength);
    scores[row] += factor * idf * ((frequency * (K1 + 1)) / (frequency + K1 * (1 - B + B * length)));
  }
  return idf;
}
