import { AisleError } from "../../../errors";

export interface DeviceNeeds {
  /** Size of the largest buffer. */
  readonly bufferBytes: number;
  /** Size of the largest part of a buffer that a shader binds. */
  readonly bindingBytes: number;
}

export interface OpenDevice {
  readonly device: GPUDevice;
  readonly info: GPUAdapterInfo;
}

/**
 * A device of our own, its limits raised above WebGPU's defaults only where the model needs it.
 * @param gpu `navigator.gpu`, undefined where the browser has none
 * @throws AisleError `BACKEND_UNAVAILABLE`
 */
export async function requestDevice(gpu: GPU | undefined, needs: DeviceNeeds): Promise<OpenDevice> {
  if (!gpu) throw unavailable("This browser has no WebGPU");
  try {
    const adapter = await gpu.requestAdapter({ powerPreference: "high-performance" });
    if (!adapter) throw unavailable("WebGPU found no usable graphics adapter");
    const { limits } = adapter;
    if (needs.bufferBytes > limits.maxBufferSize || needs.bindingBytes > limits.maxStorageBufferBindingSize) {
      throw unavailable(`The model needs GPU buffers of ${needs.bufferBytes} bytes, more than this adapter allows`);
    }
    const requiredLimits: Record<string, number> = {};
    if (needs.bufferBytes > DEFAULT_BUFFER_BYTES) requiredLimits.maxBufferSize = needs.bufferBytes;
    if (needs.bindingBytes > DEFAULT_BINDING_BYTES) requiredLimits.maxStorageBufferBindingSize = needs.bindingBytes;
    const requiredFeatures = USEFUL_FEATURES.filter((feature) => adapter.features?.has(feature));
    const device = await adapter.requestDevice({ label: "aisle", requiredLimits, requiredFeatures });
    return { device, info: adapter.info };
  } catch (cause) {
    if (cause instanceof AisleError) throw cause;
    throw unavailable("WebGPU gave no device", cause);
  }
}

/** Half precision, and the GPU's own clock for the probe. */
const USEFUL_FEATURES: readonly GPUFeatureName[] = ["shader-f16", "timestamp-query"];
/** https://www.w3.org/TR/webgpu/#limits */
const DEFAULT_BUFFER_BYTES = 268_435_456;
const DEFAULT_BINDING_BYTES = 134_217_728;

export function unavailable(message: string, cause?: unknown): AisleError {
  return new AisleError("BACKEND_UNAVAILABLE", `${message}.`, {
    cause,
    fix: "Aisle goes on with another encoder tier.",
  });
}
