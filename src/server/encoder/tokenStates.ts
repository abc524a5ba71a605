/** What an encoder's first layers make of texts, token by token, in the page's own arithmetic. */
import type { DotChooser } from "../../encoder/tiers/wasm/chooseDot";
import { createBatchRunner } from "../../encoder/tiers/wasm/createBatchRunner";
import { layOutArena } from "../../encoder/tiers/wasm/layOutArena";
import { loadKernels } from "../../encoder/tiers/wasm/loadKernels";
import { yieldToEventLoop } from "../../encoder/tiers/yieldToEventLoop";
import { throwIfAborted } from "../../errors";
import { sourceOf } from "../../format/encoder/tensors";
import type { EncoderWeights } from "../../format/encoder/weights";

/** Texts one after another, without padding. */
export interface TokenStates {
  /** `[tokens × hidden]`. */
  readonly values: Float32Array;
  /** Tokens of text t are `starts[t] .. starts[t + 1]`. */
  readonly starts: Uint32Array;
}

/** Texts between two chances for other work, such as an interruption. */
const PAUSE_EVERY = 32;

/**
 * @param depth layers that the tokens go through
 * @throws AisleError `ABORTED`
 */
export async function tokenStates(
  weights: EncoderWeights,
  sequences: readonly Int32Array[],
  { depth, signal }: { readonly depth: number; readonly signal?: AbortSignal },
): Promise<TokenStates> {
  const { config } = weights;
  const loaded = await loadKernels("auto");
  const capacity = Math.min(config.maxTokens, config.maxPositions);
  const { arena, put } = layOutArena({ ...config, layers: depth }, loaded, { capacity });
  // Those of the layers above have no place, and are left out.
  for (const tensor of sourceOf(weights).tensors()) put(tensor);
  const chooser: DotChooser = { current: () => "fused", report() {}, settled: true };
  const runner = createBatchRunner({ config, arena, kernels: loaded.kernels, chooser });
  const starts = new Uint32Array(sequences.length + 1);
  sequences.forEach(({ length }, t) => {
    starts[t + 1] = starts[t] + length;
  });
  const values = new Float32Array(starts[sequences.length] * config.hidden);
  for (const [t, sequence] of sequences.entries()) {
    if (t % PAUSE_EVERY === 0) await yieldToEventLoop();
    throwIfAborted(signal);
    for (const _layer of runner.layersOf([sequence]));
    const x = new Float32Array(loaded.kernels.memory.buffer, arena.x, sequence.length * arena.widths.hidden);
    for (let token = 0; token < sequence.length; token++) {
      const from = token * arena.widths.hidden;
      values.set(x.subarray(from, from + config.hidden), (starts[t] + token) * config.hidden);
    }
  }
  return { values, starts };
}
