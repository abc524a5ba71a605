/** From checked manifest and bytes to weights in memory. */

import { AisleError } from "../../errors";
import { unpackBits } from "./bitPacking";
import {
  BERT_TIER,
  type EncoderManifest,
  type GoldenEntry,
  type MatrixEntry,
  type TensorEntry,
  unreadable,
  type VectorEntry,
} from "./manifest";
import { encoderTensors } from "./tensorPlan";
import type { EncoderConfig, EncoderWeights, LayerNormWeights, LinearWeights, QuantizedMatrix } from "./weights";

/**
 * Views the stream as weights: without copying where a tensor is stored a byte a value, expanded to the same integers
 * where it is packed or grouped. The bytes must stay unchanged as long as the weights are in use.
 * @param manifest as `readEncoderManifest` returned it
 * @param bytes the concatenated chunks, their hashes checked
 * @throws AisleError `ENCODER_UNREADABLE` naming the tensor; `ENCODER_UNSUPPORTED` for a packing of a later version
 */
export function readEncoder(manifest: EncoderManifest, bytes: Uint8Array): EncoderWeights {
  if (bytes.byteLength !== manifest.weights.bytes) {
    throw unreadable(`the weights have ${bytes.byteLength} bytes, the manifest says ${manifest.weights.bytes}`);
  }
  const entries = new Map(
    manifest.tensors.filter(({ tier }) => tier === BERT_TIER).map((entry) => [entry.name, entry]),
  );
  for (const shape of encoderTensors(manifest.config)) {
    const entry = entries.get(shape.name);
    if (!entry) throw unreadable(`tensor ${shape.name} is missing`);
    const expected = shape.kind === "vector" ? [shape.rows] : [shape.rows, shape.columns];
    if (entry.shape.length !== expected.length || entry.shape.some((size, axis) => size !== expected[axis])) {
      throw unreadable(`tensor ${shape.name} has shape [${entry.shape}], the config needs [${expected}]`);
    }
    if (shape.kind === "linear" && entry.clip !== null && entry.clip > 63) {
      throw unreadable(`tensor ${shape.name} has values up to ${entry.clip}; linear layers hold at most 63`);
    }
  }
  return assembleWeights(manifest.modelId, manifest.config, {
    matrix: (name) => readMatrix(entries.get(name)!, bytes),
    vector: (name) => readVector(entries.get(name)!, bytes),
  });
}

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

function readMatrix(entry: TensorEntry, bytes: Uint8Array): QuantizedMatrix {
  if (entry.dtype !== "int") throw unreadable(`tensor ${entry.name} is not quantised`);
  requireKnownPacking(entry);
  const [rows, columns] = entry.shape;
  const stored = bytes.subarray(entry.byteOffset, entry.byteOffset + entry.byteLength);
  let values =
    entry.storageBits === 8
      ? new Int8Array(stored.buffer, stored.byteOffset, stored.byteLength)
      : unpackBits(stored, { rows, columns, bits: entry.bits });
  if (entry.group !== null && entry.multipliers) {
    const { byteOffset, byteLength } = entry.multipliers;
    values = multiplyGroups(values, bytes.subarray(byteOffset, byteOffset + byteLength), entry);
  }
  // Millions of values at every start: one comparison each, without looking the clip up again.
  const { clip } = entry;
  for (let index = 0; index < values.length; index++) {
    if (Math.abs(values[index]) > clip) {
      throw unreadable(`tensor ${entry.name} holds ${values[index]}, outside ±${clip}`);
    }
  }
  const scales = floats(bytes, entry.scales.byteOffset, rows);
  for (const scale of scales) {
    if (!(scale >= 0 && scale < Number.POSITIVE_INFINITY)) throw unreadable(`tensor ${entry.name} has scale ${scale}`);
  }
  return { rows, columns, values, scales };
}

function multiplyGroups(values: Int8Array, multipliers: Uint8Array, entry: MatrixEntry): Int8Array {
  const [rows, columns] = entry.shape;
  const group = entry.group!;
  const groupsPerRow = Math.ceil(columns / group);
  const expanded = new Int8Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const multiplier = multipliers[row * groupsPerRow + Math.floor(column / group)];
      const value = values[row * columns + column] * multiplier;
      if (value > entry.clip || value < -entry.clip) {
        throw unreadable(`tensor ${entry.name} expands to ${value}, outside ±${entry.clip}`);
      }
      expanded[row * columns + column] = value;
    }
  }
  return expanded;
}

function readVector(entry: TensorEntry, bytes: Uint8Array): Float32Array {
  if (entry.dtype !== "float32") throw unreadable(`tensor ${entry.name} is not float32`);
  requireKnownPacking(entry);
  const values = floats(bytes, entry.byteOffset, entry.shape[0]);
  if (!values.every(Number.isFinite)) throw unreadable(`tensor ${entry.name} holds a value that is not finite`);
  return values;
}

function requireKnownPacking(entry: MatrixEntry | VectorEntry): void {
  if (entry.packing === "row-major") return;
  throw new AisleError("ENCODER_UNSUPPORTED", `Tensor ${entry.name} is packed as "${entry.packing}".`, {
    seen: entry.packing,
    fix: "Update Aisle, or convert the encoder again.",
  });
}

/** A view when the address allows it, else a copy: chunks need not arrive aligned. */
function floats(bytes: Uint8Array, byteOffset: number, length: number): Float32Array {
  const address = bytes.byteOffset + byteOffset;
  return address % 4 === 0
    ? new Float32Array(bytes.buffer, address, length)
    : new Float32Array(bytes.slice(byteOffset, byteOffset + length * 4).buffer);
}

/**
 * The word pieces in order of their ids.
 * @param bytes the concatenated vocabulary chunks, their hashes checked
 * @throws AisleError `ENCODER_UNREADABLE`
 */
export function readVocabulary(manifest: EncoderManifest, bytes: Uint8Array): string[] {
  if (bytes.byteLength !== manifest.vocabulary.bytes) {
    throw unreadable(`the vocabulary has ${bytes.byteLength} bytes, the manifest says ${manifest.vocabulary.bytes}`);
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw unreadable("the vocabulary is not UTF-8", cause);
  }
  const pieces = text.split("\n");
  if (pieces.pop() !== "" || pieces.length !== manifest.vocabulary.pieces) {
    throw unreadable(`the vocabulary has ${pieces.length} lines, the manifest says ${manifest.vocabulary.pieces}`);
  }
  const { unknown, classification, separator, others } = manifest.tokenizer;
  for (const { token, id } of [unknown, classification, separator, ...others]) {
    if (pieces[id] !== token) throw unreadable(`token ${id} of the vocabulary is not ${token}`);
  }
  return pieces;
}

/**
 * The vector of a golden text, `Float32Array[hidden]`.
 * @throws AisleError `ENCODER_UNREADABLE` when it has another length
 */
export function goldenVector(entry: GoldenEntry, config: EncoderConfig): Float32Array {
  let characters: string;
  try {
    characters = atob(entry.values);
  } catch (cause) {
    throw unreadable("a golden vector is not base64", cause);
  }
  if (characters.length !== config.hidden) {
    throw unreadable(`a golden vector has ${characters.length} values, the encoder ${config.hidden}`);
  }
  return Float32Array.from(characters, (character) => ((character.charCodeAt(0) << 24) >> 24) * entry.scale);
}
