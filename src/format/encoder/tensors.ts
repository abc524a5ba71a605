/** An encoder's tensors one by one, as they lie in its stream: who packs them need not hold them all. */
import type { EncoderConfig, EncoderWeights, LayerNormWeights, LinearWeights, QuantizedMatrix } from "./weights";

/**
 * A matrix comes in two parts, its integers first; those of the word embeddings, the largest, may come in several, `first`
 * being the index of the first. The arrays hold until the next tensor is asked for.
 */
export type Tensor =
  | { readonly name: string; readonly part: "values"; readonly values: Int8Array; readonly first?: number }
  | { readonly name: string; readonly part: "scales" | "vector"; readonly floats: Float32Array };

/** Weights on their way. */
export interface EncoderSource {
  readonly modelId: string;
  readonly config: EncoderConfig;
  /** Every tensor once. */
  tensors(): Iterable<Tensor> | AsyncIterable<Tensor>;
}

/** Weights in memory as a source. */
export function sourceOf(
  weights: EncoderWeights,
): Omit<EncoderSource, "tensors"> & { readonly tensors: () => Iterable<Tensor> } {
  return { modelId: weights.modelId, config: weights.config, tensors: () => tensorsOf(weights) };
}

function* tensorsOf(weights: EncoderWeights): Generator<Tensor> {
  yield* matrix("embeddings.word", weights.wordEmbeddings);
  yield* matrix("embeddings.position", weights.positionEmbeddings);
  yield* matrix("embeddings.type", weights.typeEmbeddings);
  yield* norm("embeddings.norm", weights.embeddingNorm);
  for (const [index, layer] of weights.layers.entries()) {
    const of = (name: string) => `layers.${index}.${name}`;
    yield* linear(of("qkv"), layer.qkv);
    yield* linear(of("attentionOutput"), layer.attentionOutput);
    yield* norm(of("attentionNorm"), layer.attentionNorm);
    yield* linear(of("up"), layer.up);
    yield* linear(of("down"), layer.down);
    yield* norm(of("outputNorm"), layer.outputNorm);
  }
}

function* matrix(name: string, { values, scales }: QuantizedMatrix): Generator<Tensor> {
  yield { name, part: "values", values };
  yield { name, part: "scales", floats: scales };
}

function* linear(name: string, { weight, bias }: LinearWeights): Generator<Tensor> {
  yield* matrix(`${name}.weight`, weight);
  yield { name: `${name}.bias`, part: "vector", floats: bias };
}

function* norm(name: string, { gamma, beta }: LayerNormWeights): Generator<Tensor> {
  yield { name: `${name}.gamma`, part: "vector", floats: gamma };
  yield { name: `${name}.beta`, part: "vector", floats: beta };
}
