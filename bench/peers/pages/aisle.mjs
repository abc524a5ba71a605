/**
 * Aisle: download with verified chunks and the browser's cache, golden check, tokeniser, kernels, as the engine starts them.
 * `tier=table`: what answers before BERT is here.
 */
import { createAssetCache } from "../../../src/engine/assets/assetCache";
import { openEncoder } from "../../../src/engine/assets/downloadEncoder";
import { openInflater } from "../../../src/engine/assets/openInflater";
import { EncoderSupply } from "../../../src/engine/choose";
import { createTierFactories } from "../../../src/engine/tierFactories";
import { offer } from "./candidate.mjs";

/** The store behind the Cache API, which is there. */
const noTable = { kind: "indexeddb", readAsset: async () => undefined, writeAsset: async () => {} };

offer(async (settings) => {
  const build = settings.get("build") ?? "auto";
  const wantsTable = settings.get("tier") === "table";
  const now = () => performance.now();
  let forward;
  const supply = new EncoderSupply({
    want: wantsTable ? "table" : "wasm",
    open: (onProgress) =>
      openEncoder(new URL(`/encoder/${settings.get("encoder")}/`, location.href).href, {
        cache: createAssetCache({ store: () => noTable, caches: globalThis.caches }),
        openInflater,
        onProgress,
      }),
    factories: {
      ...createTierFactories({ thread: "worker" }),
      async wasm(weights) {
        const { createWasmForward } = await import("../../../src/encoder/tiers/wasm/createWasmForward");
        forward = await createWasmForward(weights, { build, now });
        return forward;
      },
    },
    readSetting: async () => undefined,
    writeSetting: async () => {},
    clock: now,
    idle: async () => {},
    onChange() {},
    onDegraded(error) {
      throw error;
    },
  });
  const encoder = wantsTable ? await supply.table() : await supply.single();
  return {
    async embed(texts) {
      const vectors = await encoder.embed(texts);
      return texts.map((_, row) => vectors.subarray(row * encoder.dimensions, (row + 1) * encoder.dimensions));
    },
    embedAll: (texts) => encoder.embed(texts),
    about: () => (forward ? { build: forward.build, dot: forward.dot, arenaBytes: forward.bytes } : {}),
  };
});
