/** Texts through the last layers of an encoder, to unit vectors, and the way back to what the layers' weights are used with. */

import type { EncoderConfig } from "../../../../format/encoder/weights";
import type { FloatProducts } from "../../../encoder/float/floatProduct";
import type { FloatLayer } from "../../../encoder/float/floatWeights";
import type { TokenStates } from "../../../encoder/tokenStates";
import type { Asked } from "./attentionGradient";
import { type LayerContext, type LayerTape, type LinearUse, layerBackward, layerForward } from "./encoderLayer";

export interface LayersContext {
  readonly layers: readonly FloatLayer[];
  readonly config: EncoderConfig;
  readonly products: FloatProducts;
  readonly dropout?: LayerContext["dropout"];
}

export interface LayersTape {
  /** `[texts × hidden]`, of unit length. */
  readonly vectors: Float32Array;
  readonly asked: Asked;
  readonly tapes: readonly LayerTape[];
  /** 1 / length of each text's mean. */
  readonly inverseNorms: Float32Array;
}

/**
 * @param states what enters the first of the layers
 * @param most tokens of a text whose mean is its vector, spread evenly over it: nearly the same vector at a part of the cost
 */
export function layersForward({ values, starts }: TokenStates, most: number, context: LayersContext): LayersTape {
  const { layers, config } = context;
  const all = askedTokens(starts, Number.POSITIVE_INFINITY);
  const asked = config.pooling === "mean" ? askedTokens(starts, most) : askedTokens(starts, 1);
  const tapes: LayerTape[] = [];
  let x = values;
  layers.forEach((layer, i) => {
    const wanted = i === layers.length - 1 ? asked : all;
    tapes.push(layerForward({ x, starts, asked: wanted }, { ...context, layer }));
    x = tapes[i].output;
  });
  const { hidden } = config;
  const texts = starts.length - 1;
  const vectors = new Float32Array(texts * hidden);
  const inverseNorms = new Float32Array(texts);
  for (let text = 0; text < texts; text++) {
    const vector = vectors.subarray(text * hidden, (text + 1) * hidden);
    const count = asked.starts[text + 1] - asked.starts[text];
    for (let row = asked.starts[text]; row < asked.starts[text + 1]; row++) {
      for (let c = 0; c < hidden; c++) vector[c] += x[row * hidden + c] / count;
    }
    inverseNorms[text] = 1 / Math.max(1e-12, Math.hypot(...vector));
    for (let c = 0; c < hidden; c++) vector[c] *= inverseNorms[text];
  }
  return { vectors, asked, tapes, inverseNorms };
}

/** @param gradient by the vectors @returns uses of the linear layers, by layer */
export function layersBackward(gradient: Float32Array, tape: LayersTape, context: LayersContext): LinearUse[][] {
  const { vectors, asked, tapes, inverseNorms } = tape;
  const { hidden } = context.config;
  let by = new Float32Array(asked.rows.length * hidden);
  inverseNorms.forEach((inverse, text) => {
    const start = text * hidden;
    let along = 0;
    for (let c = 0; c < hidden; c++) along += gradient[start + c] * vectors[start + c];
    const share = inverse / (asked.starts[text + 1] - asked.starts[text]);
    for (let row = asked.starts[text]; row < asked.starts[text + 1]; row++) {
      for (let c = 0; c < hidden; c++) {
        by[row * hidden + c] = (gradient[start + c] - along * vectors[start + c]) * share;
      }
    }
  });
  const uses: LinearUse[][] = [];
  for (let i = tapes.length - 1; i >= 0; i--) {
    const found = layerBackward(by, tapes[i], { ...context, layer: context.layers[i] });
    uses.unshift([...found.uses]);
    if (i > 0) by = Float32Array.from(found.input());
  }
  return uses;
}

/** At most so many tokens of each text, spread evenly, the first among them. */
function askedTokens(starts: Uint32Array, most: number): Asked {
  const rows: number[] = [];
  const askedStarts = new Uint32Array(starts.length);
  for (let text = 0; text + 1 < starts.length; text++) {
    const tokens = starts[text + 1] - starts[text];
    const count = Math.min(most, tokens);
    for (let i = 0; i < count; i++) rows.push(starts[text] + Math.floor((i * tokens) / count));
    askedStarts[text + 1] = rows.length;
  }
  return { rows: Uint32Array.from(rows), starts: askedStarts };
}
