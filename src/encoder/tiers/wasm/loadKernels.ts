import { AisleError } from "../../../errors";
import { kernels as relaxedKernels } from "./kernels.relaxed.generated";
import { kernels as simdKernels } from "./kernels.simd128.generated";

export type KernelBuild = "simd128" | "relaxed";

/** Addresses are bytes in the module's memory; see the operators' `.as.ts` files. */
export interface Kernels {
  readonly memory: WebAssembly.Memory;
  readonly arenaStart: WebAssembly.Global;
  embedTokens(
    ids: number,
    tokens: number,
    words: number,
    scales: number,
    places: number,
    stride: number,
    x: number,
  ): void;
  layerNorm(
    x: number,
    rows: number,
    columns: number,
    stride: number,
    gamma: number,
    beta: number,
    epsilon: number,
    y: number,
  ): void;
  quantizeRows(x: number, rows: number, columns: number, values: number, scales: number, corrections: number): void;
  linear(
    x: number,
    corrections: number,
    rowScales: number,
    weights: number,
    channelScales: number,
    biases: number,
    residual: number,
    y: number,
    rows: number,
    inputs: number,
    outputs: number,
    paired: number,
  ): void;
  gelu(x: number, length: number): void;
  attention(
    qkv: number,
    tokens: number,
    heads: number,
    width: number,
    stride: number,
    scale: number,
    context: number,
    contextStride: number,
    scratch: number,
  ): void;
  pool(x: number, counted: number, stride: number, y: number): void;
}

export interface LoadedKernels {
  readonly build: KernelBuild;
  readonly kernels: Kernels;
}

/**
 * Instantiates one build of the kernels; `auto` takes relaxed SIMD where the engine knows it.
 * @throws AisleError `BACKEND_UNAVAILABLE` when the engine lacks SIMD or a Content-Security-Policy forbids WebAssembly
 */
export async function loadKernels(wanted: KernelBuild | "auto"): Promise<LoadedKernels> {
  if (typeof WebAssembly !== "object") throw unavailable("This engine has no WebAssembly.");
  const candidates: readonly KernelBuild[] = wanted === "auto" ? ["relaxed", "simd128"] : [wanted];
  for (const build of candidates) {
    const module = decodeBase64(build === "relaxed" ? relaxedKernels : simdKernels);
    if (!WebAssembly.validate(module)) continue;
    try {
      const { instance } = await WebAssembly.instantiate(module, {});
      return { build, kernels: instance.exports as unknown as Kernels };
    } catch (cause) {
      throw unavailable("WebAssembly could not be compiled; a Content-Security-Policy may forbid it.", cause);
    }
  }
  throw unavailable(`This engine cannot run the ${wanted === "auto" ? "simd128" : wanted} kernels.`);
}

function unavailable(message: string, cause?: unknown): AisleError {
  return new AisleError("BACKEND_UNAVAILABLE", message, {
    cause,
    fix: "Allow 'wasm-unsafe-eval' in script-src, or let Aisle step down to another encoder tier.",
  });
}

function decodeBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}
