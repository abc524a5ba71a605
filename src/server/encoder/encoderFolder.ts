/** An encoder's folder on disk: written whole, read with every hash checked. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AisleError } from "../../errors";
import { createChunkInflater } from "../../format/encoder/inflate/createChunkInflater";
import {
  type ChunkEntry,
  type EncoderManifest,
  inflatedBytes,
  readEncoderManifest,
  unreadable,
} from "../../format/encoder/manifest";
import { readEncoder, readVocabulary } from "../../format/encoder/readEncoder";
import type { EncoderWeights } from "../../format/encoder/weights";
import { type EncoderFiles, withTable } from "../../format/encoder/writeEncoder";
import { sha256 } from "./sha256";

const CHUNK_NAME = /^(weights|vocabulary|table)-\d+\.[0-9a-f]{16}\.(bin|txt)$/;
const TABLE_CHUNK = /^table-/;

export interface LoadedEncoder {
  readonly manifest: EncoderManifest;
  readonly weights: EncoderWeights;
  readonly vocabulary: readonly string[];
}

/** Whether a file of this name is the encoder's own, not one that lies beside it. */
export function isEncoderFile(name: string): boolean {
  return name === "manifest.json" || CHUNK_NAME.test(name);
}

/** Chunks first, the manifest last, then chunks of an earlier encoder are removed: the folder is never half of one. */
export function writeEncoderFolder(folder: string, { manifest, files }: EncoderFiles): void {
  mkdirSync(folder, { recursive: true });
  write(folder, { manifest, files });
  for (const name of readdirSync(folder)) {
    if (CHUNK_NAME.test(name) && !files.has(name)) rmSync(join(folder, name));
  }
}

/** Puts a table beside an encoder that is there, or in the place of an earlier one; all else stays as it is. */
export async function writeTableInto(folder: string, table: Uint8Array): Promise<EncoderManifest> {
  const encoder = { manifest: readManifestFile(folder), files: new Map<string, Uint8Array>() };
  const { manifest, files } = await withTable(encoder, table, { sha256 });
  write(folder, { manifest, files });
  for (const name of readdirSync(folder)) {
    if (CHUNK_NAME.test(name) && TABLE_CHUNK.test(name) && !files.has(name)) rmSync(join(folder, name));
  }
  return manifest;
}

/** The table's file, undefined where the folder has none. @throws AisleError `ENCODER_UNREADABLE`, `ASSET_CORRUPT` */
export async function readTableFile(folder: string): Promise<Uint8Array | undefined> {
  const { table } = readManifestFile(folder);
  return table && readChunks(folder, table.chunks);
}

function write(folder: string, { manifest, files }: EncoderFiles): void {
  for (const [name, bytes] of files) writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, "manifest.json"), `${JSON.stringify(manifest, null, 1)}\n`);
}

/** @throws AisleError `ENCODER_UNREADABLE`, `ENCODER_SCHEMA_NEWER`, `ENCODER_UNSUPPORTED`, `ASSET_CORRUPT` */
export async function readEncoderFolder(folder: string): Promise<LoadedEncoder> {
  const manifest = readManifestFile(folder);
  const weights = readEncoder(manifest, await readChunks(folder, manifest.weights.chunks));
  const vocabulary = readVocabulary(manifest, await readChunks(folder, manifest.vocabulary.chunks));
  return { manifest, weights, vocabulary };
}

/** @throws AisleError `ENCODER_UNREADABLE`, `ENCODER_SCHEMA_NEWER` */
export function readManifestFile(folder: string): EncoderManifest {
  const path = join(folder, "manifest.json");
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw unreadable(`${path} cannot be read as JSON`, cause);
  }
  return readEncoderManifest(value);
}

async function readChunks(folder: string, chunks: readonly ChunkEntry[]): Promise<Uint8Array> {
  const whole = new Uint8Array(chunks.reduce((sum, chunk) => sum + inflatedBytes(chunk), 0));
  const inflate = createChunkInflater();
  let at = 0;
  for (const chunk of chunks) {
    const path = join(folder, chunk.file);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path);
    } catch (cause) {
      throw unreadable(`${path} cannot be read`, cause);
    }
    if (bytes.length !== chunk.bytes || (await sha256(bytes)) !== chunk.sha256) {
      throw new AisleError("ASSET_CORRUPT", `${path} is not the file that the manifest describes.`, {
        fix: "Write the folder again with `aisle encoder`.",
      });
    }
    whole.set(await inflate(chunk, bytes), at);
    at += inflatedBytes(chunk);
  }
  return whole;
}
