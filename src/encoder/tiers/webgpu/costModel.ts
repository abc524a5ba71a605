/**
 * What each dispatch of a forward pass costs on paper: operations, and bytes between global memory and the workgroups,
 * a tile counted as often as it is loaded. Caches make the traffic smaller, never larger; a GPU's peak rates divided
 * into both give the time it cannot beat.
 */
import type { EncoderConfig } from "../../../format/encoder/weights";
import { QUERIES_PER_BLOCK } from "../../ops/attention/attention.wgsl";
import { TILE_OUTPUTS, TILE_ROWS } from "../../ops/linear/linear.wgsl";
import { type GpuWidths, gpuWidths } from "./gpuLayout";
import { BLOCK_BYTES, SPAN_BYTES, TOKEN_BYTES } from "./planBatch";

export interface DispatchCost {
  readonly label: "embed" | "qkv" | "attention" | "attentionOutput" | "normalize" | "up" | "down" | "pool";
  readonly workgroups: number;
  /** A multiply-add is two; exponentials and roots are one. */
  readonly operations: number;
  readonly bytesRead: number;
  readonly bytesWritten: number;
}

/** Operations for one element of LayerNorm and of the quantisation behind it. */
const NORM_OPERATIONS = 12;
/** Operations of softmax for one pair of a query and a key, beside the two products. */
const SOFTMAX_OPERATIONS = 6;
/** (scale, maximum) of a row, (scale, bias) of a channel. */
const PAIR_BYTES = 8;

/** @param lengths tokens of each sequence of one batch @returns in the order of the dispatches */
export function modelDispatches(config: EncoderConfig, lengths: readonly number[]): DispatchCost[] {
  const widths = gpuWidths(config);
  const tokens = lengths.reduce((sum, length) => sum + length, 0);
  const { hidden, intermediate } = config;
  const linear = (label: DispatchCost["label"], layer: Omit<LinearCostOptions, "tokens">) =>
    linearCost(label, { ...layer, tokens });
  const normalize = normCost("normalize", { tokens, widths, input: tokens * widths.hidden * 4 });
  const layer = [
    linear("qkv", { inputs: widths.hidden, inputBytes: 1, outputs: 3 * hidden }),
    attentionCost(config, lengths),
    linear("attentionOutput", { inputs: widths.hidden, inputBytes: 4, outputs: hidden, residual: true }),
    normalize,
    linear("up", { inputs: widths.hidden, inputBytes: 1, outputs: intermediate }),
    linear("down", { inputs: widths.intermediate, inputBytes: 4, outputs: hidden, residual: true }),
    normalize,
  ];
  const embeddings = tokens * (TOKEN_BYTES + widths.hidden + 4 + widths.hidden * 4);
  return [
    normCost("embed", { tokens, widths, input: embeddings }),
    ...Array.from({ length: config.layers }, () => layer).flat(),
    poolCost(config, lengths),
  ];
}

interface NormCostOptions {
  readonly tokens: number;
  readonly widths: GpuWidths;
  /** Bytes that it reads of its input. */
  readonly input: number;
}

function normCost(label: "embed" | "normalize", { tokens, widths, input }: NormCostOptions): DispatchCost {
  return {
    label,
    workgroups: tokens,
    operations: tokens * widths.hidden * NORM_OPERATIONS,
    bytesRead: input + tokens * widths.hidden * 8,
    bytesWritten: tokens * (widths.hidden * 4 + widths.hidden + PAIR_BYTES),
  };
}

interface LinearCostOptions {
  readonly tokens: number;
  /** Padded. */
  readonly inputs: number;
  /** Of one input: quantised already, or a float quantised while it is loaded. */
  readonly inputBytes: 1 | 4;
  readonly outputs: number;
  readonly residual?: boolean;
}

function linearCost(label: DispatchCost["label"], options: LinearCostOptions): DispatchCost {
  const { tokens, inputs, inputBytes, outputs, residual } = options;
  const across = Math.ceil(outputs / TILE_OUTPUTS);
  const down = Math.ceil(tokens / TILE_ROWS);
  return {
    label,
    workgroups: across * down,
    operations: 2 * tokens * inputs * outputs,
    bytesRead:
      across * tokens * (inputs * inputBytes + PAIR_BYTES) +
      down * outputs * (inputs + PAIR_BYTES) +
      (residual ? tokens * outputs * 4 : 0),
    bytesWritten: tokens * outputs * 4,
  };
}

function attentionCost({ hidden, heads }: EncoderConfig, lengths: readonly number[]): DispatchCost {
  let [blocks, pairs, keys, tokens] = [0, 0, 0, 0];
  for (const length of lengths) {
    const own = Math.ceil(length / QUERIES_PER_BLOCK);
    blocks += own;
    keys += own * length;
    pairs += length * length;
    tokens += length;
  }
  return {
    label: "attention",
    workgroups: heads * blocks,
    operations: pairs * (4 * hidden + SOFTMAX_OPERATIONS * heads),
    bytesRead: (tokens + 2 * keys) * hidden * 4 + heads * blocks * BLOCK_BYTES,
    bytesWritten: tokens * hidden * 4 + heads * tokens * 4,
  };
}

function poolCost({ hidden, pooling }: EncoderConfig, lengths: readonly number[]): DispatchCost {
  const counted = pooling === "mean" ? lengths.reduce((sum, length) => sum + length, 0) : lengths.length;
  return {
    label: "pool",
    workgroups: lengths.length,
    operations: (counted + 4 * lengths.length) * hidden,
    // The sums are written, then read and written again when their norm is known.
    bytesRead: (counted + lengths.length) * hidden * 4 + lengths.length * SPAN_BYTES,
    bytesWritten: 2 * lengths.length * hidden * 4,
  };
}

/** The dispatches of a pass added up by label, in order of first appearance. */
export function sumByLabel(dispatches: readonly DispatchCost[]): (DispatchCost & { readonly dispatches: number })[] {
  const sums = new Map<DispatchCost["label"], DispatchCost & { dispatches: number }>();
  for (const cost of dispatches) {
    const before = sums.get(cost.label) ?? {
      label: cost.label,
      dispatches: 0,
      workgroups: 0,
      operations: 0,
      bytesRead: 0,
      bytesWritten: 0,
    };
    sums.set(cost.label, {
      label: cost.label,
      dispatches: before.dispatches + 1,
      workgroups: before.workgroups + cost.workgroups,
      operations: before.operations + cost.operations,
      bytesRead: before.bytesRead + cost.bytesRead,
      bytesWritten: before.bytesWritten + cost.bytesWritten,
    });
  }
  return [...sums.values()];
}
