/**
 * A head that starts from the shop's own texts (contrastive domain adaptation as in SimCSE, Gao et al., arXiv 2104.08821):
 * two views of a text, each with other features left out, are to be nearer to each other than to any other text.
 */
import { seededRandom } from "../seededRandom";
import { dropped } from "./dropout";
import { loadTensorflow } from "./loadTensorflow";
import { orthonormal } from "./orthonormal";
import { whiten } from "./whitening";

export interface ContrastOptions {
  readonly seed: number;
  readonly dimensions: number;
  readonly temperature: number;
  readonly dropout: number;
  readonly learningRate: number;
  readonly batch: number;
  readonly epochs: number;
}

export const CONTRAST_DEFAULTS: ContrastOptions = {
  seed: 1,
  dimensions: 64,
  temperature: 0.15,
  dropout: 0.3,
  learningRate: 1e-3,
  batch: 256,
  epochs: 3,
};

/**
 * @param vectors `[items × inputs]`
 * @returns the head, `[inputs × dimensions]`: a `start` of `fitAdapted`
 */
export async function contrastHead(
  vectors: Float32Array,
  inputs: number,
  changes: Partial<ContrastOptions> = {},
): Promise<Float32Array> {
  const options = { ...CONTRAST_DEFAULTS, ...changes };
  const tf = await loadTensorflow();
  const random = seededRandom(options.seed);
  const { features } = whiten(vectors, inputs);
  const items = features.length / inputs;
  const head = tf.variable(tf.tensor2d(orthonormal(inputs, options.dimensions, random), [inputs, options.dimensions]));
  const optimizer = tf.train.adam(options.learningRate);
  const order = Uint32Array.from({ length: items }, (_, row) => row);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    for (let i = items - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    for (let first = 0; first + 1 < items; first += options.batch) {
      const rows = order.subarray(first, first + options.batch);
      const view = () => {
        const values = new Float32Array(rows.length * inputs);
        rows.forEach((row, i) => {
          values.set(features.subarray(row * inputs, (row + 1) * inputs), i * inputs);
        });
        return tf.tensor2d(dropped(values, options.dropout, random), [rows.length, inputs]);
      };
      optimizer.minimize(() => {
        const units = [view(), view()].map((one) => {
          const made = one.matMul(head);
          return made.div(tf.sqrt(made.square().sum(1, true).add(1e-9)));
        });
        const logits = tf.matMul(units[0], units[1], false, true).div(options.temperature);
        return tf.losses.softmaxCrossEntropy(tf.eye(rows.length), logits);
      });
    }
  }
  const values = (await head.data()) as Float32Array;
  const result = values.slice();
  optimizer.dispose();
  head.dispose();
  return result;
}
