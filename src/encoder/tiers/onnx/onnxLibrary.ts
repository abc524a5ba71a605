/** The parts of @xenova/transformers 2 that run a model; the library itself is never in our bundles. */
import { AisleError } from "../../../errors";

export interface OnnxTensor {
  readonly data: ArrayLike<number>;
  readonly dims: readonly number[];
}

export interface OnnxModel {
  (inputs: Readonly<Record<string, unknown>>): Promise<Readonly<Record<string, OnnxTensor | undefined>>>;
  readonly config: { readonly hidden_size?: number };
  dispose(): Promise<unknown>;
}

export interface OnnxTokenizer {
  /** Ids with special tokens, not truncated. */
  encode(text: string): readonly number[];
}

interface LoadOptions {
  readonly quantized: boolean;
  readonly local_files_only: true;
}

export interface OnnxSettings {
  readonly env: {
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
    useBrowserCache: boolean;
    readonly backends: {
      readonly onnx: { readonly wasm?: { numThreads?: number; proxy?: boolean; wasmPaths?: string } };
    };
  };
}

export interface OnnxLibrary extends OnnxSettings {
  readonly AutoTokenizer: { from_pretrained(name: string, options: LoadOptions): Promise<OnnxTokenizer> };
  readonly AutoModel: { from_pretrained(name: string, options: LoadOptions): Promise<OnnxModel> };
  readonly Tensor: new (type: "int64", data: BigInt64Array, dims: readonly number[]) => unknown;
}

/** What pictures need of the library. */
export interface OnnxImageLibrary extends OnnxSettings {
  readonly RawImage: { fromBlob(blob: Blob): Promise<unknown> };
  pipeline(
    task: "image-feature-extraction",
    name: string,
    options: LoadOptions,
  ): Promise<{
    readonly model: OnnxModel;
    processor(images: readonly unknown[]): Promise<{ readonly pixel_values: unknown }>;
  }>;
}

/**
 * Imports the library in the page, from a folder of the shop's own: what `node_modules/@xenova/transformers/dist` holds,
 * `transformers.min.js` and the `ort-wasm*.wasm` files. Nobody downloads it who does not ask for this tier.
 * @param runtimeUrl absolute, with a trailing slash
 * @throws AisleError `BACKEND_UNAVAILABLE`
 */
export async function importOnnxLibrary<T extends OnnxSettings = OnnxLibrary>(runtimeUrl: string): Promise<T> {
  const url = new URL("transformers.min.js", runtimeUrl).href;
  try {
    return (await import(/* @vite-ignore */ url)) as T;
  } catch (cause) {
    throw new AisleError("BACKEND_UNAVAILABLE", `The ONNX runtime could not be loaded from ${url}.`, {
      cause,
      fix: "Copy the dist folder of @xenova/transformers there, and allow it in script-src.",
    });
  }
}

export interface ModelPlace {
  /** The model's folder as Hugging Face lays it out. Absolute: a URL, or a path in Node. */
  readonly modelUrl: string;
  /** Folder of the runtime's wasm files, absolute; no public CDN is ever asked. Needed in a page. */
  readonly runtimeUrl?: string;
}

/**
 * The shop's own folders only, on one thread. The library joins a root and a name; one root for all models of an origin,
 * since the setting is shared by all.
 * @returns the model's name
 * @throws AisleError `OPTIONS_INVALID`
 */
export function configureLibrary({ env }: OnnxSettings, { modelUrl, runtimeUrl }: ModelPlace): string {
  const [, root, name] = /^([a-z]+:\/\/[^/]+\/|(?:[A-Za-z]:)?[\\/])(.+?)[\\/]*$/.exec(modelUrl) ?? [];
  if (!name) {
    throw new AisleError("OPTIONS_INVALID", `${JSON.stringify(modelUrl)} is no absolute address of a model's folder.`, {
      seen: modelUrl,
      fix: "Give the folder's whole URL, e.g. new URL('/models/mine/', location.href).href.",
    });
  }
  env.allowRemoteModels = false;
  env.allowLocalModels = true;
  env.localModelPath = root;
  // Storage needs the shopper's consent; the browser's HTTP cache keeps the files without it.
  env.useBrowserCache = false;
  const { wasm } = env.backends.onnx;
  if (wasm) {
    wasm.numThreads = 1;
    wasm.proxy = false;
    if (runtimeUrl !== undefined) wasm.wasmPaths = runtimeUrl;
  }
  return name;
}

/** @param files what the folder has to hold */
export function loadingError(cause: unknown, files: string): AisleError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  if (/not found|could not locate|failed to fetch/i.test(reason)) {
    return new AisleError("ASSET_UNREACHABLE", `The ONNX model could not be loaded: ${reason}`, {
      cause,
      fix: `Publish the Hugging Face folder whole: ${files}.`,
    });
  }
  return new AisleError("BACKEND_UNAVAILABLE", `The ONNX model cannot run here: ${reason}`, { cause });
}
