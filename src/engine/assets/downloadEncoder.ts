/**
 * The encoder's files from the asset folder: manifest first, then every chunk that is not already cached, verified one by
 * one while the next ones arrive. When the manifest cannot be had or is of a newer schema, the last good one serves.
 */
import { AisleError, throwIfAborted } from "../../errors";
import { type EncoderManifest, readEncoderManifest } from "../../format/encoder/manifest";
import type { AssetCache } from "./assetCache";
import { type ChunkJob, cacheChunks, chunkJobs, type FetchChunksOptions, fetchChunks } from "./fetchChunks";
import { fetchText } from "./fetchText";

export interface EncoderFiles {
  readonly manifest: EncoderManifest;
  /** The tensor stream. */
  readonly weights: Uint8Array;
  /** Line number = token id. */
  readonly vocabulary: readonly string[];
}

export interface DownloadOptions extends FetchChunksOptions {
  /** The manifest just fetched is unusable; the last good one is in use. */
  readonly onFallback?: (error: AisleError) => void;
}

/**
 * @param folderUrl absolute URL of the encoder's folder, with a trailing slash
 * @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ENCODER_UNREADABLE`, `ENCODER_SCHEMA_NEWER`, `ABORTED`
 */
export async function downloadEncoder(folderUrl: string, options: DownloadOptions): Promise<EncoderFiles> {
  const manifest = await currentManifest(folderUrl, options);
  const weights = new Uint8Array(manifest.weights.bytes);
  const words = new Uint8Array(manifest.vocabulary.bytes);
  await fetchChunks(folderUrl, jobsOf(manifest, words, weights), options);
  // Remembered only now: a manifest is good once all its files are here.
  await rememberManifest(folderUrl, manifest, options.cache);

  const vocabulary = new TextDecoder().decode(words).split("\n");
  if (vocabulary.at(-1) === "") vocabulary.pop();
  if (vocabulary.length !== manifest.vocabulary.pieces) {
    throw new AisleError(
      "ENCODER_UNREADABLE",
      `The vocabulary has ${vocabulary.length} pieces, the manifest says ${manifest.vocabulary.pieces}.`,
      { fix: "Publish the folder again as `aisle encoder` wrote it." },
    );
  }
  return { manifest, weights, vocabulary };
}

/** Keeps an encoder that is in memory: for a shopper who agreed to storage after the download. */
export async function cacheEncoder(folderUrl: string, files: EncoderFiles, cache: AssetCache): Promise<void> {
  const { manifest, weights, vocabulary } = files;
  const words = new TextEncoder().encode(vocabulary.map((piece) => `${piece}\n`).join(""));
  await cacheChunks(jobsOf(manifest, words, weights), cache);
  await rememberManifest(folderUrl, manifest, cache);
}

function jobsOf(manifest: EncoderManifest, words: Uint8Array, weights: Uint8Array): ChunkJob[] {
  return [...chunkJobs(manifest.vocabulary.chunks, words), ...chunkJobs(manifest.weights.chunks, weights)];
}

async function currentManifest(folderUrl: string, options: DownloadOptions): Promise<EncoderManifest> {
  try {
    const fix = "`assets` names a folder that holds encoder/manifest.json, as `aisle encoder` writes it.";
    const text = await fetchText(new URL("manifest.json", folderUrl).href, { ...options, fix });
    return readEncoderManifest(parseJson(text));
  } catch (error) {
    throwIfAborted(options.signal);
    const last = await options.cache.read(manifestKey(folderUrl));
    if (!last || !(error instanceof AisleError)) throw error;
    const manifest = readEncoderManifest(parseJson(new TextDecoder().decode(last)));
    options.onFallback?.(error);
    return manifest;
  }
}

async function rememberManifest(folderUrl: string, manifest: EncoderManifest, cache: AssetCache): Promise<void> {
  await cache.write(manifestKey(folderUrl), new TextEncoder().encode(JSON.stringify(manifest)));
}

function manifestKey(folderUrl: string): string {
  return `manifest:${folderUrl}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AisleError("ENCODER_UNREADABLE", "The encoder's manifest is not JSON.", { cause: error });
  }
}
