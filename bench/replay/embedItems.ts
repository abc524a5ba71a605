/** Item vectors as the page makes them: item text → wasm encoder → int8. */
import { itemText } from "../../src/encoder/itemText";
import { quantizeVector } from "../../src/encoder/quantizeVector";
import { createEncoder } from "../../src/encoder/tiers/createEncoder";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import { sourceOf } from "../../src/format/encoder/tensors";
import type { VectorTable } from "../../src/ranking/vectorTable";
import { readEncoderFolder } from "../../src/server/encoder/encoderFolder";
import type { Item } from "../../src/types";

export async function embedItems(items: readonly Item[], encoderFolder: string): Promise<VectorTable> {
  const { manifest, weights, vocabulary } = await readEncoderFolder(encoderFolder);
  const dimensions = manifest.config.hidden;
  const encoder = createEncoder({
    tier: "wasm",
    modelId: manifest.modelId,
    dimensions,
    tokenizer: createTokenizer(vocabulary, manifest.tokenizer, manifest.config),
    forward: await createWasmForward(sourceOf(weights), { build: "simd128" }),
  });
  const vectors = await encoder.embed(items.map(itemText));
  encoder.dispose();
  const table = {
    modelId: manifest.modelId,
    dimensions,
    values: new Int8Array(items.length * dimensions),
    scales: new Float32Array(items.length),
    present: new Uint8Array(items.length),
  };
  for (let row = 0; row < items.length; row++) {
    const stored = quantizeVector(vectors.subarray(row * dimensions, (row + 1) * dimensions));
    if (!stored) continue;
    table.values.set(stored.values, row * dimensions);
    table.scales[row] = stored.scale;
    table.present[row] = 1;
  }
  return table;
}
