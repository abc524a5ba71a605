/** Many content-hashed files: from the cache where they are, else fetched a few at a time, each verified and kept. */
import { throwIfAborted } from "../../errors";
import { anySignal } from "./anySignal";
import type { AssetCache } from "./assetCache";
import { type ChunkRef, type FetchChunkOptions, fetchChunk, sha256, sleep } from "./fetchChunk";

export interface ChunkJob<Chunk extends ChunkRef = ChunkRef> {
  readonly chunk: Chunk;
  /** Filled with what the chunk holds, from `at` on. */
  readonly into: Uint8Array;
  readonly at: number;
}

export interface FetchChunksOptions
  extends Pick<FetchChunkOptions, "signal" | "fetch" | "tries" | "backoffMs" | "stallMs"> {
  readonly cache: AssetCache;
  /** A file is kept so long after it came, when those who wait for it have begun their work; default 300. */
  readonly keepAfterMs?: number;
  /** Bytes of a file that are here; less than before when it is fetched anew. */
  readonly onProgress?: (file: string, loaded: number) => void;
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
const KEEP_AFTER_MS = 300;
/** Files that wait to be kept: where the disk is slower than the line, they do not pile up. */
const MOST_WAITING_BYTES = 8e6;

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
  const { cache, onProgress, onChunk, place = copyBytes, keepAfterMs = KEEP_AFTER_MS } = options;
  // The first failure stops the other lines of the download.
  const failed = new AbortController();
  const { signal, release } = anySignal(options.signal, failed.signal);
  // Kept one by one as they came, so that a broken download resumes.
  let saved = Promise.resolve();
  let waiting = 0;
  const left = [...jobs];
  const takeNext = async (): Promise<void> => {
    for (let job = left.shift(); job; job = left.shift()) {
      const { chunk } = job;
      const report = (loaded: number) => onProgress?.(chunk.file, loaded);
      const cached = await cachedChunk(cache, chunk);
      const bytes = cached ?? (await fetchChunk(folderUrl, chunk, { ...options, signal, onProgress: report }));
      onChunk?.(chunk, bytes);
      report(chunk.bytes);
      if (!cached) {
        waiting += chunk.bytes;
        saved = Promise.all([saved, sleep(keepAfterMs)]).then(async () => {
          await cache.write(chunk.sha256, bytes);
          waiting -= chunk.bytes;
        });
      }
      await place(job, bytes);
      if (waiting > MOST_WAITING_BYTES) await saved;
    }
  };
  try {
    await Promise.all(Array.from({ length: PARALLEL_CHUNKS }, takeNext));
  } catch (error) {
    failed.abort();
    await saved;
    throwIfAborted(options.signal);
    throw error;
  } finally {
    release();
  }
  return { saved };
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
