/** Texts → unit vectors of the wasm tier, kept between runs by a hash of encoder and texts. */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../src/format/encoder/tensors";
import { readEncoderFolder } from "../../src/server/encoder/encoderFolder";

export interface EmbeddedTexts {
  readonly modelId: string;
  readonly dimensions: number;
  /** `[texts × dimensions]`, rows of unit length. */
  readonly vectors: Float32Array;
}

export async function embedTexts(
  texts: readonly string[],
  options: { readonly encoderFolder: string; readonly cacheFolder: string },
): Promise<EmbeddedTexts> {
  const { manifest, weights, vocabulary } = await readEncoderFolder(options.encoderFolder);
  const { modelId, config } = manifest;
  const key = createHash("sha256")
    .update(JSON.stringify([modelId, texts]))
    .digest("hex")
    .slice(0, 16);
  const file = join(options.cacheFolder, `vectors-${key}.bin`);
  if (existsSync(file)) {
    const bytes = readFileSync(file);
    if (bytes.length === texts.length * config.hidden * 4) {
      return { modelId, dimensions: config.hidden, vectors: new Float32Array(new Uint8Array(bytes).buffer) };
    }
  }
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, config);
  const forward = await createWasmForward(sourceOf(weights), {});
  const vectors = await forward.forward(texts.map((text) => tokenizer.encode(text)));
  forward.dispose();
  mkdirSync(options.cacheFolder, { recursive: true });
  writeFileSync(file, new Uint8Array(vectors.buffer, vectors.byteOffset, vectors.byteLength));
  return { modelId, dimensions: config.hidden, vectors };
}
