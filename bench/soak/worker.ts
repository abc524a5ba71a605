/** Runs in the worker that is measured: the encoder as the engine starts it, and texts by the thousand. */
import { randomTexts } from "../../src/encoder/golden/randomTexts";
import type { WasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import type { WebgpuForward } from "../../src/encoder/tiers/webgpu/createWebgpuForward";
import { createAssetCache } from "../../src/engine/assets/assetCache";
import { openEncoder } from "../../src/engine/assets/downloadEncoder";
import { openInflater } from "../../src/engine/assets/openInflater";
import { EncoderSupply } from "../../src/engine/choose";
import { createTierFactories } from "../../src/engine/tierFactories";
import { randomEncoder } from "../../src/format/encoder/randomEncoder";
import { seededRandom } from "../../src/server/train/seededRandom";

let supply: EncoderSupply | undefined;
let wasm: WasmForward | undefined;
let webgpu: WebgpuForward | undefined;

const soak = {
  /** Download, cache, golden check, first vector: what a shopper's first visit does. */
  async start(want: "wasm" | "webgpu") {
    const factories = createTierFactories({ thread: "worker" });
    supply = new EncoderSupply({
      want,
      open: (onProgress) =>
        openEncoder(new URL("/encoder/", location.href).href, {
          cache: createAssetCache({ store: () => noTable, caches: globalThis.caches }),
          openInflater,
          onProgress,
        }),
      factories: {
        ...factories,
        async wasm(weights) {
          wasm = (await factories.wasm(weights)) as WasmForward;
          return wasm;
        },
        async webgpu(weights, onLost) {
          webgpu = (await factories.webgpu(weights, onLost)) as WebgpuForward;
          return webgpu;
        },
      },
      readSetting: async () => undefined,
      writeSetting: async () => {},
      clock: () => performance.now(),
      idle: async () => {},
      onChange() {},
      onDegraded(error) {
        throw error;
      },
    });
    const encoder = await (want === "wasm" ? supply.single() : supply.bulk());
    await encoder.embed(["Stoneware mug with a blue glaze"]);
    return encoder.tier;
  },

  /** So many texts, in calls of `perCall`. @returns the last number of the last vector: the work cannot be left out */
  async embed(texts: number, perCall: number, mostWords: number, seed: number) {
    const encoder = await (webgpu ? supply?.bulk() : supply?.single());
    const list = randomTexts(texts, seededRandom(seed), mostWords);
    let last = 0;
    for (let at = 0; at < texts; at += perCall) {
      const vectors = await encoder!.embed(list.slice(at, at + perCall));
      last = vectors[vectors.length - 1];
    }
    return last;
  },

  /** Calls of a tiny encoder on the GPU: many thousand are quick, and what a call leaves behind does not depend on its size. */
  async tinyCalls(calls: number) {
    if (!webgpu) {
      const { createWebgpuForward } = await import("../../src/encoder/tiers/webgpu/createWebgpuForward");
      webgpu = await createWebgpuForward(randomEncoder({ layers: 1 }), { onLost() {} });
    }
    for (let call = 0; call < calls; call++) {
      await webgpu.forward([Int32Array.from({ length: 1 + (call % 30) }, (_, i) => (i * 7 + call) % 100)]);
    }
  },

  bytes: () => ({ wasm: wasm?.bytes ?? 0, ...(webgpu?.costs() ?? {}) }),
  adapter: () => `${webgpu?.adapter}, ${webgpu?.dot}`,
};

/** The store behind the Cache API, which is there. */
const noTable = { kind: "indexeddb" as const, readAsset: async () => undefined, writeAsset: async () => {} };

export type Soak = typeof soak;
Object.assign(globalThis, { soak });
