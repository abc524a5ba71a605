import type { EncoderWeights, LayerWeights, LinearWeights } from "../../format/encoder/weights";
import type { FloatLayer, FloatLinear } from "./float/floatWeights";
import { quantizeRowBySearch } from "./quantizeRow";

const LINEAR_CLIP = 63;

/**
 * The encoder with other last layers, rounded to 7 bits a weight: what was learned is smaller than the steps of a compact
 * encoder, and would be lost in them. All other layers keep their integers. `modelId` is left to the writer.
 */
export function withFloatLayers(weights: EncoderWeights, last: readonly FloatLayer[]): EncoderWeights {
  const kept = weights.layers.slice(0, weights.layers.length - last.length);
  return { ...weights, modelId: "", layers: [...kept, ...last.map(quantizedLayer)] };
}

function quantizedLayer(layer: FloatLayer): LayerWeights {
  return {
    ...layer,
    qkv: quantizedLinear(layer.qkv),
    attentionOutput: quantizedLinear(layer.attentionOutput),
    up: quantizedLinear(layer.up),
    down: quantizedLinear(layer.down),
  };
}

function quantizedLinear({ weight: { rows, columns, values }, bias }: FloatLinear): LinearWeights {
  const integers = new Int8Array(values.length);
  const scales = new Float32Array(rows);
  const importance = new Float32Array(columns).fill(1);
  for (let row = 0; row < rows; row++) {
    const [from, to] = [row * columns, (row + 1) * columns];
    const target = { values: integers.subarray(from, to), clip: LINEAR_CLIP };
    scales[row] = quantizeRowBySearch(values.subarray(from, to), importance, target);
  }
  return { weight: { rows, columns, values: integers, scales }, bias };
}
