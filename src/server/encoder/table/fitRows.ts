/**
 * A vector for each word piece, so that the sum over a text's pieces points where the encoder's vector of the text does: by
 * stochastic gradient descent on one minus the cosine, with Adagrad's step for each row. Same input, same numbers.
 */
import { seededRandom } from "../../train/seededRandom";

export interface TrainingTexts {
  /** Rows of each text, as the table's tokeniser gives them. */
  readonly sequences: readonly Int32Array[];
  /** The encoder's vectors of the same texts, `[texts × dimensions]`, of unit length. */
  readonly targets: Float32Array;
  readonly dimensions: number;
}

export interface FitOptions {
  readonly epochs: number;
  /** First step; it falls to nothing in a straight line. */
  readonly rate: number;
  readonly seed: number;
  readonly onEpoch?: (loss: number) => void;
}

/** What is fitted: vectors of rows, and how a step along their gradients is taken. */
export interface FittedRows {
  /** `[rows × dimensions]`, what sums are made of. */
  readonly vectors: Float32Array;
  /**
   * One step for the rows listed.
   * @param gradients `[rows × dimensions]`; those of the rows listed are the batch's, the rest zeros
   */
  step(rows: readonly number[], gradients: Float32Array, rate: number): void;
}

const BATCH_TEXTS = 128;

/** @returns mean loss of the last epoch */
export function fitRows(fitted: FittedRows, training: TrainingTexts, options: FitOptions): number {
  const { sequences, targets, dimensions } = training;
  const { epochs, rate, seed, onEpoch } = options;
  const { vectors } = fitted;
  const random = seededRandom(seed);
  const order = Int32Array.from(sequences.keys());
  const gradients = new Float32Array(vectors.length);
  const isListed = new Uint8Array(vectors.length / dimensions);
  const sum = new Float64Array(dimensions);
  const gradient = new Float32Array(dimensions);
  const steps = epochs * Math.ceil(order.length / BATCH_TEXTS);
  let taken = 0;
  let loss = 0;

  /** Adds a text's gradients to its rows. @returns its loss */
  function addText(text: number, listed: number[]): number {
    const ids = sequences[text];
    sum.fill(0);
    for (const id of ids) {
      const from = id * dimensions;
      for (let d = 0; d < dimensions; d++) sum[d] += vectors[from + d];
    }
    const target = text * dimensions;
    let dot = 0;
    let squares = 0;
    for (let d = 0; d < dimensions; d++) {
      dot += sum[d] * targets[target + d];
      squares += sum[d] * sum[d];
    }
    if (squares === 0) return 1;
    const perLength = 1 / Math.sqrt(squares);
    const cosine = dot * perLength;
    const share = perLength / BATCH_TEXTS;
    for (let d = 0; d < dimensions; d++) {
      gradient[d] = (cosine * sum[d] * perLength - targets[target + d]) * share;
    }
    for (const id of ids) {
      const from = id * dimensions;
      for (let d = 0; d < dimensions; d++) gradients[from + d] += gradient[d];
      if (isListed[id] === 0) {
        isListed[id] = 1;
        listed.push(id);
      }
    }
    return 1 - cosine;
  }

  for (let epoch = 0; epoch < epochs; epoch++) {
    shuffle(order, random);
    loss = 0;
    for (let from = 0; from < order.length; from += BATCH_TEXTS) {
      const listed: number[] = [];
      for (const text of order.subarray(from, from + BATCH_TEXTS)) loss += addText(text, listed) / order.length;
      fitted.step(listed, gradients, rate * (1 - taken++ / steps));
      for (const row of listed) {
        isListed[row] = 0;
        gradients.fill(0, row * dimensions, (row + 1) * dimensions);
      }
    }
    onEpoch?.(loss);
  }
  return loss;
}

/** Rows free to go where they like. @param start `[rows × dimensions]`, left unchanged */
export function freeRows(start: Float32Array, dimensions: number): FittedRows {
  const vectors = start.slice();
  const squares = new Float64Array(vectors.length / dimensions);
  return {
    vectors,
    step(rows, gradients, rate) {
      for (const row of rows) {
        const from = row * dimensions;
        let square = 0;
        for (let d = from; d < from + dimensions; d++) square += gradients[d] * gradients[d];
        squares[row] += square / dimensions;
        if (squares[row] === 0) continue;
        const step = rate / Math.sqrt(squares[row]);
        for (let d = from; d < from + dimensions; d++) vectors[d] -= step * gradients[d];
      }
    },
  };
}

function shuffle(order: Int32Array, random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other], order[at]];
  }
}
