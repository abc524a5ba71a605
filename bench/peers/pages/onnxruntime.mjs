/** onnxruntime-web driven directly, with @huggingface/tokenizers and mean pooling of our own: the leanest of the peers. */
import { Tokenizer } from "@huggingface/tokenizers";
import * as ort from "onnxruntime-web/wasm";
import { inBatches, offer } from "./candidate.mjs";

const MODEL = "/models/all-MiniLM-L6-v2/";
const MAX_TOKENS = 256;

offer(async (settings) => {
  ort.env.wasm.numThreads = Number(settings.get("threads") ?? 1);
  // The glue of one thread is in the bundle; threads start from a file of their own.
  ort.env.wasm.wasmPaths =
    ort.env.wasm.numThreads > 1 ? "/peers/onnxruntime/" : { wasm: "/peers/onnxruntime/ort-wasm-simd-threaded.wasm" };
  const json = async (name) => (await fetch(MODEL + name)).json();
  const [session, tokenizerJson, tokenizerConfig] = await Promise.all([
    ort.InferenceSession.create(`${MODEL}onnx/model_quantized.onnx`, {
      executionProviders: ["wasm"],
      graphOptimizationLevel: settings.get("graph") ?? "all",
      enableCpuMemArena: settings.get("arena") !== "off",
    }),
    json("tokenizer.json"),
    json("tokenizer_config.json"),
  ]);
  const tokenizer = new Tokenizer(tokenizerJson, tokenizerConfig);

  async function embed(texts) {
    const sequences = texts.map((text) => {
      const { ids } = tokenizer.encode(text);
      return ids.length > MAX_TOKENS ? [...ids.slice(0, MAX_TOKENS - 1), ids.at(-1)] : ids;
    });
    return run(sequences);
  }

  async function run(sequences) {
    const length = Math.max(...sequences.map((ids) => ids.length));
    const size = sequences.length * length;
    const ids = new BigInt64Array(size);
    const mask = new BigInt64Array(size);
    sequences.forEach((sequence, row) => {
      sequence.forEach((id, place) => {
        ids[row * length + place] = BigInt(id);
        mask[row * length + place] = 1n;
      });
    });
    const shape = [sequences.length, length];
    const { last_hidden_state: hidden } = await session.run({
      input_ids: new ort.Tensor("int64", ids, shape),
      attention_mask: new ort.Tensor("int64", mask, shape),
      token_type_ids: new ort.Tensor("int64", new BigInt64Array(size), shape),
    });
    return sequences.map((sequence, row) => pool(hidden.data, row * length, sequence.length, hidden.dims[2]));
  }

  return { embed, embedAll: (texts, batching) => inBatches(texts, batching, embed) };
});

function pool(hidden, firstToken, tokens, width) {
  const vector = new Float32Array(width);
  for (let token = firstToken; token < firstToken + tokens; token++) {
    for (let d = 0; d < width; d++) vector[d] += hidden[token * width + d];
  }
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}
