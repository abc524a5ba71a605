/** @xenova/transformers 2, quantised; its published bundle, since bundled again its threads do not start. */
import { offerPipeline } from "./pipeline.mjs";

const { env, pipeline } = await import("/peers/xenova/transformers.min.js");
offerPipeline({ env, pipeline, wasmPaths: "/peers/xenova/", options: { quantized: true } });
