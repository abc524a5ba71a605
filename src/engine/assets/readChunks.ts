/** What unpacks an encoder's chunks; downloaded while its manifest is read. */
import { createChunkInflater } from "../../format/encoder/inflate/createChunkInflater";
import { createInflater } from "../../format/encoder/inflate/createInflater";
import { type ChunkEntry, unreadable } from "../../format/encoder/manifest";
import type { ReadRange } from "../../format/encoder/readEncoder";

// Compiled now, while the first files are on their way.
createInflater();

/**
 * Ranges of a stream, of which one chunk at a time is unpacked.
 * @param take waits for a chunk's file; asked once for each, in order
 */
export function createRangeReader(
  chunks: readonly ChunkEntry[],
  take: (chunk: ChunkEntry) => Promise<Uint8Array>,
): ReadRange {
  const left = [...chunks];
  const inflate = createChunkInflater();
  let start = 0;
  let inHand: Uint8Array = new Uint8Array(0);
  /** For ranges that two chunks share. */
  let room = new Uint8Array(0);
  async function next(): Promise<void> {
    const chunk = left.shift();
    if (!chunk) throw unreadable("the weights end before their tensors do");
    const bytes = await take(chunk);
    start += inHand.length;
    inHand = await inflate(chunk, bytes);
  }
  return async (byteOffset, byteLength) => {
    while (byteOffset >= start + inHand.length) await next();
    const whole = inHand.subarray(byteOffset - start, byteOffset - start + byteLength);
    if (whole.length === byteLength) return whole;
    if (room.length < byteLength) room = new Uint8Array(byteLength);
    const joined = room.subarray(0, byteLength);
    joined.set(whole);
    for (let filled = whole.length; filled < byteLength; ) {
      await next();
      const part = inHand.subarray(0, byteLength - filled);
      joined.set(part, filled);
      filled += part.length;
    }
    return joined;
  };
}
