/** How each tier is made on this device: lazily, so that no shopper downloads code that the device will not use. */
import type { TierFactories } from "./choose";

export interface TierFactoriesOptions {
  /** On the main thread the work is cut between layers; in a worker between batches. */
  readonly thread: "worker" | "main-thread";
}

const importTokenizer = () => import("../encoder/tokenizer/createTokenizer");
const importWasm = () => import("../encoder/tiers/wasm/createWasmForward");

export function createTierFactories({ thread }: TierFactoriesOptions): TierFactories {
  return {
    prepare() {
      // What fails here fails again, and is told, where it is needed.
      for (const code of [importTokenizer(), importWasm()]) code.catch(() => undefined);
    },
    async tokenizer(vocabulary, { tokenizer, config }) {
      const { createTokenizer } = await importTokenizer();
      return createTokenizer(vocabulary, tokenizer, { maxTokens: config.maxTokens });
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
      return createWebgpuForward(weights, { onLost, now: () => performance.now() });
    },
    async reference(weights) {
      const { createReferenceForward } = await import("../encoder/tiers/reference/createReferenceForward");
      return createReferenceForward(weights);
    },
  };
}
