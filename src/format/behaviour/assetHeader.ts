/** What the binary files of behaviour begin with: a magic word, a schema version, and two counts. */
import { AisleError } from "../../errors";

export const HEADER_BYTES = 16;

export interface AssetKind {
  /** Four ASCII characters. */
  readonly magic: string;
  readonly schemaVersion: number;
  /** For messages: "The popularity cannot be read". */
  readonly name: string;
}

export type Counts = readonly [number, number];

/** Offset 0: the magic, 4: u32 schema version, 8 and 12: u32 counts; little-endian. */
export function writeHeader(bytes: Uint8Array, { magic, schemaVersion }: AssetKind, [first, second]: Counts): void {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < 4; i++) view.setUint8(i, magic.charCodeAt(i));
  view.setUint32(4, schemaVersion, true);
  view.setUint32(8, first, true);
  view.setUint32(12, second, true);
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readHeader(bytes: Uint8Array, kind: AssetKind): Counts {
  if (bytes.length < HEADER_BYTES) throw corruptAsset(kind, "it is shorter than its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (String.fromCharCode(...bytes.subarray(0, 4)) !== kind.magic) {
    throw corruptAsset(kind, `it does not begin with ${kind.magic}`);
  }
  const version = view.getUint32(4, true);
  if (version > kind.schemaVersion) throw newerAsset(kind, version);
  if (version !== kind.schemaVersion) throw corruptAsset(kind, `it has schema version ${version}`);
  return [view.getUint32(8, true), view.getUint32(12, true)];
}

export function corruptAsset({ name }: AssetKind, what: string): AisleError {
  return new AisleError("ASSET_CORRUPT", `The ${name} cannot be read: ${what}.`, {
    fix: "Publish the asset folder again; the last good one stays in use.",
  });
}

export function newerAsset({ name, schemaVersion }: AssetKind, version: number): AisleError {
  return new AisleError("ASSET_SCHEMA_NEWER", `The ${name} has schema version ${version}.`, {
    seen: version,
    fix: `This Aisle reads up to ${schemaVersion}: update it, or build with an older one.`,
  });
}
