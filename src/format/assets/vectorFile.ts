/**
 * Item vectors of one encoder, or of a space of the shop's own. `vectors.bin`:
 *
 * ```
 * offset  type      content (little-endian)
 * 0       4 bytes   "AISV"
 * 4       u32       schema version, 1
 * 8       u32       rows n
 * 12      u32       dimensions d, 1 to 8,192
 * 16      16 bytes  start of the SHA-256 of the ids the rows stand for, joined by \n
 * 32      u32       bytes m of the model id, 1 to 200
 * 36      u32       bits b of a value, 4 to 8
 * 40      m bytes   id of the encoder that made them, UTF-8; then zeros up to a multiple of 4
 * …       u32[2·n]  hash of the text each vector was made from (`encoder/textHash.ts`), low and high half
 * …       f32[n]    scale of each row, finite and not negative; 0: the row has no vector
 * …       n rows    of d values of b bits each, in ±(2^(b-1) − 1), packed as `../encoder/bitPacking.ts` says, each row on a
 *                   byte boundary; vector = value × scale of its row, of unit length
 * ```
 *
 * The hash says whether a vector still fits: an item whose text has changed since the build is embedded in the page. In
 * a space of the shop's own vectors are not made from texts, and the hashes are zeros.
 * At 4,000 items of 384 dimensions: 1,200 kB with 6 bits, 1,584 kB with 8.
 */
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, HEADER_BYTES, readHeader, writeHeader } from "../behaviour/assetHeader";
import { type PackedShape, packBits, packedBytes, unpackBits } from "../encoder/bitPacking";
import { CATALOG_DIGEST_BYTES } from "./itemIds";

const KIND: AssetKind = { magic: "AISV", schemaVersion: 1, name: "item vectors" };
const MAX_DIMENSIONS = 8_192;
const MAX_ID_BYTES = 200;
const ID_LENGTH_AT = HEADER_BYTES + CATALOG_DIGEST_BYTES;
const ID_AT = ID_LENGTH_AT + 8;
const LEAST_BITS = 4;

export interface VectorFile {
  readonly modelId: string;
  readonly dimensions: number;
  /** `[2 × rows]`: low and high half of each text's hash. */
  readonly textHashes: Uint32Array;
  /** One a row; 0 where there is no vector. */
  readonly scales: Float32Array;
  /** `[rows × dimensions]`, in ±127; the file takes as many bits a value as the largest of them needs. */
  readonly values: Int8Array;
  readonly catalogDigest: Uint8Array;
}

/** @throws AisleError `OPTIONS_INVALID` for vectors that no reader would accept */
export function writeVectorFile(vectors: VectorFile): Uint8Array<ArrayBuffer> {
  const { modelId, dimensions, textHashes, scales, values, catalogDigest } = vectors;
  const id = new TextEncoder().encode(modelId);
  const problem = possible(dimensions, id.length) ? problemOf(vectors) : "its model id or dimensions are impossible";
  if (problem) throw new AisleError("OPTIONS_INVALID", `These item vectors cannot be written: ${problem}.`);
  const bits = bitsOf(values);
  const layout = layOut({ rows: scales.length, columns: dimensions, bits }, id.length);
  const bytes = new Uint8Array(layout.end);
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, KIND, [scales.length, dimensions]);
  bytes.set(catalogDigest, HEADER_BYTES);
  view.setUint32(ID_LENGTH_AT, id.length, true);
  view.setUint32(ID_LENGTH_AT + 4, bits, true);
  bytes.set(id, ID_AT);
  textHashes.forEach((half, i) => {
    view.setUint32(layout.hashes + 4 * i, half, true);
  });
  scales.forEach((scale, row) => {
    view.setFloat32(layout.scales + 4 * row, scale, true);
  });
  bytes.set(packBits(values, { rows: scales.length, columns: dimensions, bits }), layout.values);
  return bytes;
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readVectorFile(bytes: Uint8Array): VectorFile {
  const [rows, dimensions] = readHeader(bytes, KIND);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < ID_AT) throw corruptAsset(KIND, "it is shorter than its header");
  const idBytes = view.getUint32(ID_LENGTH_AT, true);
  const bits = view.getUint32(ID_LENGTH_AT + 4, true);
  if (!(bits >= LEAST_BITS && bits <= 8)) throw corruptAsset(KIND, `it has ${bits} bits a value`);
  if (!possible(dimensions, idBytes)) throw corruptAsset(KIND, `it announces ${dimensions} dimensions`);
  // Doubles hold these lengths exactly, so a huge count gives a huge length, never a wrapped one.
  const shape = { rows, columns: dimensions, bits };
  const layout = layOut(shape, idBytes);
  if (bytes.length !== layout.end) {
    throw corruptAsset(KIND, `it has ${bytes.length} bytes where ${layout.end} were announced`);
  }
  const vectors: VectorFile = {
    modelId: readId(bytes.subarray(ID_AT, ID_AT + idBytes)),
    dimensions,
    textHashes: Uint32Array.from({ length: 2 * rows }, (_, i) => view.getUint32(layout.hashes + 4 * i, true)),
    scales: Float32Array.from({ length: rows }, (_, row) => view.getFloat32(layout.scales + 4 * row, true)),
    values: unpackBits(bytes.subarray(layout.values, layout.end), shape),
    catalogDigest: bytes.slice(HEADER_BYTES, HEADER_BYTES + CATALOG_DIGEST_BYTES),
  };
  const problem = problemOf(vectors, 2 ** (bits - 1) - 1);
  if (problem) throw corruptAsset(KIND, problem);
  return vectors;
}

function readId(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw corruptAsset(KIND, "its model id is not UTF-8");
  }
}

function possible(dimensions: number, idBytes: number): boolean {
  return (
    Number.isInteger(dimensions) &&
    dimensions >= 1 &&
    dimensions <= MAX_DIMENSIONS &&
    idBytes >= 1 &&
    idBytes <= MAX_ID_BYTES
  );
}

function problemOf(vectors: VectorFile, limit = 127): string | undefined {
  const { dimensions, textHashes, scales, values, catalogDigest } = vectors;
  if (values.length !== scales.length * dimensions || textHashes.length !== 2 * scales.length) {
    return "its parts have different numbers of rows";
  }
  if (catalogDigest.length !== CATALOG_DIGEST_BYTES) return "the digest of its ids has another length";
  const row = scales.findIndex((scale) => !(scale >= 0) || !Number.isFinite(scale));
  if (row >= 0) return `row ${row} has the scale ${scales[row]}`;
  // Two's complement has one number more below zero; the format does not use it.
  const stray = values.findIndex((value) => value < -limit);
  return stray < 0 ? undefined : `row ${Math.floor(stray / dimensions)} has a value of ${values[stray]}`;
}

/** As few as hold every value. */
function bitsOf(values: Int8Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  let bits = LEAST_BITS;
  while (largest > 2 ** (bits - 1) - 1) bits++;
  return bits;
}

function layOut(shape: PackedShape, idBytes: number) {
  const hashes = ID_AT + Math.ceil(idBytes / 4) * 4;
  const scales = hashes + 8 * shape.rows;
  const values = scales + 4 * shape.rows;
  return { hashes, scales, values, end: values + packedBytes(shape) };
}
