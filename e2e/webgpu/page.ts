/** Runs in the page: the GPU tier against the reference. */
import { checkCases } from "../../src/encoder/ops/checkCases";
import type { WgslDot } from "../../src/encoder/ops/linear/dot.wgsl";
import { integerProduct } from "../../src/encoder/ops/linear/linear";
import { referenceOperators } from "../../src/encoder/ops/operators";
import { createReferenceForward } from "../../src/encoder/tiers/reference/createReferenceForward";
import { chooseWgslDot } from "../../src/encoder/tiers/webgpu/chooseWgslDot";
import { modelDispatches } from "../../src/encoder/tiers/webgpu/costModel";
import { createWebgpuForward, type WebgpuCosts } from "../../src/encoder/tiers/webgpu/createWebgpuForward";
import { createWebgpuOperators } from "../../src/encoder/tiers/webgpu/createWebgpuOperators";
import { openProbeLayer } from "../../src/encoder/tiers/webgpu/probeLayer";
import { requestDevice } from "../../src/encoder/tiers/webgpu/requestDevice";
import { toErrorData } from "../../src/errors";
import { MINILM_SHAPE, type RandomEncoderOptions, randomEncoder } from "../../src/format/encoder/randomEncoder";

const DEFAULTS = { bufferBytes: 0, bindingBytes: 0 };

/** Cosine of each pair of rows, the smallest. */
function smallestCosine(a: Float32Array, b: Float32Array, dimensions: number): number {
  let smallest = 1;
  for (let start = 0; start < a.length; start += dimensions) {
    let [product, left, right] = [0, 0, 0];
    for (let i = start; i < start + dimensions; i++) {
      product += a[i] * b[i];
      left += a[i] ** 2;
      right += b[i] ** 2;
    }
    const cosine = product / Math.sqrt(left * right);
    if (!(cosine >= smallest)) smallest = Number.isNaN(cosine) ? -1 : cosine;
  }
  return smallest;
}

function sequencesOf(lengths: readonly number[], vocabulary: number, salt = 0): Int32Array[] {
  return lengths.map((length, index) =>
    Int32Array.from({ length }, (_, i) => (i * 7919 + index * 31 + length * 17 + salt) % vocabulary),
  );
}

const codeOf = (failed: unknown) => toErrorData(failed, "OPTIONS_INVALID").code;
const noop = () => undefined;

const harness = {
  /** Cases of the tables that fail on the GPU: of every operator, or of the linear layer alone. */
  async failedCases(dot: WgslDot, which: "all" | "linear") {
    const { device } = await requestDevice(navigator.gpu, DEFAULTS);
    const operators = createWebgpuOperators(device, dot);
    const results = await checkCases(which === "all" ? operators : { ...referenceOperators, linear: operators.linear });
    device.destroy();
    return { run: results.length, failed: results.filter(({ error, atol }) => !(error <= atol)) };
  },

  /** Integer products of random int8 operands that differ from the reference, and floats quantised on loading. */
  async differentProducts(dot: WgslDot, [rows, inputs, outputs]: readonly [number, number, number]) {
    const { device } = await requestDevice(navigator.gpu, DEFAULTS);
    const operators = createWebgpuOperators(device, dot);
    const noise = (length: number, limit: number, step: number) =>
      Int8Array.from({ length }, (_, i) => ((i * step + (i >> 3) * 13) % (2 * limit + 1)) - limit);
    const values = noise(rows * inputs, 127, 7919);
    const weight = { rows: outputs, columns: inputs, values: noise(outputs * inputs, 63, 104_729) };
    const ones = { weight: { ...weight, scales: new Float32Array(outputs).fill(1) }, bias: new Float32Array(outputs) };
    const expected = integerProduct(values, rows, weight.values, outputs, inputs);
    const product = await operators.linear({ values, scales: new Float32Array(rows).fill(1) }, rows, ones);
    const floats = Float32Array.from(values, (value, i) => value * 0.013 + Math.sin(i));
    const quantized = await operators.quantizeRows(floats, rows, inputs);
    const twoSteps = await operators.linear(quantized, rows, ones);
    const oneStep = await operators.linearOfFloats(floats, rows, ones);
    device.destroy();
    return {
      products: expected.filter((sum, i) => sum !== product[i]).length,
      floats: twoSteps.filter((value, i) => value !== oneStep[i]).length,
      largest: Math.max(...expected.map(Math.abs)),
      largestError: Math.max(...expected.map((sum, i) => Math.abs(sum - product[i]))),
    };
  },

  async cosineToReference(shape: RandomEncoderOptions, lengths: readonly number[], options: object = {}) {
    const weights = randomEncoder(shape);
    const sequences = sequencesOf(lengths, weights.config.vocabulary);
    const webgpu = await createWebgpuForward(weights, { onLost: noop, ...options });
    const actual = await webgpu.forward(sequences);
    webgpu.dispose();
    const expected = await createReferenceForward(weights).forward(sequences);
    return smallestCosine(actual, expected, weights.config.hidden);
  },

  /** Whether a text's vector depends on the texts beside it. */
  async aloneAndTogether(lengths: readonly number[]) {
    const weights = randomEncoder({ maxPositions: 256 });
    const sequences = sequencesOf(lengths, weights.config.vocabulary);
    const webgpu = await createWebgpuForward(weights, { onLost: noop });
    const together = await webgpu.forward(sequences);
    const alone: number[] = [];
    for (const sequence of sequences) alone.push(...(await webgpu.forward([sequence])));
    webgpu.dispose();
    return together.filter((value, i) => value !== alone[i]).length;
  },

  /** Costs before and after many calls, calls made at the same time among them. */
  async costsOver(calls: number) {
    const weights = randomEncoder({ maxPositions: 128 });
    const { vocabulary } = weights.config;
    const created = { buffers: 0, bindGroups: 0, pipelines: 0 };
    const webgpu = await createWebgpuForward(weights, { onLost: noop });
    const { device } = webgpu;
    const counting = <Name extends "createBuffer" | "createBindGroup" | "createShaderModule">(
      name: Name,
      count: keyof typeof created,
    ) => {
      const original = device[name].bind(device) as (argument: never) => never;
      Object.assign(device, {
        [name]: (argument: never) => {
          created[count]++;
          return original(argument);
        },
      });
    };
    // Each size of answer once, then nothing may be made any more.
    for (let texts = 1; texts <= 64; texts *= 2) {
      const warm = sequencesOf(Array(texts).fill(3), vocabulary);
      await Promise.all([webgpu.forward(warm), webgpu.forward(warm)]);
    }
    const before = webgpu.costs();
    counting("createBuffer", "buffers");
    counting("createBindGroup", "bindGroups");
    counting("createShaderModule", "pipelines");
    let submits = 0;
    const { queue } = device;
    const submit = queue.submit.bind(queue);
    queue.submit = (commands) => {
      submits++;
      return submit(commands);
    };
    for (let call = 0; call < calls; call++) {
      const lengths = Array.from({ length: 1 + (call % 40) }, (_, i) => 1 + ((call + i * 3) % 12));
      if (call % 10 === 0) {
        await Promise.all([
          webgpu.forward(sequencesOf(lengths, vocabulary)),
          webgpu.forward(sequencesOf([5], vocabulary)),
        ]);
      } else await webgpu.forward(sequencesOf(lengths, vocabulary));
    }
    const after = webgpu.costs();
    webgpu.dispose();
    return { before, after, created, submits };
  },

  /** What the probe takes on the shape of MiniLM, and whether each spelling passes its check. */
  async probe(dots: readonly WgslDot[]) {
    const { device } = await requestDevice(navigator.gpu, DEFAULTS);
    const layer = openProbeLayer(device, randomEncoder({ ...MINILM_SHAPE, layers: 1, vocabulary: 10 }).config);
    const choice = await chooseWgslDot(layer, dots, () => performance.now());
    layer.destroy();
    device.destroy();
    return choice;
  },

  /** Whether the browser has WebGPU and an adapter, and that adapter halves. */
  async abilities() {
    const adapter = await navigator.gpu?.requestAdapter();
    return { webgpu: Boolean(adapter), half: adapter?.features.has("shader-f16") ?? false };
  },

  /** Workgroups of each dispatch of one batch, as recorded and as the cost model has them. */
  async workgroups(shape: RandomEncoderOptions, lengths: readonly number[]) {
    const weights = randomEncoder(shape);
    const webgpu = await createWebgpuForward(weights, { onLost: noop });
    const recorded: number[] = [];
    const { dispatchWorkgroups } = GPUComputePassEncoder.prototype;
    GPUComputePassEncoder.prototype.dispatchWorkgroups = function (x, y = 1, z = 1) {
      recorded.push(x * y * z);
      return dispatchWorkgroups.call(this, x, y, z);
    };
    await webgpu.forward(sequencesOf(lengths, weights.config.vocabulary));
    GPUComputePassEncoder.prototype.dispatchWorkgroups = dispatchWorkgroups;
    webgpu.dispose();
    return { recorded, modelled: modelDispatches(weights.config, lengths).map(({ workgroups }) => workgroups) };
  },

  /** The shape of all-MiniLM-L6-v2 on random weights. */
  async minilmCosts(lengths: readonly number[]): Promise<{ costs: WebgpuCosts; cosine: number; adapter: string }> {
    const weights = randomEncoder({ ...MINILM_SHAPE, vocabulary: 2000 });
    const sequences = sequencesOf(lengths, 2000);
    const webgpu = await createWebgpuForward(weights, { onLost: noop });
    const actual = await webgpu.forward(sequences);
    const costs = webgpu.costs();
    const { adapter } = webgpu;
    webgpu.dispose();
    const expected = await createReferenceForward(weights).forward(sequences);
    return { costs, cosine: smallestCosine(actual, expected, 384), adapter };
  },

  /** Codes of calls under way and of one after, when the device goes away in the middle; how often `onLost` was called. */
  async lostInMidBulk() {
    const weights = randomEncoder({ maxPositions: 64 });
    const reasons: string[] = [];
    const webgpu = await createWebgpuForward(weights, {
      onLost: (reason) => void reasons.push(reason),
      batchTokens: 64,
    });
    const bulk = sequencesOf(Array(40).fill(30), 100);
    const calls = [webgpu.forward(bulk), webgpu.forward(bulk.slice(0, 3))].map((call) =>
      call.then(() => "none", codeOf),
    );
    webgpu.device.destroy();
    const codes = await Promise.all(calls);
    const later = await webgpu.forward(bulk).then(() => "none", codeOf);
    webgpu.dispose();
    // A new device serves at once.
    const next = await createWebgpuForward(weights, { onLost: (reason) => void reasons.push(reason) });
    const vectors = await next.forward(bulk.slice(0, 2));
    next.dispose();
    return { codes, later, lost: reasons.length, again: vectors.length };
  },

  async disposedInMidBulk() {
    const reasons: string[] = [];
    const webgpu = await createWebgpuForward(randomEncoder(), { onLost: (reason) => void reasons.push(reason) });
    const call = webgpu.forward(sequencesOf([4, 5], 100)).then(() => "none", codeOf);
    webgpu.dispose();
    webgpu.dispose();
    const code = await call;
    const later = await webgpu.forward(sequencesOf([4], 100)).then(() => "none", codeOf);
    await new Promise((resolve) => setTimeout(resolve, 50));
    return { code, later, lost: reasons.length };
  },

  async abortedBetweenBatches() {
    const webgpu = await createWebgpuForward(randomEncoder(), { onLost: noop, batchTokens: 64 });
    const controller = new AbortController();
    const call = webgpu
      .forward(sequencesOf(Array(30).fill(40), 100), { signal: controller.signal })
      .then(() => "none", codeOf);
    controller.abort();
    const code = await call;
    const after = await webgpu.forward(sequencesOf([4], 100));
    webgpu.dispose();
    return { code, after: after.length };
  },

  async deviceError() {
    const webgpu = await createWebgpuForward(randomEncoder(), { onLost: noop });
    // A buffer that cannot be: the error reaches nobody but the device's own listener.
    webgpu.device.createBuffer({ size: 16, usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.STORAGE });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const code = await webgpu.forward(sequencesOf([4], 100)).then(() => "none", codeOf);
    webgpu.dispose();
    return code;
  },

  /** The code of a start with what this browser has. */
  start: () =>
    createWebgpuForward(randomEncoder(), { onLost: noop }).then((webgpu) => {
      webgpu.dispose();
      return "none";
    }, codeOf),

  /** Codes of what cannot start. */
  async failures() {
    const start = (gpu: unknown, shape: RandomEncoderOptions = {}) =>
      createWebgpuForward(randomEncoder(shape), { onLost: noop, gpu: gpu as GPU }).then(() => "none", codeOf);
    const adapter = (await navigator.gpu.requestAdapter())!;
    const limits = { maxBufferSize: 1024, maxStorageBufferBindingSize: 1024 };
    return {
      noGpu: await start(undefined),
      nullAdapter: await start({ requestAdapter: async () => null }),
      throwing: await start({ requestAdapter: async () => Promise.reject(new Error("blocked")) }),
      small: await start({ requestAdapter: async () => ({ limits, info: adapter.info }) }),
      badIds: await createWebgpuForward(randomEncoder(), { onLost: noop }).then(async (webgpu) => {
        const code = await webgpu.forward([Int32Array.of(1, 100)]).then(() => "none", codeOf);
        webgpu.dispose();
        return code;
      }),
    };
  },
};

export type WebgpuHarness = typeof harness;
Object.assign(globalThis, { webgpuHarness: harness });
