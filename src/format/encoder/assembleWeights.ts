import type { EncoderConfig, EncoderWeights, LayerNormWeights, LinearWeights, QuantizedMatrix } from "./weights";

/** Where the tensors of an encoder come from, by name. */
export interface TensorSource {
  matrix(name: string): QuantizedMatrix;
  vector(name: string): Float32Array;
}

export function assembleWeights(modelId: string, config: EncoderConfig, source: TensorSource): EncoderWeights {
  const norm = (name: string): LayerNormWeights => ({
    gamma: source.vector(`${name}.gamma`),
    beta: source.vector(`${name}.beta`),
  });
  const linear = (name: string): LinearWeights => ({
    weight: source.matrix(`${name}.weight`),
    bias: source.vector(`${name}.bias`),
  });
  return {
    modelId,
    config,
    wordEmbeddings: source.matrix("embeddings.word"),
    positionEmbeddings: source.matrix("embeddings.position"),
    typeEmbeddings: source.matrix("embeddings.type"),
    embeddingNorm: norm("embeddings.norm"),
    layers: Array.from({ length: config.layers }, (_, layer) => ({
      qkv: linear(`layers.${layer}.qkv`),
      attentionOutput: linear(`layers.${layer}.attentionOutput`),
      attentionNorm: norm(`layers.${layer}.attentionNorm`),
      up: linear(`layers.${layer}.up`),
      down: linear(`layers.${layer}.down`),
      outputNorm: norm(`layers.${layer}.outputNorm`),
    })),
  };
}
