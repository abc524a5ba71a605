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

export interface OnnxLibrary {
  readonly env: {
    allowRemoteModels: boolean;
    allowLocalModels: boolean;
    localModelPath: string;
    useBrowserCache: boolean;
    readonly backends: {
      readonly onnx: { readonly wasm?: { numThreads?: number; proxy?: boolean; wasmPaths?: string } };
    };
  };
  readonly AutoTokenizer: { from_pretrained(name: string, options: LoadOptions): Promise<OnnxTokenizer> };
  readonly AutoModel: { from_pretrained(name: string, options: LoadOptions): Promise<OnnxModel> };
  readonly Tensor: new (type: "int64", data: BigInt64Array, dims: readonly number[]) => unknown;
}

/**
 * Imports the library in the page, from a folder of the shop's own: what `node_modules/@xenova/transformers/dist` holds,
 * `transformers.min.js` and the `ort-wasm*.wasm` files. Nobody downloads it who does not ask for this tier.
 * @param runtimeUrl absolute, with a trailing slash
 * @throws AisleError `BACKEND_UNAVAILABLE`
 */
export async function importOnnxLibrary(runtimeUrl: string): Promise<OnnxLibrary> {
  const url = new URL("transformers.min.js", runtimeUrl).href;
  try {
    return (await import(/* @vite-ignore */ url)) as OnnxLibrary;
  } catch (cause) {
    throw new AisleError("BACKEND_UNAVAILABLE", `The ONNX runtime could not be loaded from ${url}.`, {
      cause,
      fix: "Copy the dist folder of @xenova/transformers there, and allow it in script-src.",
    });
  }
}
