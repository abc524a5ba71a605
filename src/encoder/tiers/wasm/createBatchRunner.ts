import type { EncoderConfig } from "../../../format/encoder/weights";
import { attentionScale } from "../../ops/attention/attention";
import type { DotChooser } from "./chooseDot";
import type { Arena, PackedLayer, PackedLinear } from "./layOutArena";
import type { Kernels } from "./loadKernels";

export interface BatchRunnerOptions {
  readonly config: EncoderConfig;
  readonly arena: Arena;
  readonly kernels: Kernels;
  readonly chooser: DotChooser;
  readonly now?: () => number;
}

/** Drives the kernels over one packed batch: tokens of all sequences side by side, attention sequence by sequence. */
export function createBatchRunner({ config, arena, kernels, chooser, now }: BatchRunnerOptions) {
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
