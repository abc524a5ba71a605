import { AisleError, throwIfAborted } from "../../../errors";
import type { EncoderConfig, EncoderWeights } from "../../../format/encoder/weights";
import type { ForwardPass } from "../../encoderEngine";
import type { WgslDot } from "../../ops/linear/dot.wgsl";
import { checkSequences } from "../checkSequences";
import { packBatches } from "../packBatches";
import { yieldToEventLoop } from "../yieldToEventLoop";
import { candidateDots, chooseWgslDot, type DotChoice } from "./chooseWgslDot";
import { createPasses, type Passes } from "./createPasses";
import { openTfjsBackend, type RecordedPass, type TfjsBackend } from "./openTfjsBackend";
import { type BatchCounts, planBatch } from "./planBatch";
import { openProbeLayer } from "./probeLayer";
import { type OpenDevice, requestDevice, unavailable } from "./requestDevice";
import { longestOf, uploadWeights, weightSizes } from "./uploadWeights";

export interface WebgpuForwardOptions {
  /** Called once when the device goes away by itself, not when it is disposed of. */
  readonly onLost: (reason: string) => void;
  /** Default `navigator.gpu`. */
  readonly gpu?: GPU;
  /** Fixes the spelling of the product. Default: measured when `now` is given, else the integer one. */
  readonly dot?: WgslDot;
  /** Milliseconds, as `performance.now`. */
  readonly now?: () => number;
  /** Tokens that share one packed batch; default 512. At least the model's `maxTokens` is reserved. */
  readonly batchTokens?: number;
  readonly yieldToEventLoop?: () => Promise<void>;
}

/** What a pass costs, for tests and diagnoses. */
export interface WebgpuCosts {
  /** Of one batch, in one submit. */
  readonly dispatches: number;
  /** Made once, for every batch. */
  readonly bindGroups: number;
  /** Weights, activations and tfjs's own buffers. */
  readonly gpuBytes: number;
  readonly tensors: number;
}

export interface WebgpuForward extends ForwardPass, DotChoice {
  /** Vendor and architecture, as far as the browser tells. */
  readonly adapter: string;
  readonly device: GPUDevice;
  costs(): WebgpuCosts;
}

/** About 11 billion multiplications at the shape of MiniLM: tens of milliseconds on a small GPU. */
const BATCH_TOKENS = 512;
/** An error, or a failed readback, with no loss told in this time is a fault of the GPU's answers. */
const LOSS_TOLD_WITHIN_MS = 1_000;

/**
 * The int8 forward pass on the GPU, as one tfjs kernel: integer products equal to the reference's, floats within a few
 * last bits. The weights are copied to the device: the caller may drop them.
 * @throws AisleError `BACKEND_UNAVAILABLE` without WebGPU, an adapter, or memory enough. Later, from `forward`:
 *   `DEVICE_LOST`, `BACKEND_WRONG` when the device reported an error, `DISPOSED`, `ABORTED`
 */
export async function createWebgpuForward(
  weights: EncoderWeights,
  options: WebgpuForwardOptions,
): Promise<WebgpuForward> {
  const gpu = "gpu" in options ? options.gpu : globalThis.navigator?.gpu;
  const { config } = weights;
  const capacity = Math.max(options.batchTokens ?? BATCH_TOKENS, longestOf(config));
  const sizes = weightSizes(weights);
  const widest = capacity * Math.max(3 * config.hidden, config.intermediate + 16) * 4;
  const opened = await requestDevice(gpu, {
    bufferBytes: Math.max(sizes.buffer, widest),
    bindingBytes: Math.max(sizes.binding, widest),
  });
  try {
    const chosen = await chooseDot(opened.device, config, { ...options, gpu });
    const pause = options.yieldToEventLoop ?? yieldToEventLoop;
    const resources = await openResources(opened, weights, { dot: chosen.dot, capacity, pause });
    return runForward(opened, resources, { ...chosen, config, onLost: options.onLost });
  } catch (error) {
    opened.device.destroy();
    if (error instanceof AisleError) throw error;
    throw unavailable("The encoder could not be set up on this GPU", error);
  }
}

async function chooseDot(
  device: GPUDevice,
  config: EncoderConfig,
  { gpu, dot, now }: Pick<WebgpuForwardOptions, "gpu" | "dot" | "now">,
): Promise<DotChoice> {
  if (dot) return { dot, times: {} };
  const packedDot = gpu?.wgslLanguageFeatures?.has("packed_4x8_integer_dot_product") ?? false;
  const candidates = candidateDots(config, { packedDot, half: device.features.has("shader-f16") });
  if (!now || candidates.length === 1) return { dot: candidates[0], times: {} };
  const layer = openProbeLayer(device, config);
  return chooseWgslDot(layer, candidates, now).finally(() => layer.destroy());
}

interface Resources {
  readonly passes: Passes;
  readonly backend: TfjsBackend;
  /** Bytes of weights and activations. */
  readonly bytes: number;
  close(): void;
}

interface OpenResourcesOptions {
  readonly dot: WgslDot;
  readonly capacity: number;
  readonly pause: () => Promise<void>;
}

async function openResources(
  { device, info }: OpenDevice,
  weights: EncoderWeights,
  { dot, capacity, pause }: OpenResourcesOptions,
): Promise<Resources> {
  device.pushErrorScope("validation");
  device.pushErrorScope("out-of-memory");
  const uploaded = await uploadWeights(device, weights, pause);
  const passes = await createPasses(device, { config: weights.config, weights: uploaded, dot, capacity });
  const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
  for (const error of errors) if (error) throw unavailable(`The GPU refused the encoder: ${error.message}`, error);
  const backend = openTfjsBackend(device, info, uploaded.buffers);
  const buffers = [...uploaded.buffers, ...passes.buffers];
  return {
    passes,
    backend,
    bytes: buffers.reduce((sum, { size }) => sum + size, 0),
    close() {
      backend.close();
      for (const buffer of buffers) buffer.destroy();
      device.destroy();
    },
  };
}

interface RunForwardOptions extends DotChoice {
  readonly config: EncoderConfig;
  readonly onLost: (reason: string) => void;
}

function runForward(
  { device, info }: OpenDevice,
  { passes, backend, bytes, close }: Resources,
  { config, dot, times, onLost }: RunForwardOptions,
): WebgpuForward {
  const { layout, batch, pooled } = passes;
  const plan = new Uint32Array(layout.bytes / 4);
  const pending = new Set<(reason: AisleError) => void>();
  let failure: AisleError | undefined;
  /** Pending while nobody knows what an error of the device means: no answer is given meanwhile. */
  let doubt: Promise<void> = Promise.resolve();

  /** The first failure stands for all later calls; those under way are told now. */
  function fail(reason: AisleError): void {
    failure ??= reason;
    for (const reject of pending) reject(failure);
    pending.clear();
  }

  /** What a dying device reports may come before its loss does, Firefox's a tenth of a second before: the loss counts. */
  const lossTold = () => Promise.race([device.lost, new Promise((told) => setTimeout(told, LOSS_TOLD_WITHIN_MS))]);

  device.addEventListener("uncapturederror", ({ error }) => {
    doubt = lossTold().then(() =>
      fail(new AisleError("BACKEND_WRONG", `The GPU reported an error: ${error.message}`, { cause: error })),
    );
  });
  device.lost.then(({ message, reason }) => {
    if (failure?.code === "DISPOSED") return;
    const told = message || reason || "unknown";
    fail(new AisleError("DEVICE_LOST", `The GPU device was lost: ${told}.`));
    close();
    onLost(told);
  });

  function record(encoder: GPUCommandEncoder, counts: BatchCounts): RecordedPass {
    const pass = encoder.beginComputePass({ label: "encodeText" });
    for (const { pipeline, bindGroup, workgroups } of passes.passes) {
      pass.setPipeline(pipeline);
      pass.setBindGroup(0, bindGroup);
      pass.dispatchWorkgroups(...workgroups(counts));
    }
    pass.end();
    // tfjs keeps a pool of buffers for every size it ever saw: powers of two keep that pool small.
    const rows = Math.min(2 ** Math.ceil(Math.log2(counts.sequences)), layout.capacity);
    return { source: pooled, shape: [rows, config.hidden] };
  }

  function runBatch(sequences: readonly Int32Array[]): Promise<Float32Array> {
    return new Promise((resolve, reject) => {
      if (failure) throw failure;
      pending.add(reject);
      const counts = planBatch(sequences, layout, plan);
      device.queue.writeBuffer(batch, 0, plan);
      backend
        .run((encoder) => record(encoder, counts))
        .then(
          async (rows) => {
            await doubt;
            if (failure) reject(failure);
            else resolve(rows);
          },
          async (cause) => {
            await lossTold();
            reject(failure ?? new AisleError("BACKEND_WRONG", "The GPU gave no answer.", { cause }));
          },
        )
        .finally(() => pending.delete(reject));
    });
  }

  return {
    dot,
    times,
    device,
    adapter: [info.vendor, info.architecture].filter(Boolean).join(" "),
    costs: () => ({
      dispatches: passes.passes.length,
      bindGroups: passes.passes.length,
      gpuBytes: bytes + backend.bytes(),
      tensors: backend.tensors(),
    }),
    async forward(sequences, { signal } = {}) {
      checkSequences(sequences, config);
      if (failure) throw failure;
      const vectors = new Float32Array(sequences.length * config.hidden);
      let before = Promise.resolve();
      for (const { from, to } of packBatches(sequences, layout.capacity)) {
        throwIfAborted(signal);
        const computed = runBatch(sequences.slice(from, to)).then((rows) => {
          vectors.set(rows.subarray(0, (to - from) * config.hidden), from * config.hidden);
        });
        // Its failure is told by the `await` below; until then nobody listens.
        computed.catch(() => undefined);
        // The next batch is recorded while this one runs, so that the GPU never waits.
        await before;
        before = computed;
      }
      await before;
      return vectors;
    },
    dispose() {
      if (failure?.code === "DISPOSED") return;
      const lost = failure?.code === "DEVICE_LOST";
      failure = undefined;
      fail(new AisleError("DISPOSED", "This encoder was disposed."));
      if (!lost) close();
    },
  };
}
