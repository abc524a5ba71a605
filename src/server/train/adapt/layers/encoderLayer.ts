/**
 * One encoder layer in float32 that remembers its way, and the way back: gradients by what went in, and of each linear
 * layer its inputs with the gradients by its outputs, which is all that the gradient by a weight is made of.
 */
import { GELU_LIMIT, GELU_POLYNOMIAL } from "../../../../encoder/ops/gelu/gelu";
import type { EncoderConfig } from "../../../../format/encoder/weights";
import type { LinearName } from "../../../encoder/calibration/calibrateLayers";
import { add, floatLinear } from "../../../encoder/float/createFloatForward";
import type { FloatMatrix, FloatProducts } from "../../../encoder/float/floatProduct";
import type { FloatLayer, FloatLinear } from "../../../encoder/float/floatWeights";
import { dropped } from "../dropout";
import { type Asked, type AttentionShape, attend, attendBackward } from "./attentionGradient";
import { type Normalized, normalize, normalizeBackward } from "./layerNormGradient";

export interface LayerInput {
  /** `[tokens × hidden]`, texts one after another. */
  readonly x: Float32Array;
  /** Where the tokens of each text begin. */
  readonly starts: Uint32Array;
  readonly asked: Asked;
}

export interface LayerContext {
  readonly layer: FloatLayer;
  readonly config: Pick<EncoderConfig, "hidden" | "heads" | "layerNormEpsilon">;
  readonly products: FloatProducts;
  /** Share of what attention and the feed-forward part add that is left out; without it, none. */
  readonly dropout?: { readonly share: number; readonly random: () => number };
}

export interface LayerTape {
  /** `[asked × hidden]`. */
  readonly output: Float32Array;
  readonly input: LayerInput;
  readonly shape: AttentionShape;
  readonly askedX: Float32Array;
  readonly queries: Float32Array;
  readonly keyValues: Float32Array;
  readonly shares: Float32Array;
  readonly context: Float32Array;
  readonly middle: Normalized;
  readonly up: Float32Array;
  readonly activated: Float32Array;
  readonly outer: Normalized;
  /** What the outputs of the two parts were multiplied with. */
  readonly masks: { readonly attention?: Float32Array; readonly feedForward?: Float32Array };
}

export function layerForward(input: LayerInput, { layer, config, products, dropout }: LayerContext): LayerTape {
  const { x, starts, asked } = input;
  const { hidden, heads, layerNormEpsilon } = config;
  const shape = { heads, hidden, starts, asked };
  const maskOf = (length: number) =>
    dropout && dropped(new Float32Array(length).fill(1), dropout.share, dropout.random);
  const askedX = gathered(x, asked.rows, hidden);
  const queries = floatLinear(askedX, rowsOf(layer.qkv, 0, hidden), products);
  const keyValues = floatLinear(x, rowsOf(layer.qkv, hidden, 2 * hidden), products);
  const { context, shares } = attend(queries, keyValues, shape);
  const masks = { attention: maskOf(askedX.length), feedForward: maskOf(askedX.length) };
  const mixed = add(masked(floatLinear(context, layer.attentionOutput, products), masks.attention), askedX);
  const middle = normalize(mixed, layer.attentionNorm, layerNormEpsilon);
  const up = floatLinear(middle.output, layer.up, products);
  const activated = up.map((value) => value * gaussian(value));
  const down = add(masked(floatLinear(activated, layer.down, products), masks.feedForward), middle.output);
  const outer = normalize(down, layer.outputNorm, layerNormEpsilon);
  return {
    ...{ output: outer.output, input, shape, askedX, queries, keyValues, shares },
    ...{ context, middle, up, activated, outer, masks },
  };
}

/** What went into some rows of a linear layer, and the gradient by what came out. */
export interface LinearUse {
  readonly name: LinearName;
  /** First output that it is of. */
  readonly firstRow: number;
  readonly input: FloatMatrix;
  readonly gradient: FloatMatrix;
}

export interface LayerGradient {
  readonly uses: readonly LinearUse[];
  /** By what went in, `[tokens × hidden]`. */
  readonly input: () => Float32Array;
}

/** @param gradient by the output */
export function layerBackward(gradient: Float32Array, tape: LayerTape, context: LayerContext): LayerGradient {
  const { layer, products, config } = context;
  const { hidden } = config;
  const { masks, middle, outer, up } = tape;
  const back = (by: Float32Array, { weight }: FloatLinear) =>
    products.multiply({ rows: by.length / weight.rows, columns: weight.rows, values: by }, weight);

  const byDown = normalizeBackward(gradient, outer, layer.outputNorm);
  const byFeedForward = masked(byDown.slice(), masks.feedForward);
  const byUp = back(byFeedForward, layer.down);
  for (let i = 0; i < byUp.length; i++) byUp[i] *= geluSlope(up[i]);
  const byMiddle = add(back(byUp, layer.up), byDown);
  const byMixed = normalizeBackward(byMiddle, middle, layer.attentionNorm);
  const byAttention = masked(byMixed.slice(), masks.attention);
  const byContext = back(byAttention, layer.attentionOutput);
  const { queries: byQueries, keyValues: byKeyValues } = attendBackward(byContext, tape, tape.shape);
  const use = (
    name: LinearName,
    input: Float32Array,
    by: Float32Array,
    firstRow = 0,
    outputs = layer[name].weight.rows,
  ) => {
    const { columns } = layer[name].weight;
    return {
      ...{ name, firstRow },
      input: { rows: input.length / columns, columns, values: input },
      gradient: { rows: by.length / outputs, columns: outputs, values: by },
    };
  };
  return {
    uses: [
      use("down", tape.activated, byFeedForward),
      use("up", middle.output, byUp),
      use("attentionOutput", tape.context, byAttention),
      use("qkv", tape.askedX, byQueries, 0, hidden),
      use("qkv", tape.input.x, byKeyValues, hidden, 2 * hidden),
    ],
    input: () => {
      const byX = back(byKeyValues, rowsOf(layer.qkv, hidden, 2 * hidden));
      const byAsked = add(back(byQueries, rowsOf(layer.qkv, 0, hidden)), byMixed);
      tape.input.asked.rows.forEach((row, i) => {
        for (let c = 0; c < hidden; c++) byX[row * hidden + c] += byAsked[i * hidden + c];
      });
      return byX;
    },
  };
}

/** Φ(x), as the encoder's GELU has it. */
function gaussian(x: number): number {
  const u = Math.max(Math.min(x, GELU_LIMIT), -GELU_LIMIT);
  const square = u * u;
  let p = GELU_POLYNOMIAL[8];
  for (let power = 7; power >= 0; power--) p = p * square + GELU_POLYNOMIAL[power];
  return u * p + 0.5;
}

const DENSITY = 1 / Math.sqrt(2 * Math.PI);

function geluSlope(x: number): number {
  return gaussian(x) + x * DENSITY * Math.exp(-0.5 * x * x);
}

function rowsOf({ weight, bias }: FloatLinear, first: number, rows: number): FloatLinear {
  const { columns, values } = weight;
  return {
    weight: { rows, columns, values: values.subarray(first * columns, (first + rows) * columns) },
    bias: bias.subarray(first, first + rows),
  };
}

function gathered(x: Float32Array, rows: Uint32Array, columns: number): Float32Array {
  const result = new Float32Array(rows.length * columns);
  rows.forEach((row, i) => {
    result.set(x.subarray(row * columns, (row + 1) * columns), i * columns);
  });
  return result;
}

function masked(values: Float32Array, mask: Float32Array | undefined): Float32Array {
  if (mask) for (let i = 0; i < values.length; i++) values[i] *= mask[i];
  return values;
}
