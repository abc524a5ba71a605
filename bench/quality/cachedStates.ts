/** What enters the last layers of an encoder, kept between runs by a hash of encoder, depth and texts. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import type { LoadedEncoder } from "../../src/server/encoder/encoderFolder";
import { type TokenStates, tokenStates } from "../../src/server/encoder/tokenStates";

export async function cachedStates(
  { manifest, weights, vocabulary }: LoadedEncoder,
  texts: readonly string[],
  { depth, cacheFolder }: { readonly depth: number; readonly cacheFolder: string },
): Promise<TokenStates> {
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const sequences = texts.map((text) => tokenizer.encode(text));
  const key = createHash("sha256")
    .update(JSON.stringify([manifest.modelId, depth, texts]))
    .digest("hex")
    .slice(0, 16);
  const file = join(cacheFolder, `states-${key}.bin`);
  const starts = new Uint32Array(texts.length + 1);
  sequences.forEach(({ length }, t) => {
    starts[t + 1] = starts[t] + length;
  });
  if (existsSync(file)) {
    const { buffer, byteOffset, byteLength } = readFileSync(file);
    if (byteLength === starts[texts.length] * manifest.config.hidden * 4) {
      return { values: new Float32Array(buffer, byteOffset, byteLength / 4), starts };
    }
  }
  const states = await tokenStates(weights, sequences, { depth });
  mkdirSync(cacheFolder, { recursive: true });
  writeFileSync(file, new Uint8Array(states.values.buffer));
  return states;
}
