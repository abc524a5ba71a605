/**
 * A checkpoint's weights in as few bits as ranking bears: uniform steps and an entropy coder's bits instead of fixed
 * widths, rounding that compensates for itself on calibration texts. The integers are ordinary int8 with one scale a row,
 * which every engine runs as it is.
 */
import type { Precision, TensorShape } from "../../../format/encoder/tensorPlan";
import type { EncoderWeights, QuantizedMatrix } from "../../../format/encoder/weights";
import { tensorsByName } from "../../../format/encoder/writeEncoder";
import type { FloatEncoder } from "../float/floatWeights";
import { calibrateLayers, type EmbeddingWeights, type LinearName } from "./calibrateLayers";
import { roundTable } from "./roundTable";
import { shortNorm } from "./shortFloat";

export interface CompactOptions {
  /** Average bits of a linear layer's weight on the wire. */
  readonly bits: number;
  /** The same for the word embeddings. */
  readonly embeddingBits: number;
  readonly sequences: readonly Int32Array[];
  readonly onProgress?: (done: string) => void;
}

const LINEAR_CLIP = 63;
const EMBEDDING_CLIP = 127;
/** Entropy of normal values rounded to steps of their standard deviation: log₂ √(2πe). */
const BITS_AT_STEP_ONE = 2.047;
/** Every text sees the first positions: they are worth more bits than a word. */
const POSITION_BITS = 4.5;
/**
 * By what a matrix alone, rounded, takes from the cosine of all-MiniLM-L6-v2's vectors: error of each weight the square root's
 * reciprocal, so that the last bit of all matrices is worth the same. About alike in all layers.
 */
const RELATIVE_STEPS: Readonly<Record<LinearName, number>> = { qkv: 1, attentionOutput: 1, up: 0.8, down: 1.25 };
const DAMPING = 0.01;
const RIDGE = 0.1;

/** The same options give the same weights. `modelId` is left to the writer. */
export function compactEncoder(float: FloatEncoder, options: CompactOptions): EncoderWeights {
  const table = (matrix: FloatEncoder["wordEmbeddings"], bits: number) =>
    roundTable(matrix, { step: stepOf(bits), clip: EMBEDDING_CLIP });
  const embeddings: EmbeddingWeights = {
    wordEmbeddings: table(float.wordEmbeddings, options.embeddingBits),
    positionEmbeddings: table(float.positionEmbeddings, POSITION_BITS),
    typeEmbeddings: table(float.typeEmbeddings, POSITION_BITS),
    embeddingNorm: shortNorm(float.embeddingNorm),
  };
  const layers = calibrateLayers(float, embeddings, {
    sequences: options.sequences,
    roundingOf: (_layer, name) => ({
      clip: LINEAR_CLIP,
      step: stepOf(options.bits) * RELATIVE_STEPS[name],
      damping: DAMPING,
      ridge: RIDGE,
    }),
    onLinear: (layer, name) => {
      if (name === "down") options.onProgress?.(`layer ${layer + 1} of ${float.layers.length}`);
    },
  });
  return { modelId: "", config: float.config, ...embeddings, layers };
}

/** A byte a value, which DEFLATE makes as small as the entropy; the clip is what the integers reach. */
export function compactPrecision(weights: EncoderWeights): (shape: TensorShape) => Precision {
  const matrices = tensorsByName(weights);
  return ({ name, kind }) => {
    const { values } = matrices.get(name) as QuantizedMatrix;
    let clip = 1;
    for (const value of values) clip = Math.max(clip, Math.abs(value));
    const bits = Math.max(4, 1 + Math.ceil(Math.log2(clip + 1)));
    return { bits, storageBits: 8, group: null, clip, clipping: kind === "linear" ? "calibrated" : "uniform" };
  };
}

/** The step, in standard deviations, that costs so many bits. */
export function stepOf(bits: number): number {
  return 2 ** (BITS_AT_STEP_ONE - bits);
}
