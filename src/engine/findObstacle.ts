/** Why a tier cannot run on this device, as far as can be told before its weights are here. */
import type { Tier } from "./choose";

const EMPTY_MODULE = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

/** @returns undefined when nothing is known against it */
export async function findObstacle(tier: Tier): Promise<string | undefined> {
  if (tier === "wasm") return wasmObstacle();
  return tier === "webgpu" ? await webgpuObstacle() : undefined;
}

/** A page's policy shows itself only when something is compiled. */
function wasmObstacle(): string | undefined {
  if (typeof WebAssembly !== "object") return "This engine has no WebAssembly.";
  try {
    new WebAssembly.Module(EMPTY_MODULE);
    return undefined;
  } catch {
    return "WebAssembly could not be compiled; a Content-Security-Policy may forbid it.";
  }
}

async function webgpuObstacle(): Promise<string | undefined> {
  try {
    return (await navigator.gpu?.requestAdapter()) ? undefined : "WebGPU found no usable graphics adapter.";
  } catch {
    return "WebGPU found no usable graphics adapter.";
  }
}
