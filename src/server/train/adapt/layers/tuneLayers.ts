/**
 * The encoder's own last layers tuned to behaviour, by low-rank adapters under a head that stands still: the loss is the
 * head's, a softmax over the catalogue of how close items are, items being their texts alone. What enters the first of the
 * layers never changes and is given. The head is to be trained again on the vectors that come out.
 */
import { yieldToEventLoop } from "../../../../encoder/tiers/yieldToEventLoop";
import { throwIfAborted } from "../../../../errors";
import type { EncoderConfig } from "../../../../format/encoder/weights";
import type { LinearName } from "../../../encoder/calibration/calibrateLayers";
import { createFloatProducts } from "../../../encoder/float/floatProduct";
import type { FloatLayer } from "../../../encoder/float/floatWeights";
import type { TokenStates } from "../../../encoder/tokenStates";
import type { History } from "../../itemItem";
import { seededRandom } from "../../seededRandom";
import { createAdam } from "../adam";
import { createClosenessEngine } from "../closenessEngine";
import type { AdaptedModel, EpochReport } from "../fitAdapted";
import { measureCases } from "../measureCases";
import { maskedCases } from "../perturbations";
import { subCatalog } from "../subCatalog";
import { type Continuation, casesOf, trainingCases } from "../trainingCases";
import { layersBackward, layersForward } from "./layersForward";
import { createLora } from "./lora";

export interface TuneOptions {
  readonly seed: number;
  readonly rank: number;
  readonly alpha: number;
  readonly linears: readonly LinearName[];
  readonly learningRate: number;
  /** Pull of the adapters towards where they started, a step. */
  readonly weightDecay: number;
  /** Share left out of what attention and the feed-forward part add. */
  readonly dropout: number;
  /** Share of each history's items left out at each step. */
  readonly historyMask: number;
  /** Largest length of a step's gradient; longer ones are shortened to it. */
  readonly clip: number;
  /** Texts that go through the layers in one step. */
  readonly batch: number;
  /** Tokens of a text whose mean its vector is while tuning. */
  readonly tokens: number;
  readonly stepsPerEpoch: number;
  readonly epochs: number;
  readonly patience: number;
  /** Steps over which the learning rate rises, before it falls to nought. */
  readonly warmUp: number;
  readonly decay: number;
  readonly historyCut: number;
  readonly catalogRows: number;
  readonly cases: number;
}

export const TUNE_DEFAULTS: TuneOptions = {
  seed: 1,
  rank: 8,
  alpha: 16,
  linears: ["qkv", "attentionOutput", "up", "down"],
  learningRate: 2e-3,
  weightDecay: 1e-3,
  dropout: 0.1,
  historyMask: 0,
  clip: 1,
  batch: 256,
  tokens: 16,
  stepsPerEpoch: 16,
  epochs: 6,
  patience: 2,
  warmUp: 4,
  decay: 0.7,
  historyCut: 20,
  catalogRows: 4_608,
  cases: 60_000,
};

export interface TuneInput {
  /** The last ones, as they are. */
  readonly layers: readonly FloatLayer[];
  readonly config: EncoderConfig;
  /** What enters the first of them, of every item's text. */
  readonly states: TokenStates;
  /** What the layers as they are make of these, `[texts × hidden]`. */
  readonly vectors: Float32Array;
  /** Trained on these vectors. */
  readonly model: Pick<AdaptedModel, "head" | "center" | "priors" | "dimensions" | "temperature">;
  /** Oldest first. */
  readonly histories: readonly History[];
  /** Held out, to end on the best epoch. */
  readonly validation: readonly Continuation[];
  readonly onEpoch?: (epoch: EpochReport) => void;
  readonly signal?: AbortSignal;
}

export interface TunedLayers {
  readonly layers: readonly FloatLayer[];
  /** Of texts alone, under the head as it was. */
  readonly curve: readonly EpochReport[];
  /** 0: nothing was better than the layers as they were. */
  readonly chosenEpoch: number;
}

/** @throws AisleError `ABORTED` */
export async function tuneLayers(input: TuneInput, changes: Partial<TuneOptions> = {}): Promise<TunedLayers> {
  const options = { ...TUNE_DEFAULTS, ...changes };
  const { config, states, model, histories, validation, onEpoch } = input;
  const { hidden } = config;
  const items = states.starts.length - 1;
  const random = seededRandom(options.seed);
  const products = createFloatProducts();
  const lora = createLora(input.layers, products, { ...options, random });
  const adam = createAdam(lora.values, { rate: options.learningRate, decay: options.weightDecay });
  const cases = trainingCases(histories, { ...options, most: options.cases });
  const drawn = { items, most: options.catalogRows, random };
  const heldOut = subCatalog(casesOf(validation, options.decay), drawn);
  const { dimensions, temperature } = model;
  const engine = createClosenessEngine({ rows: Math.min(items, options.catalogRows), inputs: hidden, dimensions });
  const head = columnsOf(model.head, hidden);
  // As last computed: those of a step are of that step.
  const vectors = input.vectors.slice();

  const forward = (rows: Uint32Array, layers: readonly FloatLayer[], dropout: number) => {
    const context = { layers, config, products, dropout: dropout > 0 ? { share: dropout, random } : undefined };
    const tape = layersForward(statesOf(states, rows, hidden), options.tokens, context);
    rows.forEach((row, i) => {
      vectors.set(tape.vectors.subarray(i * hidden, (i + 1) * hidden), row * hidden);
    });
    return { tape, context };
  };
  const refresh = (rows: Uint32Array) => {
    const layers = lora.merged();
    for (let first = 0; first < rows.length; first += options.batch) {
      forward(rows.subarray(first, first + options.batch), layers, 0);
    }
  };
  const load = (rows: Uint32Array) => {
    const features = new Float32Array(rows.length * hidden);
    rows.forEach((row, i) => {
      for (let c = 0; c < hidden; c++) features[i * hidden + c] = vectors[row * hidden + c] - model.center[c];
    });
    const own = new Float32Array(rows.length * dimensions);
    engine.load({ rows: rows.length, features, head, own, temperature });
    return Float32Array.from(rows, (row) => model.priors[row]);
  };

  const curve: EpochReport[] = [];
  let best = { epoch: 0, ndcg: Number.NEGATIVE_INFINITY, values: lora.values.slice() };
  const finish = (epoch: number, trainLoss: number) => {
    refresh(heldOut.rows);
    const priors = load(heldOut.rows);
    const measured = measureCases(heldOut, priors, engine.closenessOf);
    const report = { epoch, trainLoss, validation: measured };
    curve.push(report);
    onEpoch?.(report);
    if (measured.ndcg10 > best.ndcg) best = { epoch, ndcg: measured.ndcg10, values: lora.values.slice() };
  };
  finish(0, Number.NaN);
  const steps = options.epochs * options.stepsPerEpoch;
  let taken = 0;
  for (let epoch = 1; epoch <= options.epochs && epoch - best.epoch <= options.patience; epoch++) {
    let loss = 0;
    for (let step = 0; step < options.stepsPerEpoch; step++) {
      await yieldToEventLoop();
      throwIfAborted(input.signal);
      const part = subCatalog(cases, drawn);
      const places = sample(part.rows.length, options.batch, random);
      const rows = places.map((place) => part.rows[place]);
      const { tape, context } = forward(rows, lora.merged(), options.dropout);
      const priors = load(part.rows);
      const found = engine.gradient(maskedCases(part.cases, options.historyMask, random), priors, part.inclusion);
      const byVectors = products.multiply(
        { rows: rows.length, columns: dimensions, values: rowsAt(found.own, places, dimensions) },
        { rows: dimensions, columns: hidden, values: model.head },
      );
      const gradient = clipped(lora.gradient(layersBackward(byVectors, tape, context)), options.clip);
      taken++;
      adam.step(gradient, { warmth: Math.min(1, taken / options.warmUp) * (1 - (taken - 1) / steps) });
      loss += found.loss / options.stepsPerEpoch;
    }
    finish(epoch, loss);
  }
  lora.values.set(best.values);
  return { layers: lora.merged(), curve, chosenEpoch: best.epoch };
}

/** `[dimensions × inputs]` → `[inputs × dimensions]`. */
function columnsOf(head: Float32Array, inputs: number): Float32Array {
  const dimensions = head.length / inputs;
  return Float32Array.from(head, (_, i) => head[(i % dimensions) * inputs + Math.floor(i / dimensions)]);
}

function statesOf({ values, starts }: TokenStates, rows: Uint32Array, hidden: number): TokenStates {
  const own = new Uint32Array(rows.length + 1);
  rows.forEach((row, i) => {
    own[i + 1] = own[i] + starts[row + 1] - starts[row];
  });
  const chosen = new Float32Array(own[rows.length] * hidden);
  rows.forEach((row, i) => {
    chosen.set(values.subarray(starts[row] * hidden, starts[row + 1] * hidden), own[i] * hidden);
  });
  return { values: chosen, starts: own };
}

function rowsAt(values: Float32Array, rows: Uint32Array, columns: number): Float32Array {
  const result = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    result.set(values.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return result;
}

/** Of `0 .. count − 1`, each once. */
function sample(count: number, most: number, random: () => number): Uint32Array {
  const order = Uint32Array.from({ length: count }, (_, i) => i);
  const taken = Math.min(count, most);
  for (let i = 0; i < taken; i++) {
    const j = i + Math.floor(random() * (count - i));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order.slice(0, taken);
}

function clipped(gradient: Float32Array, most: number): Float32Array {
  let squares = 0;
  for (const value of gradient) squares += value * value;
  const factor = most / Math.max(most, Math.sqrt(squares));
  return gradient.map((value) => value * factor);
}
