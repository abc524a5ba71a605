/**
 * The head that adapts an encoder's vectors to behaviour. `text-head.bin`:
 *
 * ```
 * offset  type      content (little-endian)
 * 0       4 bytes   "AISH"
 * 4       u32       schema version, 1
 * 8       u32       dimensions d of the encoder, 1 to 8,192
 * 12      u32       bytes m of the model id, 1 to 200
 * 16      m bytes   id of the encoder whose vectors it takes, UTF-8; then zeros up to a multiple of 4
 * …       f32[d]    centre, finite
 * …       f32[d]    scale of each row, finite and not negative
 * …       i8[d·d]   row-major, in [-127, 127]; transfer = value × scale of its row
 * ```
 *
 * A row whose scale is below the smallest normal f32 has too few bits left to be scaled back: it is written as zeros.
 *
 * At 384 dimensions: 151 kB.
 */
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, HEADER_BYTES, readHeader, writeHeader } from "./assetHeader";

const KIND: AssetKind = { magic: "AISH", schemaVersion: 1, name: "text head" };
const MAX_DIMENSIONS = 8_192;
const MAX_ID_BYTES = 200;
/** 2⁻¹²⁶: below it an f32 loses bits of its mantissa. */
const SMALLEST_NORMAL = 2 ** -126;

export interface TextHead {
  /** The encoder whose vectors it takes. */
  readonly modelId: string;
  readonly dimensions: number;
  /** Subtracted from every vector first: `[dimensions]`. */
  readonly center: Float32Array;
  /** `[dimensions × dimensions]`, row-major: score(i → j) = (vᵢ − c)ᵀ · transfer · (vⱼ − c). */
  readonly transfer: Float32Array;
}

/**
 * Rounds the transfer to int8 a row.
 * @throws AisleError `OPTIONS_INVALID` for a head that no reader would accept
 */
export function writeTextHead({ modelId, dimensions, center, transfer }: TextHead): Uint8Array<ArrayBuffer> {
  const id = new TextEncoder().encode(modelId);
  const fits = center.length === dimensions && transfer.length === dimensions * dimensions;
  const finite = center.every(Number.isFinite) && transfer.every(Number.isFinite);
  if (!fits || !finite || !possible(dimensions, id.length)) {
    throw new AisleError("OPTIONS_INVALID", `This head of ${dimensions} dimensions cannot be written.`);
  }
  const layout = layOut(dimensions, id.length);
  const bytes = new Uint8Array(layout.end);
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, KIND, [dimensions, id.length]);
  bytes.set(id, HEADER_BYTES);
  for (let row = 0; row < dimensions; row++) {
    const values = transfer.subarray(row * dimensions, (row + 1) * dimensions);
    const step = Math.fround(values.reduce((most, value) => Math.max(most, Math.abs(value)), 0) / 127);
    const scale = step < SMALLEST_NORMAL ? 0 : step;
    view.setFloat32(layout.center + 4 * row, center[row], true);
    view.setFloat32(layout.scales + 4 * row, scale, true);
    values.forEach((value, column) => {
      const rounded = scale > 0 ? Math.max(-127, Math.min(127, Math.round(value / scale))) : 0;
      view.setInt8(layout.values + row * dimensions + column, rounded);
    });
  }
  return bytes;
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readTextHead(bytes: Uint8Array): TextHead {
  const [dimensions, idBytes] = readHeader(bytes, KIND);
  if (!possible(dimensions, idBytes)) throw corruptAsset(KIND, `it announces ${dimensions} dimensions`);
  const layout = layOut(dimensions, idBytes);
  if (bytes.length !== layout.end) {
    throw corruptAsset(KIND, `it has ${bytes.length} bytes where ${layout.end} were announced`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const center = new Float32Array(dimensions);
  const transfer = new Float32Array(dimensions * dimensions);
  for (let row = 0; row < dimensions; row++) {
    center[row] = view.getFloat32(layout.center + 4 * row, true);
    const scale = view.getFloat32(layout.scales + 4 * row, true);
    if (!Number.isFinite(center[row])) throw corruptAsset(KIND, `its centre holds ${center[row]}`);
    if (!(scale >= 0) || !Number.isFinite(scale)) throw corruptAsset(KIND, `row ${row} has the scale ${scale}`);
    for (let column = 0; column < dimensions; column++) {
      const value = view.getInt8(layout.values + row * dimensions + column);
      if (value === -128) throw corruptAsset(KIND, `row ${row} has a value of -128`);
      transfer[row * dimensions + column] = value * scale;
    }
  }
  return { modelId: readId(bytes.subarray(HEADER_BYTES, HEADER_BYTES + idBytes)), dimensions, center, transfer };
}

function readId(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AisleError("ASSET_CORRUPT", "The text head cannot be read: its model id is not UTF-8.", { cause });
  }
}

function possible(dimensions: number, idBytes: number): boolean {
  return dimensions >= 1 && dimensions <= MAX_DIMENSIONS && idBytes >= 1 && idBytes <= MAX_ID_BYTES;
}

function layOut(dimensions: number, idBytes: number) {
  const center = HEADER_BYTES + Math.ceil(idBytes / 4) * 4;
  const scales = center + 4 * dimensions;
  const values = scales + 4 * dimensions;
  return { center, scales, values, end: values + dimensions * dimensions };
}
