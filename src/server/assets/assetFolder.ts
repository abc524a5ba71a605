/** An asset folder on disk: written whole, compressed beside, manifest last; read with every hash checked. */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import { AisleError } from "../../errors";
import { type AssetFiles, type AssetParts, readAssets, readCatalogAsset } from "../../format/assets/assetParts";
import {
  type AssetFile,
  type AssetManifest,
  MANIFEST_FILE,
  readAssetManifest,
  writeAssetManifest,
} from "../../format/assets/manifest";
import { sha256 } from "../encoder/sha256";

const ASSET_NAME = /^[a-z0-9-]+-\d{2}\.[0-9a-f]{16}\.(bin|json|txt)(\.br|\.gz)?$/;

export interface LoadedAssets {
  readonly manifest: AssetManifest;
  readonly parts: AssetParts;
  /** Rows of the catalogue asset, for the reader of feeds. */
  readonly catalog?: readonly unknown[];
}

/**
 * Content-hashed files first, the manifest last, by renaming: whoever reads meanwhile finds the old build or the new
 * one, never a mixture. Files of earlier builds stay, for pages that still use them, unless they are not among `keep`.
 * @param keep manifests whose files are kept beside the new ones; absent: all files are kept
 */
export function writeAssetFolder(
  folder: string,
  { manifest, files }: AssetFiles,
  keep?: readonly AssetManifest[],
): void {
  mkdirSync(folder, { recursive: true });
  const effort = effortFor(files);
  for (const [name, bytes] of files) writeWithCompressed(folder, name, bytes, effort);
  const path = join(folder, MANIFEST_FILE);
  writeFileSync(`${path}.new`, writeAssetManifest(manifest));
  renameSync(`${path}.new`, path);
  if (!keep) return;
  const needed = new Set(
    [manifest, ...keep].flatMap((one) => one.files.flatMap((file) => file.chunks.map((c) => c.file))),
  );
  for (const name of readdirSync(folder)) {
    if (ASSET_NAME.test(name) && !needed.has(name.replace(/\.(br|gz)$/, ""))) rmSync(join(folder, name));
  }
}

/** Writes the file, and `.br` and `.gz` beside it: levels fixed and no time stamp, so that they are deterministic. */
export function writeWithCompressed(
  folder: string,
  name: string,
  bytes: Uint8Array,
  effort: CompressionEffort = "best",
): void {
  writeFileSync(join(folder, name), bytes);
  writeFileSync(join(folder, `${name}.br`), brotli(bytes, effort));
  writeFileSync(join(folder, `${name}.gz`), gzipSync(bytes, { level: effort === "best" ? 9 : 6 }));
}

export type CompressionEffort = "best" | "fast";

export function effortFor(files: ReadonlyMap<string, Uint8Array>): CompressionEffort {
  let total = 0;
  for (const { length } of files.values()) total += length;
  return total > LARGE_BYTES ? "fast" : "best";
}

/** Beyond it, the best compression takes minutes, of files that no phone downloads. */
const LARGE_BYTES = 64 * 2 ** 20;

/** Brotli at its best: assets are compressed once and downloaded often. */
export function brotli(bytes: Uint8Array, effort: CompressionEffort = "best"): Uint8Array {
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: effort === "best" ? 11 : 5,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ASSET_SCHEMA_NEWER` */
export async function readAssetFolder(folder: string): Promise<LoadedAssets> {
  const manifest = readAssetManifestFile(folder);
  const contents = new Map<AssetFile, Uint8Array>();
  for (const file of manifest.files) contents.set(file, await readFileOf(folder, file));
  const bytesOf = (file: AssetFile) => contents.get(file);
  return { manifest, parts: readAssets(manifest, bytesOf), catalog: readCatalogAsset(manifest, bytesOf) };
}

/** @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ASSET_SCHEMA_NEWER` */
export function readAssetManifestFile(folder: string): AssetManifest {
  const path = join(folder, MANIFEST_FILE);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new AisleError("ASSET_UNREACHABLE", `${path} cannot be read.`, {
      cause,
      fix: "Name a folder that `aisle build` wrote.",
    });
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AisleError("ASSET_CORRUPT", `${path} is not JSON.`, { cause });
  }
  return readAssetManifest(value);
}

async function readFileOf(folder: string, file: AssetFile): Promise<Uint8Array> {
  const whole = new Uint8Array(file.bytes);
  let at = 0;
  for (const chunk of file.chunks) {
    const path = join(folder, chunk.file);
    let bytes: Uint8Array;
    try {
      bytes = readFileSync(path);
    } catch (cause) {
      throw new AisleError("ASSET_UNREACHABLE", `${path} cannot be read.`, { cause, fix: "Build the folder again." });
    }
    if (bytes.length !== chunk.bytes || (await sha256(bytes)) !== chunk.sha256) {
      throw new AisleError("ASSET_CORRUPT", `${path} is not the file that the manifest describes.`, {
        fix: "Build the folder again.",
      });
    }
    whole.set(bytes, at);
    at += bytes.length;
  }
  if ((await sha256(whole)) !== file.sha256) {
    throw new AisleError("ASSET_CORRUPT", `The chunks of ${file.role} do not make up the file.`, {
      fix: "Build the folder again.",
    });
  }
  return whole;
}
