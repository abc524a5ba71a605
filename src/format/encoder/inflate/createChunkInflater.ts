import { type ChunkEntry, unreadable } from "../manifest";
import { createInflater } from "./createInflater";

/**
 * Puts what a chunk adds to its stream in its place.
 * @param bytes the file, its hash checked
 * @param into room of exactly `inflatedBytes(chunk)` bytes
 * @throws AisleError `ENCODER_UNREADABLE` when it does not inflate to what the manifest says
 */
export type InflateChunk = (chunk: ChunkEntry, bytes: Uint8Array, into: Uint8Array) => Promise<void>;

/** By our own inflater, or by the browser's where WebAssembly is missing or forbidden. */
export function createChunkInflater(): InflateChunk {
  const inflate = createInflater() ?? inflateInStream;
  return async (chunk, bytes, into) => {
    if (chunk.inflated === undefined) into.set(bytes);
    else if (!(await inflate(bytes, into))) throw unreadable(`${chunk.file} does not inflate to ${into.length} bytes`);
  };
}

/** @returns whether the stream holds exactly what `into` has room for */
export async function inflateInStream(bytes: Uint8Array, into: Uint8Array): Promise<boolean> {
  const stream = new DecompressionStream("deflate-raw");
  const writer = stream.writable.getWriter();
  // A broken stream is told by the reading side.
  writer.write(bytes as Uint8Array<ArrayBuffer>).catch(() => undefined);
  writer.close().catch(() => undefined);
  const reader = stream.readable.getReader();
  let at = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return at === into.length;
      if (at + value.length > into.length) break;
      into.set(value, at);
      at += value.length;
    }
  } catch {
    return false;
  }
  reader.cancel().catch(() => undefined);
  return false;
}
