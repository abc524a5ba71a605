/** What every tier offers: texts in, unit vectors out. */
import type { EncoderTier } from "../types";

export interface EmbedOptions {
  readonly signal?: AbortSignal;
}

export interface EncoderEngine {
  readonly tier: Exclude<EncoderTier, "none">;
  /** Names the vector space: vectors of the same `modelId` may be compared and kept. */
  readonly modelId: string;
  readonly dimensions: number;
  /**
   * @returns `Float32Array[texts.length × dimensions]`, row-major, each row of unit length.
   * @throws AisleError `ABORTED`, `BACKEND_WRONG`, `DEVICE_LOST`.
   */
  embed(texts: readonly string[], options?: EmbedOptions): Promise<Float32Array>;
  dispose(): void;
}

/** WordPiece ids of each text, with [CLS] and [SEP], cut at the model's `maxTokens`. */
export interface Tokenizer {
  encode(text: string): Int32Array;
  /** Share of pieces that are [UNK] or a single character, 0 to 1: high when the vocabulary does not know the language. */
  uncovered(text: string): number;
}

/** The forward pass below the tokeniser; one per backend. */
export interface ForwardPass {
  /**
   * @param sequences token ids of each text, unpadded
   * @returns pooled and L2-normalised vectors, `Float32Array[sequences.length × hidden]`
   */
  forward(sequences: readonly Int32Array[], options?: EmbedOptions): Promise<Float32Array>;
  dispose(): void;
}
