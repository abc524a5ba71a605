import { readFileSync } from "node:fs";
import { join } from "node:path";
import { inflateRawSync } from "node:zlib";

/** A file of an encoder folder, its chunks inflated where they are deflated. */
export function readChunks(folder, { chunks }) {
  return Buffer.concat(
    chunks.map(({ file, inflated }) => {
      const bytes = readFileSync(join(folder, file));
      return inflated === undefined ? bytes : inflateRawSync(bytes);
    }),
  );
}
