/**
 * The encoder's files from the asset folder: manifest first, then what answers first (vocabulary and table), then the
 * weights; every chunk that is not already cached is verified as it arrives. When the manifest cannot be had or is of a
 * newer schema, the last good one serves.
 */
import { AisleError, throwIfAborted } from "../../errors";
import { type EncoderManifest, readEncoderManifest, unreadable } from "../../format/encoder/manifest";
import type { ReadRange } from "../../format/encoder/readEncoder";
import type { AssetCache } from "./assetCache";
import { type FetchChunksOptions, fetchChunks } from "./fetchChunks";
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
  /**
   * Begins to fetch the tensor stream, after the first files. A second call waits until the first has all, and fetches anew,
   * from the cache mostly: no more is held than what was not read yet.
   */
  weights(): ReadRange;
  /** Puts what is held in memory into the cache: for a shopper who agreed to storage after the download. */
  keep(): Promise<void>;
}

export interface DownloadOptions extends Omit<FetchChunksOptions, "onProgress"> {
  /** Bytes here and bytes in all; cached ones count as here. */
  readonly onProgress?: (loaded: number, total: number) => void;
  /** The shopper may yet agree to storage: files are held in memory as they came. */
  readonly holdsFiles?: () => boolean;
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
  const reader = import("./readChunks");
  // Who needs it hears of it.
  reader.catch(() => undefined);
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
  let here = 0;
  let complete = false;
  let kept = Promise.resolve();
  /** Of the weights: one download at a time. */
  let turn: Promise<void> = Promise.resolve();

  /** A part's stream; its files are fetched once `begin` has settled. `done` never rejects: readers hear of failures. */
  function openPart({ chunks }: Part, begin: Promise<unknown>, onPlaced: (saved: Promise<void>) => unknown) {
    const files = new Map(chunks.map((chunk) => [chunk, deferred<Uint8Array>()]));
    const fetchAll = async () => {
      const { saved } = await fetchChunks(
        folderUrl,
        chunks.map((chunk) => ({ chunk, into: NOTHING, at: 0 })),
        {
          ...options,
          cache: { ...cache, read },
          onProgress(file, loaded) {
            here += loaded - (loadedOf.get(file) ?? 0);
            loadedOf.set(file, loaded);
            options.onProgress?.(here, total);
          },
          place: ({ chunk }, bytes) => files.get(chunk)?.resolve(bytes),
          onChunk: (chunk, bytes) => holdsFiles?.() && held.set(chunk.sha256, bytes),
        },
      );
      await onPlaced(saved);
    };
    const done = begin.then(fetchAll).catch((error) => {
      for (const { reject } of files.values()) reject(error);
    });
    const ranges = reader.then(({ createRangeReader }) =>
      createRangeReader(chunks, (chunk) => files.get(chunk)!.promise.finally(() => files.delete(chunk))),
    );
    const range: ReadRange = async (byteOffset, byteLength) => (await ranges)(byteOffset, byteLength);
    return { range, done };
  }
  const readPart = (part: Part, onPlaced: (saved: Promise<void>) => unknown) =>
    openPart(part, Promise.resolve(), onPlaced).range(0, part.bytes);
  const remember = () => rememberManifest(folderUrl, manifest, cache);

  async function fetchFirst(): Promise<FirstFiles> {
    // With no other to fall back on, half an encoder is better than none when the line is gone next time.
    const onPlaced = (saved: Promise<void>) => {
      void Promise.all([last, saved]).then(([known]) => (known ? undefined : remember()));
    };
    const [words, table] = await Promise.all([
      readPart(manifest.vocabulary, onPlaced),
      manifest.table &&
        readPart(manifest.table, () => {}).catch((error) => {
          throwIfAborted(options.signal);
          if (error instanceof AisleError) return error;
          throw error;
        }),
    ]);
    const vocabulary = readLines(words, manifest);
    return table instanceof AisleError ? { vocabulary, tableFailure: table } : { vocabulary, table };
  }

  function fetchWeights(): ReadRange {
    // Those that answer first are asked for first. Asked for a second time a moment later, weights need not come over the
    // line again.
    const begin = turn.then(() => kept).then(() => void first().catch(() => undefined));
    const { range, done } = openPart(manifest.weights, begin, async (saved) => {
      kept = saved;
      // A manifest is good once all its files are here.
      void saved.then(first).then(remember, () => undefined);
      await first();
      complete = true;
    });
    turn = done;
    return range;
  }

  let firstFiles: Promise<FirstFiles> | undefined;
  function first(): Promise<FirstFiles> {
    firstFiles ??= fetchFirst().catch((error) => {
      firstFiles = undefined;
      throw error;
    });
    return firstFiles;
  }

  return {
    manifest,
    first,
    weights: fetchWeights,
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

/** Files go to rooms of their own. */
const NOTHING = new Uint8Array(0);

function deferred<T>() {
  let resolve!: (value: T) => void;
  let reject!: (error: unknown) => void;
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue;
    reject = onError;
  });
  // Nobody may be waiting for it.
  promise.catch(() => undefined);
  return { promise, resolve, reject };
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
    const fix = "`assets` holds encoder/manifest.json, as `aisle encoder` writes it.";
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
