import type { Inflate } from "./inflate/createInflater";
import { type ChunkEntry, unreadable } from "./manifest";

/**
 * Puts what a chunk adds to its stream in its place.
 * @param bytes the file, its hash checked
 * @param into room of exactly `inflatedBytes(chunk)` bytes
 * @param inflate default: the browser's own
 * @throws AisleError `ENCODER_UNREADABLE` when it does not inflate to what the manifest says
 */
export async function inflateChunk(
  chunk: ChunkEntry,
  bytes: Uint8Array,
  into: Uint8Array,
  inflate?: Inflate,
): Promise<void> {
  if (chunk.inflated === undefined) {
    into.set(bytes);
    return;
  }
  const wrong = (cause?: unknown) => unreadable(`${chunk.file} does not inflate to ${into.length} bytes`, cause);
  if (inflate) {
    if (!inflate(bytes, into)) throw wrong();
    return;
  }
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  // A broken stream is told by the reading side.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  let at = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((error) => {
      throw wrong(error);
    });
    if (done) break;
    if (at + value.length > into.length) {
      reader.cancel().catch(() => undefined);
      throw wrong();
    }
    into.set(value, at);
    at += value.length;
  }
  if (at !== into.length) throw wrong();
}
