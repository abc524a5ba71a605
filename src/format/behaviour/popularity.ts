/**
 * How much of each item was bought lately. `popularity.bin`:
 *
 * ```
 * offset  type      content (little-endian)
 * 0       4 bytes   "AISP"
 * 4       u32       schema version, 1
 * 8       u32       items n
 * 12      u32       half-life, whole days, at least 1
 * 16      f64       as of, epoch milliseconds
 * 24      16 bytes  start of the SHA-256 of the ids the rows stand for, joined by \n
 * 40      f32[n]    orders, each decayed by its age; finite and not negative
 * ```
 */
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, readHeader, writeHeader } from "./assetHeader";

const KIND: AssetKind = { magic: "AISP", schemaVersion: 1, name: "popularity" };
const DIGEST_BYTES = 16;
const VALUES_AT = 40;
/** A date further out is no date in JavaScript. */
const MAX_TIME = 8.64e15;

export interface Popularity {
  /** Epoch milliseconds. */
  readonly asOf: number;
  readonly halfLifeDays: number;
  /** Decayed orders of each item. */
  readonly orders: Float32Array;
  readonly catalogDigest: Uint8Array;
}

/** @throws AisleError `OPTIONS_INVALID` for values that no reader would accept */
export function writePopularity(popularity: Popularity): Uint8Array<ArrayBuffer> {
  const problem = problemOf(popularity);
  if (problem) throw new AisleError("OPTIONS_INVALID", `This popularity cannot be written: ${problem}.`);
  const { orders, asOf, halfLifeDays, catalogDigest } = popularity;
  const bytes = new Uint8Array(VALUES_AT + 4 * orders.length);
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, KIND, [orders.length, halfLifeDays]);
  view.setFloat64(16, asOf, true);
  bytes.set(catalogDigest, 24);
  orders.forEach((value, row) => {
    view.setFloat32(VALUES_AT + 4 * row, value, true);
  });
  return bytes;
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readPopularity(bytes: Uint8Array): Popularity {
  const [items, halfLifeDays] = readHeader(bytes, KIND);
  const announced = VALUES_AT + 4 * items;
  if (bytes.length !== announced) {
    throw corruptAsset(KIND, `it has ${bytes.length} bytes where ${announced} were announced`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const popularity: Popularity = {
    asOf: view.getFloat64(16, true),
    halfLifeDays,
    orders: Float32Array.from({ length: items }, (_, row) => view.getFloat32(VALUES_AT + 4 * row, true)),
    catalogDigest: bytes.slice(24, VALUES_AT),
  };
  const problem = problemOf(popularity);
  if (problem) throw corruptAsset(KIND, problem);
  return popularity;
}

function problemOf({ asOf, halfLifeDays, orders, catalogDigest }: Popularity): string | undefined {
  if (!(Math.abs(asOf) <= MAX_TIME)) return `it is as of ${asOf}`;
  if (!Number.isInteger(halfLifeDays) || halfLifeDays < 1) return `its half-life is ${halfLifeDays} days`;
  if (catalogDigest.length !== DIGEST_BYTES) return "the digest of its ids has another length";
  const row = orders.findIndex((value) => !(value >= 0) || !Number.isFinite(value));
  return row < 0 ? undefined : `row ${row} has ${orders[row]} orders`;
}
