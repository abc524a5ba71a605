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
import { type FetchChunkOptions, fetchChunk, sha256 } from "./fetchChunk";

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

export interface DownloadOptions
  extends Pick<FetchChunkOptions, "signal" | "fetch" | "tries" | "backoffMs" | "stallMs"> {
  readonly cache: AssetCache;
  /** The shopper may yet agree to storage: hold the files in memory. */
  readonly keepChunks?: boolean;
  /** Bytes here and bytes in all; cached ones count as here. */
  readonly onProgress?: (loaded: number, total: number) => void;
  /** The manifest just fetched is unusable; the last good one is in use. */
  readonly onFallback?: (error: AisleError) => void;
}

/** As many as browsers open to one host. */
const PARALLEL_CHUNKS = 6;

/**
 * @param folderUrl absolute URL of the encoder's folder, with a trailing slash
 * @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ENCODER_UNREADABLE`, `ENCODER_SCHEMA_NEWER`, `ABORTED`
 */
export async function downloadEncoder(folderUrl: string, options: DownloadOptions): Promise<DownloadedEncoder> {
  const { cache, keepChunks, onProgress } = options;
  const manifest = await currentManifest(folderUrl, options);
  const all = [...manifest.vocabulary.chunks, ...manifest.weights.chunks];
  const total = all.reduce((sum, chunk) => sum + chunk.bytes, 0);
  const loaded = new Map<string, number>();
  const report = (file: string, bytes: number) => {
    loaded.set(file, bytes);
    let sum = 0;
    for (const part of loaded.values()) sum += part;
    onProgress?.(sum, total);
  };

  const weights = new Uint8Array(manifest.weights.bytes);
  const words = new Uint8Array(manifest.vocabulary.bytes);
  const chunks = new Map<string, Uint8Array>();
  const saving: Promise<void>[] = [];
  const jobs = [...placed(manifest.vocabulary.chunks, words), ...placed(manifest.weights.chunks, weights)];

  // The first failure stops the other lines of the download.
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const takeNext = async (): Promise<void> => {
    for (let job = jobs.shift(); job; job = jobs.shift()) {
      const [chunk, room] = job;
      const cached = await cachedChunk(cache, chunk);
      const bytes =
        cached ??
        (await fetchChunk(folderUrl, chunk, { ...options, signal, onProgress: (part) => report(chunk.file, part) }));
      if (keepChunks) chunks.set(chunk.sha256, bytes);
      report(chunk.file, chunk.bytes);
      // Kept as they come, so that a broken download resumes.
      if (!cached) saving.push(cache.write(chunk.sha256, bytes));
      await inflateChunk(chunk, bytes, room);
    }
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_CHUNKS }, takeNext));
  } catch (error) {
    failed.abort();
    throwIfAborted(options.signal);
    throw error;
  }
  // A manifest is remembered last: it is good once all its files are there.
  const saved = Promise.all(saving).then(() => rememberManifest(folderUrl, manifest, cache));

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
function placed(chunks: readonly ChunkEntry[], stream: Uint8Array): [ChunkEntry, Uint8Array][] {
  let at = 0;
  return chunks.map((chunk) => {
    const from = at;
    at += inflatedBytes(chunk);
    return [chunk, stream.subarray(from, at)];
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
    return await fetchManifest(new URL("manifest.json", folderUrl).href, options);
  } catch (error) {
    throwIfAborted(options.signal);
    const last = await options.cache.read(manifestKey(folderUrl));
    if (!last || !(error instanceof AisleError)) throw error;
    const manifest = readEncoderManifest(parseJson(new TextDecoder().decode(last)));
    options.onFallback?.(error);
    return manifest;
  }
}

async function fetchManifest(url: string, options: DownloadOptions): Promise<EncoderManifest> {
  const { tries = 4, backoffMs = (n: number) => 400 * 2 ** (n - 1), signal } = options;
  const fetch = options.fetch ?? globalThis.fetch;
  for (let attempt = 1; ; attempt++) {
    let response: Response;
    try {
      response = await fetch(url, { signal, cache: "no-cache" });
      if (response.ok) return readEncoderManifest(parseJson(await response.text()));
    } catch (error) {
      throwIfAborted(signal);
      if (error instanceof AisleError) throw error;
      if (attempt >= tries) {
        throw new AisleError("ASSET_UNREACHABLE", `${url} could not be fetched: ${(error as Error).message}.`, {
          cause: error,
        });
      }
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
      continue;
    }
    const again = response.status >= 500 || response.status === 408 || response.status === 429;
    if (!again || attempt >= tries) {
      throw new AisleError("ASSET_UNREACHABLE", `${url} answered ${response.status}.`, {
        seen: response.status,
        fix: "`assets` names a folder that holds encoder/manifest.json, as `aisle encoder` writes it.",
      });
    }
    await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)));
  }
}

/** A cached chunk is checked like a downloaded one: disks and extensions change bytes too. */
async function cachedChunk(cache: AssetCache, chunk: ChunkEntry): Promise<Uint8Array | undefined> {
  const bytes = await cache.read(chunk.sha256);
  if (bytes?.length !== chunk.bytes) return undefined;
  return (await sha256(bytes)) === chunk.sha256 ? bytes : undefined;
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
