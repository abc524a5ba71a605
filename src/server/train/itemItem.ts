/**
 * Item-item models in closed form and by counting. Rows are items of a history, columns candidates; the diagonal is 0:
 * no item recommends itself. Histories list item rows, oldest first.
 */
import { invertSymmetric, type Matrix, matrix } from "./dense";

export type History = ArrayLike<number>;

/** How many histories hold both items; on the diagonal, how many hold the item. Repeats count once. */
export function coOccurrences(histories: readonly History[], items: number): Matrix {
  const counts = matrix(items, items);
  for (const history of histories) {
    const rows = [...new Set(Array.from(history))];
    for (const a of rows) for (const b of rows) counts.values[a * items + b]++;
  }
  return counts;
}

/**
 * EASE (Steck, WWW 2019, arXiv 1905.03375): the linear model that best rebuilds each history from its other items,
 * B = I − P·diag(1/P) with P = (XᵀX + λI)⁻¹.
 * @param lambda in histories; more smooths more
 */
export function easeWeights(counts: Matrix, lambda: number): Matrix {
  const items = counts.rows;
  const regularised = matrix(items, items);
  regularised.values.set(counts.values);
  for (let item = 0; item < items; item++) regularised.values[item * items + item] += lambda;
  const inverse = invertSymmetric(regularised);
  for (let row = 0; row < items; row++) {
    for (let column = 0; column < items; column++) {
      regularised.values[row * items + column] =
        row === column ? 0 : -inverse.values[row * items + column] / inverse.values[column * items + column];
    }
  }
  return regularised;
}

/**
 * Counts with what items have in common by their texts, for EASE with side information (Jeunen et al., RecSys 2020): as if,
 * for each word, `share` shoppers weighted by its rarity had bought all items that have it.
 * @param similarity cosines of all pairs, `[items × items]`, the diagonal 0
 */
export function addTextNeighbours(counts: Matrix, similarity: Float32Array, share: number): Matrix {
  const items = counts.rows;
  const sum = { ...counts, values: counts.values.slice() };
  for (let i = 0; i < sum.values.length; i++) sum.values[i] += share * similarity[i];
  for (let item = 0; item < items; item++) sum.values[item * items + item] += share;
  return sum;
}

/** Item-kNN: the cosine between items over histories. */
export function cosineWeights(counts: Matrix): Matrix {
  const items = counts.rows;
  const weights = matrix(items, items);
  const norms = Float64Array.from({ length: items }, (_, item) => Math.sqrt(counts.values[item * items + item]));
  for (let row = 0; row < items; row++) {
    for (let column = 0; column < items; column++) {
      const norm = norms[row] * norms[column];
      if (row !== column && norm > 0) {
        weights.values[row * items + column] = counts.values[row * items + column] / norm;
      }
    }
  }
  return weights;
}

export interface MarkovOptions {
  /** Items ahead that a transition may reach. */
  readonly steps: number;
  /** Weight of each further step, to the one before. */
  readonly decay: number;
}

/** Markov chain: how often an item follows another within some steps, as a share of all that follows. */
export function markovWeights(histories: readonly History[], items: number, { steps, decay }: MarkovOptions): Matrix {
  const weights = matrix(items, items);
  const totals = new Float64Array(items);
  for (const history of histories) {
    for (let from = 0; from < history.length; from++) {
      for (let step = 1; step <= steps && from + step < history.length; step++) {
        const [row, column] = [history[from], history[from + step]];
        if (row === column) continue;
        weights.values[row * items + column] += decay ** (step - 1);
        totals[row] += decay ** (step - 1);
      }
    }
  }
  for (let row = 0; row < items; row++) {
    if (totals[row] === 0) continue;
    for (let column = 0; column < items; column++) weights.values[row * items + column] /= totals[row];
  }
  return weights;
}
