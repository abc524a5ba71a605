/** Weights to chunks and manifest; the reader's other half. Same input, same bytes. */

import { assembleWeights } from "./assembleWeights";
import { packBits } from "./bitPacking";
import {
  type ChunkEntry,
  ENCODER_SCHEMA_VERSION,
  type EncoderManifest,
  type GoldenEntry,
  MAX_CHUNK_BYTES,
  MAX_INFLATED_BYTES,
  type MatrixEntry,
  readEncoderManifest,
  type TensorEntry,
  type TokenizerSettings,
} from "./manifest";
import { type Precision, planTensors, type TensorPlan, type TensorShape } from "./tensorPlan";
import type { EncoderConfig, EncoderWeights, QuantizedMatrix } from "./weights";

export interface ModelCard {
  /** First half of the model id, such as `all-MiniLM-L6-v2`. */
  readonly name: string;
  readonly licence: string;
  readonly derivedFrom: string;
  readonly tokenizer: TokenizerSettings;
  /** In order of ids. */
  readonly vocabulary: readonly string[];
}

export interface SealOptions {
  /** SHA-256 of bytes, 64 lower-case hexadecimal digits. */
  readonly sha256: (bytes: Uint8Array) => Promise<string>;
  /** Bytes to a raw DEFLATE stream; without it chunks are stored as they are. */
  readonly deflate?: (bytes: Uint8Array) => Uint8Array;
}

export interface WriteOptions extends SealOptions {
  /** How each matrix is stored; default a byte a value. */
  readonly precisionOf?: (shape: TensorShape) => Precision;
}

/** A folder's files by name; `manifest.json` is added by whoever writes the folder. */
export interface EncoderFiles {
  readonly manifest: EncoderManifest;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** An encoder's stream and weights that are views of it: fill the weights, then `sealEncoder`. */
export interface EncoderStream {
  readonly config: EncoderConfig;
  readonly plan: TensorPlan;
  readonly bytes: Uint8Array;
  readonly weights: EncoderWeights;
}

/** Room for an encoder, all zeros, so that a converter never holds the output twice. */
export function allocateEncoder(config: EncoderConfig): EncoderStream {
  const plan = planTensors(config);
  const bytes = new Uint8Array(plan.bytes);
  const entries = new Map(plan.tensors.map((entry) => [entry.name, entry]));
  const weights = assembleWeights("", config, {
    matrix: (name): QuantizedMatrix => {
      const { shape, byteOffset, byteLength, scales } = entries.get(name) as MatrixEntry;
      const [rows, columns] = shape;
      const values = new Int8Array(bytes.buffer, byteOffset, byteLength);
      return { rows, columns, values, scales: new Float32Array(bytes.buffer, scales.byteOffset, rows) };
    },
    vector: (name) => {
      const { byteOffset, byteLength } = entries.get(name)!;
      return new Float32Array(bytes.buffer, byteOffset, byteLength / 4);
    },
  });
  return { config, plan, bytes, weights };
}

/**
 * Cuts a filled stream into content-hashed chunks and describes them. Undeflated chunks are views of the stream. The model id is
 * that of the contents: another DEFLATE makes other files of the same model.
 */
export async function sealEncoder(
  { config, plan, bytes }: Pick<EncoderStream, "config" | "plan" | "bytes">,
  card: ModelCard,
  { sha256, deflate }: SealOptions,
): Promise<EncoderFiles> {
  const files = new Map<string, Uint8Array>();
  const cut = (prefix: string, extension: string, whole: Uint8Array) =>
    cutChunks(whole, { prefix, extension, files, sha256, deflate });
  const vocabularyBytes = new TextEncoder().encode(card.vocabulary.map((piece) => `${piece}\n`).join(""));
  const weights = { bytes: bytes.length, chunks: await cut("weights", "bin", bytes) };
  const vocabulary = {
    pieces: card.vocabulary.length,
    bytes: vocabularyBytes.length,
    chunks: await cut("vocabulary", "txt", vocabularyBytes),
  };
  const { tokenizer } = card;
  const contents = { weights: await sha256(bytes), vocabulary: await sha256(vocabularyBytes) };
  const identity = JSON.stringify({ config, tokenizer, contents, tensors: plan.tensors });
  const hash = await sha256(new TextEncoder().encode(identity));
  const manifest = readEncoderManifest({
    kind: "aisle-encoder",
    schemaVersion: ENCODER_SCHEMA_VERSION,
    modelId: `${card.name}-${hash.slice(0, 8)}`,
    licence: card.licence,
    derivedFrom: card.derivedFrom,
    config,
    tokenizer,
    vocabulary,
    weights,
    tensors: plan.tensors,
    golden: [],
  });
  return { manifest, files };
}

/**
 * Writes weights that are in memory, each matrix stored as `precisionOf` says.
 * @throws RangeError when a value does not fit the bits it was given
 */
export async function writeEncoder(
  weights: EncoderWeights,
  card: ModelCard,
  options: WriteOptions,
): Promise<EncoderFiles> {
  const plan = planTensors(weights.config, options.precisionOf);
  const bytes = new Uint8Array(plan.bytes);
  const tensors = new Map(plan.tensors.map((entry) => [entry.name, entry]));
  // Walking the same names as the reader keeps the two from drifting apart.
  const source = tensorsByName(weights);
  for (const [name, entry] of tensors) store(entry, source.get(name)!, bytes);
  return sealEncoder({ config: weights.config, plan, bytes }, card, options);
}

/**
 * Adds the table tier, or puts it in the place of another: the model stays what it is. The chunks are views of the table.
 * @param table as `writeTokenTable` wrote it
 */
export async function withTable(encoder: EncoderFiles, table: Uint8Array, options: SealOptions): Promise<EncoderFiles> {
  const before = new Set(encoder.manifest.table?.chunks.map(({ file }) => file));
  const files = new Map([...encoder.files].filter(([name]) => !before.has(name)));
  const chunks = await cutChunks(table, { ...options, prefix: "table", extension: "bin", files });
  return { manifest: readEncoderManifest({ ...encoder.manifest, table: { bytes: table.length, chunks } }), files };
}

interface CutOptions extends SealOptions {
  readonly prefix: string;
  readonly extension: string;
  /** The chunks are added here by name. */
  readonly files: Map<string, Uint8Array>;
}

async function cutChunks(whole: Uint8Array, options: CutOptions): Promise<ChunkEntry[]> {
  const { prefix, extension, files, sha256, deflate } = options;
  const chunks: ChunkEntry[] = [];
  for (let start = 0; start < whole.length; ) {
    const { bytes: chunk, inflated, taken } = cutChunk(whole.subarray(start), deflate);
    start += taken;
    const hash = await sha256(chunk);
    const file = `${prefix}-${String(chunks.length).padStart(2, "0")}.${hash.slice(0, 16)}.${extension}`;
    files.set(file, chunk);
    chunks.push({ file, bytes: chunk.length, sha256: hash, ...(inflated === undefined ? {} : { inflated }) });
  }
  return chunks;
}

interface CutChunk {
  readonly bytes: Uint8Array;
  readonly inflated?: number;
  /** Bytes of the stream that are in it. */
  readonly taken: number;
}

/** The first chunk of what is left: as much as deflates to one file's size, or as much as fits as it is. */
function cutChunk(rest: Uint8Array, deflate: SealOptions["deflate"]): CutChunk {
  for (const most of deflate ? [MAX_INFLATED_BYTES, MAX_CHUNK_BYTES] : []) {
    const plain = rest.subarray(0, most);
    const bytes = deflate!(plain);
    if (bytes.length < plain.length && bytes.length <= MAX_CHUNK_BYTES) {
      return { bytes, inflated: plain.length, taken: plain.length };
    }
  }
  const bytes = rest.subarray(0, MAX_CHUNK_BYTES);
  return { bytes, taken: bytes.length };
}

/** Adds the self-test's texts. @param vector of unit length */
export function goldenEntry(text: string, ids: Int32Array, vector: Float32Array): GoldenEntry {
  const scale = Math.fround(Math.max(...vector.map(Math.abs), Number.MIN_VALUE) / 127);
  const values = Int8Array.from(vector, (value) => Math.round(value / scale));
  return { text, ids: [...ids], values: btoa(String.fromCharCode(...new Uint8Array(values.buffer))), scale };
}

/** Every tensor by the name it has in the stream. */
export function tensorsByName(weights: EncoderWeights): Map<string, QuantizedMatrix | Float32Array> {
  const byName = new Map<string, QuantizedMatrix | Float32Array>([
    ["embeddings.word", weights.wordEmbeddings],
    ["embeddings.position", weights.positionEmbeddings],
    ["embeddings.type", weights.typeEmbeddings],
    ["embeddings.norm.gamma", weights.embeddingNorm.gamma],
    ["embeddings.norm.beta", weights.embeddingNorm.beta],
  ]);
  weights.layers.forEach((layer, index) => {
    for (const [part, tensors] of Object.entries(layer)) {
      for (const [name, tensor] of Object.entries(tensors)) {
        byName.set(`layers.${index}.${part}.${name}`, tensor as QuantizedMatrix | Float32Array);
      }
    }
  });
  return byName;
}

function store(entry: TensorEntry, tensor: QuantizedMatrix | Float32Array, bytes: Uint8Array): void {
  if (entry.dtype === "float32") {
    new Float32Array(bytes.buffer, entry.byteOffset, entry.shape[0]).set(tensor as Float32Array);
    return;
  }
  const { rows, columns, values, scales } = tensor as QuantizedMatrix;
  new Float32Array(bytes.buffer, entry.scales.byteOffset, rows).set(scales);
  let stored = values;
  if (entry.group !== null && entry.multipliers) {
    const multipliers = new Uint8Array(bytes.buffer, entry.multipliers.byteOffset, entry.multipliers.byteLength);
    stored = divideGroups(values, multipliers, entry);
  }
  const limit = 2 ** (entry.bits - 1) - 1;
  if (stored.some((value) => Math.abs(value) > limit)) {
    throw new RangeError(`Tensor ${entry.name} holds values beyond ±${limit}, the most ${entry.bits} bits can say.`);
  }
  const packed =
    entry.storageBits === 8
      ? new Uint8Array(stored.buffer, stored.byteOffset, stored.byteLength)
      : packBits(stored, { rows, columns, bits: entry.bits });
  bytes.set(packed, entry.byteOffset);
}

/** Each group's multiplier is the greatest common divisor of its integers, so nothing is lost. */
function divideGroups(values: Int8Array, multipliers: Uint8Array, entry: MatrixEntry): Int8Array {
  const [rows, columns] = entry.shape;
  const group = entry.group!;
  const groupsPerRow = Math.ceil(columns / group);
  const divided = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let part = 0; part < groupsPerRow; part++) {
      const start = row * columns + part * group;
      const end = Math.min(start + group, (row + 1) * columns);
      const divisor = values.subarray(start, end).reduce(greatestCommonDivisor, 0) || 1;
      multipliers[row * groupsPerRow + part] = divisor;
      for (let index = start; index < end; index++) divided[index] = values[index] / divisor;
    }
  }
  return divided;
}

function greatestCommonDivisor(a: number, b: number): number {
  a = Math.abs(a);
  b = Math.abs(b);
  while (b !== 0) [a, b] = [b, a % b];
  return a;
}
