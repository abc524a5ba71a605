/** The model's widest linear layer over a batch of short texts, to time spellings of the product on and to check them. */
import type { EncoderConfig } from "../../../format/encoder/weights";
import type { WgslDot } from "../../ops/linear/dot.wgsl";
import { integerProduct } from "../../ops/linear/linear";
import { linearShader, TILE_OUTPUTS, TILE_ROWS } from "../../ops/linear/linear.wgsl";
import { BLOCK, gpuWidths } from "./gpuLayout";
import { HEADER_BYTES } from "./planBatch";

export interface ProbeLayer {
  /** @throws when the shader does not compile on this device */
  compile(dot: WgslDot): Promise<ProbeRun>;
  destroy(): void;
}

export interface ProbeRun {
  /**
   * Runs the layer so many times in one submit and resolves when the GPU is done.
   * @returns milliseconds by the GPU's own clock, undefined where it has none
   */
  run(repeats: number): Promise<number | undefined>;
  /** Whether the sums that the last run left are right. */
  isRight(): Promise<boolean>;
}

/** Tokens: four tiles high. */
export const PROBE_ROWS = 128;
/** Sums that are checked, of the last row, which is in another workgroup than the first. */
const CHECKED_OUTPUTS = 256;
/** Of the sum of all magnitudes, for halves: 11 bits of each product count, 16 of them are added in half precision. */
const HALF_TOLERANCE = 2 ** -9;

export function openProbeLayer(device: GPUDevice, config: EncoderConfig): ProbeLayer {
  const { intermediate } = config;
  const widths = gpuWidths(config);
  const checked = Math.min(CHECKED_OUTPUTS, intermediate);
  const buffers: GPUBuffer[] = [];
  const allocate = (size: number, usage: number) => {
    const buffer = device.createBuffer({ label: "probe", size, usage });
    buffers.push(buffer);
    return { buffer };
  };
  const operand = (values: Uint32Array | Int8Array | Float32Array, usage = GPUBufferUsage.STORAGE) => {
    const binding = allocate(Math.max(values.byteLength, HEADER_BYTES), usage | GPUBufferUsage.COPY_DST);
    device.queue.writeBuffer(binding.buffer, 0, values as Uint32Array<ArrayBuffer>);
    return binding;
  };
  const x = scattered(PROBE_ROWS * widths.hidden, 127);
  const weights = scattered(intermediate * widths.hidden, 63);
  const ones = (length: number) => Float32Array.from({ length: 2 * length }, (_, i) => 1 - (i % 2));
  const y = allocate(PROBE_ROWS * widths.intermediate * 4, GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC);
  const resources = [
    operand(Uint32Array.of(PROBE_ROWS, 0, 0, 0), GPUBufferUsage.UNIFORM),
    operand(x),
    operand(ones(PROBE_ROWS)),
    operand(weights),
    operand(ones(intermediate)),
    y,
  ];
  const lastRow = x.subarray((PROBE_ROWS - 1) * widths.hidden);
  const firstWeights = weights.subarray(0, checked * widths.hidden);
  const sums = integerProduct(lastRow, 1, firstWeights, checked, widths.hidden);
  const magnitudes = integerProduct(lastRow.map(Math.abs), 1, firstWeights.map(Math.abs), checked, widths.hidden);

  const clock = device.features.has("timestamp-query")
    ? {
        querySet: device.createQuerySet({ type: "timestamp", count: 2 }),
        ticks: allocate(16, GPUBufferUsage.QUERY_RESOLVE | GPUBufferUsage.COPY_SRC).buffer,
      }
    : undefined;

  async function readBack(source: GPUBuffer, from: number, bytes: number): Promise<ArrayBuffer> {
    const { buffer: staging } = allocate(bytes, GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST);
    const encoder = device.createCommandEncoder();
    encoder.copyBufferToBuffer(source, from, staging, 0, bytes);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    return staging.getMappedRange().slice(0);
  }

  async function elapsedMs(): Promise<number | undefined> {
    if (!clock) return undefined;
    const [begin, end] = new BigUint64Array(await readBack(clock.ticks, 0, 16));
    // Some drivers leave them at nothing.
    return end > begin ? Number(end - begin) / 1e6 : undefined;
  }

  return {
    async compile(dot) {
      const code = linearShader({
        blocks: widths.hidden / BLOCK,
        outputs: intermediate,
        stride: widths.intermediate,
        input: "int8",
        dot,
      });
      const module = device.createShaderModule({ label: `probe ${dot}`, code });
      const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
      const entries = resources.map((resource, binding) => ({ binding, resource }));
      const bindGroup = device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries });
      return {
        async run(repeats) {
          const encoder = device.createCommandEncoder();
          const timestampWrites = clock && {
            querySet: clock.querySet,
            beginningOfPassWriteIndex: 0,
            endOfPassWriteIndex: 1,
          };
          const pass = encoder.beginComputePass({ timestampWrites });
          pass.setPipeline(pipeline);
          pass.setBindGroup(0, bindGroup);
          for (let i = 0; i < repeats; i++) {
            pass.dispatchWorkgroups(Math.ceil(intermediate / TILE_OUTPUTS), Math.ceil(PROBE_ROWS / TILE_ROWS));
          }
          pass.end();
          if (clock) encoder.resolveQuerySet(clock.querySet, 0, 2, clock.ticks, 0);
          device.queue.submit([encoder.finish()]);
          await device.queue.onSubmittedWorkDone();
          return elapsedMs();
        },
        async isRight() {
          const tolerance = dot === "f16" ? HALF_TOLERANCE : 0;
          const from = (PROBE_ROWS - 1) * widths.intermediate * 4;
          const actual = new Float32Array(await readBack(y.buffer, from, checked * 4));
          return actual.every((sum, i) => Math.abs(sum - sums[i]) <= tolerance * magnitudes[i]);
        },
      };
    },
    destroy() {
      for (const buffer of buffers) buffer.destroy();
      clock?.querySet.destroy();
    },
  };
}

/** All magnitudes up to the limit, both signs, in no order. */
function scattered(length: number, limit: number): Int8Array {
  return Int8Array.from({ length }, (_, i) => ((i * 7919 + (i >> 4) * 13) % (2 * limit + 1)) - limit);
}
