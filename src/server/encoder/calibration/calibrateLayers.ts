/**
 * Quantises an encoder layer by layer on calibration texts: each matrix is rounded to what the full-precision encoder puts
 * out there, given what the quantised encoder before it puts in. Same input, same weights.
 */
import { gelu } from "../../../encoder/ops/gelu/gelu";
import { layerNorm } from "../../../encoder/ops/layerNorm/layerNorm";
import { quantizeRows } from "../../../encoder/ops/quantizeRows/quantizeRows";
import type {
  EncoderConfig,
  EncoderWeights,
  LayerNormWeights,
  LayerWeights,
  LinearWeights,
  QuantizedMatrix,
} from "../../../format/encoder/weights";
import { add, attendEach, embed, floatLinear } from "../float/createFloatForward";
import { createFloatProducts, type FloatMatrix, type FloatProducts } from "../float/floatProduct";
import type { FloatEncoder, FloatLayer, FloatLinear } from "../float/floatWeights";
import { compensateRounding, type RoundedLinear, type RoundingOptions } from "./compensateRounding";
import { collectMoments } from "./moments";
import { shortNorm } from "./shortFloat";

export type LinearName = "qkv" | "attentionOutput" | "up" | "down";
export type EmbeddingWeights = Pick<
  EncoderWeights,
  "wordEmbeddings" | "positionEmbeddings" | "typeEmbeddings" | "embeddingNorm"
>;

export interface CalibrateOptions {
  readonly sequences: readonly Int32Array[];
  readonly roundingOf: (layer: number, name: LinearName) => RoundingOptions;
  readonly onLinear?: (layer: number, name: LinearName, rounded: RoundedLinear) => void;
}

/** Some sequences, and what their tokens have become in full precision and in the quantised encoder, `[tokens × …]`. */
interface Batch {
  readonly sequences: readonly Int32Array[];
  readonly exact: Float32Array;
  readonly rounded: Float32Array;
}

const BATCH_TOKENS = 4096;

/** @param embeddings quantised already */
export function calibrateLayers(
  float: FloatEncoder,
  embeddings: EmbeddingWeights,
  options: CalibrateOptions,
): LayerWeights[] {
  const roundedEmbeddings = {
    config: float.config,
    wordEmbeddings: dequantize(embeddings.wordEmbeddings),
    positionEmbeddings: dequantize(embeddings.positionEmbeddings),
    typeEmbeddings: dequantize(embeddings.typeEmbeddings),
    embeddingNorm: embeddings.embeddingNorm,
  };
  let batches = cutBatches(options.sequences).map(
    (sequences): Batch => ({
      sequences,
      exact: embed(sequences, float),
      rounded: embed(sequences, roundedEmbeddings),
    }),
  );
  const products = createFloatProducts();
  return float.layers.map((layer, index) => {
    const calibrated = calibrateLayer(layer, batches, { config: float.config, index, products, options });
    batches = calibrated.batches;
    return calibrated.weights;
  });
}

interface LayerContext {
  readonly config: EncoderConfig;
  readonly index: number;
  readonly products: FloatProducts;
  readonly options: CalibrateOptions;
}

function calibrateLayer(
  layer: FloatLayer,
  inputs: readonly Batch[],
  context: LayerContext,
): { weights: LayerWeights; batches: Batch[] } {
  const { hidden, heads, layerNormEpsilon } = context.config;
  const attend = (qkv: Float32Array, { sequences }: Batch) => attendEach(qkv, sequences, heads, hidden);
  const normalize = (batches: readonly Batch[], exactNorm: LayerNormWeights, roundedNorm: LayerNormWeights) => {
    const by = (norm: LayerNormWeights) => (x: Float32Array) =>
      layerNorm(x, x.length / hidden, hidden, norm, layerNormEpsilon);
    return mapBatches(batches, by(exactNorm), by(roundedNorm));
  };
  const attentionNorm = shortNorm(layer.attentionNorm);
  const outputNorm = shortNorm(layer.outputNorm);

  const qkv = calibrateLinear("qkv", layer.qkv, inputs, context);
  const attended = mapBatches(qkv.outputs, attend, attend);
  const attentionOutput = calibrateLinear("attentionOutput", layer.attentionOutput, attended, {
    ...context,
    residuals: inputs,
  });
  const middle = normalize(attentionOutput.outputs, layer.attentionNorm, attentionNorm);
  const up = calibrateLinear("up", layer.up, middle, context);
  const activate = (x: Float32Array) => x.map(gelu);
  const activated = mapBatches(up.outputs, activate, activate);
  const down = calibrateLinear("down", layer.down, activated, { ...context, residuals: middle });
  return {
    weights: {
      qkv: qkv.weights,
      attentionOutput: attentionOutput.weights,
      attentionNorm,
      up: up.weights,
      down: down.weights,
      outputNorm,
    },
    batches: normalize(down.outputs, layer.outputNorm, outputNorm),
  };
}

interface LinearContext extends LayerContext {
  /** Added to the outputs; what rounding has done to them so far, the layer makes up for. */
  readonly residuals?: readonly Batch[];
}

function calibrateLinear(
  name: LinearName,
  linear: FloatLinear,
  batches: readonly Batch[],
  { index, products, options, residuals }: LinearContext,
): { weights: LinearWeights; outputs: Batch[] } {
  const { rows, columns } = linear.weight;
  const collector = collectMoments(columns, rows, products);
  const exactOutputs = batches.map((batch, i) => {
    const exact = floatLinear(batch.exact, linear, products);
    if (residuals) add(exact, residuals[i].exact);
    const target = residuals ? subtract(exact.slice(), residuals[i].rounded) : exact.slice();
    collector.add(asMatrix(throughInt8(batch.rounded, columns), columns), asMatrix(target, rows));
    return exact;
  });
  const rounded = compensateRounding(linear, collector.finish(), options.roundingOf(index, name), products);
  options.onLinear?.(index, name, rounded);
  const weight: QuantizedMatrix = { rows, columns, values: rounded.values, scales: rounded.scales };
  const roundedLinear: FloatLinear = { weight: dequantize(weight), bias: rounded.bias };
  const outputs = batches.map((batch, i): Batch => {
    const output = floatLinear(throughInt8(batch.rounded, columns), roundedLinear, products);
    if (residuals) add(output, residuals[i].rounded);
    return { sequences: batch.sequences, exact: exactOutputs[i], rounded: output };
  });
  return { weights: { weight, bias: rounded.bias }, outputs };
}

function cutBatches(sequences: readonly Int32Array[]): Int32Array[][] {
  const batches: Int32Array[][] = [];
  let tokens = BATCH_TOKENS;
  for (const sequence of sequences) {
    if (tokens >= BATCH_TOKENS) {
      batches.push([]);
      tokens = 0;
    }
    batches.at(-1)!.push(sequence);
    tokens += sequence.length;
  }
  return batches;
}

type Change = (x: Float32Array, batch: Batch) => Float32Array;

function mapBatches(batches: readonly Batch[], exactly: Change, rounded: Change): Batch[] {
  return batches.map((batch) => ({
    sequences: batch.sequences,
    exact: exactly(batch.exact, batch),
    rounded: rounded(batch.rounded, batch),
  }));
}

/** What int8 leaves of activations, as every engine quantises them. */
function throughInt8(x: Float32Array, columns: number): Float32Array {
  const rows = x.length / columns;
  return dequantize({ rows, columns, ...quantizeRows(x, rows, columns) }).values;
}

export function dequantize({ rows, columns, values, scales }: QuantizedMatrix): FloatMatrix {
  const floats = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let at = row * columns; at < (row + 1) * columns; at++) floats[at] = values[at] * scales[row];
  }
  return { rows, columns, values: floats };
}

function asMatrix(values: Float32Array, columns: number): FloatMatrix {
  return { rows: values.length / columns, columns, values };
}

function subtract(x: Float32Array, y: Float32Array): Float32Array {
  for (let i = 0; i < x.length; i++) x[i] -= y[i];
  return x;
}
