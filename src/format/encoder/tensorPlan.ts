/** Which tensors an encoder of a given shape has, what they are called, and where they lie in the stream. */
import { BERT_TIER, type ByteSpan, type MatrixEntry, type TensorEntry, type VectorEntry } from "./manifest";
import type { EncoderConfig } from "./weights";

/** Start of every region: a cache line, and more than any typed array or GPU copy asks for. */
const ALIGNMENT_BYTES = 64;

export interface TensorShape {
  readonly name: string;
  /** `linear` and `embedding` are quantised matrices `[rows, columns]`, `vector` is float32. */
  readonly kind: "linear" | "embedding" | "vector";
  readonly rows: number;
  readonly columns: number;
}

/** How one matrix is stored. */
export interface Precision {
  readonly bits: number;
  readonly storageBits: number;
  readonly group: number | null;
  readonly clip: number;
  readonly clipping: string;
}

export const LINEAR_PRECISION: Precision = { bits: 7, storageBits: 8, group: null, clip: 63, clipping: "searched" };
export const EMBEDDING_PRECISION: Precision = { bits: 8, storageBits: 8, group: null, clip: 127, clipping: "absmax" };

export interface TensorPlan {
  readonly tensors: readonly TensorEntry[];
  /** Length of the stream. */
  readonly bytes: number;
}

/** In stream order. Linear layers are `[outputs, inputs]`; query, key and value are stacked in `qkv`. */
export function encoderTensors(config: EncoderConfig): TensorShape[] {
  const { hidden, intermediate } = config;
  const embedding = (name: string, rows: number): TensorShape => ({ name, kind: "embedding", rows, columns: hidden });
  const vector = (name: string, rows: number): TensorShape => ({ name, kind: "vector", rows, columns: 1 });
  const norm = (name: string): TensorShape[] => [vector(`${name}.gamma`, hidden), vector(`${name}.beta`, hidden)];
  const linear = (name: string, rows: number, columns: number): TensorShape[] => [
    { name: `${name}.weight`, kind: "linear", rows, columns },
    vector(`${name}.bias`, rows),
  ];
  return [
    embedding("embeddings.word", config.vocabulary),
    embedding("embeddings.position", config.maxPositions),
    embedding("embeddings.type", config.typeVocabulary),
    ...norm("embeddings.norm"),
    ...Array.from({ length: config.layers }, (_, layer) => [
      ...linear(`layers.${layer}.qkv`, 3 * hidden, hidden),
      ...linear(`layers.${layer}.attentionOutput`, hidden, hidden),
      ...norm(`layers.${layer}.attentionNorm`),
      ...linear(`layers.${layer}.up`, intermediate, hidden),
      ...linear(`layers.${layer}.down`, hidden, intermediate),
      ...norm(`layers.${layer}.outputNorm`),
    ]).flat(),
  ];
}

/**
 * Lays the integers of all matrices out one after another, then scales and float32 values: what compresses alike lies together.
 * @param precisionOf default: 7 bits for linear layers, 8 for embeddings, a byte each
 */
export function planTensors(
  config: EncoderConfig,
  precisionOf: (shape: TensorShape) => Precision = defaultPrecision,
): TensorPlan {
  let end = 0;
  const reserve = (byteLength: number): ByteSpan => {
    const byteOffset = Math.ceil(end / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
    end = byteOffset + byteLength;
    return { byteOffset, byteLength };
  };
  const shapes = encoderTensors(config);
  const matrices = new Map<string, Omit<MatrixEntry, "scales">>();
  for (const shape of shapes) {
    if (shape.kind === "vector") continue;
    const { name, rows, columns } = shape;
    const precision = precisionOf(shape);
    const span = reserve(rows * Math.ceil((columns * precision.storageBits) / 8));
    matrices.set(name, { ...named(name), dtype: "int", shape: [rows, columns], ...precision, ...span });
  }
  const tensors = shapes.map(({ name, rows, columns }): TensorEntry => {
    const matrix = matrices.get(name);
    if (!matrix) {
      const values = { bits: 32, group: null, clip: null, ...reserve(rows * 4) } as const;
      return { ...named(name), dtype: "float32", shape: [rows], ...values };
    }
    const scales = reserve(rows * 4);
    if (matrix.group === null) return { ...matrix, scales };
    return { ...matrix, scales, multipliers: reserve(rows * Math.ceil(columns / matrix.group)) };
  });
  return { tensors, bytes: end };
}

function named(name: string): Pick<VectorEntry, "name" | "packing" | "tier"> {
  return { name, packing: "row-major", tier: BERT_TIER };
}

function defaultPrecision(shape: TensorShape): Precision {
  return shape.kind === "linear" ? LINEAR_PRECISION : EMBEDDING_PRECISION;
}
