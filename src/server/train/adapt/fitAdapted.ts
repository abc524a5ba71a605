/**
 * The encoder adapted to behaviour: M(x) = unit(head · (BERT(x) − centre)), trained by a softmax over the catalogue on
 * what followed what in the shop's own histories, with dropout on the text, weight decay, and early stopping on the
 * NDCG of held-out continuations. Items with orders learn a vector of their own besides, and every item a prior.
 */
import { averageRank, ndcgAt } from "../../evaluate/metrics";
import { type Matrix, matrix, multiplyTransposed } from "../dense";
import type { History } from "../itemItem";
import { seededRandom } from "../seededRandom";
import { createAdam } from "./adam";
import { createClosenessEngine } from "./closenessEngine";
import { type SubCatalog, subCatalog } from "./subCatalog";
import { type Continuation, casesOf, trainingCases } from "./trainingCases";
import { whiten } from "./whitening";

export interface AdaptOptions {
  readonly seed: number;
  /** Of the adapted vectors, a multiple of 8. */
  readonly dimensions: number;
  readonly temperature: number;
  /** Weight of each item of a history, to the next newer one. */
  readonly decay: number;
  readonly historyCut: number;
  readonly learningRate: number;
  /** Share of a text's features left out at each step. */
  readonly dropout: number;
  /** Learning rate of the items' own vectors; 0: items are their texts alone. */
  readonly ownRate: number;
  /** Share of an item's own vector lost at each step. */
  readonly ownDecay: number;
  /** Pull of the head towards where it started, a step. */
  readonly headDecay: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  /** Epochs without a better NDCG on the held-out cases after which training ends. */
  readonly patience: number;
  /** Steps over which the learning rate rises. */
  readonly warmUp: number;
  /** Most rows of the catalogue in one step. */
  readonly catalogRows: number;
  readonly cases: number;
}

export const ADAPT_DEFAULTS: AdaptOptions = {
  seed: 1,
  dimensions: 64,
  temperature: 0.15,
  decay: 0.7,
  historyCut: 20,
  learningRate: 3e-3,
  dropout: 0.2,
  ownRate: 3e-3,
  ownDecay: 0.02,
  headDecay: 0,
  stepsPerEpoch: 4,
  epochs: 30,
  patience: 3,
  warmUp: 2,
  catalogRows: 4_608,
  cases: 60_000,
};

export interface AdaptInput {
  /** Encoder vectors, `[items × dimensions]`; zeros where an item has none. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  /** Oldest first. */
  readonly histories: readonly History[];
  /** Held out, to end on the best epoch; without any, all epochs are run. */
  readonly validation?: readonly Continuation[];
  readonly onEpoch?: (epoch: EpochReport) => void;
}

export interface EpochReport {
  readonly epoch: number;
  readonly trainLoss: number;
  /** Of held-out cases; absent without any. */
  readonly validation?: {
    readonly loss: number;
    readonly ndcg10: number;
    readonly recall50: number;
  };
}

export interface AdaptedModel {
  readonly encoderDimensions: number;
  readonly dimensions: number;
  readonly temperature: number;
  /** `[encoderDimensions]`. */
  readonly center: Float32Array;
  /** `[dimensions × encoderDimensions]`. */
  readonly head: Float32Array;
  /** `[items × dimensions]`, of unit length; zeros where nothing is known of an item. */
  readonly vectors: Float32Array;
  readonly priors: Float32Array;
  readonly curve: readonly EpochReport[];
  /** The epoch whose weights these are. */
  readonly chosenEpoch: number;
}

export function fitAdapted(input: AdaptInput, changes: Partial<AdaptOptions> = {}): AdaptedModel {
  const options = { ...ADAPT_DEFAULTS, ...changes };
  const { dimensions: size, temperature } = options;
  const { vectors, dimensions: inputs, histories, validation, onEpoch } = input;
  const items = vectors.length / inputs;
  const random = seededRandom(options.seed);
  const whitened = whiten(vectors, inputs);
  const cases = trainingCases(histories, { ...options, most: options.cases });
  const engine = createClosenessEngine({
    rows: Math.min(items, options.catalogRows),
    inputs,
    dimensions: size,
  });
  const weights = {
    head: orthonormal(inputs, size, random),
    own: new Float32Array(items * size),
    priors: new Float32Array(items),
  };
  const adam = {
    head: createAdam(weights.head, { rate: options.learningRate, decay: options.headDecay }),
    own: createAdam(weights.own, { rate: options.ownRate, decay: options.ownDecay, moments: "all" }),
    priors: createAdam(weights.priors, { rate: 5 * options.learningRate }),
  };
  const load = (rows: Uint32Array, features: Float32Array) =>
    engine.load({ rows: rows.length, features, head: weights.head, own: rowsOf(weights.own, rows, size), temperature });
  const drawn = { items, most: options.catalogRows, random };
  const heldOut =
    validation && validation.length > 0 ? subCatalog(casesOf(validation, options.decay), drawn) : undefined;
  const measure = () => {
    if (!heldOut) return undefined;
    load(heldOut.rows, rowsOf(whitened.features, heldOut.rows, inputs));
    return measureCases(heldOut, rowsOf(weights.priors, heldOut.rows, 1), engine.closenessOf);
  };

  const curve: EpochReport[] = [];
  let best = { epoch: 0, ndcg: Number.NEGATIVE_INFINITY, weights: copyOf(weights) };
  const finish = (epoch: number, trainLoss: number) => {
    const report = { epoch, trainLoss, validation: measure() };
    curve.push(report);
    onEpoch?.(report);
    const ndcg = report.validation?.ndcg10 ?? epoch;
    if (ndcg > best.ndcg) best = { epoch, ndcg, weights: copyOf(weights) };
  };
  finish(0, Number.NaN);
  let steps = 0;
  for (let epoch = 1; epoch <= options.epochs && epoch - best.epoch <= options.patience; epoch++) {
    let loss = 0;
    for (let step = 0; step < options.stepsPerEpoch; step++) {
      const part = subCatalog(cases, drawn);
      load(part.rows, dropped(rowsOf(whitened.features, part.rows, inputs), options.dropout, random));
      const gradient = engine.gradient(part.cases, rowsOf(weights.priors, part.rows, 1), part.inclusion);
      const warmth = Math.min(1, ++steps / options.warmUp);
      adam.head.step(gradient.head, { warmth });
      if (options.ownRate > 0) adam.own.step(gradient.own, { warmth, rows: part.rows, columns: size });
      adam.priors.step(gradient.priors, { warmth, rows: part.rows, columns: 1 });
      loss += gradient.loss / options.stepsPerEpoch;
    }
    finish(epoch, loss);
  }
  return {
    encoderDimensions: inputs,
    dimensions: size,
    temperature,
    center: whitened.center,
    head: folded(best.weights.head, whitened.transform, size),
    vectors: adaptedVectors(whitened.features, best.weights, { items, inputs, size }),
    priors: best.weights.priors,
    curve,
    chosenEpoch: best.epoch,
  };
}

interface Weights {
  readonly head: Float32Array;
  readonly own: Float32Array;
  readonly priors: Float32Array;
}

function copyOf({ head, own, priors }: Weights): Weights {
  return { head: head.slice(), own: own.slice(), priors: priors.slice() };
}

/** Loss, and ranks among all rows of the part by log closeness + prior. */
function measureCases(
  { cases, rows }: SubCatalog,
  priors: Float32Array,
  closenessOf: (row: number) => Float32Array,
): NonNullable<EpochReport["validation"]> {
  const { starts, items, weights, targets } = cases;
  const shares = priors.map(Math.exp);
  const scores = new Float64Array(rows.length);
  let [loss, ndcg10, recall50, counted] = [0, 0, 0, 0];
  for (let c = 0; c < targets.length; c++) {
    scores.fill(0);
    for (let e = starts[c]; e < starts[c + 1]; e++) {
      const row = closenessOf(items[e]);
      for (let j = 0; j < scores.length; j++) scores[j] += weights[e] * row[j];
    }
    let total = 0;
    for (let j = 0; j < scores.length; j++) {
      scores[j] *= shares[j];
      total += scores[j];
    }
    const rank = averageRank(scores, targets[c]);
    ndcg10 += ndcgAt(rank, 10);
    recall50 += rank <= 50 ? 1 : 0;
    if (!(scores[targets[c]] > 0)) continue;
    loss -= Math.log(scores[targets[c]] / total);
    counted++;
  }
  const count = Math.max(1, targets.length);
  return { loss: loss / Math.max(1, counted), ndcg10: ndcg10 / count, recall50: recall50 / count };
}

function rowsOf(values: Float32Array, rows: Uint32Array, columns: number): Float32Array {
  if (rows.length * columns === values.length) return values.slice();
  const result = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    result.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return result;
}

/** Inverted dropout, in place. */
function dropped(values: Float32Array, share: number, random: () => number): Float32Array {
  if (share === 0) return values;
  const factor = 1 / (1 - share);
  for (let i = 0; i < values.length; i++) values[i] = random() < share ? 0 : values[i] * factor;
  return values;
}

/** Columns at right angles, so that a random part of the space keeps what is near near. */
function orthonormal(rows: number, columns: number, random: () => number): Float32Array {
  const result = new Float32Array(rows * columns);
  const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  for (let k = 0; k < columns; k++) {
    const column = Float64Array.from({ length: rows }, gaussian);
    // Beyond as many columns as rows none is at right angles to all others.
    for (let before = k - (k % rows); before < k; before++) {
      let along = 0;
      for (let d = 0; d < rows; d++) along += column[d] * result[d * columns + before];
      for (let d = 0; d < rows; d++) column[d] -= along * result[d * columns + before];
    }
    const norm = Math.hypot(...column) || 1;
    for (let d = 0; d < rows; d++) result[d * columns + k] = column[d] / norm;
  }
  const scale = Math.sqrt(rows / columns);
  return result.map((value) => value * scale);
}

/** Head and whitening in one: `[size × inputs]`. */
function folded(head: Float32Array, transform: Matrix, size: number): Float32Array {
  const inputs = transform.rows;
  const transposed = matrix(size, inputs);
  for (let d = 0; d < inputs; d++) {
    for (let k = 0; k < size; k++) transposed.values[k * inputs + d] = head[d * size + k];
  }
  // The transform is symmetric: its rows are its columns.
  return Float32Array.from(multiplyTransposed(transposed, transform).values);
}

function adaptedVectors(
  features: Float32Array,
  { head, own }: Weights,
  { items, inputs, size }: { readonly items: number; readonly inputs: number; readonly size: number },
): Float32Array {
  const result = own.slice();
  for (let item = 0; item < items; item++) {
    const into = result.subarray(item * size, (item + 1) * size);
    for (let d = 0; d < inputs; d++) {
      const value = features[item * inputs + d];
      if (value === 0) continue;
      for (let k = 0; k < size; k++) into[k] += value * head[d * size + k];
    }
    let squares = 0;
    for (const value of into) squares += value * value;
    const norm = Math.sqrt(squares);
    if (norm > 0) for (let k = 0; k < size; k++) into[k] /= norm;
  }
  return result;
}
