/** The live catalogue: loads a source while it streams in, keeps the last good one, takes price and stock at once. */
import { AisleError, toErrorData } from "../../errors";
import { createPacer, type PaceOptions } from "../../format/feed/pacer";
import { createProblemTally, type ProblemTally } from "../../format/feed/problems";
import { createItemReader, type ReadItem } from "../../format/feed/readItem";
import { tasteKey } from "../../profile/keys";
import type { CatalogView } from "../../ranking/rankContext";
import type { CatalogStatus, ItemUpdate } from "../../types";
import type { CatalogSource } from "../engine.protocol";
import { readCachedCatalog, type SettingStore, saveCatalog } from "./catalogCache";
import { type CatalogRows, createCatalogRows, sameTexts } from "./catalogRows";
import { type FetchFeed, isPassing, openFeed } from "./fetchFeed";
import { readItemUpdate } from "./readItemUpdate";

export interface CatalogOptions extends PaceOptions {
  readonly fetch: FetchFeed;
  /** Epoch milliseconds, for expiration and sale dates. */
  readonly today: () => number;
  /** Waits between attempts; rejects when the signal fires. */
  readonly wait: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Where the last good catalogue is kept; asked each time, because consent moves it. Absent: not kept. */
  readonly store?: () => SettingStore | undefined;
  /** Reads rows of another kind than products. */
  readonly readerOf?: (now: number) => (raw: unknown) => ReadItem;
  /** ISO 4217, for items that name none. */
  readonly currency?: string;
  /** Most items, variants folded; default 50,000. */
  readonly limit?: number;
  /** `items`: the view is another one. `status`: only figures changed. */
  readonly onChange: (what: "items" | "status") => void;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

export interface Catalog {
  /**
   * Resolves when the source is read. A newer call ends an older one. A URL that fails is reported through `onDegraded`
   * and the last good catalogue stays.
   * @throws AisleError `FEED_UNREADABLE`, `FEED_TOO_LARGE` or `CATALOG_UNREADABLE` for a file or items that cannot be
   * used (the catalogue in use stays); `OPTIONS_INVALID` for no source at all.
   */
  load(source: CatalogSource): Promise<CatalogStatus>;
  /** Takes up the catalogue kept on the device, whatever its source. @returns whether there was one */
  restore(): Promise<boolean>;
  update(items: readonly ItemUpdate[]): { readonly updated: number; readonly unknown: readonly string[] };
  view(): CatalogView;
  /** The id of the item of that title, letter case and spacing aside. */
  idOfName(name: string): string | undefined;
  status(): CatalogStatus;
  /** What others find out about the catalogue: its language, how much is embedded. */
  report(part: Partial<Pick<CatalogStatus, "language" | "uncovered" | "embedded">>): void;
  /** Ends loading. */
  dispose(): void;
}

export const MAX_ITEMS = 50_000;
const ATTEMPTS = 3;
const FIRST_RETRY_MS = 500;
/** Rows between two looks at the clock. */
const BATCH_ROWS = 50;
/** A first catalogue is shown at this many rows, then each time it has doubled: indexes are rebuilt a few times only. */
const FIRST_SHOWN_ROWS = 100;

export function createCatalog(options: CatalogOptions): Catalog {
  const { fetch, today, wait, onChange, onDegraded, currency, limit = MAX_ITEMS } = options;
  const pause = createPacer(options);
  let tally: ProblemTally = createProblemTally();
  let rows: CatalogRows = createCatalogRows({ limit, onProblem: tally.add });
  let view = rows.view(0);
  let state: CatalogStatus["state"] = "none";
  let found: Pick<CatalogStatus, "language" | "uncovered" | "embedded"> = {
    language: "covered",
    uncovered: 0,
    embedded: { done: 0, total: 0 },
  };
  let loading: AbortController | undefined;
  let names: { readonly of: CatalogView; readonly ids: ReadonlyMap<string, string> } | undefined;

  function show(next: CatalogRows): void {
    const candidate = next.view(view.revision + 1);
    view = sameTexts(view, candidate) ? { ...candidate, revision: view.revision } : candidate;
    rows = next;
    onChange("items");
  }

  const status = (): CatalogStatus => ({
    state,
    items: view.items.length,
    variants: rows.variants,
    rejected: tally.list("rejected"),
    repaired: tally.list("repaired"),
    ...found,
  });

  /** One attempt. Rows show up on the way only where there was nothing to look at before. */
  async function read(source: CatalogSource, signal: AbortSignal): Promise<CatalogRows> {
    const attempt = createProblemTally();
    const onProblem = (...problem: Parameters<ProblemTally["add"]>): void => attempt.add(...problem);
    const next = createCatalogRows({ limit, onProblem });
    const readRow = options.readerOf?.(today()) ?? createItemReader({ now: today() });
    const nothingYet = view.items.length === 0;
    let showAt = FIRST_SHOWN_ROWS;
    tally = attempt;
    for await (const batch of rowsOf(source, signal, onProblem)) {
      for (let at = 0; at < batch.length; at += BATCH_ROWS) {
        for (const raw of batch.slice(at, at + BATCH_ROWS)) {
          const { item, problems } = readRow(raw);
          for (const { code, example } of problems) attempt.add(code, example);
          if (item) next.add(currency && item.price !== undefined ? { currency, ...item } : item);
        }
        await pause();
        signal.throwIfAborted();
      }
      if (nothingYet && next.size >= showAt) {
        showAt = next.size * 2;
        show(next);
      }
    }
    if (next.size === 0 && attempt.list("rejected").length > 0) {
      const [{ code, count }] = attempt.list("rejected");
      throw new AisleError("CATALOG_UNREADABLE", `The catalogue holds no usable item: ${count} times ${code}.`, {
        seen: code,
        fix: "Give every row an id and a title.",
      });
    }
    return next;
  }

  async function* rowsOf(
    source: CatalogSource,
    signal: AbortSignal,
    onProblem: ProblemTally["add"],
  ): AsyncGenerator<readonly unknown[]> {
    if (source.kind === "items") {
      yield source.items;
      return;
    }
    // A shop that hands its items over never downloads the readers; they come while the feed does.
    const reader = import("../../format/feed/readFeed");
    const { now, yieldNow } = options;
    if (source.kind === "file") {
      const { readFeed } = await reader;
      yield* readFeed(source.file.stream(), { name: source.name, onProblem, now, yieldNow });
      return;
    }
    const [{ readFeed }, { stream, contentType }] = await Promise.all([reader, openFeed(fetch, source.url, signal)]);
    yield* readFeed(stream, { name: source.url, contentType, onProblem, now, yieldNow });
  }

  async function readWithRetries(source: CatalogSource, signal: AbortSignal): Promise<CatalogRows> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await read(source, signal);
      } catch (error) {
        if (signal.aborted || attempt >= ATTEMPTS || source.kind !== "url" || !isPassing(error)) throw error;
        await wait(FIRST_RETRY_MS * 2 ** (attempt - 1), signal);
      }
    }
  }

  async function takeCached(source: string | undefined, signal: AbortSignal): Promise<boolean> {
    const store = options.store?.();
    if (!store) return false;
    try {
      const cached = await readCachedCatalog(store, pause);
      // What has been loaded meanwhile is newer than what was kept.
      if (signal.aborted || view.items.length > 0 || !cached) return false;
      if (source !== undefined && cached.source !== source) return false;
      const kept = createCatalogRows({ limit, onProblem: () => undefined });
      for (const item of cached.items) kept.add(item);
      show(kept);
      return true;
    } catch (error) {
      onDegraded(asAisleError(error, "STORAGE_FAILED"), "The catalogue is loaded from its source.");
      return false;
    }
  }

  async function keep(source: string, kept: CatalogRows): Promise<void> {
    const store = options.store?.();
    if (!store) return;
    try {
      await saveCatalog(store, { source, items: kept.all() }, pause);
    } catch (error) {
      onDegraded(asAisleError(error, "STORAGE_FAILED"), "The catalogue will be loaded again next time.");
    }
  }

  return {
    async load(source) {
      check(source);
      loading?.abort();
      const controller = new AbortController();
      loading = controller;
      const { signal } = controller;
      state = "loading";
      onChange("status");
      const name = nameOf(source);
      if (view.items.length === 0 && source.kind === "url") await takeCached(name, signal);
      try {
        const next = await readWithRetries(source, signal);
        if (signal.aborted) return status();
        state = "ready";
        show(next);
        if (name !== undefined) await keep(name, next);
        return status();
      } catch (error) {
        if (signal.aborted) return status();
        const failure = asAisleError(error, "CATALOG_UNREADABLE");
        const left = view.items.length;
        state = left > 0 ? "ready" : "failed";
        onChange("status");
        if (source.kind !== "url") throw failure;
        onDegraded(failure, left > 0 ? `The ${left} items known so far stay in use.` : "Shelves stay empty.");
        return status();
      }
    },

    async restore() {
      const controller = new AbortController();
      loading ??= controller;
      const restored = await takeCached(undefined, loading.signal);
      if (restored && state !== "loading") state = "ready";
      if (restored) onChange("status");
      return restored;
    },

    update(changes) {
      let updated = 0;
      let moved = false;
      const unknown: string[] = [];
      for (const raw of changes) {
        const change = readItemUpdate(raw);
        if (!change || !rows.has(change.id)) {
          unknown.push(String((raw as Partial<ItemUpdate> | null)?.id));
          continue;
        }
        moved = rows.update(change) || moved;
        updated++;
      }
      if (updated > 0) {
        view = rows.view(moved ? view.revision + 1 : view.revision);
        onChange("items");
      }
      return { updated, unknown };
    },

    view: () => view,
    idOfName(name) {
      if (names?.of !== view) {
        names = { of: view, ids: new Map(view.items.map(({ id, title }) => [nameKey(title), id])) };
      }
      return names.ids.get(nameKey(name));
    },
    status,
    report(part) {
      found = { ...found, ...part };
      onChange("status");
    },
    dispose() {
      loading?.abort();
    },
  };
}

function nameKey(name: string): string {
  return tasteKey(name).replaceAll(/\s+/g, " ");
}

/** What the kept catalogue is filed under; the shop hands items over anew on every page. */
function nameOf(source: CatalogSource): string | undefined {
  if (source.kind === "items") return undefined;
  return source.kind === "url" ? `url:${source.url}` : `file:${source.name}`;
}

function check(source: CatalogSource): void {
  const usable =
    (source?.kind === "items" && Array.isArray(source.items)) ||
    (source?.kind === "url" && typeof source.url === "string" && source.url !== "") ||
    (source?.kind === "file" && typeof source.file?.stream === "function");
  if (!usable) {
    throw new AisleError("OPTIONS_INVALID", "The catalogue is neither an array of items, a URL nor a file.", {
      seen: source,
      fix: "Give an array, the URL of a feed, or a File.",
    });
  }
}

function asAisleError(error: unknown, fallback: "CATALOG_UNREADABLE" | "STORAGE_FAILED"): AisleError {
  if (error instanceof AisleError) return error;
  return new AisleError(fallback, toErrorData(error, fallback).message, { cause: error });
}
