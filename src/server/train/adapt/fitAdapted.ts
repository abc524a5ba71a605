/**
 * The encoder adapted to behaviour: M(x) = unit(head · (BERT(x) − centre)), trained by a softmax over the catalogue on
 * what followed what in the shop's own histories, with dropout on the text, weight decay, and early stopping on the
 * NDCG of held-out continuations. Items with orders learn a vector of their own besides, and every item a prior.
 */
import type { History } from "../itemItem";
import { seededRandom } from "../seededRandom";
import { createAdam } from "./adam";
import { createClosenessEngine } from "./closenessEngine";
import { dropped } from "./dropout";
import { foldedHead, unitVectors } from "./headVectors";
import { measureCases } from "./measureCases";
import { orthonormal } from "./orthonormal";
import { adversary, maskedCases, meanGradient } from "./perturbations";
import { subCatalog } from "./subCatalog";
import { type Continuation, casesOf, trainingCases } from "./trainingCases";
import { whiten, whitenedBy } from "./whitening";

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
  /**
   * Length of a step of each text's features to where the loss rises fastest, at which the gradient is taken a second time
   * (fast gradient method, Miyato et al., arXiv 1605.07725); 0: none.
   */
  readonly adversarial: number;
  /** Share of each history's items left out at each step. */
  readonly historyMask: number;
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
  adversarial: 0,
  historyMask: 0,
  stepsPerEpoch: 4,
  epochs: 30,
  patience: 5,
  warmUp: 2,
  catalogRows: 4_608,
  cases: 60_000,
};

export interface AdaptInput {
  /** Encoder vectors, `[items × dimensions]`; zeros where an item has none. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  /** Other texts of the items, of which each step takes one at random; rows of zeros: none. */
  readonly otherVectors?: Float32Array;
  /** Where the head starts, `[dimensions × options.dimensions]`; default at random. */
  readonly start?: Float32Array;
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
    /** Of two classes, where the loss has two: share told apart, and area under the ROC curve. */
    readonly accuracy?: number;
    readonly auc?: number;
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
    head: input.start?.slice() ?? orthonormal(inputs, size, random),
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
  const other = input.otherVectors && whitenedBy(whitened, input.otherVectors, inputs);
  /** One of each row's texts. */
  const viewOf = (rows: Uint32Array) => {
    const view = rowsOf(whitened.features, rows, inputs);
    if (!other) return view;
    rows.forEach((row, i) => {
      const second = other.subarray(row * inputs, (row + 1) * inputs);
      if (random() < 0.5 && second.some((value) => value !== 0)) view.set(second, i * inputs);
    });
    return view;
  };
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
      const features = dropped(viewOf(part.rows), options.dropout, random);
      const priors = rowsOf(weights.priors, part.rows, 1);
      const masked = maskedCases(part.cases, options.historyMask, random);
      load(part.rows, features);
      let gradient = engine.gradient(masked, priors, part.inclusion);
      if (options.adversarial > 0) {
        load(part.rows, adversary(features, gradient.own, weights.head, options.adversarial));
        gradient = meanGradient(gradient, engine.gradient(masked, priors, part.inclusion));
      }
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
    head: foldedHead(best.weights.head, whitened.transform),
    vectors: unitVectors(whitened.features, best.weights.head, { items, inputs, own: best.weights.own }),
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

function rowsOf(values: Float32Array, rows: Uint32Array, columns: number): Float32Array {
  if (rows.length * columns === values.length) return values.slice();
  const result = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    result.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return result;
}
