/** Many content-hashed files: from the cache where they are, else fetched a few at a time, each verified and kept. */
import { throwIfAborted } from "../../errors";
import { anySignal } from "./anySignal";
import type { AssetCache } from "./assetCache";
import { type ChunkRef, type FetchChunkOptions, fetchChunk, sha256 } from "./fetchChunk";

export interface ChunkJob<Chunk extends ChunkRef = ChunkRef> {
  readonly chunk: Chunk;
  /** Filled with what the chunk holds, from `at` on. */
  readonly into: Uint8Array;
  readonly at: number;
}

export interface FetchChunksOptions
  extends Pick<FetchChunkOptions, "signal" | "fetch" | "tries" | "backoffMs" | "stallMs"> {
  readonly cache: AssetCache;
  /** Bytes here and bytes in all; cached ones count as here. */
  readonly onProgress?: (loaded: number, total: number) => void;
}

/** What becomes of each file, its hash checked. */
export interface ChunkHandling<Chunk extends ChunkRef> {
  /** Puts the file where it belongs; default: byte for byte. */
  readonly place?: (job: ChunkJob<Chunk>, bytes: Uint8Array) => void | Promise<void>;
  /** Hears of every file as it came. */
  readonly onChunk?: (chunk: Chunk, bytes: Uint8Array) => void;
}

/** As many as browsers open to one host. */
const PARALLEL_CHUNKS = 6;

/** Chunks that make up one file, in order, filling `into`. */
export function chunkJobs(chunks: readonly ChunkRef[], into: Uint8Array): ChunkJob[] {
  let at = 0;
  return chunks.map((chunk) => {
    const job = { chunk, into, at };
    at += chunk.bytes;
    return job;
  });
}

/**
 * @returns once every file is in place; `saved` resolves once all are in the cache too: nobody waits for a disk
 * @throws AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ABORTED`
 */
export async function fetchChunks<Chunk extends ChunkRef>(
  folderUrl: string,
  jobs: readonly ChunkJob<Chunk>[],
  options: FetchChunksOptions & ChunkHandling<Chunk>,
): Promise<{ readonly saved: Promise<void> }> {
  const { cache, onProgress, onChunk, place = copyBytes } = options;
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
  const { signal, release } = anySignal(options.signal, failed.signal);
  const saving: Promise<void>[] = [];
  const left = [...jobs];
  const takeNext = async (): Promise<void> => {
    // One write at a time, beside the next download: bytes do not pile up where the disk is slow.
    let kept: Promise<void> | undefined;
    for (let job = left.shift(); job; job = left.shift()) {
      const { chunk } = job;
      const cached = await cachedChunk(cache, chunk);
      const bytes =
        cached ??
        (await fetchChunk(folderUrl, chunk, { ...options, signal, onProgress: (part) => report(chunk.file, part) }));
      onChunk?.(chunk, bytes);
      report(chunk.file, chunk.bytes);
      // Kept as they come, so that a broken download resumes.
      if (!cached) {
        await kept;
        kept = cache.write(chunk.sha256, bytes);
      }
      await place(job, bytes);
    }
    if (kept) saving.push(kept);
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_CHUNKS }, takeNext));
  } catch (error) {
    failed.abort();
    throwIfAborted(options.signal);
    throw error;
  } finally {
    release();
  }
  return { saved: Promise.all(saving).then(() => undefined) };
}

function copyBytes({ into, at }: ChunkJob, bytes: Uint8Array): void {
  into.set(bytes, at);
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
