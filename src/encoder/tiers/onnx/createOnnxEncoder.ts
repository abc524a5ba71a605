/** Any Hugging Face ONNX encoder through @xenova/transformers: for a shop that brings its own model. */
import { AisleError, throwIfAborted } from "../../../errors";
import type { EncoderEngine } from "../../encoderEngine";
import { yieldToEventLoop } from "../yieldToEventLoop";
import { configureLibrary, loadingError, type OnnxLibrary, type OnnxModel, type OnnxTokenizer } from "./onnxLibrary";

export interface OnnxEncoderOptions {
  /** In a page `importOnnxLibrary(runtimeUrl)`; in Node the package itself. */
  readonly library: OnnxLibrary;
  /** The model's folder as Hugging Face lays it out: `config.json`, `tokenizer.json`, `onnx/…`. Absolute: a URL, or a path in Node. */
  readonly modelUrl: string;
  /** Folder of the runtime's wasm files, absolute; no public CDN is ever asked. Needed in a page. */
  readonly runtimeUrl?: string;
  /** Names the vector space; default the folder's name and the file used. */
  readonly modelId?: string;
  /** `q8` (default): `onnx/model_quantized.onnx`; `fp32`: `onnx/model.onnx`. */
  readonly precision?: "q8" | "fp32";
  readonly pooling?: "mean" | "cls";
  /** Special tokens included; default 256. */
  readonly maxTokens?: number;
}

export interface OnnxEncoder extends EncoderEngine {
  /** Token ids as the model gets them. */
  encode(text: string): readonly number[];
}

/** Padding costs this runtime more than a batch gains: few texts of like length together, long ones alone. */
const BATCH_TEXTS = 4;
const BATCH_TOKENS = 64;
/** Shorter vectors have no direction worth keeping. */
const SMALLEST_NORM = 1e-12;

/** @throws AisleError `OPTIONS_INVALID`, `ASSET_UNREACHABLE`, `BACKEND_UNAVAILABLE`, `ENCODER_UNSUPPORTED` */
export async function createOnnxEncoder(options: OnnxEncoderOptions): Promise<OnnxEncoder> {
  const { library, precision = "q8", pooling = "mean", maxTokens = 256 } = options;
  if (!Number.isSafeInteger(maxTokens) || maxTokens < 2) {
    throw new AisleError("OPTIONS_INVALID", `maxTokens is ${maxTokens}.`, { fix: "Take a whole number above 1." });
  }
  const name = configureLibrary(library, options);
  const { tokenizer, model } = await load(library, name, precision);
  const dimensions = model.config.hidden_size;
  if (dimensions === undefined) {
    throw new AisleError("ENCODER_UNSUPPORTED", `The config.json of ${options.modelUrl} states no hidden_size.`);
  }
  let disposed = false;

  const encode = (text: string): readonly number[] => {
    const ids = tokenizer.encode(text);
    // The last token separates texts; the library's own truncation would cut it off.
    return ids.length > maxTokens ? [...ids.slice(0, maxTokens - 1), ids[ids.length - 1]] : ids;
  };

  return {
    tier: "onnx",
    modelId: options.modelId ?? `onnx:${name.split("/").at(-1)}:${precision}`,
    dimensions,
    encode,
    async embed(texts, { signal } = {}) {
      if (disposed) throw new AisleError("DISPOSED", "This encoder was disposed.");
      throwIfAborted(signal);
      const vectors = new Float32Array(texts.length * dimensions);
      const sequences = texts.map(encode);
      const order = Array.from(texts.keys()).sort((a, b) => sequences[a].length - sequences[b].length || a - b);
      let batches = 0;
      for (const batch of alikeBatches(order, sequences)) {
        if (batches++ > 0) await yieldToEventLoop();
        throwIfAborted(signal);
        if (disposed) throw new AisleError("DISPOSED", "This encoder was disposed.");
        const ids = batch.map((text) => sequences[text]);
        const hidden = await run(library, model, ids);
        for (const [row, text] of batch.entries()) {
          const counted = pooling === "mean" ? ids[row].length : 1;
          const vector = vectors.subarray(text * dimensions, (text + 1) * dimensions);
          pool(hidden.data, row * hidden.length * dimensions, counted, vector);
        }
      }
      return vectors;
    },
    dispose() {
      if (disposed) return;
      disposed = true;
      model.dispose().catch(() => undefined);
    },
  };
}

async function load(
  { AutoTokenizer, AutoModel }: OnnxLibrary,
  name: string,
  precision: "q8" | "fp32",
): Promise<{ readonly tokenizer: OnnxTokenizer; readonly model: OnnxModel }> {
  const settings = { quantized: precision === "q8", local_files_only: true } as const;
  try {
    const [tokenizer, model] = await Promise.all([
      AutoTokenizer.from_pretrained(name, settings),
      AutoModel.from_pretrained(name, settings),
    ]);
    return { tokenizer, model };
  } catch (cause) {
    throw loadingError(cause, "config.json, tokenizer.json, tokenizer_config.json and onnx/");
  }
}

/** Cuts texts, sorted by length, into batches that pad little. */
function* alikeBatches(order: readonly number[], sequences: readonly (readonly number[])[]): Generator<number[]> {
  let batch: number[] = [];
  for (const text of order) {
    const full = batch.length === BATCH_TEXTS || (batch.length + 1) * sequences[text].length > BATCH_TOKENS;
    if (full && batch.length > 0) {
      yield batch;
      batch = [];
    }
    batch.push(text);
  }
  if (batch.length > 0) yield batch;
}

async function run({ Tensor }: OnnxLibrary, model: OnnxModel, sequences: readonly (readonly number[])[]) {
  const length = Math.max(...sequences.map((ids) => ids.length));
  const shape = [sequences.length, length];
  const ids = new BigInt64Array(sequences.length * length);
  const mask = new BigInt64Array(ids.length);
  sequences.forEach((sequence, row) => {
    sequence.forEach((id, place) => {
      ids[row * length + place] = BigInt(id);
      mask[row * length + place] = 1n;
    });
  });
  const outputs = await model({
    input_ids: new Tensor("int64", ids, shape),
    attention_mask: new Tensor("int64", mask, shape),
    token_type_ids: new Tensor("int64", new BigInt64Array(ids.length), shape),
  });
  const hidden = outputs.last_hidden_state ?? outputs.token_embeddings;
  const expected = sequences.length * length * (model.config.hidden_size ?? 0);
  if (hidden?.data.length === expected) return { data: hidden.data, length };
  throw new AisleError("ENCODER_UNSUPPORTED", "The model gives no vector for each token.", {
    seen: Object.keys(outputs),
    fix: "Export it for feature extraction, with the output last_hidden_state.",
  });
}

/** Mean of the first `counted` token vectors, L2-normalised. */
function pool(hidden: ArrayLike<number>, first: number, counted: number, vector: Float32Array): void {
  const { length } = vector;
  for (let token = 0; token < counted; token++) {
    for (let d = 0; d < length; d++) vector[d] += hidden[first + token * length + d];
  }
  let squares = 0;
  for (const value of vector) squares += value * value;
  if (!Number.isFinite(squares)) {
    throw new AisleError("BACKEND_WRONG", "The ONNX model answers with values that are no finite numbers.");
  }
  const norm = Math.sqrt(squares);
  vector.forEach((value, d) => {
    vector[d] = norm < SMALLEST_NORM ? 0 : value / norm;
  });
}
