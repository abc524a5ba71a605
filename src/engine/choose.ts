/**
 * Which encoder tier runs: wasm for single short texts, webgpu for bulk where a short measured probe says so. Golden
 * vectors guard every start; a backend that answers wrongly, or dies, is demoted with a reason, never trusted.
 */

import type { EncoderEngine, ForwardPass, Tokenizer } from "../encoder/encoderEngine";
import { createEncoder } from "../encoder/tiers/createEncoder";
import { AisleError } from "../errors";
import type { EncoderManifest, GoldenEntry } from "../format/encoder/manifest";
import type { EncoderWeights } from "../format/encoder/weights";
import type { EncoderStatus } from "../types";
import { VERSION } from "../version";
import type { EncoderFiles } from "./assets/downloadEncoder";
import type { EngineOptions } from "./engine.protocol";

export type Tier = "wasm" | "webgpu" | "reference";

/** How each tier is made; imported lazily, so that nobody downloads code that the device will not use. */
export interface TierFactories {
  /** Fetches the code that most devices will need, while the weights are on their way. */
  prepare?(): void;
  tokenizer(vocabulary: readonly string[], manifest: EncoderManifest): Promise<Tokenizer>;
  wasm(weights: EncoderWeights): Promise<ForwardPass>;
  /** `onLost` is called once when the device goes away by itself. */
  webgpu(weights: EncoderWeights, onLost: (reason: string) => void): Promise<ForwardPass>;
  reference(weights: EncoderWeights): Promise<ForwardPass>;
}

export interface EncoderSupplyOptions {
  readonly want: EngineOptions["encoder"];
  readonly download: (onProgress: (loaded: number, total: number) => void) => Promise<EncoderFiles>;
  readonly factories: TierFactories;
  readonly readSetting: (key: string) => Promise<unknown>;
  readonly writeSetting: (key: string, value: unknown) => Promise<void>;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  readonly onChange: () => void;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

/** Below this cosine to the golden vectors a backend is wrong: int8 rounding alone stays above .995. */
export const GOLDEN_COSINE = 0.99;
/** The probe's texts: two sizes of a product text, the bulk job's daily bread. */
const PROBE_TEXTS = 24;
const WARM_UP_TEXTS = 4;
/** So many times slower than wasm in its first run: a GPU made of software. */
const HOPELESS = 20;

export class EncoderSupply {
  #options: EncoderSupplyOptions;
  #loaded: Promise<Loaded> | undefined;
  /** Only until a tier has taken them over: they are most of the memory. */
  #weights: EncoderWeights | undefined;
  #engines = new Map<Tier, Promise<EncoderEngine>>();
  #reasons: Partial<Record<Tier, string>> = {};
  #bulkTier: Promise<Tier> | undefined;
  #download = { loaded: 0, total: 0 };
  #state: EncoderStatus["state"] = "none";
  #active: Tier | undefined;
  #modelId: string | undefined;
  #disposed = false;

  constructor(options: EncoderSupplyOptions) {
    this.#options = options;
  }

  /** Starts the download; every call shares it. @throws AisleError of the download or the reader */
  load(): Promise<Loaded> {
    this.#loaded ??= this.#load().catch((error: AisleError) => {
      this.#set("failed");
      // A later call may try again: the shop may be back online.
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  /** The engine for one text. @throws AisleError `BACKEND_UNAVAILABLE` when no tier can run */
  async single(): Promise<EncoderEngine> {
    return this.#first(this.#order());
  }

  /** The engine for many texts; the first call measures. */
  async bulk(): Promise<EncoderEngine> {
    this.#bulkTier ??= this.#probe();
    const tier = await this.#bulkTier;
    return this.#first([tier, ...this.#order().filter((other) => other !== tier)]);
  }

  /** Takes a failed engine out of use; the next `single()` or `bulk()` answers with another. */
  demote(engine: EncoderEngine, error: AisleError): void {
    this.#demote(engine.tier as Tier, error);
  }

  status(): EncoderStatus {
    return {
      tier: this.#active ?? "none",
      state: this.#state,
      modelId: this.#modelId,
      download: this.#download,
      reasons: this.#reasons,
    };
  }

  dispose(): void {
    this.#disposed = true;
    for (const engine of this.#engines.values()) engine.then((made) => made.dispose()).catch(() => undefined);
    this.#engines.clear();
  }

  async #load(): Promise<Loaded> {
    this.#set("downloading");
    this.#options.factories.prepare?.();
    const { manifest, vocabulary, weights } = await this.#fetch();
    this.#weights = weights;
    const tokenizer = await this.#options.factories.tokenizer(vocabulary, manifest);
    const { modelId, config, golden } = manifest;
    this.#modelId = modelId;
    this.#set("ready");
    return { modelId, dimensions: config.hidden, tokenizer, golden };
  }

  async #fetch(): Promise<Pick<EncoderFiles, "manifest" | "vocabulary"> & { weights: EncoderWeights }> {
    const { manifest, vocabulary, weights } = await this.#options.download((loaded, total) => {
      this.#download = { loaded, total };
      this.#options.onChange();
    });
    // The reader knows the format's every rule: it comes with the files, not before them.
    const { readEncoder } = await import("../format/encoder/readEncoder");
    return { manifest, vocabulary, weights: readEncoder(manifest, weights) };
  }

  /** A second tier finds them in the cache again. */
  async #fetchAgain(): Promise<EncoderWeights> {
    try {
      return (await this.#fetch()).weights;
    } catch (cause) {
      throw new AisleError("BACKEND_UNAVAILABLE", "The encoder's weights could not be had again.", { cause });
    }
  }

  #order(): Tier[] {
    const { want } = this.#options;
    if (want === "none") return [];
    if (want === "auto") return ["wasm", "webgpu"];
    // A named tier is tried first; a page is better served by another than by none.
    return want === "reference" ? ["reference"] : [want, want === "wasm" ? "webgpu" : "wasm"];
  }

  async #first(tiers: readonly Tier[]): Promise<EncoderEngine> {
    for (const tier of tiers) {
      if (this.#reasons[tier]) continue;
      try {
        const engine = await this.#engine(tier);
        if (this.#active !== tier) {
          this.#active = tier;
          this.#options.onChange();
        }
        return engine;
      } catch (error) {
        // What ails the files ails every tier: only a failing backend is passed over.
        if (!(error instanceof AisleError) || !isBackendError(error)) throw error;
      }
    }
    if (this.#active) {
      this.#active = undefined;
      this.#options.onChange();
    }
    throw new AisleError("BACKEND_UNAVAILABLE", "No encoder tier can run here.", { seen: this.#reasons });
  }

  #engine(tier: Tier): Promise<EncoderEngine> {
    let engine = this.#engines.get(tier);
    if (!engine) {
      engine = this.#make(tier);
      this.#engines.set(tier, engine);
      engine.catch(() => this.#engines.delete(tier));
    }
    return engine;
  }

  async #make(tier: Tier): Promise<EncoderEngine> {
    const { modelId, dimensions, tokenizer, golden } = await this.load();
    try {
      const weights = this.#weights ?? (await this.#fetchAgain());
      const forward = await this.#forward(tier, weights);
      if (tier !== "reference") this.#weights = undefined;
      const engine = createEncoder({ tier, modelId, dimensions, tokenizer, forward });
      try {
        await checkGolden(engine, golden);
      } catch (error) {
        engine.dispose();
        throw error;
      }
      return engine;
    } catch (error) {
      const failure = asBackendError(tier, error);
      this.#demote(tier, failure);
      throw failure;
    }
  }

  #forward(tier: Tier, weights: EncoderWeights): Promise<ForwardPass> {
    const { factories } = this.#options;
    if (tier !== "webgpu") return factories[tier](weights);
    return factories.webgpu(weights, (reason) => {
      this.#demote("webgpu", new AisleError("DEVICE_LOST", `The GPU device was lost: ${reason}.`));
    });
  }

  #demote(tier: Tier, error: AisleError): void {
    if (this.#reasons[tier] || this.#disposed) return;
    this.#reasons[tier] = error.message;
    this.#bulkTier = undefined;
    const engine = this.#engines.get(tier);
    this.#engines.delete(tier);
    // A tier that was never there is no loss worth an alarm; `status().encoder.reasons` tells.
    if (error.code !== "BACKEND_UNAVAILABLE") {
      this.#options.onDegraded(error, tier === "webgpu" ? "the wasm encoder goes on" : "another encoder goes on");
    }
    this.#options.onChange();
    engine?.then((made) => made.dispose()).catch(() => undefined);
  }

  /** Measures both tiers on the same texts, once per device, model and version. */
  async #probe(): Promise<Tier> {
    const { want, clock, readSetting, writeSetting } = this.#options;
    if (want !== "auto") return want === "none" ? "wasm" : want;
    const { modelId } = await this.load();
    const key = `encoder-probe:${modelId}:${VERSION}`;
    const known = await readSetting(key).catch(() => undefined);
    if (isProbe(known)) return known.bulk;
    const textsPerSecond: Partial<Record<Tier, number>> = {};
    for (const tier of ["wasm", "webgpu"] as const) {
      try {
        const engine = await this.#engine(tier);
        const timed = async (texts: readonly string[]) => {
          const started = clock();
          await engine.embed(texts);
          return texts.length / Math.max(1e-3, (clock() - started) / 1000);
        };
        // The first run warms up; one that is far behind already is not worth the second.
        const first = await timed(probeTexts(0).slice(0, WARM_UP_TEXTS));
        const hopeless = first * HOPELESS < (textsPerSecond.wasm ?? 0);
        textsPerSecond[tier] = hopeless ? first : await timed(probeTexts(1));
      } catch (error) {
        if (error instanceof AisleError && error.code === "ABORTED") throw error;
      }
    }
    const bulk = (textsPerSecond.webgpu ?? 0) > (textsPerSecond.wasm ?? 0) ? "webgpu" : "wasm";
    await writeSetting(key, { bulk, textsPerSecond }).catch(() => undefined);
    return bulk;
  }

  #set(state: EncoderStatus["state"]): void {
    this.#state = state;
    this.#options.onChange();
  }
}

interface Loaded {
  readonly modelId: string;
  readonly dimensions: number;
  readonly tokenizer: Tokenizer;
  readonly golden: readonly GoldenEntry[];
}

/** @throws AisleError `BACKEND_WRONG` when ids or vectors differ from those the encoder was published with */
export async function checkGolden(engine: EncoderEngine, golden: readonly GoldenEntry[]): Promise<void> {
  if (golden.length === 0) return;
  const vectors = await engine.embed(golden.map(({ text }) => text));
  golden.forEach((entry, row) => {
    const expected = decodeGolden(entry);
    let dot = 0;
    let length = 0;
    for (let i = 0; i < engine.dimensions; i++) {
      dot += vectors[row * engine.dimensions + i] * expected[i];
      length += expected[i] ** 2;
    }
    const cosine = dot / Math.sqrt(length);
    if (!(cosine >= GOLDEN_COSINE)) {
      throw new AisleError(
        "BACKEND_WRONG",
        `The ${engine.tier} encoder answers wrongly (cosine ${cosine.toFixed(3)}).`,
        {
          seen: entry.text,
        },
      );
    }
  });
}

function decodeGolden(entry: GoldenEntry): Int8Array {
  return Int8Array.from(atob(entry.values), (character) => character.charCodeAt(0));
}

function probeTexts(round: number): string[] {
  return Array.from({ length: PROBE_TEXTS }, (_, i) =>
    i % 2
      ? `Stoneware mug ${round}${i}, blue glaze`
      : `Cordless drill ${round}${i} with two batteries, charger and a hard case`,
  );
}

function isProbe(value: unknown): value is { bulk: "wasm" | "webgpu" } {
  const bulk = (value as { bulk?: unknown } | undefined)?.bulk;
  return bulk === "wasm" || bulk === "webgpu";
}

function isBackendError(error: AisleError): boolean {
  return error.code === "BACKEND_UNAVAILABLE" || error.code === "BACKEND_WRONG" || error.code === "DEVICE_LOST";
}

function asBackendError(tier: Tier, error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  return new AisleError(
    "BACKEND_UNAVAILABLE",
    `The ${tier} encoder cannot run: ${(error as Error)?.message ?? error}.`,
    {
      cause: error,
    },
  );
}
