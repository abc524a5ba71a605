/** The bytes of a feed in small pieces, decompressed when they are gzip. */
import { AisleError } from "../../errors";

export type ByteSource = AsyncIterable<Uint8Array> | ReadableStream<Uint8Array>;

/** Small enough that decoding and parsing a piece stays well below a slice of main-thread time. */
const PIECE_BYTES = 32 * 1024;

/** Decompressed bytes beyond which a feed is refused: a gzip bomb of 1 MB unfolds to a gigabyte. */
export const MAX_FEED_BYTES = 512 * 1024 * 1024;

/**
 * @throws AisleError `FEED_TOO_LARGE` past `maxBytes`; `FEED_UNREADABLE` when gzip data are broken or cut.
 */
export async function* readBytes(source: ByteSource, maxBytes = MAX_FEED_BYTES): AsyncGenerator<Uint8Array> {
  let total = 0;
  for await (const chunk of gunzip(iterate(source))) {
    total += chunk.length;
    if (total > maxBytes) {
      throw new AisleError("FEED_TOO_LARGE", `The feed has more than ${maxBytes} bytes.`, {
        seen: total,
        fix: "Leave out columns and items that the shop does not show.",
      });
    }
    for (let at = 0; at < chunk.length; at += PIECE_BYTES) yield chunk.subarray(at, at + PIECE_BYTES);
  }
}

async function* iterate(source: ByteSource): AsyncGenerator<Uint8Array> {
  if (!("getReader" in source)) {
    yield* source;
    return;
  }
  // Not `for await`: Safari learned to iterate over streams only lately.
  const reader = source.getReader();
  try {
    for (let read = await reader.read(); !read.done; read = await reader.read()) yield read.value;
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

async function* gunzip(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* gunzipOrPass(chunks);
  } finally {
    await chunks.return(undefined);
  }
}

async function* gunzipOrPass(chunks: AsyncGenerator<Uint8Array>): AsyncGenerator<Uint8Array> {
  let head = new Uint8Array(0);
  while (head.length < 2) {
    const next = await chunks.next();
    if (next.done) break;
    head = concatenate(head, next.value);
  }
  if (head[0] !== 0x1f || head[1] !== 0x8b) {
    if (head.length > 0) yield head;
    yield* chunks;
    return;
  }
  let first: Uint8Array | undefined = head;
  let sourceFailed = false;
  const packed = new ReadableStream<BufferSource>({
    async pull(controller) {
      try {
        const next: IteratorResult<Uint8Array> = first ? { done: false, value: first } : await chunks.next();
        first = undefined;
        if (next.done) controller.close();
        else controller.enqueue(new Uint8Array(next.value));
      } catch (error) {
        sourceFailed = true;
        throw error;
      }
    },
  });
  try {
    yield* iterate(packed.pipeThrough(new DecompressionStream("gzip")));
  } catch (cause) {
    if (sourceFailed) throw cause;
    throw new AisleError("FEED_UNREADABLE", "The feed's gzip data are broken or cut off.", {
      fix: "Compress and upload the feed again.",
      cause,
    });
  }
}

function concatenate(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(a.length + b.length);
  joined.set(a);
  joined.set(b, a.length);
  return joined;
}
