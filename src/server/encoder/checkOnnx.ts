/** A Hugging Face folder's ONNX model beside golden lines, in Node. */

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { createOnnxEncoder } from "../../encoder/tiers/onnx/createOnnxEncoder";
import type { OnnxLibrary } from "../../encoder/tiers/onnx/onnxLibrary";
import { AisleError } from "../../errors";
import { type CheckResult, compareWithGolden, type GoldenLine, requireDimensions } from "./checkEncoder";
import { readCheckpoint } from "./readCheckpoint";

export interface OnnxCheck {
  readonly modelId: string;
  readonly result: CheckResult;
}

const QUANTIZED = "onnx/model_quantized.onnx";
const FULL = "onnx/model.onnx";

/**
 * Takes the quantised file where there is one, else the full one.
 * @throws AisleError `BACKEND_UNAVAILABLE` without @xenova/transformers, `CHECKPOINT_UNREADABLE` for a folder without an
 * ONNX file
 */
export async function checkOnnx(folder: string, golden: readonly GoldenLine[]): Promise<OnnxCheck> {
  const { config } = readCheckpoint(folder);
  const file = [QUANTIZED, FULL].find((name) => existsSync(join(folder, name)));
  if (!file) {
    throw new AisleError("CHECKPOINT_UNREADABLE", `${folder} holds no ONNX model.`, {
      fix: `Put one at ${QUANTIZED} or ${FULL}.`,
    });
  }
  const encoder = await createOnnxEncoder({
    library: loadLibrary(),
    modelUrl: resolve(folder),
    precision: file === QUANTIZED ? "q8" : "fp32",
    pooling: config.pooling,
    maxTokens: config.maxTokens,
  });
  try {
    requireDimensions(golden, encoder.dimensions);
    const texts = golden.map(({ text }) => text);
    const result = compareWithGolden(golden, texts.map(encoder.encode), await encoder.embed(texts));
    return { modelId: encoder.modelId, result };
  } finally {
    encoder.dispose();
  }
}

/** Found at run time where the command is installed: it is no dependency of ours, and no bundler may look into it. */
function loadLibrary(): OnnxLibrary {
  try {
    return createRequire(import.meta.url)("@xenova/transformers") as OnnxLibrary;
  } catch (cause) {
    throw new AisleError("BACKEND_UNAVAILABLE", "The engine onnx needs @xenova/transformers, which cannot be loaded.", {
      cause,
      fix: "Install it beside Aisle: npm install --save-dev @xenova/transformers@2.17.2.",
    });
  }
}
