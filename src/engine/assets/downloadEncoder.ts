/**
 * The encoder's files from the asset folder: manifest first, then every chunk that is not already cached, verified one by
 * one while the next ones arrive. When the manifest cannot be had or is of a newer schema, the last good one serves.
 */
import { AisleError, throwIfAborted } from "../../errors";
import { inflateChunk } from "../../format/encoder/inflateChunk";
import {
  type ChunkEntry,
  type EncoderManifest,
  inflatedBytes,
  readEncoderManifest,
} from "../../format/encoder/manifest";
import type { AssetCache } from "./assetCache";
import { type ChunkJob, type FetchChunksOptions, fetchChunks } from "./fetchChunks";
import { fetchText } from "./fetchText";

export interface EncoderFiles {
  readonly manifest: EncoderManifest;
  /** The tensor stream. */
  readonly weights: Uint8Array;
  /** Line number = token id. */
  readonly vocabulary: readonly string[];
}

export interface DownloadedEncoder extends EncoderFiles {
  /** The files as they came, by hash, where they were to be kept for `cacheEncoder`. */
  readonly chunks: ReadonlyMap<string, Uint8Array>;
  /** Resolves once all is in the cache; nobody waits for a disk to use an encoder. */
  readonly saved: Promise<void>;
}

export interface DownloadOptions extends FetchChunksOptions {
  /** The shopper may yet agree to storage: hold the files in memory. */
  readonly keepChunks?: boolean;
  /** The manifest just fetched is unusable; the last good one is in use. */
  readonly onFallback?: (error: AisleError) => void;
}

/**
 * @param folderUrl absolute URL of the encoder's folder, with a trailing slash
 * @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ENCODER_UNREADABLE`, `ENCODER_SCHEMA_NEWER`, `ABORTED`
 */
export async function downloadEncoder(folderUrl: string, options: DownloadOptions): Promise<DownloadedEncoder> {
  const { cache, keepChunks } = options;
  const manifest = await currentManifest(folderUrl, options);
  const weights = new Uint8Array(manifest.weights.bytes);
  const words = new Uint8Array(manifest.vocabulary.bytes);
  const chunks = new Map<string, Uint8Array>();
  const jobs = [...placed(manifest.vocabulary.chunks, words), ...placed(manifest.weights.chunks, weights)];
  const { saved: chunksSaved } = await fetchChunks(folderUrl, jobs, {
    ...options,
    place: ({ chunk, into }, bytes) => inflateChunk(chunk, bytes, into),
    onChunk: (chunk, bytes) => keepChunks && chunks.set(chunk.sha256, bytes),
  });
  // A manifest is remembered last: it is good once all its files are there.
  const saved = chunksSaved.then(() => rememberManifest(folderUrl, manifest, cache));

  const vocabulary = new TextDecoder().decode(words).split("\n");
  if (vocabulary.at(-1) === "") vocabulary.pop();
  if (vocabulary.length !== manifest.vocabulary.pieces) {
    throw new AisleError(
      "ENCODER_UNREADABLE",
      `The vocabulary has ${vocabulary.length} pieces, the manifest says ${manifest.vocabulary.pieces}.`,
      { fix: "Publish the folder again as `aisle encoder` wrote it." },
    );
  }
  return { manifest, weights, vocabulary, chunks, saved };
}

/** Each chunk with its place in the stream. */
function placed(chunks: readonly ChunkEntry[], stream: Uint8Array): ChunkJob<ChunkEntry>[] {
  let end = 0;
  return chunks.map((chunk) => {
    const start = end;
    end += inflatedBytes(chunk);
    return { chunk, into: stream.subarray(start, end), at: 0 };
  });
}

/** Keeps an encoder that is in memory: for a shopper who agreed to storage after the download. */
export async function cacheEncoder(
  folderUrl: string,
  { manifest, chunks }: Pick<DownloadedEncoder, "manifest" | "chunks">,
  cache: AssetCache,
): Promise<void> {
  for (const [hash, bytes] of chunks) await cache.write(hash, bytes);
  await rememberManifest(folderUrl, manifest, cache);
}

function rememberManifest(folderUrl: string, manifest: EncoderManifest, cache: AssetCache): Promise<void> {
  return cache.write(manifestKey(folderUrl), new TextEncoder().encode(JSON.stringify(manifest)));
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
