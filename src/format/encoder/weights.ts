/** A BERT encoder in memory, as the reader yields it and every forward pass takes it. */

export interface EncoderConfig {
  readonly layers: number;
  readonly hidden: number;
  readonly heads: number;
  readonly intermediate: number;
  /** Rows of the word embedding (after pruning). */
  readonly vocabulary: number;
  readonly maxPositions: number;
  readonly typeVocabulary: number;
  readonly layerNormEpsilon: number;
  readonly activation: "gelu";
  readonly pooling: "mean" | "cls";
  /** Truncation, [CLS] and [SEP] included (sentence_bert_config's max_seq_length). */
  readonly maxTokens: number;
}

/** Row `r` is `values[r*columns .. ]` times `scales[r]`; symmetric, no zero point. */
export interface QuantizedMatrix {
  /** Output channels of a linear layer, or rows of an embedding. */
  readonly rows: number;
  /** Input channels, or the embedding's width. */
  readonly columns: number;
  /** Linear layers: 7-bit signed in [-63, 63]. Embeddings: 8-bit in [-127, 127]. Row-major. */
  readonly values: Int8Array;
  readonly scales: Float32Array;
}

/** y = W·x + b with W = [rows = outputs][columns = inputs]. */
export interface LinearWeights {
  readonly weight: QuantizedMatrix;
  readonly bias: Float32Array;
}

export interface LayerNormWeights {
  readonly gamma: Float32Array;
  readonly beta: Float32Array;
}

export interface LayerWeights {
  /** Query, key and value stacked: rows = 3 × hidden. */
  readonly qkv: LinearWeights;
  readonly attentionOutput: LinearWeights;
  readonly attentionNorm: LayerNormWeights;
  /** hidden → intermediate. */
  readonly up: LinearWeights;
  /** intermediate → hidden. */
  readonly down: LinearWeights;
  readonly outputNorm: LayerNormWeights;
}

export interface EncoderWeights {
  readonly modelId: string;
  readonly config: EncoderConfig;
  readonly wordEmbeddings: QuantizedMatrix;
  readonly positionEmbeddings: QuantizedMatrix;
  readonly typeEmbeddings: QuantizedMatrix;
  readonly embeddingNorm: LayerNormWeights;
  readonly layers: readonly LayerWeights[];
}
