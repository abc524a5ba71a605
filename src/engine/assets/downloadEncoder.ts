/**
 * The encoder's files from the asset folder: manifest first, then what answers first (vocabulary and table), then the
 * weights; every chunk that is not already cached is verified as it arrives. When the manifest cannot be had or is of a
 * newer schema, the last good one serves.
 */
import { AisleError, throwIfAborted } from "../../errors";
import { type EncoderManifest, readEncoderManifest } from "../../format/encoder/manifest";
import type { AssetCache } from "./assetCache";
import type { ChunkRef } from "./fetchChunk";
import { type ChunkJob, cacheChunks, chunkJobs, type FetchChunksOptions, fetchChunks } from "./fetchChunks";
import { fetchText } from "./fetchText";

export interface FirstFiles {
  /** Line number = token id. */
  readonly vocabulary: readonly string[];
  /** The table tier's file; absent where the folder has none. */
  readonly table?: Uint8Array;
  /** Why a table that the folder has is not here: the weights go on without. */
  readonly tableFailure?: AisleError;
}

/** An encoder's folder, its manifest read. Every call of a method shares one download; one that failed may be tried again. */
export interface EncoderDownload {
  readonly manifest: EncoderManifest;
  first(): Promise<FirstFiles>;
  /** The tensor stream, after the first files. */
  weights(): Promise<Uint8Array>;
  /** Keeps what is in memory: for a shopper who agreed to storage after the download. */
  keep(): Promise<void>;
}

export interface DownloadOptions extends FetchChunksOptions {
  /** The manifest just fetched is unusable; the last good one is in use. */
  readonly onFallback?: (error: AisleError) => void;
}

/**
 * Fetches the manifest. All promises reject with AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ENCODER_UNREADABLE`,
 * `ENCODER_SCHEMA_NEWER` or `ABORTED`.
 * @param folderUrl absolute URL of the encoder's folder, with a trailing slash
 */
export async function openEncoder(folderUrl: string, options: DownloadOptions): Promise<EncoderDownload> {
  const { cache } = options;
  // Asked for at once: it opens the cache while the manifest is on its way.
  const last = cache.read(manifestKey(folderUrl));
  const manifest = await currentManifest(folderUrl, last, options);
  const { vocabulary, table, weights } = manifest;
  const parts = { vocabulary: partOf(vocabulary), table: table && partOf(table), weights: partOf(weights) };
  const all = [parts.vocabulary, parts.weights, ...(parts.table ? [parts.table] : [])];
  const sumOf = (field: "loaded" | "total") => all.reduce((sum, part) => sum + part[field], 0);
  const fetchPart = async (part: Part, onKept: () => void): Promise<Uint8Array> => {
    const bytes = new Uint8Array(part.total);
    const jobs = chunkJobs(part.chunks, bytes);
    const onProgress = (loaded: number) => {
      part.loaded = loaded;
      options.onProgress?.(sumOf("loaded"), sumOf("total"));
    };
    await fetchChunks(folderUrl, jobs, { ...options, onProgress, onKept });
    part.jobs = jobs;
    return bytes;
  };
  const remember = () => rememberManifest(folderUrl, manifest, cache);

  async function fetchFirst(): Promise<FirstFiles> {
    // With no other to fall back on, half an encoder is better than none when the line is gone next time.
    const onKept = () => void last.then((known) => (known ? undefined : remember()));
    const [words, table] = await Promise.all([
      fetchPart(parts.vocabulary, onKept),
      parts.table && fetchPart(parts.table, () => {}).catch((error) => tableFailure(error, options.signal)),
    ]);
    const vocabulary = readLines(words, manifest);
    return table instanceof AisleError ? { vocabulary, tableFailure: table } : { vocabulary, table };
  }

  async function fetchWeights(): Promise<Uint8Array> {
    await first();
    // Only then: a manifest is good once all its files are here.
    return fetchPart(parts.weights, () => void remember());
  }

  const first = shared(fetchFirst);
  return {
    manifest,
    first,
    weights: shared(fetchWeights),
    async keep() {
      for (const { jobs } of all) if (jobs) await cacheChunks(jobs, cache);
      if (parts.weights.jobs) await remember();
    },
  };
}

interface Part {
  readonly chunks: readonly ChunkRef[];
  /** Bytes in all, and here so far. */
  readonly total: number;
  loaded: number;
  /** Once all of it is here. */
  jobs?: readonly ChunkJob[];
}

function partOf({ bytes, chunks }: Pick<EncoderManifest["weights"], "bytes" | "chunks">): Part {
  return { chunks, total: bytes, loaded: 0 };
}

function shared<T>(work: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => {
    running ??= work().catch((error) => {
      running = undefined;
      throw error;
    });
    return running;
  };
}

function tableFailure(error: unknown, signal: AbortSignal | undefined): AisleError {
  throwIfAborted(signal);
  if (error instanceof AisleError) return error;
  throw error;
}

function readLines(bytes: Uint8Array, { vocabulary: { pieces } }: EncoderManifest): string[] {
  const lines = new TextDecoder().decode(bytes).split("\n");
  if (lines.at(-1) === "") lines.pop();
  if (lines.length === pieces) return lines;
  throw new AisleError(
    "ENCODER_UNREADABLE",
    `The vocabulary has ${lines.length} pieces, the manifest says ${pieces}.`,
    { fix: "Publish the folder again as `aisle encoder` wrote it." },
  );
}

async function currentManifest(
  folderUrl: string,
  remembered: Promise<Uint8Array | undefined>,
  options: DownloadOptions,
): Promise<EncoderManifest> {
  try {
    const fix = "`assets` names a folder that holds encoder/manifest.json, as `aisle encoder` writes it.";
    const text = await fetchText(new URL("manifest.json", folderUrl).href, { ...options, fix });
    return readEncoderManifest(parseJson(text));
  } catch (error) {
    throwIfAborted(options.signal);
    const last = await remembered;
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
