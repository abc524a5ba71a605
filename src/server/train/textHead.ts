/**
 * An encoder's vectors adapted to behaviour, in closed form: what the shopper looked at, as a mean of item vectors,
 * predicts the vector of the next item by ridge regression, and closeness to the prediction is measured in the
 * catalogue's own spread (inverse covariance), so that what all items share counts little. Works for items without any
 * behaviour, since it only reads vectors.
 */
import type { TextHead } from "../../format/behaviour/textHead";
import { invertSymmetric, type Matrix, matrix, multiplyTransposed } from "./dense";
import type { History } from "./itemItem";

export interface TextMomentsOptions {
  /** Weight of each item of a history, to the next newer one. */
  readonly decay: number;
  /** Pairs of a past and its next item that are looked at, spread evenly over the histories. Default 60,000. */
  readonly maxPairs?: number;
}

/** What the vectors and histories come down to: any ridge is fitted from these. */
export interface TextMoments {
  readonly items: number;
  readonly center: Float32Array;
  /** Σ past·pastᵀ. */
  readonly pasts: Matrix;
  /** Σ next·pastᵀ. */
  readonly nexts: Matrix;
  /** Σ vector·vectorᵀ over the catalogue. */
  readonly catalog: Matrix;
}

export interface TextHeadOptions {
  /** Ridge of the regression, as a share of the mean variance of its inputs. */
  readonly ridge: number;
  /** Ridge of the inverse covariance, as a share of the mean variance of the item vectors. */
  readonly spread: number;
}

/** Pairs whose products are added in one go. */
const BATCH = 4_096;
/** Multiples of it fill [0, 1) evenly, and fall in step with no pattern of the histories. */
const GOLDEN = 0.618033988749895;

/**
 * @param vectors `[items × dimensions]`
 * @param histories every item but the first is a target of what came before it
 */
export function textMoments(
  vectors: Float32Array,
  dimensions: number,
  histories: readonly History[],
  { decay, maxPairs = 60_000 }: TextMomentsOptions,
): TextMoments {
  const items = vectors.length / dimensions;
  const center = meanRow(vectors, dimensions);
  const centred = vectors.map((value, i) => value - center[i % dimensions]);
  const pasts = matrix(dimensions, dimensions);
  const nexts = matrix(dimensions, dimensions);
  const past = matrix(dimensions, BATCH);
  const next = matrix(dimensions, BATCH);
  let filled = 0;
  const flush = () => {
    past.values.forEach((_, i) => {
      if (i % BATCH >= filled) past.values[i] = 0;
    });
    addTo(pasts, multiplyTransposed(past, past));
    addTo(nexts, multiplyTransposed(next, past));
    filled = 0;
  };
  const pairs = histories.reduce((sum, history) => sum + Math.max(0, history.length - 1), 0);
  const share = Math.min(1, maxPairs / Math.max(1, pairs));
  const state = new Float64Array(dimensions);
  let pair = 0;
  for (const history of histories) {
    state.fill(0);
    let total = 0;
    for (let i = 0; i + 1 < history.length; i++) {
      total = total * decay + 1;
      for (let d = 0; d < dimensions; d++) state[d] = state[d] * decay + centred[history[i] * dimensions + d];
      if ((++pair * GOLDEN) % 1 >= share) continue;
      for (let d = 0; d < dimensions; d++) {
        past.values[d * BATCH + filled] = state[d] / total;
        next.values[d * BATCH + filled] = centred[history[i + 1] * dimensions + d];
      }
      if (++filled === BATCH) flush();
    }
  }
  if (filled > 0) flush();
  const columns = matrix(dimensions, items);
  for (let i = 0; i < centred.length; i++) {
    columns.values[(i % dimensions) * items + Math.floor(i / dimensions)] = centred[i];
  }
  return { items, center, pasts, nexts, catalog: multiplyTransposed(columns, columns) };
}

export function fitTextHead(moments: TextMoments, { ridge, spread }: TextHeadOptions): Omit<TextHead, "modelId"> {
  const { items, center, pasts, nexts, catalog } = moments;
  const regression = invertSymmetric(withRidge(pasts, ridge));
  const precision = invertSymmetric(withRidge(catalog, spread));
  // Both inverses are symmetric: their rows are their columns.
  const transfer = multiplyTransposed(multiplyTransposed(regression, nexts), precision);
  return {
    dimensions: pasts.rows,
    center,
    transfer: Float32Array.from(transfer.values, (value) => value * items),
  };
}

/** Scores of all pairs, `[items × items]`, rows the history's; the diagonal is 0. */
export function headSimilarity(head: Omit<TextHead, "modelId">, vectors: Float32Array): Float32Array {
  const { dimensions, center } = head;
  const items = vectors.length / dimensions;
  const rows: Matrix = {
    rows: items,
    columns: dimensions,
    values: Float64Array.from(vectors, (value, i) => value - center[i % dimensions]),
  };
  const transposed = matrix(dimensions, dimensions);
  for (let i = 0; i < dimensions; i++) {
    for (let j = 0; j < dimensions; j++) transposed.values[j * dimensions + i] = head.transfer[i * dimensions + j];
  }
  const similarity = Float32Array.from(multiplyTransposed(multiplyTransposed(rows, transposed), rows).values);
  for (let item = 0; item < items; item++) similarity[item * items + item] = 0;
  return similarity;
}

function meanRow(vectors: Float32Array, dimensions: number): Float32Array {
  const sum = new Float64Array(dimensions);
  for (let i = 0; i < vectors.length; i++) sum[i % dimensions] += vectors[i];
  return Float32Array.from(sum, (value) => value / Math.max(1, vectors.length / dimensions));
}

/** The matrix with a share of the mean of its diagonal added to the diagonal. */
function withRidge(squares: Matrix, share: number): Matrix {
  const size = squares.rows;
  const result: Matrix = { ...squares, values: squares.values.slice() };
  let trace = 0;
  for (let d = 0; d < size; d++) trace += squares.values[d * size + d];
  // A catalogue of equal vectors has no spread at all: 1 keeps the matrix invertible.
  const ridge = (share * trace) / size || 1;
  for (let d = 0; d < size; d++) result.values[d * size + d] += ridge;
  return result;
}

function addTo(sum: Matrix, more: Matrix): void {
  for (let i = 0; i < sum.values.length; i++) sum.values[i] += more.values[i];
}
