/** Items' texts → vectors of the page's own encoder, int8 as the page keeps them. */
import { join } from "node:path";
import { itemText } from "../../encoder/itemText";
import { quantizeVector } from "../../encoder/quantizeVector";
import { hashKey, textHash } from "../../encoder/textKey";
import { createWasmForward } from "../../encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { throwIfAborted } from "../../errors";
import { sourceOf } from "../../format/encoder/tensors";
import type { Item } from "../../types";
import { readEncoderFolder } from "../encoder/encoderFolder";
import type { ItemVectors } from "../ingest/dataset";
import { openVectorStore } from "./vectorStore";

export interface EmbedItemsOptions {
  readonly encoderFolder: string;
  readonly cacheFolder: string;
  /** Only the texts of one part of so many, from 0: parts are made of the texts alone, whoever makes them. */
  readonly shard?: { readonly index: number; readonly count: number };
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Texts between two saves; some seconds of work. */
const BATCH_TEXTS = 256;

/**
 * Vectors of all items; those that the cache does not have are made.
 * @throws AisleError of the encoder's reader; `DISK_FULL`, `ABORTED`
 */
export async function embedItems(
  items: readonly Item[],
  options: Omit<EmbedItemsOptions, "shard">,
): Promise<ItemVectors> {
  const { dimensions, keys, known, modelId } = await fillVectorStore(items, options);
  const values = new Int8Array(items.length * dimensions);
  const scales = new Float32Array(items.length);
  keys.forEach((key, row) => {
    const vector = known.get(key);
    if (!vector) return;
    values.set(vector.values, row * dimensions);
    scales[row] = vector.scale;
  });
  return { modelId, dimensions, values, scales };
}

/** Makes the vectors that the cache does not have, each text once. */
export async function fillVectorStore(items: readonly Item[], options: EmbedItemsOptions) {
  const { encoderFolder, cacheFolder, onProgress, shard, signal } = options;
  const { manifest, weights, vocabulary } = await readEncoderFolder(encoderFolder);
  const { modelId, config } = manifest;
  const dimensions = config.hidden;
  const folder = join(cacheFolder, `vectors-${modelId.replace(/[^A-Za-z0-9._-]+/g, "_")}`);
  const store = openVectorStore(folder, dimensions, hashKey);
  const texts = items.map(itemText);
  const hashes = texts.map(textHash);
  const keys = hashes.map(([low, high]) => hashKey(low, high));
  const first = [...new Map(keys.map((key, row) => [key, row])).values()];
  const mine = shard ? first.filter((row) => hashes[row][0] % shard.count === shard.index) : first;
  const missing = mine.filter((row) => !store.known.has(keys[row]));
  const made = { dimensions, keys, known: store.known, modelId, texts: mine.length, embedded: missing.length };
  if (missing.length === 0) return made;
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, config);
  const forward = await createWasmForward(sourceOf(weights), {});
  try {
    for (let at = 0; at < missing.length; at += BATCH_TEXTS) {
      throwIfAborted(signal);
      const rows = missing.slice(at, at + BATCH_TEXTS);
      const vectors = await forward.forward(rows.map((row) => tokenizer.encode(texts[row])));
      store.save(
        rows.map((row, i) => ({
          hash: hashes[row],
          ...(quantizeVector(vectors.subarray(i * dimensions, (i + 1) * dimensions)) ?? nothing(dimensions)),
        })),
      );
      onProgress?.(Math.min(missing.length, at + BATCH_TEXTS), missing.length);
    }
  } finally {
    forward.dispose();
  }
  return made;
}

function nothing(dimensions: number) {
  return { values: new Int8Array(dimensions), scale: 0 };
}
