/** One content-hashed file of at most a megabyte or so: fetched, resumed when the line breaks, verified. */
import { AisleError, throwIfAborted } from "../../errors";
import { anySignal } from "./anySignal";

export interface ChunkRef {
  /** File name relative to the asset's folder. */
  readonly file: string;
  readonly bytes: number;
  /** Lower-case hex. */
  readonly sha256: string;
}

export interface FetchChunkOptions {
  readonly signal?: AbortSignal;
  readonly fetch?: typeof globalThis.fetch;
  /** Called with the bytes of this chunk received so far. */
  readonly onProgress?: (loaded: number) => void;
  /** Tries in all; default 4. */
  readonly tries?: number;
  /** Wait before try `n` (from 1); default doubles from 400 ms, with jitter. */
  readonly backoffMs?: (n: number) => number;
  readonly random?: () => number;
  /** No byte for this long counts as a broken line; default 20 s. */
  readonly stallMs?: number;
}

const PIECE_BYTES = 65_536;

/**
 * @throws AisleError `ASSET_UNREACHABLE` after the last try, `ASSET_CORRUPT` when a whole file has the wrong hash twice,
 * `ABORTED`.
 */
export async function fetchChunk(
  baseUrl: string,
  chunk: ChunkRef,
  options: FetchChunkOptions = {},
): Promise<Uint8Array> {
  const { signal, tries = 4, random = Math.random, onProgress } = options;
  const backoffMs = options.backoffMs ?? ((n: number) => 400 * 2 ** (n - 1) * (0.75 + random() / 2));
  const url = new URL(chunk.file, baseUrl).href;
  const bytes = new Uint8Array(chunk.bytes);
  let received = 0;
  let wrongHashes = 0;
  let last: unknown;

  for (let attempt = 1; attempt <= tries; attempt++) {
    throwIfAborted(signal);
    if (attempt > 1) await sleep(backoffMs(attempt - 1), signal);
    try {
      received = await receive(url, bytes, received, options, (n) => {
        received = n;
        onProgress?.(n);
      });
      if (received !== chunk.bytes) throw new Error(`${received} of ${chunk.bytes} bytes arrived`);
      if ((await sha256(bytes)) === chunk.sha256) return bytes;
      received = 0;
      last = corrupt(url, "does not match its hash");
      if (++wrongHashes > 1) throw last;
    } catch (error) {
      throwIfAborted(signal);
      if (error instanceof AisleError && (error.code === "ASSET_CORRUPT" || isFinal(error))) throw error;
      last = error;
    }
  }
  if (last instanceof AisleError) throw last;
  const why = (last as Error)?.message ?? last;
  throw new AisleError("ASSET_UNREACHABLE", `${url} could not be fetched in ${tries} tries: ${why}.`, {
    seen: url,
    cause: last,
  });
}

/** Fills `bytes` from `from` on; asks for the rest only when part is here. @returns bytes received in all */
async function receive(
  url: string,
  bytes: Uint8Array,
  from: number,
  options: FetchChunkOptions,
  onReceived: (total: number) => void,
): Promise<number> {
  const fetch = options.fetch ?? globalThis.fetch;
  const stall = new AbortController();
  const watch = () => setTimeout(() => stall.abort(new Error("the line went quiet")), options.stallMs ?? 20_000);
  let timer = watch();
  const { signal, release } = anySignal(options.signal, stall.signal);
  try {
    const response = await fetch(url, from > 0 ? { signal, headers: { Range: `bytes=${from}-` } } : { signal });
    if (response.status === 416) return 0;
    if (!response.ok) throw refused(response, url);
    // A server that ignores the range answers 200 with the whole file.
    let total = response.status === 206 ? from : 0;
    onReceived(total);
    if (!response.body) throw new Error("the answer has no body");
    const pieces = readPieces(response.body);
    for (;;) {
      const piece = await pieces.next();
      if (!piece) return total;
      clearTimeout(timer);
      timer = watch();
      if (total + piece.length > bytes.length) {
        await pieces.cancel();
        throw corrupt(url, `is longer than the ${bytes.length} bytes the manifest names`);
      }
      bytes.set(piece, total);
      total += piece.length;
      onReceived(total);
    }
  } finally {
    clearTimeout(timer);
    release();
  }
}

/**
 * A body piece by piece; each is valid until the next. Where the browser can (not Safari), all go through one buffer:
 * pieces are garbage that outlives a fast download, as much of it as the files themselves.
 */
function readPieces(body: ReadableStream<Uint8Array>) {
  let byob: ReadableStreamBYOBReader;
  try {
    byob = body.getReader({ mode: "byob" });
  } catch {
    const reader = body.getReader();
    return { next: async () => (await reader.read()).value, cancel: () => reader.cancel() };
  }
  let room = new Uint8Array(PIECE_BYTES);
  return {
    async next() {
      const { done, value } = await byob.read(room);
      if (done) return undefined;
      room = new Uint8Array(value.buffer);
      return value;
    },
    cancel: () => byob.cancel(),
  };
}

function corrupt(url: string, what: string): AisleError {
  const fix = "Upload the asset folder again, whole and unmodified.";
  return new AisleError("ASSET_CORRUPT", `${url} ${what}.`, { seen: url, fix });
}

/** What an answer without a file becomes. */
export function refused({ status }: Response, url: string, fix?: string): AisleError {
  return new AisleError("ASSET_UNREACHABLE", `${url} answered ${status}.`, { seen: status, fix });
}

/** An answer other than 5xx, 408 and 429 will not get better by asking again. */
export function isFinal({ seen }: AisleError): boolean {
  return typeof seen === "number" && seen < 500 && seen !== 408 && seen !== 429;
}

export async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes as Uint8Array<ArrayBuffer>));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** @throws AisleError `ABORTED` */
export function sleep(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => {
      clearTimeout(timer);
      reject(new AisleError("ABORTED", "The download was aborted.", { cause: signal?.reason }));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener("abort", onAbort);
      resolve();
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
  });
}
