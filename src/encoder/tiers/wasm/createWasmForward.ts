import { AisleError, throwIfAborted } from "../../../errors";
import type { EncoderSource } from "../../../format/encoder/tensors";
import type { ForwardPass } from "../../encoderEngine";
import { checkSequences } from "../checkSequences";
import { packBatches } from "../packBatches";
import { yieldToEventLoop } from "../yieldToEventLoop";
import { createDotChooser, type Dot, type DotChooser } from "./chooseDot";
import { createBatchRunner } from "./createBatchRunner";
import { layOutArena } from "./layOutArena";
import { type KernelBuild, loadKernels } from "./loadKernels";

export interface WasmForwardOptions {
  /** Default `auto`: relaxed SIMD where the engine knows it. */
  readonly build?: KernelBuild | "auto";
  /** Relaxed build only: fixes the spelling of the dot product. Default: measured when `now` is given, else `fused`. */
  readonly dot?: Dot;
  /** Milliseconds, as `performance.now`. */
  readonly now?: () => number;
  /** Tokens that share one packed batch; default 256. At least the model's `maxTokens` is reserved. */
  readonly batchTokens?: number;
  /** Where other work gets through: between batches (in a worker), or after each layer too (on the main thread). */
  readonly yieldBetween?: "batches" | "layers";
  readonly yieldToEventLoop?: () => Promise<void>;
}

export interface WasmForward extends ForwardPass {
  readonly build: KernelBuild;
  /** The spelling of the dot product in use now. */
  readonly dot: Dot;
  /** Size of the kernels' memory: weights and buffers. */
  readonly bytes: number;
}

const BATCH_TOKENS = 256;

/**
 * The int8 forward pass on the AssemblyScript kernels; equal to the reference in every bit. The weights are copied into
 * the kernels' memory, each as it comes. Short sequences share a batch without padding.
 * @throws AisleError `BACKEND_UNAVAILABLE` without SIMD or where WebAssembly is forbidden; what the source's stream throws
 */
export async function createWasmForward(
  weights: EncoderSource,
  options: WasmForwardOptions = {},
): Promise<WasmForward> {
  const { build: wanted = "auto", now, batchTokens = BATCH_TOKENS, yieldBetween = "batches" } = options;
  const pause = options.yieldToEventLoop ?? yieldToEventLoop;
  const loaded = await loadKernels(wanted);
  const { config } = weights;
  const longest = Math.min(config.maxTokens, config.maxPositions);
  const { arena, put } = layOutArena(config, loaded, { capacity: Math.max(batchTokens, longest) });
  for await (const tensor of weights.tensors()) {
    put(tensor);
    // Packing a matrix takes a millisecond or two.
    if (yieldBetween === "layers" && tensor.part === "values") await pause();
  }
  const chooser =
    fixedDot(options.dot) ?? (now && loaded.build === "relaxed" ? createDotChooser() : fixedDot("fused")!);
  const batch = createBatchRunner({ config, arena, kernels: loaded.kernels, chooser, now });
  let disposed = false;
  let queue: Promise<void> = Promise.resolve();

  async function runBatch(sequences: readonly Int32Array[], signal: AbortSignal | undefined): Promise<Float32Array> {
    // Batches of concurrent calls take turns: there is one arena, and a pause between layers must not let another in.
    const before = queue;
    let release = () => {};
    queue = new Promise((resolve) => {
      release = resolve;
    });
    try {
      await before;
      if (disposed) throw new AisleError("DISPOSED", "This encoder was disposed.");
      for (const _layer of batch.layersOf(sequences)) {
        if (yieldBetween === "layers") await pause();
        throwIfAborted(signal);
      }
      return batch.pooled(sequences);
    } finally {
      release();
    }
  }

  return {
    build: loaded.build,
    get dot() {
      return chooser.current();
    },
    bytes: arena.bytes,
    async forward(sequences, { signal } = {}) {
      checkSequences(sequences, config);
      throwIfAborted(signal);
      const vectors = new Float32Array(sequences.length * config.hidden);
      for (const { from, to } of packBatches(sequences, arena.capacity)) {
        if (from > 0) await pause();
        throwIfAborted(signal);
        vectors.set(await runBatch(sequences.slice(from, to), signal), from * config.hidden);
      }
      return vectors;
    },
    dispose() {
      disposed = true;
    },
  };
}

function fixedDot(dot: Dot | undefined): DotChooser | undefined {
  return dot && { current: () => dot, report() {}, settled: true };
}
