/**
 * Gives every item its vector in the background: the table's at once, so that shelves are personal; then its own, from the
 * store where the text is known, else from the encoder. Table's vectors are made faster than they could be read: they are
 * never stored.
 */
import type { EncoderEngine } from "../../encoder/encoderEngine";
import { quantizeVector } from "../../encoder/quantizeVector";
import { AisleError } from "../../errors";
import { createPacer, type PaceOptions } from "../../format/feed/pacer";
import type { CatalogView } from "../../ranking/rankContext";
import type { VectorTable } from "../../ranking/vectorTable";
import type { CatalogStatus, Item } from "../../types";
import type { ShippedVectors } from "../assets/build";
import type { WithEmbeddingLock } from "../store/embeddingLock";
import type { Store, StoredVector } from "../store/store";
import type { TabMessage } from "../store/tabs";
import { embeddingOrder } from "./embeddingOrder";
import { createItemVectors, type ItemVectors } from "./itemVectors";

export type VectorStore = Pick<Store, "readVectors" | "writeVectors">;

export interface EmbedderOptions extends PaceOptions {
  /** Asked each time, because consent moves it. */
  readonly store: () => VectorStore;
  /** The engine for many texts; asked again after each failure. Rejects, or answers undefined, when there is none. */
  readonly encoder: () => Promise<EncoderEngine | undefined>;
  /** The table, which answers before the encoder does; absent or undefined where there is none. */
  readonly table?: () => Promise<EncoderEngine | undefined>;
  /** Vectors that came with the shop's build, by text: what they hold needs no encoder. */
  readonly shipped?: () => ShippedVectors | undefined;
  /** Told of an engine that failed, before `encoder` is asked again. */
  readonly demote: (engine: EncoderEngine, error: AisleError) => void;
  readonly itemText: (item: Item) => string;
  readonly lock: WithEmbeddingLock;
  /** Resolves when nothing more urgent waits; called before every batch. */
  readonly idle: (signal: AbortSignal) => Promise<void>;
  /** Milliseconds, any origin: batches grow until one takes `batchMs`. */
  readonly clock: () => number;
  /** How long a batch may keep the engine busy; default 100. */
  readonly batchMs?: number;
  readonly announce: (message: TabMessage) => void;
  /** More vectors are there, or the state changed. */
  readonly onProgress: (embedded: CatalogStatus["embedded"]) => void;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

export interface Embedder {
  /**
   * Embeds what the view lacks; a newer call takes over from an older one. Resolves when all is done, given up, or taken
   * over; never rejects.
   */
  embed(view: CatalogView): Promise<void>;
  /** Picks up vectors that another tab has written. */
  refresh(): Promise<void>;
  /** The table of that revision's rows; undefined before there is one. It fills in place. */
  vectors(revision: number): VectorTable | undefined;
  status(): CatalogStatus["embedded"];
  /**
   * Reasons add up: `hidden`, `save_data`, `low_battery`. The lock is let go, so that another tab may go on. The table's
   * vectors are made all the same: they cost next to nothing.
   */
  pause(reason: string): void;
  resume(reason: string): void;
  /** Ends the work and waits for the batch in flight. */
  stop(): Promise<void>;
}

const FIRST_BATCH = 8;
const LARGEST_BATCH = 64;
const DEFAULT_BATCH_MS = 100;
/** Texts sorted by length among themselves: batches are even, and the order of importance is kept at large. */
const WINDOW_TEXTS = 64;
const READ_KEYS = 500;
const TABLE_TEXTS = 100;
/** A text that fails this often alone is left out. */
const TRIES_PER_TEXT = 3;
/** Texts left out in a row, after which the encoder is what ails. */
const FAILURES_IN_A_ROW = 4;
/** Milliseconds between announcements to other tabs. */
const ANNOUNCE_MS = 1_000;

export function createEmbedder(options: EmbedderOptions): Embedder {
  const { store, itemText, lock, idle, clock, announce, onProgress, onDegraded, batchMs = DEFAULT_BATCH_MS } = options;
  const pace = createPacer(options);
  const pauses = new Set<string>();
  let wake: (() => void) | undefined;
  let vectors: ItemVectors | undefined;
  let total = 0;
  let stuck: string | undefined;
  let running: { readonly controller: AbortController; readonly ended: Promise<void> } | undefined;
  let batchSize = FIRST_BATCH;
  let storageFailed = false;
  /** No encoder but the table can run here: its vectors are what there will be. */
  let tableIsAll = false;

  function status(): CatalogStatus["embedded"] {
    const table = vectors?.rough ?? 0;
    const done = (vectors?.done ?? 0) + (tableIsAll ? table : 0);
    const paused = done < total ? (pauses.values().next().value ?? stuck) : undefined;
    return { done, total, ...(table > 0 && { table }), ...(paused !== undefined && { paused }) };
  }
  const progress = (): void => onProgress(status());

  async function run(view: CatalogView, signal: AbortSignal): Promise<void> {
    total = view.items.length;
    stuck = undefined;
    tableIsAll = false;
    if (await takeShipped(view, signal)) return;
    if (await takeFromTable(view, signal)) return;
    for (;;) {
      // Nor is an encoder downloaded while the device is to be spared.
      await unpaused(signal);
      const engine = await bestEncoder();
      signal.throwIfAborted();
      if (!engine) return;
      const table = await vectorsOf(view, engine, signal);
      await readStored(table, signal);
      progress();
      while (table.missing.size > 0) {
        await unpaused(signal);
        stuck = "other_tab";
        const outcome = await lock(engine.modelId, signal, () => embedMissing(view, table, engine, signal));
        if (outcome === "other_model") break;
        if (outcome === "done" || outcome === "failed") return;
      }
      if (table.missing.size === 0) return;
    }
  }

  /** The encoder; without one the table's vectors are all there will be, or none. */
  async function bestEncoder(): Promise<EncoderEngine | undefined> {
    let engine: EncoderEngine | undefined;
    try {
      engine = await options.encoder();
    } catch (error) {
      const nothingRuns = error instanceof AisleError && error.code === "BACKEND_UNAVAILABLE";
      if (!nothingRuns || !vectors?.rough) throw error;
    }
    if (engine) return engine;
    if (vectors?.rough) tableIsAll = true;
    else stuck = "no_encoder";
    return undefined;
  }

  /** The view's vectors in the engine's space; those in use, where they are. */
  async function vectorsOf(
    view: CatalogView,
    { modelId, dimensions }: Pick<EncoderEngine, "modelId" | "dimensions">,
    signal: AbortSignal,
  ): Promise<ItemVectors> {
    if (vectors?.revision === view.revision && vectors.table.modelId === modelId) return vectors;
    const made = await createItemVectors(view, vectors, { modelId, dimensions, itemText, pause: pace });
    signal.throwIfAborted();
    vectors = made;
    return made;
  }

  /**
   * A rough vector for every item at once; then what the store has, which needs no encoder either.
   * @returns whether nothing is missing any more
   */
  async function takeFromTable(view: CatalogView, signal: AbortSignal): Promise<boolean> {
    const engine = await options.table?.();
    signal.throwIfAborted();
    if (!engine || (vectors?.revision === view.revision && vectors.table.modelId !== engine.modelId)) return false;
    const table = await vectorsOf(view, engine, signal);
    const left = [...table.missing].map(([key, [row]]) => ({ key, text: itemText(view.items[row]) }));
    try {
      for (let at = 0; at < left.length; at += TABLE_TEXTS) {
        await pace();
        const made = await embedBatch(engine, left.slice(at, at + TABLE_TEXTS), signal);
        for (const [key, vector] of made) table.putRough(key, vector);
        signal.throwIfAborted();
      }
    } catch (error) {
      signal.throwIfAborted();
      options.demote(engine, asEngineFailure(error));
    }
    progress();
    await readStored(table, signal);
    progress();
    return table.missing.size === 0;
  }

  /** @returns whether nothing is missing any more */
  async function takeShipped(view: CatalogView, signal: AbortSignal): Promise<boolean> {
    const shipped = options.shipped?.();
    if (!shipped) return false;
    const table = await vectorsOf(view, shipped, signal);
    for (const key of [...table.missing.keys()]) {
      const vector = shipped.of(key);
      if (vector) table.put(key, vector);
    }
    await readStored(table, signal);
    progress();
    return table.missing.size === 0;
  }

  /** Holds the lock: no other tab embeds meanwhile, and what others wrote before is read first. */
  async function embedMissing(
    view: CatalogView,
    table: ItemVectors,
    first: EncoderEngine,
    signal: AbortSignal,
  ): Promise<"done" | "paused" | "failed" | "other_model"> {
    stuck = undefined;
    await readStored(table, signal);
    progress();
    let engine = first;
    let failedInARow = 0;
    let announcedAt = clock();
    const left = new Map([...table.missing].map(([key, rows]) => [rows[0], key]));
    const queue = embeddingOrder(view.items, [...left.keys()]).map((row) => ({ row, tries: 0 }));
    for (let at = 0; at < queue.length; at += WINDOW_TEXTS) {
      const window = queue
        .slice(at, at + WINDOW_TEXTS)
        .map(({ row, tries }) => ({ key: table.keys[row], text: itemText(view.items[row]), tries }))
        .sort((a, b) => a.text.length - b.text.length);
      while (window.length > 0) {
        if (pauses.size > 0) return "paused";
        await idle(signal);
        signal.throwIfAborted();
        const batch = window.splice(0, batchSize);
        try {
          const started = clock();
          const made = await embedBatch(engine, batch, signal);
          adapt(clock() - started, batch.length);
          for (const [key, vector] of made) table.put(key, vector);
          failedInARow = 0;
          await write(engine.modelId, made);
        } catch (error) {
          signal.throwIfAborted();
          const failure = asEngineFailure(error);
          options.demote(engine, failure);
          const next = await options.encoder().catch(() => undefined);
          signal.throwIfAborted();
          if (!next) {
            stuck = "no_encoder";
            return "failed";
          }
          if (next.modelId !== table.table.modelId) return "other_model";
          engine = next;
          // A text that kills every engine must not take its batch along: it is tried alone before it is left out.
          const again = batch.map((one) => ({ ...one, tries: one.tries + 1 }));
          const hopeless = batch.length === 1 && again[0].tries >= TRIES_PER_TEXT;
          batchSize = 1;
          if (!hopeless) {
            window.unshift(...again);
            continue;
          }
          onDegraded(failure, "One item is ranked without a vector.");
          if (++failedInARow >= FAILURES_IN_A_ROW) {
            stuck = "encoder_failed";
            return "failed";
          }
        }
        if (clock() - announcedAt >= ANNOUNCE_MS) {
          announcedAt = clock();
          announce({ type: "vectors-written", modelId: engine.modelId });
        }
        progress();
      }
    }
    announce({ type: "vectors-written", modelId: engine.modelId });
    return "done";
  }

  async function embedBatch(
    engine: EncoderEngine,
    batch: readonly { readonly key: string; readonly text: string }[],
    signal: AbortSignal,
  ): Promise<Map<string, StoredVector>> {
    const flat = await engine.embed(
      batch.map(({ text }) => text),
      { signal },
    );
    const made = new Map<string, StoredVector>();
    for (const [at, { key }] of batch.entries()) {
      const vector = flat.subarray(at * engine.dimensions, (at + 1) * engine.dimensions);
      const stored = vector.length === engine.dimensions ? quantizeVector(vector) : undefined;
      if (!stored) {
        throw new AisleError("BACKEND_WRONG", `The ${engine.tier} encoder answered with a vector that is none.`);
      }
      made.set(key, stored);
    }
    return made;
  }

  function adapt(elapsedMs: number, texts: number): void {
    const fitting = (texts * batchMs) / Math.max(elapsedMs, 1);
    batchSize = Math.round(Math.min(LARGEST_BATCH, Math.max(1, fitting, batchSize / 2), batchSize * 2));
  }

  async function write(modelId: string, made: ReadonlyMap<string, StoredVector>): Promise<void> {
    try {
      await store().writeVectors(modelId, made);
      storageFailed = false;
    } catch (error) {
      if (!storageFailed) onDegraded(asStorageFailure(error), "Vectors are made again on the next visit.");
      storageFailed = true;
    }
  }

  async function readStored(table: ItemVectors, signal: AbortSignal): Promise<void> {
    const keys = [...table.missing.keys()];
    try {
      for (let at = 0; at < keys.length; at += READ_KEYS) {
        const found = await store().readVectors(table.table.modelId, keys.slice(at, at + READ_KEYS));
        signal.throwIfAborted();
        for (const [key, vector] of found) table.put(key, vector);
        await pace();
      }
    } catch (error) {
      signal.throwIfAborted();
      onDegraded(asStorageFailure(error), "The vectors are made anew.");
    }
  }

  async function unpaused(signal: AbortSignal): Promise<void> {
    while (pauses.size > 0) {
      progress();
      await new Promise<void>((resolve) => {
        wake = resolve;
        signal.addEventListener("abort", () => resolve(), { once: true });
      });
      signal.throwIfAborted();
    }
  }

  async function stop(): Promise<void> {
    const old = running;
    running = undefined;
    old?.controller.abort();
    await old?.ended;
  }

  return {
    async embed(view) {
      const before = running;
      const controller = new AbortController();
      before?.controller.abort();
      const ended = (async () => {
        await before?.ended;
        try {
          if (!controller.signal.aborted) await run(view, controller.signal);
        } catch (error) {
          if (controller.signal.aborted) return;
          stuck = "no_encoder";
          onDegraded(asEngineFailure(error), vectors?.rough ? "The table ranks items." : "Items are ranked by words.");
        }
        if (!controller.signal.aborted) progress();
      })();
      running = { controller, ended };
      await ended;
    },

    async refresh() {
      const table = vectors;
      if (!table || table.missing.size === 0) return;
      const before = table.done;
      await readStored(table, running?.controller.signal ?? new AbortController().signal).catch(() => undefined);
      if (table.done > before) progress();
    },

    vectors: (revision) => (vectors?.revision === revision ? vectors.table : undefined),
    status,
    pause(reason) {
      pauses.add(reason);
    },
    resume(reason) {
      pauses.delete(reason);
      if (pauses.size === 0) wake?.();
    },
    stop,
  };
}

function asEngineFailure(error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  return new AisleError("BACKEND_WRONG", `The encoder failed: ${messageOf(error)}`, { cause: error });
}

function asStorageFailure(error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  return new AisleError("STORAGE_FAILED", `Vectors could not be kept: ${messageOf(error)}`, { cause: error });
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
