/** @huggingface/transformers, device wasm, dtype q8. */
import { env, pipeline } from "@huggingface/transformers";
import { offerPipeline } from "./pipeline.mjs";

offerPipeline({
  env,
  pipeline,
  wasmPaths: "/peers/transformers/",
  options: { device: "wasm", dtype: "q8" },
});
