import { createRequire } from "node:module";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createOnnxEncoder } from "./createOnnxEncoder";
import { importOnnxLibrary, type OnnxLibrary } from "./onnxLibrary";

interface Call {
  readonly ids: number[];
  readonly mask: number[];
  readonly dims: readonly number[];
}

const HIDDEN = 3;

/** A library whose model answers a token's id with [id, 1, 0]; one token a word, between 1 and 2. */
function fakeLibrary({ output = "last_hidden_state", fail = "" } = {}) {
  const calls: Call[] = [];
  let disposed = 0;
  class Tensor {
    constructor(
      readonly type: string,
      readonly values: BigInt64Array,
      readonly dims: readonly number[],
    ) {}
  }
  const model = Object.assign(
    async (inputs: Readonly<Record<string, unknown>>) => {
      const ids = inputs.input_ids as Tensor;
      const mask = inputs.attention_mask as Tensor;
      calls.push({ ids: Array.from(ids.values, Number), mask: Array.from(mask.values, Number), dims: ids.dims });
      return {
        [output]: { data: Array.from(ids.values, (id) => [Number(id), 1, 0]).flat(), dims: [...ids.dims, HIDDEN] },
      };
    },
    {
      config: { hidden_size: HIDDEN },
      dispose: async () => {
        disposed++;
      },
    },
  );
  const names: string[] = [];
  const load = async <T>(name: string, value: T): Promise<T> => {
    if (fail) throw new Error(fail);
    names.push(name);
    return value;
  };
  const wasm: { numThreads?: number; proxy?: boolean; wasmPaths?: string } = { wasmPaths: "https://cdn.example/" };
  const library: OnnxLibrary = {
    env: {
      allowRemoteModels: true,
      allowLocalModels: false,
      localModelPath: "",
      useBrowserCache: true,
      backends: { onnx: { wasm } },
    },
    AutoTokenizer: {
      from_pretrained: (name) =>
        load(name, { encode: (text: string) => [1, ...text.split(" ").filter(Boolean).map(Number), 2] }),
    },
    AutoModel: { from_pretrained: (name) => load(name, model) },
    Tensor,
  };
  return { library, calls, names, wasm, disposed: () => disposed };
}

const modelUrl = "https://shop.example/models/mine/";

describe("createOnnxEncoder", () => {
  it("asks the shop's own folders only, on one thread", async () => {
    const { library, names, wasm } = fakeLibrary();
    const encoder = await createOnnxEncoder({ library, modelUrl, runtimeUrl: "https://shop.example/onnx/" });
    expect(library.env).toMatchObject({
      allowRemoteModels: false,
      allowLocalModels: true,
      localModelPath: "https://shop.example/",
      useBrowserCache: false,
    });
    expect(wasm).toEqual({ numThreads: 1, proxy: false, wasmPaths: "https://shop.example/onnx/" });
    expect(names).toEqual(["models/mine", "models/mine"]);
    expect(encoder).toMatchObject({ tier: "onnx", modelId: "onnx:mine:q8", dimensions: HIDDEN });
  });

  it("pools the tokens of each text, none of the padding, in the caller's order", async () => {
    const { library, calls } = fakeLibrary();
    const encoder = await createOnnxEncoder({ library, modelUrl });
    const vectors = await encoder.embed(["5 6 7", "9", ""]);
    const expected = [(1 + 5 + 6 + 7 + 2) / 5, (1 + 9 + 2) / 3, (1 + 2) / 2];
    expected.forEach((mean, row) => {
      const norm = Math.hypot(mean, 1);
      expect(vectors[row * HIDDEN]).toBeCloseTo(mean / norm, 6);
      expect(vectors[row * HIDDEN + 1]).toBeCloseTo(1 / norm, 6);
      expect(vectors[row * HIDDEN + 2]).toBe(0);
    });
    expect(calls).toEqual([
      {
        dims: [3, 5],
        ids: [1, 2, 0, 0, 0, 1, 9, 2, 0, 0, 1, 5, 6, 7, 2],
        mask: [1, 1, 0, 0, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1],
      },
    ]);
  });

  it("takes the first token alone when asked for CLS", async () => {
    const { library } = fakeLibrary();
    const encoder = await createOnnxEncoder({ library, modelUrl, pooling: "cls" });
    const vector = await encoder.embed(["5 6"]);
    expect(vector[0]).toBeCloseTo(1 / Math.SQRT2, 6);
  });

  it("keeps batches small, and long texts alone", async () => {
    const { library, calls } = fakeLibrary();
    const encoder = await createOnnxEncoder({ library, modelUrl });
    const long = Array.from({ length: 60 }, (_, i) => i + 3).join(" ");
    await encoder.embed(["3", long, "4", "5", long, "6", "7"]);
    expect(calls.map(({ dims }) => dims)).toEqual([
      [4, 3],
      [1, 3],
      [1, 62],
      [1, 62],
    ]);
  });

  it("cuts a long text and keeps its last token", async () => {
    const { library } = fakeLibrary();
    const encoder = await createOnnxEncoder({ library, modelUrl, maxTokens: 4 });
    expect(encoder.encode("5 6 7 8 9")).toEqual([1, 5, 6, 2]);
    expect(encoder.encode("5 6")).toEqual([1, 5, 6, 2]);
  });

  it("stops when aborted and refuses after dispose", async () => {
    const { library, calls, disposed } = fakeLibrary();
    const encoder = await createOnnxEncoder({ library, modelUrl });
    const controller = new AbortController();
    const job = encoder.embed(
      Array.from({ length: 40 }, (_, i) => `${i + 3}`),
      { signal: controller.signal },
    );
    controller.abort();
    await expect(job).rejects.toMatchObject({ code: "ABORTED" });
    expect(calls.length).toBe(1);
    encoder.dispose();
    encoder.dispose();
    expect(disposed()).toBe(1);
    await expect(encoder.embed(["3"])).rejects.toMatchObject({ code: "DISPOSED" });
  });

  it.each([
    ["a relative address", { modelUrl: "models/mine" }, "OPTIONS_INVALID"],
    ["no room for special tokens", { modelUrl, maxTokens: 1 }, "OPTIONS_INVALID"],
  ])("refuses %s", async (_, options, code) => {
    await expect(createOnnxEncoder({ library: fakeLibrary().library, ...options })).rejects.toMatchObject({ code });
  });

  it.each([
    ["`local_files_only=true` and file was not found locally at …", "ASSET_UNREACHABLE"],
    ["no available backend found. ERR: [wasm] CompileError", "BACKEND_UNAVAILABLE"],
    ["WebAssembly.instantiate(): violates Content Security Policy", "BACKEND_UNAVAILABLE"],
  ])("explains %s", async (fail, code) => {
    await expect(createOnnxEncoder({ library: fakeLibrary({ fail }).library, modelUrl })).rejects.toMatchObject({
      code,
    });
  });

  it("refuses a model without token vectors", async () => {
    const { library } = fakeLibrary({ output: "logits" });
    const encoder = await createOnnxEncoder({ library, modelUrl });
    await expect(encoder.embed(["3"])).rejects.toMatchObject({ code: "ENCODER_UNSUPPORTED" });
  });

  it("says where the runtime should lie when it is not there", async () => {
    await expect(importOnnxLibrary("file:///nowhere/")).rejects.toMatchObject({ code: "BACKEND_UNAVAILABLE" });
  });

  it.skipIf(!process.env.AISLE_SHARED)("runs a real checkpoint", async () => {
    const shared = process.env.AISLE_SHARED ?? "";
    // Not by import: the tests' bundler takes the runtime out of this package, as the page's build does.
    const library = createRequire(import.meta.url)("@xenova/transformers") as OnnxLibrary;
    const encoder = await createOnnxEncoder({ library, modelUrl: join(shared, "models/all-MiniLM-L6-v2") });
    const vectors = await encoder.embed(["a red mug", "a crimson cup", "cordless drill"]);
    encoder.dispose();
    const dot = (a: number, b: number) => {
      let sum = 0;
      for (let d = 0; d < 384; d++) sum += vectors[a * 384 + d] * vectors[b * 384 + d];
      return sum;
    };
    expect(encoder.dimensions).toBe(384);
    expect(dot(0, 0)).toBeCloseTo(1, 5);
    expect(dot(0, 1)).toBeGreaterThan(dot(0, 2) + 0.2);
  });
});
