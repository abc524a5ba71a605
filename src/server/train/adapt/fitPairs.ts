/**
 * The head trained on pairs, in tfjs: a history and an item, bought next or not (`binary`, two-class cross-entropy with
 * sampled items as the second class), or a history, an item and its rating (`mse`). The score of a pair is
 * s · M(x)·M(history) + b, M(x) = unit(head · (BERT(x) − centre)), the history the decayed mean of its items.
 */
import type * as Tensorflow from "@tensorflow/tfjs";
import { AisleError } from "../../../errors";
import { averageRank, ndcgAt } from "../../evaluate/metrics";
import { seededRandom } from "../seededRandom";
import { classified } from "./classified";
import { dropped } from "./dropout";
import type { AdaptedModel, EpochReport } from "./fitAdapted";
import { foldedHead, unitVectors } from "./headVectors";
import { loadTensorflow } from "./loadTensorflow";
import { orthonormal } from "./orthonormal";
import { type PairLoss, pairBatch, type RatedPair, ratingScale } from "./pairBatches";
import { whiten } from "./whitening";

export interface PairOptions {
  readonly seed: number;
  readonly dimensions: number;
  readonly decay: number;
  readonly learningRate: number;
  readonly batch: number;
  readonly epochs: number;
  readonly patience: number;
  readonly dropout: number;
  /** Decoupled, a step, as a share of the learning rate. */
  readonly weightDecay: number;
  /** Share of all steps over which the learning rate rises. */
  readonly warmUp: number;
  /** Items of the second class for each pair, `binary` only. */
  readonly negatives: number;
  readonly temperature: number;
  readonly pairs: number;
}

/** `article`: AdamW, 2·10⁻⁵, batches of 16, 5 epochs. Texts are cut where the encoder cuts them. */
export const PAIR_PRESETS = {
  default: {
    seed: 1,
    dimensions: 64,
    decay: 0.7,
    learningRate: 2e-3,
    batch: 256,
    epochs: 12,
    patience: 3,
    dropout: 0.2,
    weightDecay: 0.01,
    warmUp: 0.05,
    negatives: 4,
    temperature: 0.15,
    pairs: 60_000,
  },
  article: {
    seed: 1,
    dimensions: 64,
    decay: 0.7,
    learningRate: 2e-5,
    batch: 16,
    epochs: 5,
    patience: 5,
    dropout: 0.1,
    weightDecay: 0.01,
    warmUp: 0.1,
    negatives: 1,
    temperature: 0.15,
    pairs: 60_000,
  },
} as const satisfies Readonly<Record<string, PairOptions>>;

export interface FitPairsInput {
  readonly loss: PairLoss;
  /** Encoder vectors, `[items × dimensions]`; zeros where an item has none. */
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly pairs: readonly RatedPair[];
  /** Held out, to end on the best epoch. */
  readonly validation: readonly RatedPair[];
  readonly onEpoch?: (epoch: EpochReport) => void;
}

/** Of held-out pairs that rank all items. */
const RANKED_PAIRS = 500;

/**
 * Deterministic on the CPU backend; on WebGPU, which is used where an adapter is there, up to the order of its sums.
 * @throws AisleError `TRAINING_FAILED` without tfjs, pairs or ratings
 */
export async function fitPairs(input: FitPairsInput, changes: Partial<PairOptions> = {}): Promise<AdaptedModel> {
  const options: PairOptions = { ...PAIR_PRESETS.default, ...changes };
  const { loss, vectors, dimensions: inputs, validation, onEpoch } = input;
  const pairs = input.pairs.slice(0, options.pairs);
  if (pairs.length === 0) throw new AisleError("TRAINING_FAILED", "There are no pairs to train on.");
  if (loss === "mse" && !pairs.some(({ rating }) => rating !== undefined && Number.isFinite(rating))) {
    throw new AisleError("TRAINING_FAILED", "No event has a rating.", { fix: "Train with another loss." });
  }
  const tf = await loadTensorflow();
  const items = vectors.length / inputs;
  const random = seededRandom(options.seed);
  const whitened = whiten(vectors, inputs);
  const scale = ratingScale(loss === "mse" ? pairs : []);
  const features = whitened.features;
  const weights = {
    head: tf.variable(tf.tensor2d(orthonormal(inputs, options.dimensions, random), [inputs, options.dimensions])),
    slope: tf.variable(tf.scalar(loss === "binary" ? 5 : 1)),
    bias: tf.variable(tf.scalar(0)),
  };
  const optimizer = tf.train.adam(options.learningRate);
  const steps = Math.ceil(pairs.length / options.batch) * options.epochs;
  const score = (histories: Tensorflow.Tensor2D, targets: Tensorflow.Tensor2D) => {
    const users = unit(tf, histories.matMul(weights.head));
    const wanted = unit(tf, targets.matMul(weights.head));
    return users.mul(wanted).sum(1).mul(weights.slope).add(weights.bias) as Tensorflow.Tensor1D;
  };
  const lossOf = (scores: Tensorflow.Tensor1D, labels: Tensorflow.Tensor1D) =>
    (loss === "binary"
      ? tf.losses.sigmoidCrossEntropy(labels, scores)
      : tf.losses.meanSquaredError(labels, scores)) as Tensorflow.Scalar;
  const batchOf = (chosen: readonly RatedPair[]) =>
    pairBatch(chosen, { ...options, items, features, inputs, loss, random, scale });

  const heldOut = batchOf(validation);
  const report = async (epoch: number, trainLoss: number): Promise<EpochReport> => {
    const measured = tf.tidy(() => {
      const scores = score(
        tf.tensor2d(heldOut.histories, [heldOut.count, inputs]),
        tf.tensor2d(heldOut.targets, [heldOut.count, inputs]),
      );
      return { scores, loss: lossOf(scores, tf.tensor1d(heldOut.labels)) };
    });
    const scores = await measured.scores.data();
    const [value] = await measured.loss.data();
    tf.dispose(measured);
    const head = (await weights.head.data()) as Float32Array;
    const ranking = rankHeldOut(validation, { head, features, items, inputs, options });
    return {
      epoch,
      trainLoss,
      validation: { loss: value, ...ranking, ...(loss === "binary" ? classified(scores, heldOut.labels) : {}) },
    };
  };

  const curve: EpochReport[] = [];
  let best = { epoch: 0, ndcg: -1, head: new Float32Array(0) };
  const finish = async (epoch: number, trainLoss: number) => {
    const one = await report(epoch, trainLoss);
    curve.push(one);
    onEpoch?.(one);
    const ndcg = one.validation?.ndcg10 ?? 0;
    if (ndcg > best.ndcg) best = { epoch, ndcg, head: ((await weights.head.data()) as Float32Array).slice() };
  };
  await finish(0, Number.NaN);
  let step = 0;
  for (let epoch = 1; epoch <= options.epochs && epoch - best.epoch <= options.patience; epoch++) {
    const order = shuffled(pairs, random);
    let sum = 0;
    let batches = 0;
    for (let first = 0; first < order.length; first += options.batch) {
      const one = batchOf(order.slice(first, first + options.batch));
      const warmth = Math.min(1, ++step / Math.max(1, options.warmUp * steps));
      // tfjs lets no one change it by its types.
      (optimizer as unknown as { learningRate: number }).learningRate = options.learningRate * warmth;
      const cost = optimizer.minimize(
        () =>
          lossOf(
            score(
              tf.tensor2d(dropped(one.histories, options.dropout, random), [one.count, inputs]),
              tf.tensor2d(dropped(one.targets, options.dropout, random), [one.count, inputs]),
            ),
            tf.tensor1d(one.labels),
          ),
        true,
        Object.values(weights),
      ) as Tensorflow.Scalar;
      tf.tidy(() => {
        weights.head.assign(weights.head.mul(1 - options.learningRate * warmth * options.weightDecay));
      });
      sum += (await cost.data())[0];
      batches++;
      cost.dispose();
    }
    await finish(epoch, sum / batches);
  }
  optimizer.dispose();
  tf.dispose(Object.values(weights));
  return { ...model(best.head, whitened, { items, inputs, options }), curve, chosenEpoch: best.epoch };
}

function unit(tf: typeof Tensorflow, rows: Tensorflow.Tensor): Tensorflow.Tensor {
  return rows.div(tf.sqrt(rows.square().sum(1, true).add(1e-9)));
}

interface HeadInput {
  readonly items: number;
  readonly inputs: number;
  readonly options: PairOptions;
}

/** All items ranked for held-out pairs, by closeness as the page has it. */
function rankHeldOut(
  validation: readonly RatedPair[],
  {
    head,
    features,
    items,
    inputs,
    options,
  }: HeadInput & { readonly head: Float32Array; readonly features: Float32Array },
): { ndcg10: number; recall50: number } {
  const vectors = unitVectors(features, head, { items, inputs });
  const size = options.dimensions;
  const looked = validation.slice(0, RANKED_PAIRS);
  const scores = new Float64Array(items);
  let [ndcg10, recall50] = [0, 0];
  for (const { history, item } of looked) {
    scores.fill(0);
    for (let i = 0; i < history.length; i++) {
      const weight = options.decay ** (history.length - 1 - i);
      if (weight < 1e-3) continue;
      for (let row = 0; row < items; row++) {
        if (row === history[i]) continue;
        let dot = 0;
        for (let k = 0; k < size; k++) dot += vectors[history[i] * size + k] * vectors[row * size + k];
        scores[row] += weight * Math.exp((dot - 1) / options.temperature);
      }
    }
    const rank = averageRank(scores, item);
    ndcg10 += ndcgAt(rank, 10) / looked.length;
    recall50 += (rank <= 50 ? 1 : 0) / looked.length;
  }
  return { ndcg10, recall50 };
}

function model(
  head: Float32Array,
  { center, transform, features }: ReturnType<typeof whiten>,
  { items, inputs, options }: HeadInput,
): Omit<AdaptedModel, "curve" | "chosenEpoch"> {
  return {
    encoderDimensions: inputs,
    dimensions: options.dimensions,
    temperature: options.temperature,
    center,
    head: foldedHead(head, transform),
    vectors: unitVectors(features, head, { items, inputs }),
    priors: new Float32Array(items),
  };
}

function shuffled<T>(values: readonly T[], random: () => number): T[] {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
