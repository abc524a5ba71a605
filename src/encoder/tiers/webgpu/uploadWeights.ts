import type { EncoderWeights, LayerNormWeights, LinearWeights } from "../../../format/encoder/weights";
import { placeOf } from "../../ops/embedTokens/embedTokens";
import { channelsOf, gpuWidths, paddedNorm, paddedValues, placeSections, roundUp } from "./gpuLayout";

export interface GpuLinear {
  readonly weights: GPUBufferBinding;
  readonly channels: GPUBufferBinding;
}

export interface GpuLayer {
  readonly qkv: GpuLinear;
  readonly attentionOutput: GpuLinear;
  readonly attentionNorm: GPUBufferBinding;
  readonly up: GpuLinear;
  readonly down: GpuLinear;
  readonly outputNorm: GPUBufferBinding;
}

export interface GpuWeights {
  readonly words: GPUBufferBinding;
  readonly wordScales: GPUBufferBinding;
  readonly places: GPUBufferBinding;
  readonly embeddingNorm: GPUBufferBinding;
  readonly layers: readonly GpuLayer[];
  /** Every buffer above: the embeddings', then one a layer. */
  readonly buffers: readonly GPUBuffer[];
}

/** Bytes of the largest buffer and of the largest section of one, before there is a device to ask. */
export function weightSizes({ config, wordEmbeddings }: EncoderWeights): { buffer: number; binding: number } {
  const { hidden, intermediate, qkv } = gpuWidths(config);
  const words = wordEmbeddings.rows * hidden;
  const places = longestOf(config) * hidden * 4;
  const layer = hidden * (qkv + config.hidden + config.intermediate) + config.hidden * intermediate;
  const floats = 64 * (qkv + hidden + intermediate) + 4096;
  return {
    buffer: Math.max(words + places + wordEmbeddings.rows * 4, layer) + floats,
    binding: Math.max(words, places, hidden * Math.max(qkv, intermediate)),
  };
}

/** Copies the weights to the device, a layer at a time; the caller may drop them afterwards. */
export async function uploadWeights(
  device: GPUDevice,
  weights: EncoderWeights,
  pause: () => Promise<void>,
): Promise<GpuWeights> {
  const buffers: GPUBuffer[] = [];
  const upload = (label: string, sections: readonly (Int8Array | Float32Array)[]): readonly GPUBufferBinding[] => {
    const { offsets, bytes } = placeSections(sections.map(({ byteLength }) => byteLength));
    const usage = GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;
    const buffer = device.createBuffer({ label, size: bytes, usage });
    buffers.push(buffer);
    return sections.map((section, index) => {
      const { byteLength: size } = section;
      device.queue.writeBuffer(buffer, offsets[index], section.buffer, section.byteOffset, size);
      return { buffer, offset: offsets[index], size };
    });
  };
  const linear = (packed: LinearWeights) => [paddedValues(packed.weight), channelsOf(packed)];
  const norm = (floats: LayerNormWeights) => paddedNorm(floats);

  const { wordEmbeddings, embeddingNorm } = weights;
  const [words, wordScales, places, firstNorm] = upload("embeddings", [
    paddedValues(wordEmbeddings),
    wordEmbeddings.scales,
    placesOf(weights),
    norm(embeddingNorm),
  ]);
  const layers: GpuLayer[] = [];
  for (const [index, layer] of weights.layers.entries()) {
    await pause();
    const bindings = upload(`layer ${index}`, [
      ...linear(layer.qkv),
      ...linear(layer.attentionOutput),
      ...linear(layer.up),
      ...linear(layer.down),
      norm(layer.attentionNorm),
      norm(layer.outputNorm),
    ]);
    const at = (first: number): GpuLinear => ({ weights: bindings[first], channels: bindings[first + 1] });
    layers.push({
      qkv: at(0),
      attentionOutput: at(2),
      up: at(4),
      down: at(6),
      attentionNorm: bindings[8],
      outputNorm: bindings[9],
    });
  }
  return { words, wordScales, places, embeddingNorm: firstNorm, layers, buffers };
}

export function longestOf({ maxTokens, maxPositions }: EncoderWeights["config"]): number {
  return Math.min(maxTokens, maxPositions);
}

/** position + type 0 of every position that a sequence can reach, in f32. */
export function placesOf({ config, positionEmbeddings, typeEmbeddings }: EncoderWeights): Float32Array {
  const stride = roundUp(config.hidden, 16);
  const places = new Float32Array(longestOf(config) * stride);
  for (let token = 0; token < longestOf(config); token++) {
    for (let column = 0; column < config.hidden; column++) {
      places[token * stride + column] = placeOf(token, column, positionEmbeddings, typeEmbeddings);
    }
  }
  return places;
}
