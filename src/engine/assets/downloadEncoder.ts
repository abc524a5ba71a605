/**
 * The encoder's files from the asset folder: manifest first, then what answers first (vocabulary and table), then the
 * weights; every chunk that is not already cached is verified as it arrives. When the manifest cannot be had or is of a
 * newer schema, the last good one serves.
 */
import { AisleError, throwIfAborted } from "../../errors";
import type { Inflate } from "../../format/encoder/inflate/createInflater";
import { inflateChunk } from "../../format/encoder/inflateChunk";
import {
  type ChunkEntry,
  type EncoderManifest,
  inflatedBytes,
  readEncoderManifest,
  unreadable,
} from "../../format/encoder/manifest";
import type { AssetCache } from "./assetCache";
import { type ChunkJob, type FetchChunksOptions, fetchChunks } from "./fetchChunks";
import { fetchText } from "./fetchText";

export interface FirstFiles {
  /** Line number = token id. */
  readonly vocabulary: readonly string[];
  /** The table tier's file; absent where the folder has none. */
  readonly table?: Uint8Array;
  /** Why a table that the folder has is not here: the weights go on without. */
  readonly tableFailure?: AisleError;
}

/** An encoder's folder, its manifest read. A download that failed may be asked for again. */
export interface EncoderDownload {
  readonly manifest: EncoderManifest;
  /** Every call shares one download. */
  first(): Promise<FirstFiles>;
  /** The tensor stream, after the first files; a call after the last one has settled fetches anew, from the cache mostly. */
  weights(): Promise<Uint8Array>;
  /** Puts what is held in memory into the cache: for a shopper who agreed to storage after the download. */
  keep(): Promise<void>;
}

export interface DownloadOptions extends Omit<FetchChunksOptions, "onProgress"> {
  /** Bytes here and bytes in all; cached ones count as here. */
  readonly onProgress?: (loaded: number, total: number) => void;
  /** The shopper may yet agree to storage: files are held in memory as they came. */
  readonly holdsFiles?: () => boolean;
  /** Asked once the weights are; absent, or undefined: the browser's own inflater has to do. */
  readonly openInflater?: () => Promise<Inflate | undefined>;
  /** The manifest just fetched is unusable; the last good one is in use. */
  readonly onFallback?: (error: AisleError) => void;
}

/**
 * Fetches the manifest. All promises reject with AisleError `ASSET_UNREACHABLE`, `ASSET_CORRUPT`, `ENCODER_UNREADABLE`,
 * `ENCODER_SCHEMA_NEWER` or `ABORTED`.
 * @param folderUrl absolute URL of the encoder's folder, with a trailing slash
 */
export async function openEncoder(folderUrl: string, options: DownloadOptions): Promise<EncoderDownload> {
  const { cache, holdsFiles } = options;
  // Asked for at once: it opens the cache while the manifest is on its way.
  const last = cache.read(manifestKey(folderUrl));
  const manifest = await currentManifest(folderUrl, last, options);
  const held = new Map<string, Uint8Array>();
  // Where not even a manifest is known, no file is: asking the disk for each would take longer than some of them do.
  const asked = new Set<string>();
  const read = async (key: string) => {
    const isAbsent = !(await last) && asked.size < asked.add(key).size;
    return held.get(key) ?? (isAbsent ? undefined : cache.read(key));
  };
  const loadedOf = new Map<string, number>();
  const total = [manifest.vocabulary, manifest.weights, manifest.table]
    .flatMap((part) => part?.chunks ?? [])
    .reduce((sum, { bytes }) => sum + bytes, 0);
  let complete = false;
  let kept = Promise.resolve();

  const fetchPart = async (
    part: Part,
    onPlaced: (saved: Promise<void>) => void,
    inflater?: Promise<Inflate | undefined>,
  ): Promise<Uint8Array> => {
    const stream = new Uint8Array(part.bytes);
    const { saved } = await fetchChunks(folderUrl, placed(part.chunks, stream), {
      ...options,
      cache: { ...cache, read },
      onProgress(file, loaded) {
        loadedOf.set(file, loaded);
        let sum = 0;
        for (const bytes of loadedOf.values()) sum += bytes;
        options.onProgress?.(sum, total);
      },
      place: async ({ chunk, into }, bytes) => inflateChunk(chunk, bytes, into, await inflater),
      onChunk: (chunk, bytes) => holdsFiles?.() && held.set(chunk.sha256, bytes),
    });
    onPlaced(saved);
    return stream;
  };
  const remember = () => rememberManifest(folderUrl, manifest, cache);

  async function fetchFirst(): Promise<FirstFiles> {
    // With no other to fall back on, half an encoder is better than none when the line is gone next time.
    const onPlaced = (saved: Promise<void>) => {
      void Promise.all([last, saved]).then(([known]) => (known ? undefined : remember()));
    };
    const [words, table] = await Promise.all([
      fetchPart(manifest.vocabulary, onPlaced),
      manifest.table && fetchPart(manifest.table, () => {}).catch((error) => tableFailure(error, options.signal)),
    ]);
    const vocabulary = readLines(words, manifest);
    return table instanceof AisleError ? { vocabulary, tableFailure: table } : { vocabulary, table };
  }

  async function fetchWeights(): Promise<Uint8Array> {
    // Asked for a second time a moment later, they need not come over the line again.
    await kept;
    // Those that answer first are asked for first. A manifest is good once all its files are here.
    const [, stream] = await Promise.all([
      first(),
      fetchPart(
        manifest.weights,
        (saved) => {
          kept = saved;
          void saved.then(first).then(remember, () => undefined);
        },
        options.openInflater?.(),
      ),
    ]);
    complete = true;
    return stream;
  }

  const first = shared(fetchFirst);
  let fetching: Promise<Uint8Array> | undefined;
  return {
    manifest,
    first,
    weights() {
      // Not held on to: the stream is most of the memory.
      fetching ??= fetchWeights().finally(() => {
        fetching = undefined;
      });
      return fetching;
    },
    async keep() {
      if (holdsFiles?.() || held.size === 0) return;
      const files = [...held];
      held.clear();
      for (const [hash, bytes] of files) await cache.write(hash, bytes);
      if (complete) await remember();
    },
  };
}

type Part = Pick<EncoderManifest["weights"], "bytes" | "chunks">;

/** Each chunk with its place in the stream. */
function placed(chunks: readonly ChunkEntry[], stream: Uint8Array): ChunkJob<ChunkEntry>[] {
  let end = 0;
  return chunks.map((chunk) => {
    const start = end;
    end += inflatedBytes(chunk);
    return { chunk, into: stream.subarray(start, end), at: 0 };
  });
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
  throw unreadable(`the vocabulary has ${lines.length} pieces, the manifest says ${pieces}`);
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
    throw unreadable("manifest.json is not JSON", error);
  }
}
