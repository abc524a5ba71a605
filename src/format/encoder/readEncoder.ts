/** From checked manifest and bytes to weights in memory. */

import { AisleError } from "../../errors";
import { assembleWeights } from "./assembleWeights";
import { unpackBits } from "./bitPacking";
import {
  BERT_TIER,
  type ByteSpan,
  type EncoderManifest,
  type GoldenEntry,
  type MatrixEntry,
  type TensorEntry,
  unreadable,
  type VectorEntry,
} from "./manifest";
import { encoderTensors } from "./tensorPlan";
import type { Tensor } from "./tensors";
import type { EncoderConfig, EncoderWeights } from "./weights";

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
  const entries = checkedTensors(manifest);
  const at = ({ byteOffset, byteLength }: ByteSpan) => bytes.subarray(byteOffset, byteOffset + byteLength);
  return assembleWeights(manifest.modelId, manifest.config, {
    matrix(name) {
      const entry = entries.get(name) as MatrixEntry;
      const [rows, columns] = entry.shape;
      const multipliers = entry.multipliers && at(entry.multipliers);
      return {
        rows,
        columns,
        values: matrixValues(entry, at(entry), multipliers),
        scales: floatsOf(entry, at(entry.scales), 0),
      };
    },
    vector(name) {
      const entry = entries.get(name) as VectorEntry;
      return floatsOf(entry, at(entry));
    },
  });
}

/** Bytes of the stream, in ascending order; valid until the next are asked for. */
export type ReadRange = (byteOffset: number, byteLength: number) => Promise<Uint8Array>;

/**
 * The same tensor by tensor, each as soon as its bytes are here.
 * @throws AisleError as `readEncoder`, and what `read` rejects with
 */
export async function* readTensors(manifest: EncoderManifest, read: ReadRange): AsyncGenerator<Tensor> {
  const regions = [...checkedTensors(manifest).values()].flatMap(regionsOf);
  for (const [{ byteOffset, byteLength }, use] of regions.sort(([a], [b]) => a.byteOffset - b.byteOffset)) {
    const tensor = use(await read(byteOffset, byteLength));
    if (tensor) yield tensor;
  }
}

const WORDS = "embeddings.word";
const SLICE_ROWS = 1_024;

type Region = readonly [ByteSpan, (bytes: Uint8Array) => Tensor | undefined];

function regionsOf(entry: TensorEntry): Region[] {
  const { name } = entry;
  if (entry.dtype !== "int") return [[entry, (bytes) => ({ name, part: "vector", floats: floatsOf(entry, bytes) })]];
  let stored: Uint8Array;
  const values = (bytes: Uint8Array, multipliers?: Uint8Array) =>
    ({ name, part: "values", values: matrixValues(entry, bytes, multipliers) }) as const;
  const keep = (bytes: Uint8Array) => {
    stored = bytes.slice();
    return undefined;
  };
  const regions: Region[] = [[entry.scales, (bytes) => ({ name, part: "scales", floats: floatsOf(entry, bytes, 0) })]];
  if (entry.multipliers) regions.push([entry, keep], [entry.multipliers, (bytes) => values(stored, bytes)]);
  else {
    const { byteOffset, byteLength } = entry;
    const step = name === WORDS && entry.storageBits === 8 ? SLICE_ROWS * entry.shape[1] : byteLength;
    for (let first = 0; first < byteLength; first += step) {
      const span = { byteOffset: byteOffset + first, byteLength: Math.min(step, byteLength - first) };
      regions.push([span, (bytes) => ({ ...values(bytes), first })]);
    }
  }
  return regions;
}

/** The tensors by name: all that the config needs, of its shapes and with values that the kernels can take. */
function checkedTensors(manifest: EncoderManifest): Map<string, TensorEntry> {
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
    if ((entry.dtype === "int") === (shape.kind === "vector")) {
      throw unreadable(`tensor ${entry.name} is of dtype ${entry.dtype}`);
    }
    requireKnownPacking(entry);
    if (shape.kind === "linear" && entry.clip !== null && entry.clip > 63) {
      throw unreadable(`tensor ${shape.name} has a clip of ${entry.clip}, above 63`);
    }
  }
  return entries;
}

function matrixValues(entry: MatrixEntry, stored: Uint8Array, multipliers?: Uint8Array): Int8Array {
  const [rows, columns] = entry.shape;
  let values =
    entry.storageBits === 8
      ? new Int8Array(stored.buffer, stored.byteOffset, stored.byteLength)
      : unpackBits(stored, { rows, columns, bits: entry.bits });
  if (entry.group !== null && multipliers) values = multiplyGroups(values, multipliers, entry);
  if (isWithin(values, entry.clip)) return values;
  throw outside(entry);
}

function outside({ name, clip }: MatrixEntry) {
  return unreadable(`tensor ${name} holds values outside ±${clip}`);
}

/** Whether all are at most `clip`, 0 to 127, from 0. Millions of values at every start: four at a time. */
function isWithin(values: Int8Array, clip: number): boolean {
  const { buffer, byteOffset, length } = values;
  const whole = byteOffset % 4 === 0 ? length >> 2 : 0;
  const words = new Int32Array(buffer, whole === 0 ? 0 : byteOffset, whole);
  // A byte b + 128 in a lane of 16 bits: adding 127 − clip carries to bit 8 where b > clip, 128 + clip where b ≥ −clip.
  const above = (127 - clip) * 0x10001;
  const below = (128 + clip) * 0x10001;
  let outside = 0;
  for (let i = 0; i < whole; i++) {
    const word = words[i] ^ 0x80808080;
    const even = word & 0xff00ff;
    const odd = (word >>> 8) & 0xff00ff;
    outside |= (even + above) | (odd + above) | ~((even + below) & (odd + below));
  }
  if ((outside & 0x1000100) !== 0) return false;
  for (let i = 4 * whole; i < length; i++) if (Math.abs(values[i]) > clip) return false;
  return true;
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
      if (Math.abs(value) > entry.clip) throw outside(entry);
      expanded[row * columns + column] = value;
    }
  }
  return expanded;
}

/** @param least 0 for scales; no float is anything but finite */
function floatsOf({ name }: TensorEntry, bytes: Uint8Array, least = Number.NEGATIVE_INFINITY): Float32Array {
  const values = floats(bytes);
  if (values.every((value) => value >= least && Number.isFinite(value))) return values;
  throw unreadable(`tensor ${name} has scales or values out of range`);
}

function requireKnownPacking(entry: MatrixEntry | VectorEntry): void {
  if (entry.packing === "row-major") return;
  throw new AisleError("ENCODER_UNSUPPORTED", `Tensor ${entry.name} is packed as "${entry.packing}".`, {
    seen: entry.packing,
    fix: "Update Aisle, or convert the encoder again.",
  });
}

/** A view when the address allows it, else a copy: chunks need not arrive aligned. */
function floats(bytes: Uint8Array): Float32Array {
  return bytes.byteOffset % 4 === 0
    ? new Float32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4)
    : new Float32Array(bytes.slice().buffer);
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
