import type * as Tensorflow from "@tensorflow/tfjs";
import { AisleError } from "../../../errors";

/**
 * tfjs, on WebGPU where an adapter is there.
 * @throws AisleError `TRAINING_FAILED` where it is not installed
 */
export async function loadTensorflow(): Promise<typeof Tensorflow> {
  let tf: typeof Tensorflow;
  try {
    tf = await import("@tensorflow/tfjs");
  } catch (cause) {
    throw new AisleError("TRAINING_FAILED", "This training needs @tensorflow/tfjs.", {
      fix: "npm install @tensorflow/tfjs",
      cause,
    });
  }
  tf.enableProdMode();
  const gpu = (globalThis.navigator as { gpu?: { requestAdapter(): Promise<unknown> } } | undefined)?.gpu;
  if (gpu && (await gpu.requestAdapter().catch(() => null))) {
    await import("@tensorflow/tfjs-backend-webgpu");
    if (await tf.setBackend("webgpu")) return tf;
  }
  await tf.setBackend("cpu");
  return tf;
}
