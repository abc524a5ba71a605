/** Many content-hashed files: from the cache where they are, else fetched a few at a time, each verified and kept. */
import { throwIfAborted } from "../../errors";
import type { AssetCache } from "./assetCache";
import { type ChunkRef, type FetchChunkOptions, fetchChunk, sha256 } from "./fetchChunk";

export interface ChunkJob {
  readonly chunk: ChunkRef;
  /** Filled with the chunk's bytes from `at` on. */
  readonly into: Uint8Array;
  readonly at: number;
}

export interface FetchChunksOptions
  extends Pick<FetchChunkOptions, "signal" | "fetch" | "tries" | "backoffMs" | "stallMs"> {
  readonly cache: AssetCache;
  /** Bytes here and bytes in all; cached ones count as here. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

const PARALLEL_CHUNKS = 4;

/** Chunks that make up one file, in order, filling `into`. */
export function chunkJobs(chunks: readonly ChunkRef[], into: Uint8Array): ChunkJob[] {
  let at = 0;
  return chunks.map((chunk) => {
    const job = { chunk, into, at };
    at += chunk.bytes;
    return job;
  });
}

/** @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ABORTED` */
export async function fetchChunks(
  folderUrl: string,
  jobs: readonly ChunkJob[],
  options: FetchChunksOptions,
): Promise<void> {
  const { cache, onProgress } = options;
  const total = jobs.reduce((sum, { chunk }) => sum + chunk.bytes, 0);
  const loaded = new Map<string, number>();
  const report = (file: string, bytes: number) => {
    loaded.set(file, bytes);
    let sum = 0;
    for (const part of loaded.values()) sum += part;
    onProgress?.(sum, total);
  };
  // The first failure stops the other lines of the download.
  const failed = new AbortController();
  const signal = options.signal ? AbortSignal.any([options.signal, failed.signal]) : failed.signal;
  const left = [...jobs];
  const takeNext = async (): Promise<void> => {
    for (let job = left.shift(); job; job = left.shift()) {
      const { chunk, into, at } = job;
      const cached = await cachedChunk(cache, chunk);
      const bytes =
        cached ??
        (await fetchChunk(folderUrl, chunk, { ...options, signal, onProgress: (part) => report(chunk.file, part) }));
      into.set(bytes, at);
      report(chunk.file, chunk.bytes);
      if (!cached) await cache.write(chunk.sha256, bytes);
    }
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_CHUNKS }, takeNext));
  } catch (error) {
    failed.abort();
    throwIfAborted(options.signal);
    throw error;
  }
}

/** Keeps what is in memory: for a shopper who agreed to storage after the download. */
export async function cacheChunks(jobs: readonly ChunkJob[], cache: AssetCache): Promise<void> {
  for (const { chunk, into, at } of jobs) await cache.write(chunk.sha256, into.subarray(at, at + chunk.bytes));
}

/** A cached chunk is checked like a downloaded one: disks and extensions change bytes too. */
async function cachedChunk(cache: AssetCache, chunk: ChunkRef): Promise<Uint8Array | undefined> {
  const bytes = await cache.read(chunk.sha256);
  if (bytes?.length !== chunk.bytes) return undefined;
  return (await sha256(bytes)) === chunk.sha256 ? bytes : undefined;
}
