import { WebGPUBackend } from "@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu";
import {
  engine,
  type NamedTensorMap,
  registerKernel,
  type Tensor,
  type TensorInfo,
  unregisterKernel,
} from "@tensorflow/tfjs-core";

const KERNEL = "EncodeText";

/** Records one forward pass; the answer lies in `source` once the queue has run it. */
export interface RecordedPass {
  readonly source: GPUBuffer;
  readonly shape: readonly [rows: number, columns: number];
}

export interface TfjsBackend {
  /**
   * Runs the pass as one kernel, submitted once with the readback behind it, before the first `await`: what the caller
   * wrote to the queue just before belongs to this pass.
   */
  run(record: (encoder: GPUCommandEncoder) => RecordedPass): Promise<Float32Array>;
  /** Bytes of the backend's own buffers: answers and their way back. */
  bytes(): number;
  /** Tensors alive in tfjs, weights included. */
  tensors(): number;
  close(): void;
}

/** Backends opened so far: names must differ, for encoders may live side by side. */
let opened = 0;

/**
 * A tfjs backend on a device of our own. It has a name of its own and is active only while a pass is being recorded, so
 * that a page that uses tfjs itself keeps its backend.
 * @param weights wrapped as int32 tensors without a copy; the caller destroys them
 */
export function openTfjsBackend(device: GPUDevice, info: GPUAdapterInfo, weights: readonly GPUBuffer[]): TfjsBackend {
  const name = `aisle-webgpu-${++opened}`;
  const backend = new WebGPUBackend(device, info);
  const tfjs = engine();
  tfjs.registerBackend(name, () => backend, 0);
  registerKernel({
    kernelName: KERNEL,
    backendName: name,
    kernelFunc: ({ attrs }) => encodeText(backend, attrs as unknown as EncodeTextAttributes),
  });
  const inputs: NamedTensorMap = {};
  for (const buffer of weights) {
    inputs[buffer.label] = backend.createTensorFromGPUData({ buffer, zeroCopy: true }, [buffer.size / 4], "int32");
  }
  const pending = new Set<Tensor>();
  let closed = false;

  function withBackend<T>(body: () => T): T {
    const before = tfjs.backendName;
    // Our factory is synchronous, and so is the switch.
    void tfjs.setBackend(name);
    try {
      return body();
    } finally {
      if (before && before !== name) void tfjs.setBackend(before);
    }
  }

  return {
    async run(record) {
      const attrs: EncodeTextAttributes = { record };
      const output = withBackend(() => tfjs.runKernel<Tensor>(KERNEL, inputs, attrs as never));
      pending.add(output);
      try {
        return await output.data<"float32">();
      } finally {
        if (pending.delete(output)) output.dispose();
      }
    },
    bytes: () => backend.memory().numBytesAllocatedInGPU,
    tensors: () => tfjs.memory().numTensors,
    close() {
      if (closed) return;
      closed = true;
      for (const tensor of [...Object.values(inputs), ...pending]) tensor.dispose();
      pending.clear();
      unregisterKernel(KERNEL, name);
      tfjs.removeBackend(name);
    },
  };
}

interface EncodeTextAttributes {
  readonly record: (encoder: GPUCommandEncoder) => RecordedPass;
}

function encodeText(backend: WebGPUBackend, { record }: EncodeTextAttributes): TensorInfo {
  backend.ensureCommandEncoderReady();
  backend.endComputePassEncoder();
  // Private in the typings only; `runWebGPUProgram`, the public way, would make a bind group for every dispatch.
  const encoder = (backend as unknown as { readonly commandEncoder: GPUCommandEncoder }).commandEncoder;
  const { source, shape } = record(encoder);
  const output = backend.makeTensorInfo([...shape], "float32");
  backend.uploadToGPU(output.dataId);
  const target = backend.tensorMap.get(output.dataId).resource as GPUBuffer;
  encoder.copyBufferToBuffer(source, 0, target, 0, shape[0] * shape[1] * 4);
  return output;
}
