import type { EncoderWeights, LayerWeights, LinearWeights } from "../../../format/encoder/weights";
import { dequantize } from "../calibration/calibrateLayers";
import type { FloatEncoder, FloatLayer, FloatLinear } from "./floatWeights";

/** A quantised encoder's weights as floats: the values that its integers stand for. */
export function floatEncoderOf(weights: EncoderWeights): FloatEncoder {
  return {
    config: weights.config,
    wordEmbeddings: dequantize(weights.wordEmbeddings),
    positionEmbeddings: dequantize(weights.positionEmbeddings),
    typeEmbeddings: dequantize(weights.typeEmbeddings),
    embeddingNorm: weights.embeddingNorm,
    layers: weights.layers.map(floatLayerOf),
  };
}

export function floatLayerOf(layer: LayerWeights): FloatLayer {
  return {
    ...layer,
    qkv: floatLinearOf(layer.qkv),
    attentionOutput: floatLinearOf(layer.attentionOutput),
    up: floatLinearOf(layer.up),
    down: floatLinearOf(layer.down),
  };
}

function floatLinearOf({ weight, bias }: LinearWeights): FloatLinear {
  return { weight: dequantize(weight), bias };
}
