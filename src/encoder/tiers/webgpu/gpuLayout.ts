/** Where weights and activations lie in GPU buffers. Rows are padded with zeros to whole blocks of sixteen columns. */
import type { EncoderConfig, LayerNormWeights, LinearWeights, QuantizedMatrix } from "../../../format/encoder/weights";

/** Columns that the int8 product takes at a time. */
export const BLOCK = 16;
/** WebGPU's default `minStorageBufferOffsetAlignment`. */
const ALIGNMENT = 256;

/** Row lengths in elements. */
export interface GpuWidths {
  readonly hidden: number;
  readonly intermediate: number;
  /** Not padded: no product reads it. */
  readonly qkv: number;
}

export function gpuWidths({ hidden, intermediate }: Pick<EncoderConfig, "hidden" | "intermediate">): GpuWidths {
  return { hidden: roundUp(hidden, BLOCK), intermediate: roundUp(intermediate, BLOCK), qkv: 3 * hidden };
}

export function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

/** Byte offsets of sections in one buffer, each aligned so that it can be bound. */
export function placeSections(sizes: readonly number[]): {
  readonly offsets: readonly number[];
  readonly bytes: number;
} {
  const offsets: number[] = [];
  let bytes = 0;
  for (const size of sizes) {
    offsets.push(bytes);
    bytes += roundUp(size, ALIGNMENT);
  }
  return { offsets, bytes };
}

/** The matrix with padded rows; its own array, not a copy, where they are whole blocks already. */
export function paddedValues({ values, rows, columns }: QuantizedMatrix): Int8Array {
  const stride = roundUp(columns, BLOCK);
  if (stride === columns) return values;
  const padded = new Int8Array(rows * stride);
  for (let row = 0; row < rows; row++) padded.set(values.subarray(row * columns, (row + 1) * columns), row * stride);
  return padded;
}

/** (scale, bias) of each output. */
export function channelsOf({ weight, bias }: LinearWeights): Float32Array {
  const channels = new Float32Array(2 * weight.rows);
  for (let output = 0; output < weight.rows; output++) {
    channels[2 * output] = weight.scales[output];
    channels[2 * output + 1] = bias[output];
  }
  return channels;
}

/** gamma, then beta, each padded. */
export function paddedNorm({ gamma, beta }: LayerNormWeights): Float32Array {
  const stride = roundUp(gamma.length, BLOCK);
  const norm = new Float32Array(2 * stride);
  norm.set(gamma);
  norm.set(beta, stride);
  return norm;
}
