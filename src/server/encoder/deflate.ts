import { constants, deflateRawSync } from "node:zlib";

/** The smaller of two: rounded weights hold no repetitions worth looking for, vocabularies and scales do. */
export function deflate(bytes: Uint8Array): Uint8Array {
  const options = { level: 9, memLevel: 9 };
  const [plain, symbols] = [constants.Z_DEFAULT_STRATEGY, constants.Z_HUFFMAN_ONLY].map((strategy) =>
    deflateRawSync(bytes, { ...options, strategy }),
  );
  return new Uint8Array(plain.length < symbols.length ? plain : symbols);
}
