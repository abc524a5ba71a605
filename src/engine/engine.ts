/**
 * The engine, whole: what the shopper does goes through intake into the store and the profile; the catalogue is parsed and
 * embedded in the background; every shelf is ranked from both on the spot.
 */
import { yieldToEventLoop } from "../encoder/tiers/yieldToEventLoop";
import { toErrorData } from "../errors";
import { profileView } from "../profile/profileView";
import { isSensitive } from "../profile/sensitive";
import type { RankContext } from "../ranking/rankContext";
import { emptyList, type RankedList } from "../ranking/rankedList";
import { readQuery } from "../ranking/readQuery";
import { recommend } from "../ranking/recommend";
import type { StepsOf } from "../ranking/shelfSteps";
import type {
  Change,
  Consent,
  Degradation,
  EventRecord,
  Item,
  RecommendQuery,
  Shelf,
  Status,
  TasteCardData,
} from "../types";
import { VERSION } from "../version";
import { createAssetCache } from "./assets/assetCache";
import type { Build } from "./assets/build";
import { createUsedBuild, type UsedBuild } from "./assets/usedBuild";
import { createAttribution } from "./attribution";
import { type Catalog, createCatalog } from "./catalog/catalog";
import type { Collections } from "./collections";
import type { Engine, EngineOptions, ImportHow, ProfileFile, SparingReason } from "./engine.protocol";
import { createIntake, type Intake } from "./intake/intake";
import { openCollections, openPictures, openTrials } from "./openFeatures";
import type { Pictures } from "./pictures/createPictures";
import { createQuietWatch, type QuietWatch } from "./quietWatch";
import { openShoppers, PURPOSES, type Shoppers } from "./shoppers";
import type { ShopRules } from "./shopRules";
import { createEmbeddingLock } from "./store/embeddingLock";
import { createTabs, type Tabs } from "./store/tabs";
import type { Trials } from "./trials/createTrials";
import { createUnderstanding, type Understanding } from "./understanding";

/** How long a shelf waits for the first items of a catalogue that is still on its way. */
const FIRST_ITEMS_WITHIN_MS = 8_000;
/** How long a shelf waits for what `aisle build` published; afterwards it is ranked without, and again with it. */
const BUILD_WITHIN_MS = 1_000;
const MAX_DEGRADATIONS = 50;

export function createEngine(): Engine {
  const calls = createQuietWatch();
  return calls.watched(new AisleEngine(calls));
}

class AisleEngine implements Engine {
  #options!: EngineOptions;
  #shoppers!: Shoppers;
  #intake!: Intake;
  #catalog!: Catalog;
  #build!: UsedBuild;
  #understanding!: Understanding;
  #tabs!: Tabs;
  /** The page brings a catalogue, or has: the build's is not for it. */
  #hasOwnCatalog = false;
  #loading: Promise<unknown> = Promise.resolve();
  #firstItems = withResolve();
  #attribution = createAttribution();
  #rules: Promise<ShopRules> | undefined;
  /** Settles, and never rejects. */
  #collections: Promise<Collections | undefined> = Promise.resolve(undefined);
  /** Settles, and never rejects. */
  #trials: Promise<Trials | undefined> = Promise.resolve(undefined);
  /** Settles, and never rejects. */
  #pictures: Promise<Pictures | undefined> = Promise.resolve(undefined);
  #calls: QuietWatch;
  #listeners: ((change: Change) => void)[] = [];
  #degraded: Degradation[] = [];
  #timings: Record<string, number> = {};
  #started = performance.now();

  constructor(calls: QuietWatch) {
    this.#calls = calls;
  }

  async ping(): Promise<void> {}

  async start(options: EngineOptions): Promise<Status> {
    this.#options = options;
    this.#tabs = createTabs(options.namespace);
    const onDegraded = (error: unknown, instead: string) => this.#degrade(error, instead);
    this.#shoppers = await openShoppers({
      ...options,
      itemOf: (id) => this.#item(id),
      now: Date.now,
      locks: navigator.locks,
      caches: globalThis.caches,
      onDegraded,
    });
    const storage = () => this.#shoppers.products.store;
    const pace = { now: () => performance.now(), yieldNow: yieldToEventLoop };
    const reading = {
      ...pace,
      currency: options.currency,
      fetch: (url: string, init: RequestInit) => fetch(url, init),
      today: Date.now,
      wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
      onDegraded,
    };
    this.#catalog = createCatalog({ ...reading, store: storage, onChange: (what) => this.#catalogChanged(what) });
    const cache = createAssetCache({ store: storage, caches: globalThis.caches });
    this.#build = createUsedBuild({
      folderUrl: options.assetsUrl,
      cache,
      catalog: this.#catalog,
      wantsCatalog: () => !this.#hasOwnCatalog,
      saveData: options.saveData,
      now: Date.now,
      onChange: (rows) => this.#buildChanged(rows),
      onAvailability: (changes) => this.updateCatalog(changes),
      onDegraded,
    });
    const thread = typeof document === "undefined" ? "worker" : "main-thread";
    const lock = createEmbeddingLock(options.namespace, navigator.locks);
    const idle = thread === "worker" ? (signal: AbortSignal) => this.#calls.quiet(signal) : whenPageIsIdle;
    this.#understanding = createUnderstanding({
      ...pace,
      assetsUrl: options.assetsUrl,
      encoder: options.encoder,
      thread,
      catalog: this.#catalog,
      build: this.#build,
      cache,
      store: storage,
      lock,
      idle,
      announce: (message) => this.#tabs.announce(message),
      onFirstVectors: () => {
        this.#timings.firstVectorsMs ??= performance.now() - this.#started;
      },
      onDownloaded: (took) => {
        this.#timings.encoderDownloadMs ??= took;
      },
      onEncoder: (encoder) => this.#emit({ type: "encoder", encoder }),
      onDegraded,
    });
    const around = {
      shoppers: this.#shoppers,
      catalog: this.#catalog,
      build: this.#build,
      emit: (change: Change) => this.#emit(change),
      onDegraded,
    };
    if (options.imageEncoder && options.assetsUrl !== undefined) {
      const { imageEncoder: plan, assetsUrl } = options;
      this.#pictures = openPictures({ plan, assetsUrl, lock, idle }, around);
    }
    if (options.saveData) this.#pause("save_data");
    this.#intake = createIntake({
      now: Date.now,
      newId: () => crypto.randomUUID(),
      shelfEntry: this.#attribution.find,
      isSensitive: (itemId) => isSensitive(this.#item(itemId)?.category, options.sensitiveCategories),
      idOfName: (name) => this.#catalog.idOfName(name),
      isKnown: (collection, itemId) =>
        this.#catalog.status().state === "ready" && this.#isOfProducts({ collection })
          ? this.#item(itemId) !== undefined
          : undefined,
    });
    this.#listenToTabs();
    await this.#shoppers.load();
    this.#hasOwnCatalog = options.catalog !== undefined;
    if (options.collections) {
      const embedder = this.#understanding.othersEmbedding;
      this.#collections = openCollections(options.collections, { catalog: reading, embedder }, around);
    }
    const { exploration, experiments, fairness, reports } = options;
    if (exploration ?? experiments ?? fairness ?? reports) this.#trials = openTrials(options, around);
    void this.#build.open();
    // The table should be here when the first items are.
    if (options.catalog) this.#understanding.prepare();
    if (options.catalog) this.loadCatalog(options.catalog).catch((error) => this.#degrade(error, "shelves stay empty"));
    else void this.#catalog.restore();
    return this.status();
  }

  async track(...[name, params, eventId]: Parameters<Engine["track"]>) {
    const { records, dropped } = this.#intake.take(name, params, {
      consent: this.#shoppers.consent,
      paused: this.#shoppers.products.paused,
    });
    let accepted = 0;
    for (const purpose of PURPOSES) {
      const own = records.filter((record) => record.purpose === purpose).map((record, i) => named(record, eventId, i));
      if (own.length === 0) continue;
      const stored = await this.#shoppers[purpose].record(own);
      accepted += stored.length;
      await (await this.#trials)?.recorded(stored);
      for (const { sequence, ...record } of stored) this.#emit({ type: "event", record });
    }
    if (accepted > 0) {
      this.#tabs.announce({ type: "events-appended" });
      this.#emit({ type: "profile" });
      this.#emit({ type: "shelves" });
    }
    return { accepted, dropped };
  }

  async recommend(query: RecommendQuery): Promise<Shelf> {
    await Promise.race([this.#build.opened(), after(BUILD_WITHIN_MS)]);
    if (this.#build.isDisabled()) return this.#named(emptyList(readQuery(query), "disabled"));
    await Promise.race([this.#firstItems.promise, after(FIRST_ITEMS_WITHIN_MS)]);
    void this.#build.refreshAvailability();
    const context = this.#context();
    const queryVector =
      query.placement === "search" ? await this.#understanding.queryVector(query.text ?? "", context) : undefined;
    const ofProducts = this.#isOfProducts(query);
    const trial = ofProducts ? await (await this.#trials)?.of(query) : undefined;
    const asked = trial?.query ?? query;
    const steps = await this.#stepsOf(asked);
    const { tastes } = this.#shoppers.products;
    const friends = tastes && query.placement === "home" ? await import("./tastes") : undefined;
    const started = performance.now();
    const plain = { ...context, queryVector, steps };
    const whole = friends?.leaning(plain, tastes) ?? plain;
    const ranked = ofProducts
      ? recommend(asked, trial?.context(whole) ?? whole)
      : await this.#recommendOthers(query, { ...context, queryVector }, steps);
    const named = friends?.labelled(ranked, tastes, context.profile) ?? ranked;
    const list = trial?.finish(named) ?? named;
    this.#timings.lastRankMs = performance.now() - started;
    this.#timings.firstShelfMs ??= performance.now() - this.#started;
    const { state } = this.#catalog.status();
    const reason = list.reason === "no_catalog" && state === "loading" ? "catalog_loading" : list.reason;
    return this.#named({ ...list, reason });
  }

  async remember(shelf: Shelf) {
    this.#attribution.remember(shelf);
    (await this.#trials)?.remember(shelf);
  }

  async item(id: string) {
    return this.#item(id);
  }

  async loadCatalog(source: Parameters<Engine["loadCatalog"]>[0]) {
    this.#hasOwnCatalog = true;
    return this.#loadCatalog(source);
  }

  async #loadCatalog(source: Parameters<Engine["loadCatalog"]>[0]) {
    const started = performance.now();
    const load = this.#catalog.load(source).finally(() => this.#firstItems.resolve());
    this.#loading = load.catch(() => undefined);
    const status = await load;
    this.#timings.catalogMs = performance.now() - started;
    this.#catalog.update(this.#build.availability());
    // Events folded before their items were known lack category, brand and price.
    await this.#shoppers.load();
    this.#emit({ type: "shelves" });
    return status;
  }

  async updateCatalog(items: Parameters<Engine["updateCatalog"]>[0]) {
    await this.#loading;
    const result = this.#catalog.update(items);
    if (result.updated > 0) this.#emit({ type: "shelves" });
    return result;
  }

  async setConsent(consent: Consent, sessionId: string | undefined): Promise<void> {
    await this.#shoppers.setConsent(consent, sessionId);
    // What was downloaded before the shopper agreed to storage is kept from now on.
    void this.#understanding.keep();
    void this.#build.keep();
    this.#emit({ type: "profile" });
    this.#emit({ type: "shelves" });
  }

  async profile() {
    const { state, paused, attributes, tastes } = this.#shoppers.products;
    const itemOf = (id: string) => this.#item(id);
    const { sensitiveCategories } = this.#options;
    const view = profileView(state, { itemOf, now: Date.now(), paused, attributes, sensitiveCategories });
    return tastes ? { ...view, tastes: (await import("./tastes")).tasteViews(tastes, itemOf) } : view;
  }

  async setTaste(taste: TasteCardData | string): Promise<void> {
    const { products } = this.#shoppers;
    const { withTaste, withoutTaste } = await import("./tastes");
    await products.setTastes(
      typeof taste === "string" ? withoutTaste(products.tastes, taste) : withTaste(products.tastes, taste, Date.now()),
    );
    this.#emit({ type: "profile" });
    this.#emit({ type: "shelves" });
  }

  async setAttributes(attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.#shoppers.products.setAttributes(attributes);
    this.#emit({ type: "profile" });
  }

  async exportProfile(): Promise<ProfileFile> {
    return this.#shoppers.export();
  }

  async importProfile(file: unknown, how: ImportHow): Promise<void> {
    await this.#shoppers.import(file, how);
    this.#tabs.announce({ type: "erased", what: "behaviour" });
    this.#emit({ type: "profile" });
    this.#emit({ type: "shelves" });
  }

  async erase(what: "behaviour" | "everything"): Promise<void> {
    await this.#shoppers.erase(what);
    this.#tabs.announce({ type: "erased", what });
    this.#emit({ type: "profile" });
    this.#emit({ type: "shelves" });
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.#shoppers.products.setPaused(paused);
    this.#emit({ type: "profile" });
  }

  async setReports(answer: "on" | "off"): Promise<void> {
    await (await this.#trials)?.agree(answer === "on");
    this.#emit({ type: "profile" });
  }

  async recentEvents(limit: number): Promise<readonly EventRecord[]> {
    const events = await this.#shoppers.products.store.recentEvents(limit);
    return events.map(({ sequence, ...record }) => record);
  }

  async status(): Promise<Status> {
    const { consent, products } = this.#shoppers;
    const { store } = products;
    const untouched = store.kind === "memory" && !store.reason && consent.products === "pending";
    return {
      version: VERSION,
      engine: { where: "worker", restarts: 0 },
      consent,
      storage: { kind: untouched ? "none" : store.kind, reason: store.reason },
      events: { stored: await store.countEvents(), dropped: this.#intake.dropped() },
      catalog: this.#catalog.status(),
      assets: this.#build.status(),
      encoder: this.#understanding.status(),
      timings: this.#timings,
      ...(await (await this.#trials)?.status()),
      degraded: this.#degraded,
    };
  }

  async setVisibility(visible: boolean): Promise<void> {
    if (visible) {
      this.#resume("hidden");
      void this.#build.checkAgain();
      void (await this.#trials)?.report();
    } else {
      this.#pause("hidden");
      // The page may not come back.
      if (this.#catalog.status().state === "ready") await this.#shoppers.products.checkpoint();
    }
  }

  async setSparing(reason: SparingReason, sparing: boolean): Promise<void> {
    if (sparing) this.#pause(reason);
    else this.#resume(reason);
  }

  async subscribe(listener: (change: Change) => void): Promise<void> {
    this.#listeners.push(listener);
  }

  async dispose(): Promise<void> {
    this.#listeners = [];
    this.#catalog?.dispose();
    await this.#understanding?.stop();
    await (await this.#collections)?.dispose();
    await (await this.#pictures)?.stop();
    this.#understanding?.dispose();
    this.#tabs?.close();
    this.#shoppers?.close();
  }

  // ── Behind the interface ───────────────────────────────────────────────────────────────────────────────────

  #context(): RankContext {
    const catalog = this.#catalog.view();
    return {
      catalog,
      vectors: this.#understanding.vectors(catalog.revision),
      profile: this.#shoppers.products.state,
      learned: this.#build.usable()?.learned,
      language: this.#catalog.status().language,
      sensitiveCategories: this.#options.sensitiveCategories,
      now: Date.now(),
      random: Math.random,
    };
  }

  async #stepsOf({ rules }: RecommendQuery): Promise<StepsOf | undefined> {
    const isNone = Array.isArray(rules) && rules.length === 0;
    if (this.#options.rules === undefined && (rules === undefined || isNone)) return undefined;
    this.#rules ??= import("./shopRules").then(({ createShopRules }) =>
      createShopRules({
        rules: this.#options.rules,
        onDegraded: (error, instead) => this.#degrade(error, instead),
      }),
    );
    return (await this.#rules).stepsOf(rules, { attributes: this.#shoppers.products.attributes });
  }

  #understand(): void {
    void this.#understanding.understand();
    void this.#pictures.then((pictures) => pictures?.understand());
  }

  #pause(reason: "hidden" | SparingReason): void {
    this.#understanding.pause(reason);
    void this.#pictures.then((pictures) => pictures?.pause(reason));
  }

  #resume(reason: "hidden" | SparingReason): void {
    this.#understanding.resume(reason);
    void this.#pictures.then((pictures) => pictures?.resume(reason));
  }

  #isOfProducts({ collection = "products" }: { readonly collection?: string }): boolean {
    return collection === "products" || !this.#options.collections;
  }

  async #recommendOthers(
    query: RecommendQuery,
    products: RankContext,
    steps: StepsOf | undefined,
  ): Promise<RankedList> {
    const collections = await this.#collections;
    if (!collections) return emptyList(readQuery(query), "no_catalog");
    const purpose = query.collection === "ads" ? "ads" : "products";
    const { consent } = this.#shoppers;
    const personalAds = consent.ads === "session" || consent.ads === "persistent";
    return collections.recommend({ query, products, steps, shopper: this.#shoppers[purpose], personalAds });
  }

  #item(id: string): Item | undefined {
    const { items, rowOf } = this.#catalog.view();
    const row = rowOf.get(id);
    return row === undefined ? undefined : items[row];
  }

  #catalogChanged(what: "items" | "status"): void {
    if (what === "items") {
      if (this.#catalog.view().items.length > 0) this.#firstItems.resolve();
      this.#understand();
      this.#emit({ type: "shelves" });
    }
    this.#emit({ type: "catalog", catalog: this.#catalog.status() });
  }

  #buildChanged(rows: Build["rows"]): void {
    if (rows) {
      const source = { kind: "items", items: rows } as const;
      this.#loadCatalog(source).catch((error) => this.#degrade(error, "shelves stay empty"));
    } else if (this.#catalog.view().items.length > 0) this.#understand();
    this.#emit({ type: "shelves" });
  }

  async #named(list: RankedList): Promise<Shelf> {
    const shelf: Shelf = { ...list, id: crypto.randomUUID(), at: Date.now() };
    await this.remember(shelf);
    return shelf;
  }

  #listenToTabs(): void {
    this.#tabs.subscribe((message) => {
      if (message.type === "vectors-written") void this.#understanding.refresh();
      else {
        const work = message.type === "erased" ? this.#shoppers.load() : this.#shoppers.products.catchUp();
        work
          .then(() => {
            this.#emit({ type: "profile" });
            this.#emit({ type: "shelves" });
          })
          .catch((error) => this.#degrade(error, "the other tab's events are read at the next start"));
      }
    });
  }

  #degrade(error: unknown, instead: string): void {
    const degradation = { ...toErrorData(error, "ENGINE_CRASHED"), at: Date.now(), instead };
    this.#degraded = [...this.#degraded, degradation].slice(-MAX_DEGRADATIONS);
    this.#emit({ type: "degraded", degradation });
  }

  #emit(change: Change): void {
    for (const listener of this.#listeners) listener(change);
  }
}

/** Records of one call share its id, so that a repeated call is stored once; transactions keep their own. */
function named(record: EventRecord, eventId: string, index: number): EventRecord {
  return record.transactionId === undefined ? { ...record, id: `${eventId}:${index}` } : record;
}

function whenPageIsIdle(): Promise<void> {
  if (typeof requestIdleCallback === "undefined") return after(50);
  return new Promise((resolve) => requestIdleCallback(() => resolve(), { timeout: 1_000 }));
}

function after(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function withResolve(): { promise: Promise<void>; resolve: () => void } {
  let resolve!: () => void;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
