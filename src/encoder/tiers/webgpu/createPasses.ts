import type { EncoderConfig } from "../../../format/encoder/weights";
import { attentionShader } from "../../ops/attention/attention.wgsl";
import { layerNormShader } from "../../ops/layerNorm/layerNorm.wgsl";
import type { WgslDot } from "../../ops/linear/dot.wgsl";
import { type LinearShaderOptions, linearShader, TILE_OUTPUTS, TILE_ROWS } from "../../ops/linear/linear.wgsl";
import { poolShader } from "../../ops/pool/pool.wgsl";
import { BLOCK, gpuWidths } from "./gpuLayout";
import {
  type BatchCounts,
  type BatchLayout,
  BLOCK_BYTES,
  batchLayout,
  HEADER_BYTES,
  SPAN_BYTES,
  TOKEN_BYTES,
} from "./planBatch";
import type { GpuLinear, GpuWeights } from "./uploadWeights";

/** One dispatch: everything but its size is made once. */
export interface Pass {
  readonly pipeline: GPUComputePipeline;
  readonly bindGroup: GPUBindGroup;
  workgroups(counts: BatchCounts): readonly [x: number, y: number];
}

export interface Passes {
  readonly passes: readonly Pass[];
  readonly layout: BatchLayout;
  /** Takes the plan of a batch. */
  readonly batch: GPUBuffer;
  /** `[sequences × hidden]` after the last pass. */
  readonly pooled: GPUBuffer;
  /** Activations of `capacity` tokens, allocated once. */
  readonly buffers: readonly GPUBuffer[];
}

export interface CreatePassesOptions {
  readonly config: EncoderConfig;
  readonly weights: GpuWeights;
  readonly dot: WgslDot;
  /** Most tokens of a batch. */
  readonly capacity: number;
}

/**
 * The whole forward pass as a list of dispatches: 2 + 7 a layer. The buffers, the bind groups and the compiled shaders
 * serve every batch, whatever its lengths.
 * @throws GPUPipelineError when a shader does not compile on this device
 */
export async function createPasses(
  device: GPUDevice,
  { config, weights, dot, capacity }: CreatePassesOptions,
): Promise<Passes> {
  const { hidden, heads, intermediate, layerNormEpsilon: epsilon, pooling } = config;
  const widths = gpuWidths(config);
  const layout = batchLayout(capacity);
  const buffers: GPUBuffer[] = [];
  const allocate = (label: string, size: number, usage = GPUBufferUsage.STORAGE) => {
    const buffer = device.createBuffer({ label, size, usage });
    buffers.push(buffer);
    return { buffer, size };
  };
  const x = allocate("x", capacity * widths.hidden * 4);
  const middle = allocate("middle", capacity * widths.hidden * 4);
  const quantized = allocate("quantized", capacity * widths.hidden);
  const rows = allocate("rows", capacity * 8);
  // Attention is over before the feed-forward part begins: one room serves both in turn.
  const wide = allocate("qkv, up", capacity * Math.max(widths.qkv, widths.intermediate) * 4);
  const qkv = { buffer: wide.buffer, size: capacity * widths.qkv * 4 };
  const up = { buffer: wide.buffer, size: capacity * widths.intermediate * 4 };
  const context = allocate("context", capacity * widths.hidden * 4);
  const pooled = allocate("pooled", capacity * hidden * 4, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const { buffer: batch } = allocate(
    "batch",
    layout.bytes,
    GPUBufferUsage.STORAGE | GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
  );
  const header = { buffer: batch, offset: layout.header, size: HEADER_BYTES };
  const tokens = { buffer: batch, offset: layout.tokens, size: capacity * TOKEN_BYTES };
  const spans = { buffer: batch, offset: layout.spans, size: capacity * SPAN_BYTES };
  const blocks = { buffer: batch, offset: layout.blocks, size: capacity * BLOCK_BYTES };

  const compile = (label: string, code: string) => {
    const module = device.createShaderModule({ label, code });
    return device.createComputePipelineAsync({ label, layout: "auto", compute: { module, entryPoint: "main" } });
  };
  const linear = (label: string, options: Omit<LinearShaderOptions, "dot">) =>
    compile(label, linearShader({ ...options, dot }));
  const words = widths.hidden / 4;
  const hiddenBlocks = widths.hidden / BLOCK;
  const norm = { columns: hidden, words, epsilon };
  const [embed, toQkv, attend, toMiddle, normalize, toUp, toDown, pool] = await Promise.all([
    compile("embedTokens", layerNormShader({ ...norm, input: "embedding" })),
    linear("qkv", { blocks: hiddenBlocks, outputs: 3 * hidden, stride: widths.qkv, input: "int8" }),
    compile("attention", attentionShader({ heads, hidden, stride: widths.hidden })),
    linear("attentionOutput", {
      blocks: hiddenBlocks,
      outputs: hidden,
      stride: widths.hidden,
      input: "floats",
      residual: true,
    }),
    compile("layerNorm", layerNormShader({ ...norm, input: "x" })),
    linear("up", {
      blocks: hiddenBlocks,
      outputs: intermediate,
      stride: widths.intermediate,
      input: "int8",
      activation: "gelu",
      tracksMaximum: true,
    }),
    linear("down", {
      blocks: widths.intermediate / BLOCK,
      outputs: hidden,
      stride: widths.hidden,
      input: "floats",
      residual: true,
    }),
    compile("pool", poolShader({ hidden, stride: widths.hidden, pooling })),
  ]);

  const bind = (
    pipeline: GPUComputePipeline,
    resources: Readonly<Record<number, GPUBufferBinding>>,
    workgroups: Pass["workgroups"],
  ): Pass => {
    const entries = Object.entries(resources).map(([binding, resource]) => ({ binding: Number(binding), resource }));
    const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
    return { pipeline, bindGroup, workgroups };
  };
  const perToken: Pass["workgroups"] = (counts) => [counts.tokens, 1];
  const tiles =
    (outputs: number): Pass["workgroups"] =>
    (counts) => [Math.ceil(outputs / TILE_OUTPUTS), Math.ceil(counts.tokens / TILE_ROWS)];
  const operands = (input: GPUBufferBinding, { weights: matrix, channels }: GpuLinear, y: GPUBufferBinding) => ({
    0: header,
    1: input,
    2: rows,
    3: matrix,
    4: channels,
    5: y,
  });

  const passes = [
    bind(
      embed,
      {
        0: tokens,
        1: weights.words,
        2: weights.wordScales,
        3: weights.places,
        4: weights.embeddingNorm,
        5: x,
        6: quantized,
        7: rows,
      },
      perToken,
    ),
    ...weights.layers.flatMap((layer) => [
      bind(toQkv, operands(quantized, layer.qkv, qkv), tiles(3 * hidden)),
      bind(attend, { 0: blocks, 1: qkv, 2: context, 3: rows }, (counts) => [heads, counts.blocks]),
      bind(toMiddle, { ...operands(context, layer.attentionOutput, middle), 6: x }, tiles(hidden)),
      bind(normalize, { 4: layer.attentionNorm, 5: middle, 6: quantized, 7: rows }, perToken),
      bind(toUp, operands(quantized, layer.up, up), tiles(intermediate)),
      bind(toDown, { ...operands(up, layer.down, x), 6: middle }, tiles(hidden)),
      bind(normalize, { 4: layer.outputNorm, 5: x, 6: quantized, 7: rows }, perToken),
    ]),
    bind(pool, { 0: spans, 1: x, 2: pooled }, (counts) => [counts.sequences, 1]),
  ];
  return { passes, layout, batch, pooled: pooled.buffer, buffers };
}
