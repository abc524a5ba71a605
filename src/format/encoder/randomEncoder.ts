/** Seeded random encoders of any shape: what the tests of kernels, readers and engines run on. */
import type {
  EncoderConfig,
  EncoderWeights,
  LayerNormWeights,
  LayerWeights,
  LinearWeights,
  QuantizedMatrix,
} from "./weights";

export interface RandomEncoderOptions {
  readonly layers?: number;
  readonly hidden?: number;
  readonly heads?: number;
  readonly intermediate?: number;
  readonly vocabulary?: number;
  readonly maxPositions?: number;
  readonly typeVocabulary?: number;
  readonly pooling?: EncoderConfig["pooling"];
  readonly maxTokens?: number;
  readonly layerNormEpsilon?: number;
  readonly seed?: number;
}

/** The shape of all-MiniLM-L6-v2, for speed measured on random weights. */
export const MINILM_SHAPE = {
  layers: 6,
  hidden: 384,
  heads: 12,
  intermediate: 1536,
  vocabulary: 30_522,
  maxPositions: 512,
  maxTokens: 256,
} as const satisfies RandomEncoderOptions;

/** Default: 2 layers, 32 wide, 4 heads, 64 intermediate, 100 tokens, 64 positions. The same seed gives the same weights. */
export function randomEncoder(options: RandomEncoderOptions = {}): EncoderWeights {
  const { layers = 2, hidden = 32, heads = 4, intermediate = 2 * hidden, vocabulary = 100, seed = 1 } = options;
  const { maxPositions = 64, typeVocabulary = 2, pooling = "mean", maxTokens = maxPositions } = options;
  const { layerNormEpsilon = 1e-12 } = options;
  const random = mulberry32(seed);

  const matrix = (rows: number, columns: number, limit: number, size: number): QuantizedMatrix => ({
    rows,
    columns,
    values: Int8Array.from({ length: rows * columns }, () => Math.round((2 * random() - 1) * limit)),
    scales: Float32Array.from({ length: rows }, () => ((0.5 + random()) * size) / limit),
  });
  const vector = (length: number, centre: number, spread: number): Float32Array =>
    Float32Array.from({ length }, () => centre + (2 * random() - 1) * spread);
  // Weights of size 1/√inputs keep activations of size 1 from layer to layer, as in a trained encoder.
  const linear = (outputs: number, inputs: number): LinearWeights => ({
    weight: matrix(outputs, inputs, 63, 1.7 / Math.sqrt(inputs)),
    bias: vector(outputs, 0, 0.1),
  });
  const norm = (): LayerNormWeights => ({ gamma: vector(hidden, 1, 0.2), beta: vector(hidden, 0, 0.1) });

  const embeddings = {
    wordEmbeddings: matrix(vocabulary, hidden, 127, 0.1),
    positionEmbeddings: matrix(maxPositions, hidden, 127, 0.05),
    typeEmbeddings: matrix(typeVocabulary, hidden, 127, 0.05),
    embeddingNorm: norm(),
  };
  return {
    modelId: `random-${seed}`,
    config: {
      layers,
      hidden,
      heads,
      intermediate,
      vocabulary,
      maxPositions,
      typeVocabulary,
      layerNormEpsilon,
      activation: "gelu",
      pooling,
      maxTokens,
    },
    ...embeddings,
    layers: Array.from(
      { length: layers },
      (): LayerWeights => ({
        qkv: linear(3 * hidden, hidden),
        attentionOutput: linear(hidden, hidden),
        attentionNorm: norm(),
        up: linear(intermediate, hidden),
        down: linear(hidden, intermediate),
        outputNorm: norm(),
      }),
    ),
  };
}

/** Uniform in [0, 1); Tommy Ettinger's mulberry32, public domain. */
function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
