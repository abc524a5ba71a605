/**
 * A user tower over adapted vectors, in tfjs: attention over the last items of a history (by what they are and by their
 * place) gives one vector, a matrix turns it, and a softmax over the catalogue asks for what came next. An option that
 * has to win on validation.
 */
import { seededRandom } from "../seededRandom";
import { loadTensorflow } from "./loadTensorflow";
import type { Continuation } from "./trainingCases";

export interface TowerOptions {
  readonly seed: number;
  /** Newest items that are looked at. */
  readonly historyCut: number;
  readonly learningRate: number;
  readonly batch: number;
  readonly epochs: number;
}

export const TOWER_DEFAULTS: TowerOptions = {
  seed: 1,
  historyCut: 50,
  learningRate: 3e-3,
  batch: 512,
  epochs: 4,
};

export interface UserTower {
  /** Score of every item; higher is likelier. */
  scores(history: ArrayLike<number>): Float32Array;
}

/** @param vectors of unit length, `[items × dimensions]`, which stay as they are */
export async function fitUserTower(
  vectors: Float32Array,
  dimensions: number,
  continuations: readonly Continuation[],
  changes: Partial<TowerOptions> = {},
): Promise<UserTower> {
  const options = { ...TOWER_DEFAULTS, ...changes };
  const { historyCut } = options;
  const tf = await loadTensorflow();
  const random = seededRandom(options.seed);
  const items = vectors.length / dimensions;
  const catalog = tf.tensor2d(vectors, [items, dimensions]);
  const weights = {
    query: tf.variable(tf.zeros([dimensions, 1])),
    places: tf.variable(tf.tensor1d(Float32Array.from({ length: historyCut }, (_, age) => -0.4 * age))),
    turn: tf.variable(tf.eye(dimensions).mul(6)),
    priors: tf.variable(tf.zeros([items])),
  };
  const optimizer = tf.train.adam(options.learningRate);
  const order = [...continuations];
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let first = 0; first < order.length; first += options.batch) {
      const batch = order.slice(first, first + options.batch);
      const { rows, mask } = newestFirst(batch, historyCut);
      optimizer.minimize(() => {
        const ids = tf.tensor2d(rows, [batch.length, historyCut], "int32");
        const past = tf.gather(catalog, ids);
        const attention = past
          .reshape([-1, dimensions])
          .matMul(weights.query as never)
          .reshape([batch.length, historyCut])
          .add(weights.places)
          .add(tf.tensor2d(mask, [batch.length, historyCut]))
          .softmax();
        const user = past
          .mul(attention.expandDims(2))
          .sum(1)
          .matMul(weights.turn as never);
        const logits = tf.matMul(user as never, catalog, false, true).add(weights.priors);
        const targets = tf.tensor1d(
          batch.map(({ target }) => target),
          "int32",
        );
        return tf.losses.softmaxCrossEntropy(tf.oneHot(targets, items), logits);
      });
    }
  }
  const read = async (variable: { data(): Promise<unknown> }) => ((await variable.data()) as Float32Array).slice();
  const [query, places, turn, priors] = await Promise.all(Object.values(weights).map(read));
  optimizer.dispose();
  tf.dispose([catalog, ...Object.values(weights)]);
  return { scores: (history) => towerScores(history, { vectors, dimensions, query, places, turn, priors }) };
}

interface TowerWeights {
  readonly vectors: Float32Array;
  readonly dimensions: number;
  readonly query: Float32Array;
  readonly places: Float32Array;
  readonly turn: Float32Array;
  readonly priors: Float32Array;
}

function towerScores(history: ArrayLike<number>, tower: TowerWeights): Float32Array {
  const { vectors, dimensions, query, places, turn, priors } = tower;
  const count = Math.min(history.length, places.length);
  const attention = Float64Array.from({ length: count }, (_, age) => {
    const row = history[history.length - 1 - age];
    let sum = places[age];
    for (let k = 0; k < dimensions; k++) sum += vectors[row * dimensions + k] * query[k];
    return sum;
  });
  const most = Math.max(...attention);
  let total = 0;
  const pooled = new Float64Array(dimensions);
  attention.forEach((value, age) => {
    const weight = Math.exp(value - most);
    const row = history[history.length - 1 - age];
    total += weight;
    for (let k = 0; k < dimensions; k++) pooled[k] += weight * vectors[row * dimensions + k];
  });
  const user = Float64Array.from({ length: dimensions }, (_, k) => {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += pooled[d] * turn[d * dimensions + k];
    return total > 0 ? sum / total : 0;
  });
  return Float32Array.from(priors, (prior, row) => {
    let sum = prior;
    for (let k = 0; k < dimensions; k++) sum += user[k] * vectors[row * dimensions + k];
    return sum;
  });
}

/** Rows of the newest items, newest first; places without an item are masked by −10⁹. */
function newestFirst(batch: readonly Continuation[], historyCut: number) {
  const rows = new Int32Array(batch.length * historyCut);
  const mask = new Float32Array(rows.length).fill(-1e9);
  batch.forEach(({ history }, b) => {
    for (let age = 0; age < Math.min(history.length, historyCut); age++) {
      rows[b * historyCut + age] = history[history.length - 1 - age];
      mask[b * historyCut + age] = 0;
    }
  });
  return { rows, mask };
}
