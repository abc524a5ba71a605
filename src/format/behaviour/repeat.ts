/**
 * After how long items are bought again. `repeat.bin`:
 *
 * ```
 * offset  type      content (little-endian)
 * 0       4 bytes   "AISR"
 * 4       u32       schema version, 1
 * 8       u32       items n
 * 12      u32       0
 * 16      16 bytes  start of the SHA-256 of the ids the rows stand for, joined by \n
 * 32      f32[n]    share of an item's buyers who bought it again, 0 to 1
 * …       f32[n]    median days between two purchases by one shopper, finite and not negative; 0: not known
 * ```
 */
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, HEADER_BYTES, readHeader, writeHeader } from "./assetHeader";

const KIND: AssetKind = { magic: "AISR", schemaVersion: 1, name: "repeat intervals" };
const DIGEST_BYTES = 16;
const VALUES_AT = HEADER_BYTES + DIGEST_BYTES;

export interface RepeatIntervals {
  readonly shares: Float32Array;
  readonly medianDays: Float32Array;
  readonly catalogDigest: Uint8Array;
}

/** @throws AisleError `OPTIONS_INVALID` for values that no reader would accept */
export function writeRepeat(repeat: RepeatIntervals): Uint8Array<ArrayBuffer> {
  const problem = problemOf(repeat);
  if (problem) throw new AisleError("OPTIONS_INVALID", `These repeat intervals cannot be written: ${problem}.`);
  const { shares, medianDays, catalogDigest } = repeat;
  const items = shares.length;
  const bytes = new Uint8Array(VALUES_AT + 8 * items);
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, KIND, [items, 0]);
  bytes.set(catalogDigest, HEADER_BYTES);
  for (let row = 0; row < items; row++) {
    view.setFloat32(VALUES_AT + 4 * row, shares[row], true);
    view.setFloat32(VALUES_AT + 4 * (items + row), medianDays[row], true);
  }
  return bytes;
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readRepeat(bytes: Uint8Array): RepeatIntervals {
  const [items] = readHeader(bytes, KIND);
  const announced = VALUES_AT + 8 * items;
  if (bytes.length !== announced) {
    throw corruptAsset(KIND, `it has ${bytes.length} bytes where ${announced} were announced`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const floats = (from: number) =>
    Float32Array.from({ length: items }, (_, row) => view.getFloat32(from + 4 * row, true));
  const repeat: RepeatIntervals = {
    shares: floats(VALUES_AT),
    medianDays: floats(VALUES_AT + 4 * items),
    catalogDigest: bytes.slice(HEADER_BYTES, VALUES_AT),
  };
  const problem = problemOf(repeat);
  if (problem) throw corruptAsset(KIND, problem);
  return repeat;
}

function problemOf({ shares, medianDays, catalogDigest }: RepeatIntervals): string | undefined {
  if (shares.length !== medianDays.length) return "its parts have different numbers of rows";
  if (catalogDigest.length !== DIGEST_BYTES) return "the digest of its ids has another length";
  const share = shares.findIndex((value) => !(value >= 0 && value <= 1));
  if (share >= 0) return `row ${share} has the share ${shares[share]}`;
  const days = medianDays.findIndex((value) => !(value >= 0) || !Number.isFinite(value));
  return days < 0 ? undefined : `row ${days} has an interval of ${medianDays[days]} days`;
}
