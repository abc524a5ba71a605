/** BERT in float32 on Node: the full precision that quantised encoders are measured against. */
import type { ForwardPass } from "../../../encoder/encoderEngine";
import { attention } from "../../../encoder/ops/attention/attention";
import { gelu } from "../../../encoder/ops/gelu/gelu";
import { layerNorm } from "../../../encoder/ops/layerNorm/layerNorm";
import { pool } from "../../../encoder/ops/pool/pool";
import { checkSequences } from "../../../encoder/tiers/checkSequences";
import { throwIfAborted } from "../../../errors";
import { createFloatProducts, type FloatProducts } from "./floatProduct";
import type { FloatEncoder, FloatLayer, FloatLinear } from "./floatWeights";

/** Tokens of one product: enough to pay for packing the weights. */
const BATCH_TOKENS = 2048;

/** Vectors differ from other implementations' by rounding and by the polynomials of exponential and GELU: cosine ≥ .99999. */
export function createFloatForward(weights: FloatEncoder): ForwardPass {
  const { config } = weights;
  const { hidden } = config;
  const products = createFloatProducts();
  return {
    async forward(sequences, { signal } = {}) {
      checkSequences(sequences, config);
      const vectors = new Float32Array(sequences.length * hidden);
      for (let from = 0; from < sequences.length; ) {
        throwIfAborted(signal);
        let to = from;
        for (let tokens = 0; to < sequences.length && tokens < BATCH_TOKENS; to++) tokens += sequences[to].length;
        const batch = sequences.slice(from, to);
        let x = embed(batch, weights);
        for (const layer of weights.layers) x = floatLayer(x, batch, { layer, weights, products });
        for (const [i, vector] of poolEach(x, batch, weights).entries()) vectors.set(vector, (from + i) * hidden);
        from = to;
        await undefined;
      }
      return vectors;
    },
    dispose() {},
  };
}

/** Word + position + type 0, normalised: `[tokens × hidden]`, sequences one after another. */
export function embed(sequences: readonly Int32Array[], weights: Omit<FloatEncoder, "layers">): Float32Array {
  const { wordEmbeddings: words, positionEmbeddings: positions, typeEmbeddings: types } = weights;
  const { hidden, layerNormEpsilon } = weights.config;
  const tokens = countTokens(sequences);
  const x = new Float32Array(tokens * hidden);
  let at = 0;
  for (const ids of sequences) {
    for (let token = 0; token < ids.length; token++) {
      const word = ids[token] * hidden;
      const position = token * hidden;
      for (let column = 0; column < hidden; column++) {
        x[at++] = words.values[word + column] + positions.values[position + column] + types.values[column];
      }
    }
  }
  return layerNorm(x, tokens, hidden, weights.embeddingNorm, layerNormEpsilon);
}

interface LayerContext {
  readonly layer: FloatLayer;
  readonly weights: Pick<FloatEncoder, "config">;
  readonly products: FloatProducts;
}

function floatLayer(x: Float32Array, sequences: readonly Int32Array[], context: LayerContext): Float32Array {
  const { layer, products } = context;
  const { hidden, heads, layerNormEpsilon } = context.weights.config;
  const tokens = x.length / hidden;
  const attended = attendEach(floatLinear(x, layer.qkv, products), sequences, heads, hidden);
  const mixed = add(floatLinear(attended, layer.attentionOutput, products), x);
  const middle = layerNorm(mixed, tokens, hidden, layer.attentionNorm, layerNormEpsilon);
  const up = floatLinear(middle, layer.up, products).map(gelu);
  const down = add(floatLinear(up, layer.down, products), middle);
  return layerNorm(down, tokens, hidden, layer.outputNorm, layerNormEpsilon);
}

/** `[tokens × outputs]` */
export function floatLinear(x: Float32Array, { weight, bias }: FloatLinear, products: FloatProducts): Float32Array {
  const tokens = x.length / weight.columns;
  const y = products.multiplyTransposed({ rows: tokens, columns: weight.columns, values: x }, weight);
  for (let at = 0; at < y.length; at += bias.length) {
    for (let output = 0; output < bias.length; output++) y[at + output] += bias[output];
  }
  return y;
}

/** Attention of each sequence on its own. @param qkv `[tokens × 3·hidden]` @returns `[tokens × hidden]` */
export function attendEach(
  qkv: Float32Array,
  sequences: readonly Int32Array[],
  heads: number,
  hidden: number,
): Float32Array {
  const context = new Float32Array(qkv.length / 3);
  let first = 0;
  for (const { length } of sequences) {
    const part = qkv.subarray(first * 3 * hidden, (first + length) * 3 * hidden);
    context.set(attention(part, length, heads, hidden), first * hidden);
    first += length;
  }
  return context;
}

/** A unit vector of each sequence. */
export function poolEach(
  x: Float32Array,
  sequences: readonly Int32Array[],
  { config: { hidden, pooling } }: Pick<FloatEncoder, "config">,
): Float32Array[] {
  let first = 0;
  return sequences.map(({ length }) => {
    const part = x.subarray(first * hidden, (first + length) * hidden);
    first += length;
    return pool(part, length, hidden, { pooling });
  });
}

export function add(x: Float32Array, y: Float32Array): Float32Array {
  for (let i = 0; i < x.length; i++) x[i] += y[i];
  return x;
}

export function countTokens(sequences: readonly Int32Array[]): number {
  return sequences.reduce((sum, { length }) => sum + length, 0);
}
