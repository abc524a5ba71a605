/** Measures the encoder's engines on this device, one after the other, in a worker of its own. */
import type { EncoderEngine, ForwardPass, Tokenizer } from "../../src/encoder/encoderEngine";
import { createEncoder } from "../../src/encoder/tiers/createEncoder";
import { createWasmForward } from "../../src/encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../src/encoder/tokenizer/createTokenizer";
import type { AssetCache } from "../../src/engine/assets/assetCache";
import { openEncoder } from "../../src/engine/assets/downloadEncoder";
import { checkGolden } from "../../src/engine/choose";
import { AisleError } from "../../src/errors";
import { sourceOf } from "../../src/format/encoder/tensors";
import type { EncoderWeights } from "../../src/format/encoder/weights";
import {
  ENGINES,
  type EngineMeasurement,
  LENGTHS,
  type MeasuredEngine,
  type MeasuredLength,
  type MeasureMessage,
  type MeasureRequest,
} from "./measureProtocol";
import { timeInTurns } from "./stopwatch";

const now = () => performance.now();
const ONE_TEXT = { now, sampleMs: 20, samples: 9, budgetMs: 4_000 };
/** Titles of one call, as the engine's own batches grow to. */
const BATCH = 32;
const BULK_MS = 3_000;
/** Compilers optimise what runs for a while. */
const WARM_UP_MS = 400;
/** Measuring stores nothing: the browser's own cache has the files when the shop has fetched them. */
const NO_CACHE: AssetCache = { read: async () => undefined, write: async () => {}, remove: async () => {} };

function send(message: MeasureMessage): void {
  self.postMessage(message);
}

async function measure({ encoderUrl, titles }: MeasureRequest): Promise<void> {
  const download = await openEncoder(encoderUrl, {
    cache: NO_CACHE,
    onProgress: (loaded, total) => send({ type: "downloading", share: loaded / total }),
  });
  const { manifest } = download;
  const { vocabulary } = await download.first();
  const { readEncoder } = await import("../../src/format/encoder/readEncoder");
  const read = readEncoder(manifest, await download.weights()(0, manifest.weights.bytes));
  const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const texts = textsOfLengths(vocabulary, tokenizer);
  for (const [index, engine] of ENGINES.entries()) {
    const progress = (part: number) => send({ type: "measuring", engine, share: (index + part) / ENGINES.length });
    progress(0);
    try {
      const { forward, detail } = await open(engine, read);
      const encoder = createEncoder({
        tier: engine === "webgpu" ? "webgpu" : "wasm",
        modelId: manifest.modelId,
        dimensions: manifest.config.hidden,
        tokenizer,
        forward,
      });
      try {
        await checkGolden(encoder, manifest.golden);
        const result = { engine, detail: detail(), ...(await timeEngine(encoder, { texts, titles, progress })) };
        // How the product is spelled is found while working.
        send({ type: "measured", result: { ...result, detail: detail() } });
      } finally {
        encoder.dispose();
      }
    } catch (error) {
      send({ type: "measured", result: { engine, reason: reasonOf(error) } });
    }
  }
  send({ type: "done" });
}

interface OpenEngine {
  readonly forward: ForwardPass;
  readonly detail: () => string;
}

async function open(engine: MeasuredEngine, weights: EncoderWeights): Promise<OpenEngine> {
  if (engine !== "webgpu") {
    const forward = await createWasmForward(sourceOf(weights), { build: engine, now });
    return { forward, detail: () => (engine === "relaxed" ? forward.dot : "") };
  }
  const { createWebgpuForward } = await import("../../src/encoder/tiers/webgpu/createWebgpuForward");
  const forward = await createWebgpuForward(weights, { now, onLost() {} });
  return { forward, detail: () => [forward.adapter, forward.dot].filter(Boolean).join(", ") };
}

interface TimeEngineOptions {
  readonly texts: ReadonlyMap<MeasuredLength, string>;
  readonly titles: readonly string[];
  readonly progress: (share: number) => void;
}

async function timeEngine(
  encoder: EncoderEngine,
  { texts, titles, progress }: TimeEngineOptions,
): Promise<Pick<EngineMeasurement, "oneText" | "bulk">> {
  const warm = now();
  do await encoder.embed([texts.get(16) ?? ""]);
  while (now() - warm < WARM_UP_MS);
  progress(0.2);
  const jobs = LENGTHS.map((key) => ({ key, run: () => encoder.embed([texts.get(key) ?? ""]) }));
  const oneText = await timeInTurns(jobs, ONE_TEXT);
  progress(0.6);
  const started = now();
  let done = 0;
  while (now() - started < BULK_MS) {
    const from = done % titles.length;
    const batch = titles.slice(from, from + BATCH);
    await encoder.embed(batch);
    done += batch.length;
  }
  return { oneText, bulk: (1000 * done) / (now() - started) };
}

/** Texts of exactly so many tokens: words that are one piece. */
function textsOfLengths(vocabulary: readonly string[], tokenizer: Tokenizer): ReadonlyMap<MeasuredLength, string> {
  const words = vocabulary.filter((piece) => /^[a-z]{4,9}$/.test(piece));
  return new Map(
    LENGTHS.map((length, row) => {
      const text = Array.from({ length: length - 2 }, (_, i) => words[(i * 997 + row * 131) % words.length]).join(" ");
      if (tokenizer.encode(text).length !== length) throw new Error(`No text of ${length} tokens could be made.`);
      return [length, text] as const;
    }),
  );
}

/** What is wrong, without what to do about it: nothing here is the visitor's to mend. */
function reasonOf(error: unknown): string {
  if (error instanceof AisleError && error.fix) return error.message.replace(` ${error.fix}`, "");
  return error instanceof Error ? error.message : String(error);
}

self.onmessage = ({ data }: MessageEvent<MeasureRequest>) => {
  measure(data).catch((error: unknown) => send({ type: "failed", reason: reasonOf(error) }));
};
