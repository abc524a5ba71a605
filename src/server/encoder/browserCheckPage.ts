/** Runs in the browser that `aisle encoder check` opens: loads the encoder over HTTP and runs it on token ids. */
import type { ForwardPass } from "../../encoder/encoderEngine";
import type { WgslDot } from "../../encoder/ops/linear/dot.wgsl";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createWasmForward } from "../../encoder/tiers/wasm/createWasmForward";
import type { KernelBuild } from "../../encoder/tiers/wasm/loadKernels";
import { createWebgpuForward } from "../../encoder/tiers/webgpu/createWebgpuForward";
import { AisleError, type ErrorData, toErrorData } from "../../errors";
import { createChunkInflater } from "../../format/encoder/inflate/createChunkInflater";
import { inflatedBytes, readEncoderManifest } from "../../format/encoder/manifest";
import { readEncoder } from "../../format/encoder/readEncoder";
import { sourceOf } from "../../format/encoder/tensors";
import type { EncoderWeights } from "../../format/encoder/weights";

export interface PageOptions {
  readonly engine: string;
  /** Of the wasm kernels, or how the GPU's product is spelled. */
  readonly build?: KernelBuild | WgslDot;
}

/** What the command calls; failures cross as data. */
export interface EncoderPage {
  open(options: PageOptions): Promise<{ readonly label: string } | { readonly error: ErrorData }>;
  forward(
    sequences: readonly (readonly number[])[],
  ): Promise<{ readonly vectors: number[] } | { readonly error: ErrorData }>;
}

interface OpenEngine {
  readonly label: string;
  readonly forward: ForwardPass;
}

const ENGINES: Readonly<Record<string, (weights: EncoderWeights, options: PageOptions) => Promise<OpenEngine>>> = {
  reference: async (weights) => ({ label: "reference", forward: createReferenceForward(weights) }),
  wasm: async (weights, { build }) => {
    const forward = await createWasmForward(sourceOf(weights), { build: build as KernelBuild | undefined });
    return { label: `wasm ${forward.build}`, forward };
  },
  webgpu: async (weights, { build }) => {
    const dot = build as WgslDot | undefined;
    const forward = await createWebgpuForward(weights, { dot, now: () => performance.now(), onLost: () => {} });
    return { label: `webgpu ${forward.dot}`, forward };
  },
};

let engine: OpenEngine | undefined;

const page: EncoderPage = {
  async open(options) {
    try {
      const create = ENGINES[options.engine];
      if (!create) throw new AisleError("BACKEND_UNAVAILABLE", `This build holds no engine "${options.engine}".`);
      const manifest = readEncoderManifest(await (await fetch("encoder/manifest.json")).json());
      const bytes = new Uint8Array(manifest.weights.bytes);
      const inflate = createChunkInflater();
      let at = 0;
      for (const chunk of manifest.weights.chunks) {
        const file = new Uint8Array(await (await fetch(`encoder/${chunk.file}`)).arrayBuffer());
        bytes.set(await inflate(chunk, file), at);
        at += inflatedBytes(chunk);
      }
      engine = await create(readEncoder(manifest, bytes), options);
      return { label: engine.label };
    } catch (error) {
      return { error: toErrorData(error, "BACKEND_UNAVAILABLE") };
    }
  },
  async forward(sequences) {
    try {
      if (!engine) throw new AisleError("BACKEND_UNAVAILABLE", "No engine is open.");
      return { vectors: Array.from(await engine.forward.forward(sequences.map((ids) => Int32Array.from(ids)))) };
    } catch (error) {
      return { error: toErrorData(error, "BACKEND_WRONG") };
    }
  },
};

Object.assign(globalThis, { aisleEncoderPage: page });
