/** The feature-extraction pipeline of either generation of transformers.js. */
import { inBatches, offer } from "./candidate.mjs";

export function offerPipeline({ env, pipeline, wasmPaths, options }) {
  offer(async (settings) => {
    env.allowRemoteModels = false;
    env.allowLocalModels = true;
    env.localModelPath = "/models/";
    // Writing 23 MB to the cache would only slow its first start; nothing is read back here.
    env.useBrowserCache = false;
    if ("useWasmCache" in env) env.useWasmCache = false;
    env.backends.onnx.wasm.numThreads = Number(settings.get("threads") ?? 1);
    env.backends.onnx.wasm.wasmPaths = wasmPaths;
    env.backends.onnx.wasm.proxy = false;
    const extract = await pipeline("feature-extraction", "all-MiniLM-L6-v2", options);
    const embed = async (texts) => {
      const { data, dims } = await extract(texts, { pooling: "mean", normalize: true });
      return texts.map((_, row) => data.subarray(row * dims[1], (row + 1) * dims[1]));
    };
    return { embed, embedAll: (texts, batching) => inBatches(texts, batching, embed) };
  });
}
