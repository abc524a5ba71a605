import { AisleError, throwIfAborted } from "../../../errors";
import type { EncoderSource } from "../../../format/encoder/tensors";
import type { EncoderConfig } from "../../../format/encoder/weights";
import type { ForwardPass } from "../../encoderEngine";
import { attentionScale } from "../../ops/attention/attention";
import { checkSequences } from "../checkSequences";
import { packBatches } from "../packBatches";
import { yieldToEventLoop } from "../yieldToEventLoop";
import { createDotChooser, type Dot, type DotChooser } from "./chooseDot";
import { type Arena, layOutArena, type PackedLayer, type PackedLinear } from "./layOutArena";
import { type KernelBuild, type Kernels, loadKernels } from "./loadKernels";

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

interface BatchRunnerOptions {
  readonly config: EncoderConfig;
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly chooser: DotChooser;
  readonly now?: () => number;
}

/** Drives the kernels over one packed batch: tokens of all sequences side by side, attention sequence by sequence. */
function createBatchRunner({ config, arena, kernels, chooser, now }: BatchRunnerOptions) {
  const { heads, layerNormEpsilon, hidden: columns } = config;
  const { widths } = arena;
  const { buffer } = kernels.memory;
  const ids = new Int32Array(buffer, arena.ids, arena.capacity);
  const pooledRow = new Float32Array(buffer, arena.pooled, columns);
  const scale = attentionScale(columns / heads);
  const rowBytes = widths.hidden * 4;

  /** y = linear(quantised x) + residual. */
  function linear(x: number, rows: number, packed: PackedLinear, residual: number, y: number): void {
    const { inputs, outputs } = packed;
    const { quantized, rowScales, corrections } = arena;
    kernels.quantizeRows(x, rows, inputs, quantized, rowScales, corrections);
    const paired = chooser.current() === "paired" ? 1 : 0;
    const start = now && !chooser.settled ? now() : 0;
    kernels.linear(
      quantized,
      corrections,
      rowScales,
      packed.weights,
      packed.scales,
      packed.bias,
      residual,
      y,
      rows,
      inputs,
      outputs,
      paired,
    );
    if (now && !chooser.settled) chooser.report(rows * inputs * outputs, now() - start);
  }

  function layer(packed: PackedLayer, sequences: readonly Int32Array[], tokens: number): void {
    const { x, middle, qkv, context, up, attentionScratch } = arena;
    linear(x, tokens, packed.qkv, 0, qkv);
    let first = 0;
    for (const { length } of sequences) {
      kernels.attention(
        qkv + first * widths.qkv * 4,
        length,
        heads,
        widths.head,
        widths.qkv,
        scale,
        context + first * widths.context * 4,
        widths.context,
        attentionScratch,
      );
      first += length;
    }
    linear(context, tokens, packed.attentionOutput, x, middle);
    normalize(middle, tokens, packed.attentionNorm, middle);
    linear(middle, tokens, packed.up, 0, up);
    kernels.gelu(up, tokens * widths.intermediate);
    linear(up, tokens, packed.down, middle, x);
    normalize(x, tokens, packed.outputNorm, x);
  }

  function normalize(x: number, rows: number, { gamma, beta }: PackedLayer["outputNorm"], y: number): void {
    kernels.layerNorm(x, rows, columns, widths.hidden, gamma, beta, layerNormEpsilon, y);
  }

  return {
    /** Runs the batch, stopping after each layer. */
    *layersOf(sequences: readonly Int32Array[]): Generator<void> {
      let tokens = 0;
      for (const sequence of sequences) {
        ids.set(sequence, tokens);
        const { words, wordScales, places, x } = arena;
        const at = arena.ids + tokens * 4;
        kernels.embedTokens(at, sequence.length, words, wordScales, places, widths.hidden, x + tokens * rowBytes);
        tokens += sequence.length;
      }
      normalize(arena.x, tokens, arena.embeddingNorm, arena.x);
      for (const packed of arena.layers) {
        layer(packed, sequences, tokens);
        yield;
      }
    },

    /** The vectors of the batch that `layersOf` just finished, `[sequences × hidden]`. */
    pooled(sequences: readonly Int32Array[]): Float32Array {
      const vectors = new Float32Array(sequences.length * columns);
      let first = 0;
      for (const [index, { length }] of sequences.entries()) {
        const counted = config.pooling === "mean" ? length : 1;
        kernels.pool(arena.x + first * rowBytes, counted, widths.hidden, arena.pooled);
        vectors.set(pooledRow, index * columns);
        first += length;
      }
      return vectors;
    },
  };
}

function fixedDot(dot: Dot | undefined): DotChooser | undefined {
  return dot && { current: () => dot, report() {}, settled: true };
}
