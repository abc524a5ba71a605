import { type ChunkEntry, inflatedBytes, unreadable } from "../manifest";
import { createInflater, type Inflate } from "./createInflater";

/**
 * What a chunk adds to its stream; valid until the next is asked for.
 * @param bytes the file, its hash checked
 * @throws AisleError `ENCODER_UNREADABLE` when it does not inflate to what the manifest says
 */
export type InflateChunk = (chunk: ChunkEntry, bytes: Uint8Array) => Promise<Uint8Array>;

/** By our own inflater, or by the browser's where WebAssembly is missing or forbidden. */
export function createChunkInflater(): InflateChunk {
  let inflate: Inflate | typeof inflateInStream | undefined;
  return async (chunk, bytes) => {
    if (chunk.inflated === undefined) return bytes;
    const length = inflatedBytes(chunk);
    inflate ??= createInflater() ?? inflateInStream;
    const inflated = await inflate(bytes, length);
    if (inflated) return inflated;
    throw unreadable(`${chunk.file} does not inflate to ${length} bytes`);
  };
}

/** As `Inflate`, by `DecompressionStream`. */
export async function inflateInStream(bytes: Uint8Array, length: number): Promise<Uint8Array | undefined> {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  // A broken stream is told by the reading side.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  const into = new Uint8Array(length);
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return at === length ? into : undefined;
      if (at + value.length > length) break;
      into.set(value, at);
      at += value.length;
    }
  } catch {
    return undefined;
  }
  reader.cancel().catch(() => undefined);
  return undefined;
}
