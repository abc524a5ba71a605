/** Vectors of pictures by any Hugging Face ONNX vision model through @xenova/transformers: one that a shop brings. */
import { AisleError } from "../../../errors";
import { configureLibrary, loadingError, type ModelPlace, type OnnxImageLibrary, type OnnxTensor } from "./onnxLibrary";

export interface ImageEncoderOptions extends ModelPlace {
  /** In a page `importOnnxLibrary(runtimeUrl)`. */
  readonly library: OnnxImageLibrary;
  /** `q8` (default): the quantised file of `onnx/`; `fp32`: the plain one. */
  readonly precision?: "q8" | "fp32";
}

export interface ImageEncoder {
  /**
   * The model's own vector of a picture, not brought to any length.
   * @throws AisleError `ENCODER_UNSUPPORTED`; what the browser throws for bytes that are no picture
   */
  embed(picture: Blob): Promise<Float32Array>;
  dispose(): void;
}

/** @throws AisleError `OPTIONS_INVALID`, `ASSET_UNREACHABLE`, `BACKEND_UNAVAILABLE` */
export async function createImageEncoder(options: ImageEncoderOptions): Promise<ImageEncoder> {
  const { library, precision = "q8" } = options;
  const name = configureLibrary(library, options);
  const settings = { quantized: precision === "q8", local_files_only: true } as const;
  const { model, processor } = await library.pipeline("image-feature-extraction", name, settings).catch((cause) => {
    throw loadingError(cause, "config.json, preprocessor_config.json and onnx/");
  });
  return {
    async embed(picture) {
      const image = await library.RawImage.fromBlob(picture);
      return vectorOf(await model({ pixel_values: (await processor([image])).pixel_values }));
    },
    dispose() {
      model.dispose().catch(() => undefined);
    },
  };
}

/** The picture's own output where the model has one, else the token that stands for the whole. */
function vectorOf(outputs: Readonly<Record<string, OnnxTensor | undefined>>): Float32Array {
  const found = outputs.image_embeds ?? outputs.pooler_output ?? outputs.last_hidden_state;
  const dimensions = found?.dims.at(-1) ?? 0;
  if (found && dimensions > 0 && found.data.length >= dimensions) {
    return Float32Array.from({ length: dimensions }, (_, d) => found.data[d]);
  }
  throw new AisleError("ENCODER_UNSUPPORTED", "The model gives no vector of a picture.", {
    seen: Object.keys(outputs),
    fix: "Export it for feature extraction, with the output image_embeds or last_hidden_state.",
  });
}
