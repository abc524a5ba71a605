/**
 * Which encoder tier runs: the table first, while BERT is on its way; then wasm for single short texts, and for bulk webgpu
 * where a short measured probe says so. Golden vectors guard every start; a backend that answers wrongly, or dies, is
 * demoted with a reason, never trusted.
 */

import type { EncoderEngine, ForwardPass, Tokenizer } from "../encoder/encoderEngine";
import { createEncoder } from "../encoder/tiers/createEncoder";
import type { TableEncoderOptions } from "../encoder/tiers/table/createTableEncoder";
import { AisleError } from "../errors";
import type { EncoderManifest, GoldenEntry } from "../format/encoder/manifest";
import type { ReadRange } from "../format/encoder/readEncoder";
import type { EncoderSource, Tensor } from "../format/encoder/tensors";
import type { EncoderStatus } from "../types";
import { VERSION } from "../version";
import type { EncoderDownload } from "./assets/downloadEncoder";
import type { EngineOptions } from "./engine.protocol";

/** A BERT backend. */
export type Tier = "wasm" | "webgpu" | "reference";

/** How each tier is made; imported lazily, so that nobody downloads code that the device will not use. */
export interface TierFactories {
  /** Begins to fetch the code that most devices will need, while its files are on their way. */
  warm(what: "first" | "weights"): void;
  tokenizer(vocabulary: readonly string[], manifest: EncoderManifest): Promise<Tokenizer>;
  table(files: TableEncoderOptions): Promise<EncoderEngine>;
  wasm(weights: EncoderSource): Promise<ForwardPass>;
  /** `onLost` is called once when the device goes away by itself. */
  webgpu(weights: EncoderSource, onLost: (reason: string) => void): Promise<ForwardPass>;
  reference(weights: EncoderSource): Promise<ForwardPass>;
  /** Why a tier cannot run here, found out before its weights are downloaded; undefined when nothing is known against it. */
  obstacle(tier: Tier): Promise<string | undefined>;
}

export interface EncoderSupplyOptions {
  readonly want: EngineOptions["encoder"];
  /** Reads the manifest; the files come as they are asked for. */
  readonly open: (onProgress: (loaded: number, total: number) => void) => Promise<EncoderDownload>;
  readonly factories: TierFactories;
  readonly readSetting: (key: string) => Promise<unknown>;
  readonly writeSetting: (key: string, value: unknown) => Promise<void>;
  /** Milliseconds, monotonic. */
  readonly clock: () => number;
  /** Resolves when nothing more urgent waits; awaited before every run of the probe. */
  readonly idle: () => Promise<void>;
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
  #opened: Promise<EncoderDownload> | undefined;
  #prepared: Promise<Prepared> | undefined;
  #loaded: Promise<Loaded> | undefined;
  /** Whether the weights were here once, whole and sound. */
  #hasWeights = false;
  #table: EncoderEngine | undefined;
  #engines = new Map<Tier, Promise<EncoderEngine>>();
  #reasons: Partial<Record<Tier | "table", string>> = {};
  #bulkTier: Promise<Tier> | undefined;
  #download = { loaded: 0, total: 0 };
  #state: EncoderStatus["state"] = "none";
  #active: Tier | "table" | undefined;
  #modelId: string | undefined;
  #disposed = false;

  constructor(options: EncoderSupplyOptions) {
    this.#options = options;
  }

  /**
   * Downloads what answers first: vocabulary, and the table where the folder has one. Every call shares it.
   * @throws AisleError of the download
   */
  prepare(): Promise<Prepared> {
    this.#prepared ??= this.#prepare().catch((error: AisleError) => {
      this.#set("failed");
      // A later call may try again: the shop may be back online.
      this.#prepared = undefined;
      throw error;
    });
    return this.#prepared;
  }

  /**
   * Begins to download the weights; every call shares it. Not a byte where no tier can run them.
   * @throws AisleError of the download; `BACKEND_UNAVAILABLE`
   */
  load(): Promise<Loaded> {
    this.#loaded ??= this.#load().catch((error: AisleError) => {
      this.#loaded = undefined;
      // What cannot run is no failure of the files.
      this.#set(isBackendError(error) ? "ready" : "failed");
      throw error;
    });
    return this.#loaded;
  }

  /** BERT for one text. @throws AisleError `BACKEND_UNAVAILABLE` when no tier can run */
  async single(): Promise<EncoderEngine> {
    return this.#first(this.#order());
  }

  /** BERT for many texts; the first call measures. */
  async bulk(): Promise<EncoderEngine> {
    this.#bulkTier ??= this.#probe();
    const tier = await this.#bulkTier;
    return this.#first([tier, ...this.#order().filter((other) => other !== tier)]);
  }

  /** The table, which answers before BERT does; undefined where the folder has none. @throws AisleError of the download */
  async table(): Promise<EncoderEngine | undefined> {
    await this.prepare();
    return this.#table;
  }

  /** The best engine that needs no download any more: BERT once its weights are here, the table before; else undefined. */
  async atHand(): Promise<EncoderEngine | undefined> {
    if (!this.#hasWeights) return this.#table;
    return this.single().catch(() => this.#table);
  }

  /** Takes a failed engine out of use; the next `single()`, `bulk()` or `atHand()` answers with another. */
  demote(engine: EncoderEngine, error: AisleError): void {
    this.#demote(engine.tier as Tier | "table", error);
  }

  status(): EncoderStatus {
    return {
      tier: this.#active ?? (this.#table ? "table" : "none"),
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
    this.#table?.dispose();
  }

  async #prepare(): Promise<Prepared> {
    this.#set("downloading");
    const { factories } = this.#options;
    factories.warm("first");
    const download = await this.#open();
    const { manifest } = download;
    const { vocabulary, table, tableFailure } = await download.first();
    const tokenizer = await factories.tokenizer(vocabulary, manifest);
    this.#modelId = manifest.modelId;
    if (tableFailure) this.#demote("table", tableFailure);
    if (table) {
      try {
        this.#table = await factories.table({ manifest, tokenizer, bytes: table });
      } catch (error) {
        this.#demote("table", asBackendError("table", error));
      }
    }
    this.#set(this.#table ? "ready" : "none");
    return { download, tokenizer };
  }

  #open(): Promise<EncoderDownload> {
    const onProgress = (loaded: number, total: number) => {
      this.#download = { loaded, total };
      this.#options.onChange();
    };
    this.#opened ??= this.#options.open(onProgress).catch((error) => {
      this.#opened = undefined;
      throw error;
    });
    return this.#opened;
  }

  async #load(): Promise<Loaded> {
    // Whoever asked for the first files has use for them: the line is theirs until they are here.
    if (this.#prepared) await this.#prepared;
    const preparing = this.prepare();
    preparing.catch(() => undefined);
    const [download] = await Promise.all([
      this.#open(),
      this.#requireBackend().then(() => this.#options.factories.warm("weights")),
    ]);
    const weights = this.#source(download);
    const { tokenizer } = await preparing.finally(() => this.#set("downloading"));
    return { manifest: download.manifest, weights, tokenizer };
  }

  /** A tier takes the weights as they arrive, and they are nowhere else; for another they are read again. */
  #source(download: EncoderDownload): Loaded["weights"] {
    const { modelId, config } = download.manifest;
    let read: ReadRange | undefined = download.weights();
    const supply = this;
    async function* tensors(): AsyncGenerator<Tensor> {
      const range = read ?? download.weights();
      read = undefined;
      try {
        // The reader knows the format's every rule: it comes with the files, not before them.
        const { readTensors } = await import("../format/encoder/readEncoder");
        yield* readTensors(download.manifest, range);
      } catch (cause) {
        if (!supply.#hasWeights) throw cause instanceof AisleError ? cause : notHad(cause);
        throw new AisleError("BACKEND_UNAVAILABLE", "The encoder's weights could not be had again.", { cause });
      }
      supply.#hasWeights = true;
      supply.#set("ready");
    }
    const arrived = async () => {
      const range = read ?? download.weights();
      read = undefined;
      await range(download.manifest.weights.bytes - 1, 1);
    };
    return { modelId, config, tensors, arrived };
  }

  async #requireBackend(): Promise<void> {
    const order = this.#order();
    for (const tier of order) {
      const obstacle = this.#reasons[tier] ?? (await this.#options.factories.obstacle(tier));
      if (obstacle === undefined) return;
      this.#reasons[tier] = obstacle;
    }
    if (order.length > 0) this.#options.onChange();
    throw nothingRuns(this.#reasons);
  }

  #order(): Tier[] {
    const { want } = this.#options;
    if (want === "none" || want === "table") return [];
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
    throw nothingRuns(this.#reasons);
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
    const { manifest, weights, tokenizer } = await this.load();
    try {
      const forward = await this.#forward(tier, weights);
      const { modelId, config, golden } = manifest;
      const engine = createEncoder({ tier, modelId, dimensions: config.hidden, tokenizer, forward });
      try {
        await checkGolden(engine, golden);
      } catch (error) {
        engine.dispose();
        throw error;
      }
      return engine;
    } catch (error) {
      let failure = asBackendError(tier, error);
      // A tier whose code could not be fetched is to blame only where the files can be.
      if (!(error instanceof AisleError) && !this.#hasWeights) {
        await weights.arrived().catch((other) => {
          failure = other instanceof AisleError ? other : notHad(other);
        });
      }
      if (isBackendError(failure)) this.#demote(tier, failure);
      else {
        // What ails the files is no fault of the tier's; a later call may try again.
        this.#loaded = undefined;
        this.#set("failed");
      }
      throw failure;
    }
  }

  #forward(tier: Tier, weights: EncoderSource): Promise<ForwardPass> {
    const { factories } = this.#options;
    if (tier !== "webgpu") return factories[tier](weights);
    return factories.webgpu(weights, (reason) => {
      this.#demote("webgpu", new AisleError("DEVICE_LOST", `The GPU device was lost: ${reason}.`));
    });
  }

  #demote(tier: Tier | "table", error: AisleError): void {
    if (this.#reasons[tier] || this.#disposed) return;
    this.#reasons[tier] = error.message;
    // A tier that was never there is no loss worth an alarm; `status().encoder.reasons` tells.
    if (error.code !== "BACKEND_UNAVAILABLE") this.#options.onDegraded(error, INSTEAD[tier]);
    if (tier === "table") {
      this.#table?.dispose();
      this.#table = undefined;
    } else {
      this.#bulkTier = undefined;
      // What was measured with it holds no longer: the next visit measures again.
      if (error.code !== "BACKEND_UNAVAILABLE") void this.#forgetProbe();
      const engine = this.#engines.get(tier);
      this.#engines.delete(tier);
      engine?.then((made) => made.dispose()).catch(() => undefined);
    }
    this.#options.onChange();
  }

  /** Measures both tiers on the same texts, once per device, model and version. */
  async #probe(): Promise<Tier> {
    const { want, clock, idle, readSetting, writeSetting } = this.#options;
    if (want !== "auto") return this.#order()[0] ?? "wasm";
    await this.load();
    const key = this.#probeKey();
    const known = await readSetting(key).catch(() => undefined);
    if (isProbe(known)) return known.bulk;
    const tiers = this.#order().filter((tier) => !this.#reasons[tier]);
    // Nothing to choose; a tier that failed is measured again on the next visit.
    if (tiers.length < 2) return tiers[0] ?? "wasm";
    const textsPerSecond: Partial<Record<Tier, number>> = {};
    for (const tier of tiers) {
      try {
        const engine = await this.#engine(tier);
        const timed = async (texts: readonly string[]) => {
          await idle();
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

  #probeKey(): string {
    return `encoder-probe:${this.#modelId}:${VERSION}`;
  }

  async #forgetProbe(): Promise<void> {
    await this.#options.writeSetting(this.#probeKey(), undefined).catch(() => undefined);
  }

  #set(state: EncoderStatus["state"]): void {
    this.#state = state;
    this.#options.onChange();
  }
}

const INSTEAD: Readonly<Record<Tier | "table", string>> = {
  table: "the larger encoder answers as soon as it is here",
  wasm: "another encoder goes on",
  webgpu: "the wasm encoder goes on",
  reference: "another encoder goes on",
};

interface Prepared {
  readonly download: EncoderDownload;
  readonly tokenizer: Tokenizer;
}

interface Loaded {
  readonly manifest: EncoderManifest;
  readonly tokenizer: Tokenizer;
  readonly weights: EncoderSource & {
    /** Resolves once all of them are here; rejects as the download does. */
    readonly arrived: () => Promise<void>;
  };
}

/** Code of the reader that could not be fetched is as good as a file that could not. */
function notHad(cause: unknown): AisleError {
  return new AisleError("ASSET_UNREACHABLE", "The encoder's weights could not be read.", { cause });
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

function asBackendError(tier: Tier | "table", error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  return new AisleError(
    "BACKEND_UNAVAILABLE",
    `The ${tier} encoder cannot run: ${(error as Error)?.message ?? error}.`,
    {
      cause: error,
    },
  );
}

function nothingRuns(reasons: EncoderStatus["reasons"]): AisleError {
  return new AisleError("BACKEND_UNAVAILABLE", "No encoder tier can run here.", { seen: reasons });
}
