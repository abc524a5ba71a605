/**
 * What items and searches mean: words first, so that shelves answer; then the encoder, the catalogue's language, and a
 * vector for every item.
 */
import type { EncoderEngine } from "../encoder/encoderEngine";
import { itemText } from "../encoder/itemText";
import { detectLanguage } from "../encoder/language";
import { AisleError } from "../errors";
import type { PaceOptions } from "../format/feed/pacer";
import type { RankContext } from "../ranking/rankContext";
import type { VectorTable } from "../ranking/vectorTable";
import { prepareWordIndex } from "../ranking/words/wordIndexOf";
import type { EncoderStatus } from "../types";
import type { AssetCache } from "./assets/assetCache";
import type { EncoderDownload } from "./assets/downloadEncoder";
import { openInflater } from "./assets/openInflater";
import type { UsedBuild } from "./assets/usedBuild";
import type { Catalog } from "./catalog/catalog";
import { createEmbedder, type EmbedderOptions } from "./catalog/embedder";
import { EncoderSupply } from "./choose";
import type { EngineOptions, SparingReason } from "./engine.protocol";
import { createQueryVectors } from "./queryVectors";
import type { WithEmbeddingLock } from "./store/embeddingLock";
import type { Store } from "./store/store";
import type { TabMessage } from "./store/tabs";
import { createTierFactories, type TierFactoriesOptions } from "./tierFactories";

export interface UnderstandingOptions
  extends Pick<EngineOptions, "assetsUrl" | "encoder">,
    Required<Pick<PaceOptions, "now" | "yieldNow">>,
    TierFactoriesOptions {
  readonly catalog: Catalog;
  readonly build: Pick<UsedBuild, "opened" | "build" | "tellMismatch" | "tellOtherEncoder">;
  readonly cache: AssetCache;
  /** Asked each time, because consent moves it. */
  readonly store: () => Store;
  readonly lock: WithEmbeddingLock;
  /** Resolves when nothing more urgent waits, or the signal fires. */
  readonly idle: (signal: AbortSignal) => Promise<void>;
  readonly announce: (message: TabMessage) => void;
  /** First vectors of items, or the whole encoder, have come. `took`: milliseconds of the download. */
  readonly onFirstVectors: () => void;
  readonly onDownloaded: (took: number) => void;
  readonly onEncoder: (status: EncoderStatus) => void;
  readonly onDegraded: (error: unknown, instead: string) => void;
}

export interface Understanding {
  /** Begins the download of what answers first. What fails is told when items are to be embedded. */
  prepare(): void;
  /** Takes up the catalogue's items as they are now. */
  understand(): Promise<void>;
  /** The table of that revision's rows; undefined before there is one. It fills in place. */
  vectors(revision: number): VectorTable | undefined;
  /** A search's vector, where it can be compared with the items'. */
  queryVector(text: string, context: Pick<RankContext, "vectors" | "language">): Promise<Float32Array | undefined>;
  /** How items of another catalogue get their vectors. */
  readonly othersEmbedding: Omit<EmbedderOptions, "onProgress" | "shipped">;
  status(): EncoderStatus;
  /** Picks up vectors that another tab has written. */
  refresh(): Promise<void>;
  /** Reasons add up; the device's own keep the weights from being downloaded too. */
  pause(reason: "hidden" | SparingReason): void;
  resume(reason: "hidden" | SparingReason): void;
  /** Keeps what is in memory: for a shopper who agreed to storage after the download. */
  keep(): Promise<void>;
  /** Ends the work and waits for the batch in hand. */
  stop(): Promise<void>;
  /** Lets the encoder go; after `stop`, and after those who embed by `othersEmbedding`. */
  dispose(): void;
}

/** A smaller catalogue is embedded before a probe has paid for itself. */
const BULK_ITEMS = 500;
/** How long a call may wait for the batch in hand. */
const EMBED_BATCH_MS = 40;

export function createUnderstanding(options: UnderstandingOptions): Understanding {
  const { assetsUrl, catalog, build, store, now, idle, yieldNow, onDegraded } = options;
  const wantsEncoder = assetsUrl !== undefined && options.encoder !== "none";
  const sparing = new Set<SparingReason>();
  const ended = new AbortController();
  let download: EncoderDownload | undefined;

  const supply = new EncoderSupply({
    want: assetsUrl === undefined ? "none" : options.encoder,
    factories: createTierFactories(options),
    open: openDownload,
    readSetting: (key) => store().readSetting(key),
    writeSetting: (key, value) => store().writeSetting(key, value),
    clock: now,
    idle: () => idle(ended.signal),
    onChange: () => options.onEncoder(supply.status()),
    onDegraded,
  });
  const queryVectors = createQueryVectors(supply);
  const embedding = {
    now,
    yieldNow,
    store,
    table: async () => (wantsEncoder ? supply.table() : undefined),
    demote: (engine: EncoderEngine, error: AisleError) => supply.demote(engine, error),
    itemText,
    lock: options.lock,
    idle,
    clock: now,
    batchMs: EMBED_BATCH_MS,
    announce: options.announce,
    onDegraded,
  };
  const embedder = createEmbedder({
    ...embedding,
    encoder: async () => {
      if (!wantsEncoder) return undefined;
      return catalog.view().items.length < BULK_ITEMS ? supply.single() : supply.bulk();
    },
    shipped: () => build.build()?.vectors,
    onProgress: (embedded) => {
      if (embedded.done > 0 || embedded.table) options.onFirstVectors();
      catalog.report({ embedded });
    },
  });

  async function openDownload(onProgress: (loaded: number, total: number) => void): Promise<EncoderDownload> {
    const started = now();
    const { openEncoder } = await import("./assets/downloadEncoder");
    const folder = build.build()?.manifest.encoder?.folder ?? "encoder/";
    download = await openEncoder(new URL(folder, assetsUrl).href, {
      cache: options.cache,
      openInflater,
      holdsFiles: () => store().kind === "memory",
      onProgress: (loaded, total) => {
        if (loaded === total) options.onDownloaded(now() - started);
        onProgress(loaded, total);
      },
      onFallback: (error) => onDegraded(error, "the last good encoder goes on"),
    });
    return download;
  }

  /**
   * BERT answers searches better than the table does: it comes once the items are served, whether or not it had a part in
   * that (a build may have had every vector), so that the first search need not wait for it.
   */
  async function bringWeights(): Promise<void> {
    const { language, embedded } = catalog.status();
    if (!wantsEncoder || sparing.size > 0 || language === "words" || embedded.total === 0) return;
    // What failed a moment ago, and was told, is not asked for again.
    if (supply.status().state === "failed") return;
    await supply.single().catch((error) => {
      // What cannot run here is told by `status().encoder.reasons`.
      if (!(error instanceof AisleError && error.code === "BACKEND_UNAVAILABLE")) throw error;
    });
  }

  return {
    prepare() {
      if (!wantsEncoder) return;
      void build
        .opened()
        .then(() => supply.prepare())
        .catch(() => {});
    },

    async understand() {
      const view = catalog.view();
      await prepareWordIndex(view, { yieldNow });
      await build.opened();
      if (view.items.length === 0) return;
      const used = build.build();
      build.tellMismatch(used);
      if (!wantsEncoder && !used?.vectors) return;
      try {
        const isCurrent = () => view.revision === catalog.view().revision;
        if (!isCurrent()) return;
        // A build knows its language; its vectors are there at once, and the encoder is for what it does not know.
        const preparing = wantsEncoder ? supply.prepare() : undefined;
        const found = used?.manifest.language ?? (preparing && detectLanguage(view.items, (await preparing).tokenizer));
        if (!isCurrent()) return;
        if (found) catalog.report(found);
        if (found?.language === "words") return;
        await Promise.all([preparing, embedder.embed(view)]);
        build.tellOtherEncoder(used, supply.status().modelId);
        await bringWeights();
      } catch (error) {
        onDegraded(error, "words rank the catalogue");
      }
    },

    vectors: (revision) => embedder.vectors(revision),

    async queryVector(text, { vectors, language }) {
      if (language !== "covered") return undefined;
      const vector = await queryVectors.of(text);
      // Vectors that came with a build may be another encoder's: their space is not the query's.
      return vectors?.modelId === supply.status().modelId ? vector : undefined;
    },

    othersEmbedding: {
      ...embedding,
      encoder: async () => (wantsEncoder && sparing.size === 0 ? supply.single() : undefined),
    },

    status: () => supply.status(),
    refresh: () => embedder.refresh(),

    pause(reason) {
      if (reason !== "hidden") sparing.add(reason);
      embedder.pause(reason);
    },

    resume(reason) {
      if (reason === "hidden") return embedder.resume(reason);
      if (!sparing.delete(reason)) return;
      embedder.resume(reason);
      void bringWeights().catch((error) => onDegraded(error, "the table answers searches"));
    },

    async keep() {
      await download?.keep();
    },

    async stop() {
      ended.abort();
      await embedder.stop();
    },

    dispose: () => supply.dispose(),
  };
}
