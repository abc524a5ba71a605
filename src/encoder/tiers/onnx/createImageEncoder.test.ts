import { describe, expect, it } from "vitest";
import { createImageEncoder } from "./createImageEncoder";
import type { OnnxImageLibrary, OnnxTensor } from "./onnxLibrary";

const modelUrl = "https://shop.example/models/eye/";

function fakeLibrary(outputs: Readonly<Record<string, OnnxTensor>>, fail?: string) {
  const asked: unknown[] = [];
  const library: OnnxImageLibrary = {
    env: {
      allowRemoteModels: true,
      allowLocalModels: false,
      localModelPath: "",
      useBrowserCache: true,
      backends: { onnx: { wasm: {} } },
    },
    RawImage: { fromBlob: async (blob) => blob.size },
    async pipeline(...args) {
      if (fail) throw new Error(fail);
      asked.push(args);
      return {
        model: Object.assign(
          async (inputs: Readonly<Record<string, unknown>>) => {
            asked.push(inputs);
            return outputs;
          },
          { config: {}, dispose: async () => {} },
        ),
        processor: async (images) => ({ pixel_values: images }),
      };
    },
  };
  return { library, asked };
}

describe("createImageEncoder", () => {
  it("asks the shop's own folder, and takes the picture's own output before others", async () => {
    const image_embeds = { data: [1, 2, 3], dims: [1, 3] };
    const last_hidden_state = { data: [7, 8, 9, 10], dims: [1, 2, 2] };
    const { library, asked } = fakeLibrary({ last_hidden_state, image_embeds });
    const encoder = await createImageEncoder({ library, modelUrl, precision: "fp32" });
    expect(library.env).toMatchObject({ allowRemoteModels: false, useBrowserCache: false });
    expect([...(await encoder.embed(new Blob(["four"])))]).toEqual([1, 2, 3]);
    const settings = { quantized: false, local_files_only: true };
    expect(asked).toEqual([["image-feature-extraction", "models/eye", settings], { pixel_values: [4] }]);
    const plain = await createImageEncoder({ ...fakeLibrary({ last_hidden_state }), modelUrl });
    expect([...(await plain.embed(new Blob()))]).toEqual([7, 8]);
  });

  it.each([
    ["gives words", { logits: { data: [1], dims: [1] } }],
    ["gives nothing", { image_embeds: { data: [], dims: [1, 0] } }],
    ["gives less than it says", { image_embeds: { data: [1], dims: [1, 2] } }],
  ])("refuses a model that %s", async (_, outputs) => {
    const encoder = await createImageEncoder({ ...fakeLibrary(outputs), modelUrl });
    await expect(encoder.embed(new Blob())).rejects.toMatchObject({ code: "ENCODER_UNSUPPORTED" });
  });

  it.each([
    ["a model that is not there", modelUrl, "file was not found locally", "ASSET_UNREACHABLE"],
    ["a runtime that cannot run", modelUrl, "no available backend found", "BACKEND_UNAVAILABLE"],
    ["a relative address", "models/eye", undefined, "OPTIONS_INVALID"],
  ])("explains %s", async (_, url, fail, code) => {
    await expect(createImageEncoder({ ...fakeLibrary({}, fail), modelUrl: url })).rejects.toMatchObject({ code });
  });
});
