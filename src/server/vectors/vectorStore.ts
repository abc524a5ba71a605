/**
 * Vectors of texts, kept between builds under the text's hash: tomorrow's build embeds only what is new. One file a batch,
 * `part-<hash>.bin`, written as soon as the batch is done, so that a build that is stopped goes on where it was:
 *
 * ```
 * offset  type       content (little-endian)
 * 0       u32        texts n
 * 4       u32        dimensions d
 * 8       u32[2·n]   hash of each text, low and high half (`encoder/textKey.ts`)
 * …       f32[n]     scale of each vector
 * …       i8[n·d]    vector = value × scale
 * ```
 */
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { QuantizedVector } from "../../encoder/quantizeVector";
import { storageError } from "../ingest/storageError";

export interface VectorStore {
  /** By `hashKey` of the text. */
  readonly known: ReadonlyMap<string, QuantizedVector>;
  save(batch: readonly (QuantizedVector & { readonly hash: readonly [low: number, high: number] })[]): void;
}

const PART = /^part-[0-9a-f]{16}\.bin$/;
const HEADER_BYTES = 8;

/** @param keyOf the key of a hash's two halves */
export function openVectorStore(
  folder: string,
  dimensions: number,
  keyOf: (low: number, high: number) => string,
): VectorStore {
  const known = new Map<string, QuantizedVector>();
  try {
    mkdirSync(folder, { recursive: true });
  } catch (error) {
    throw storageError(error, folder);
  }
  for (const name of readdirSync(folder).filter((name) => PART.test(name))) {
    const path = join(folder, name);
    // What cannot be read is embedded again.
    if (!readPart(readFileSync(path))) rmSync(path);
  }
  return {
    known,
    save(batch) {
      const bytes = Buffer.alloc(HEADER_BYTES + batch.length * (12 + dimensions));
      bytes.writeUInt32LE(batch.length, 0);
      bytes.writeUInt32LE(dimensions, 4);
      batch.forEach(({ hash: [low, high], scale, values }, i) => {
        bytes.writeUInt32LE(low, HEADER_BYTES + 8 * i);
        bytes.writeUInt32LE(high, HEADER_BYTES + 8 * i + 4);
        bytes.writeFloatLE(scale, HEADER_BYTES + 8 * batch.length + 4 * i);
        bytes.set(
          new Uint8Array(values.buffer, values.byteOffset, dimensions),
          HEADER_BYTES + 12 * batch.length + i * dimensions,
        );
        known.set(keyOf(low, high), { values, scale: Math.fround(scale) });
      });
      const name = `part-${createHash("sha256").update(bytes).digest("hex").slice(0, 16)}.bin`;
      try {
        writeFileSync(join(folder, `${name}.new`), bytes);
        renameSync(join(folder, `${name}.new`), join(folder, name));
      } catch (error) {
        throw storageError(error, folder);
      }
    },
  };

  /** @returns false for a file that is not one of these */
  function readPart(bytes: Buffer): boolean {
    if (bytes.length < HEADER_BYTES || bytes.readUInt32LE(4) !== dimensions) return false;
    const count = bytes.readUInt32LE(0);
    if (bytes.length !== HEADER_BYTES + count * (12 + dimensions)) return false;
    for (let i = 0; i < count; i++) {
      const key = keyOf(bytes.readUInt32LE(HEADER_BYTES + 8 * i), bytes.readUInt32LE(HEADER_BYTES + 8 * i + 4));
      const start = HEADER_BYTES + 12 * count + i * dimensions;
      known.set(key, {
        scale: bytes.readFloatLE(HEADER_BYTES + 8 * count + 4 * i),
        values: new Int8Array(bytes.buffer, bytes.byteOffset + start, dimensions),
      });
    }
    return true;
  }
}
