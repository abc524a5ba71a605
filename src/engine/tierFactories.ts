/** How each tier is made on this device: lazily, so that no shopper downloads code that the device will not use. */
import type { TierFactories } from "./choose";

export interface TierFactoriesOptions {
  /** On the main thread the work is cut between layers; in a worker between batches. */
  readonly thread: "worker" | "main-thread";
}

const importTokenizer = () => import("../encoder/tokenizer/createTokenizer");
const importTable = () => import("../encoder/tiers/table/createTableEncoder");
const importObstacle = () => import("./findObstacle");
const importReader = async () => {
  // Only what is named here is bundled.
  const { readTensors } = await import("../format/encoder/readEncoder");
  return readTensors;
};
/** For tiers that want all weights at hand. */
const importCollect = () => import("../format/encoder/collectWeights");
const importWasm = () => import("../encoder/tiers/wasm/createWasmForward");

export function createTierFactories({ thread }: TierFactoriesOptions): TierFactories {
  return {
    warm(what) {
      const code =
        what === "first" ? [importObstacle(), importTokenizer(), importTable()] : [importReader(), importWasm()];
      // What fails here fails again, and is told, where it is needed.
      for (const module of code) module.catch(() => undefined);
    },
    async tokenizer(vocabulary, { tokenizer, config }) {
      const { createTokenizer } = await importTokenizer();
      return createTokenizer(vocabulary, tokenizer, { maxTokens: config.maxTokens });
    },
    async table(files) {
      const { createTableEncoder } = await importTable();
      return createTableEncoder(files);
    },
    async wasm(weights) {
      const { createWasmForward } = await importWasm();
      return createWasmForward(weights, {
        now: () => performance.now(),
        yieldBetween: thread === "worker" ? "batches" : "layers",
      });
    },
    async webgpu(weights, onLost) {
      const { createWebgpuForward } = await import("../encoder/tiers/webgpu/createWebgpuForward");
      const { collectWeights } = await importCollect();
      return createWebgpuForward(await collectWeights(weights), { onLost, now: () => performance.now() });
    },
    async reference(weights) {
      const { createReferenceForward } = await import("../encoder/tiers/reference/createReferenceForward");
      const { collectWeights } = await importCollect();
      return createReferenceForward(await collectWeights(weights));
    },
    async obstacle(tier) {
      const { findObstacle } = await importObstacle();
      return findObstacle(tier);
    },
  };
}
