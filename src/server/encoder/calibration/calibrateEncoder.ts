/**
 * Quantises an encoder layer by layer on calibration texts: each layer's rounding is fitted to what the full-precision
 * layer puts out, given what the quantised layers before it put in. Same input, same weights.
 */
import { layerNorm } from "../../../encoder/ops/layerNorm/layerNorm";
import { gelu } from "../../../encoder/ops/gelu/gelu";
import { quantizeRows } from "../../../encoder/ops/quantizeRows/quantizeRows";
import type { EncoderWeights, LayerNormWeights, LayerWeights, LinearWeights } from "../../../format/encoder/weights";
import { add, attendEach, countTokens, embed, floatLinear } from "../float/createFloatForward";
import { createFloatProducts, type FloatMatrix, type FloatProducts } from "../float/floatProduct";
import type { FloatEncoder, FloatLayer, FloatLinear } from "../float/floatWeights";
import { compensateRounding, type RoundedLinear, type RoundingOptions } from "./compensateRounding";
import { collectMoments } from "./moments";

export type LinearName = "qkv" | "attentionOutput" | "up" | "down";

export interface CalibrateOptions {
  readonly sequences: readonly Int32Array[];
  readonly roundingOf: (layer: number, name: LinearName) => RoundingOptions;
  readonly tweakNorms: boolean;
  readonly onLinear?: (name: string, rounded: RoundedLinear, targetVariance: number) => void;
}

/** Some sequences, and where their activations have got to in full precision and in the quantised encoder. */
interface Batch {
  readonly sequences: readonly Int32Array[];
  readonly tokens: number;
  exact: Float32Array;
  rounded: Float32Array;
}

const BATCH_TOKENS = 4096;

/** @param embeddings quantised already @returns the layers, quantised */
export function calibrateLayers(
  float: FloatEncoder,
  embeddings: Pick<EncoderWeights, "wordEmbeddings" | "positionEmbeddings" | "typeEmbeddings" | "embeddingNorm">,
  options: CalibrateOptions,
): LayerWeights[] {
  const products = createFloatProducts();
  const { hidden, heads, layerNormEpsilon } = float.config;
  const dequantized: FloatEncoder = {
    ...float,
    wordEmbeddings: dequantize(embeddings.wordEmbeddings),
    positionEmbeddings: dequantize(embeddings.positionEmbeddings),
    typeEmbeddings: dequantize(embeddings.typeEmbeddings),
    embeddingNorm: embeddings.embeddingNorm,
  };
  const batches = cutBatches(options.sequences).map((sequences): Batch => {
    return {
      sequences,
      tokens: countTokens(sequences),
      exact: embed(sequences, float),
      rounded: embed(sequences, dequantized),
    };
  });

  return float.layers.map((layer, index): LayerWeights => {
    const fit = (
      name: LinearName,
      input: (batch: Batch) => Float32Array,
      target: (batch: Batch) => Float32Array,
    ): { weights: LinearWeights; run: (batch: Batch) => Float32Array } => {
      const { weight } = layer[name];
      const collector = collectMoments(weight.columns, weight.rows, products);
      for (const batch of batches) {
        collector.add(asMatrix(input(batch), weight.columns), asMatrix(target(batch), weight.rows));
      }
      const moments = collector.finish();
      const rounded = compensateRounding(layer[name], moments, options.roundingOf(index, name), products);
      const { values, scales, bias } = rounded;
      const weights = { weight: { rows: weight.rows, columns: weight.columns, values, scales }, bias };
      options.onLinear?.(`layers.${index}.${name}`, rounded, 0);
      const float: FloatLinear = { weight: dequantize(weights.weight), bias };
      return { weights, run: (batch) => floatLinear(input(batch), float, products) };
    };
    const normalize = (x: Float32Array, norm: LayerNormWeights) =>
      layerNorm(x, x.length / hidden, hidden, norm, layerNormEpsilon);
    const tweak = (norm: LayerNormWeights, pairs: readonly (readonly [Float32Array, Float32Array])[]) =>
      options.tweakNorms ? fitNorm(norm, pairs) : norm;

    const roundedInput = (x: Float32Array, columns: number) => throughInt8(x, columns);

    // Query, key and value.
    const exactQkv = new Map(batches.map((batch) => [batch, floatLinear(batch.exact, layer.qkv, products)]));
    const qkv = fit(
      "qkv",
      (batch) => roundedInput(batch.rounded, hidden),
      (batch) => exactQkv.get(batch)!.slice(),
    );
    const contexts = new Map(
      batches.map((batch) => {
        const exact = attendEach(exactQkv.get(batch)!, batch.sequences, heads, hidden);
        const rounded = attendEach(qkv.run(batch), batch.sequences, heads, hidden);
        exactQkv.delete(batch);
        return [batch, { exact: add(floatLinear(exact, layer.attentionOutput, products), batch.exact), rounded }];
      }),
    );
    const attentionOutput = fit(
      "attentionOutput",
      (batch) => roundedInput(contexts.get(batch)!.rounded, hidden),
      (batch) => subtract(contexts.get(batch)!.exact.slice(), batch.rounded),
    );
    const middles = batches.map((batch) => {
      const mixed = add(attentionOutput.run(batch), batch.rounded);
      const exact = normalize(contexts.get(batch)!.exact, layer.attentionNorm);
      return { batch, exact, unit: normalize(mixed, unitNorm(hidden)) };
    });
    contexts.clear();
    const attentionNorm = tweak(
      layer.attentionNorm,
      middles.map(({ unit, exact }) => [unit, exact]),
    );
    for (const { batch, exact, unit } of middles) {
      batch.exact = exact;
      batch.rounded = affine(unit, attentionNorm);
    }

    const exactUp = new Map(batches.map((batch) => [batch, floatLinear(batch.exact, layer.up, products)]));
    const up = fit(
      "up",
      (batch) => roundedInput(batch.rounded, hidden),
      (batch) => exactUp.get(batch)!.slice(),
    );
    const inner = new Map(
      batches.map((batch) => {
        const exact = mapInPlace(exactUp.get(batch)!, gelu);
        exactUp.delete(batch);
        const rounded = mapInPlace(up.run(batch), gelu);
        return [batch, { exact: add(floatLinear(exact, layer.down, products), batch.exact), rounded }];
      }),
    );
    const down = fit(
      "down",
      (batch) => roundedInput(inner.get(batch)!.rounded, float.config.intermediate),
      (batch) => subtract(inner.get(batch)!.exact.slice(), batch.rounded),
    );
    const outputs = batches.map((batch) => {
      const mixed = add(down.run(batch), batch.rounded);
      return {
        batch,
        exact: normalize(inner.get(batch)!.exact, layer.outputNorm),
        unit: normalize(mixed, unitNorm(hidden)),
      };
    });
    inner.clear();
    const outputNorm = tweak(
      layer.outputNorm,
      outputs.map(({ unit, exact }) => [unit, exact]),
    );
    for (const { batch, exact, unit } of outputs) {
      batch.exact = exact;
      batch.rounded = affine(unit, outputNorm);
    }
    return {
      qkv: qkv.weights,
      attentionOutput: attentionOutput.weights,
      attentionNorm,
      up: up.weights,
      down: down.weights,
      outputNorm,
    };
  });
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

/** What int8 leaves of activations, as the engines quantise them. */
function throughInt8(x: Float32Array, columns: number): Float32Array {
  const rows = x.length / columns;
  const { values, scales } = quantizeRows(x, rows, columns);
  const result = new Float32Array(x.length);
  for (let row = 0; row < rows; row++) {
    for (let at = row * columns; at < (row + 1) * columns; at++) result[at] = values[at] * scales[row];
  }
  return result;
}

export function dequantize({
  rows,
  columns,
  values,
  scales,
}: {
  rows: number;
  columns: number;
  values: Int8Array;
  scales: Float32Array;
}): FloatMatrix {
  const floats = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let at = row * columns; at < (row + 1) * columns; at++) floats[at] = values[at] * scales[row];
  }
  return { rows, columns, values: floats };
}

function asMatrix(values: Float32Array, columns: number): FloatMatrix {
  return { rows: values.length / columns, columns, values };
}

function unitNorm(hidden: number): LayerNormWeights {
  return { gamma: new Float32Array(hidden).fill(1), beta: new Float32Array(hidden) };
}

function affine(x: Float32Array, { gamma, beta }: LayerNormWeights): Float32Array {
  const columns = gamma.length;
  for (let at = 0; at < x.length; at += columns) {
    for (let column = 0; column < columns; column++) x[at + column] = x[at + column] * gamma[column] + beta[column];
  }
  return x;
}

/** γ and β that bring the normalised rows nearest to the exact ones. */
function fitNorm(
  norm: LayerNormWeights,
  pairs: readonly (readonly [Float32Array, Float32Array])[],
): LayerNormWeights {
  const columns = norm.gamma.length;
  const [sumX, sumY, sumXX, sumXY] = Array.from({ length: 4 }, () => new Float64Array(columns));
  let rows = 0;
  for (const [x, y] of pairs) {
    for (let at = 0; at < x.length; at += columns) {
      for (let column = 0; column < columns; column++) {
        const [a, b] = [x[at + column], y[at + column]];
        sumX[column] += a;
        sumY[column] += b;
        sumXX[column] += a * a;
        sumXY[column] += a * b;
      }
      rows++;
    }
  }
  const gamma = norm.gamma.map((_, c) => (sumXY[c] - (sumX[c] * sumY[c]) / rows) / (sumXX[c] - sumX[c] ** 2 / rows));
  const beta = gamma.map((slope, c) => (sumY[c] - slope * sumX[c]) / rows);
  return { gamma, beta };
}

function subtract(x: Float32Array, y: Float32Array): Float32Array {
  for (let i = 0; i < x.length; i++) x[i] -= y[i];
  return x;
}

function mapInPlace(x: Float32Array, f: (value: number) => number): Float32Array {
  for (let i = 0; i < x.length; i++) x[i] = f(x[i]);
  return x;
}
