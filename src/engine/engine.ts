/**
 * The engine, whole: what the shopper does goes through intake into the store and the profile; the catalogue is parsed and
 * embedded in the background; every shelf is ranked from both on the spot.
 */
import type { EncoderEngine } from "../encoder/encoderEngine";
import { itemText } from "../encoder/itemText";
import { detectLanguage } from "../encoder/language";
import { yieldToEventLoop } from "../encoder/tiers/yieldToEventLoop";
import { AisleError, toErrorData } from "../errors";
import { profileView } from "../profile/profileView";
import { isSensitive } from "../profile/sensitive";
import type { RankContext } from "../ranking/rankContext";
import { emptyList, type RankedList } from "../ranking/rankedList";
import { readQuery } from "../ranking/readQuery";
import { recommend } from "../ranking/recommend";
import type { StepsOf } from "../ranking/shelfSteps";
import { prepareWordIndex } from "../ranking/words/wordIndexOf";
import type {
  AssetsStatus,
  Change,
  Consent,
  Degradation,
  EventRecord,
  Item,
  ItemUpdate,
  Purpose,
  RecommendQuery,
  Shelf,
  Status,
} from "../types";
import { VERSION } from "../version";
import { type AssetCache, createAssetCache } from "./assets/assetCache";
import type { Build, BuildSupply } from "./assets/build";
import type { EncoderDownload } from "./assets/downloadEncoder";
import { createAttribution } from "./attribution";
import { type Catalog, createCatalog } from "./catalog/catalog";
import { createEmbedder, type Embedder } from "./catalog/embedder";
import { EncoderSupply } from "./choose";
import type { Collections, CollectionsOptions } from "./collections";
import type { Engine, EngineOptions, ProfileFile, SparingReason } from "./engine.protocol";
import { createIntake, type Intake } from "./intake/intake";
import { createQueryVectors, type QueryVectors } from "./queryVectors";
import { createQuietWatch, type QuietWatch } from "./quietWatch";
import { Shopper } from "./shopper";
import type { ShopRules } from "./shopRules";
import { createEmbeddingLock } from "./store/embeddingLock";
import { eraseStored } from "./store/eraseStored";
import { openStore } from "./store/openStore";
import type { StoreScope } from "./store/store";
import { createTabs, type TabMessage, type Tabs } from "./store/tabs";
import { createTierFactories } from "./tierFactories";

/** How long a shelf waits for the first items of a catalogue that is still on its way. */
const FIRST_ITEMS_WITHIN_MS = 8_000;
/** How long a shelf waits for what `aisle build` published; afterwards it is ranked without, and again with it. */
const BUILD_WITHIN_MS = 1_000;
/** A page that comes back into sight looks for a newer build at most so often. */
const CHECK_BUILD_EVERY_MS = 15 * 60_000;
/** A smaller catalogue is embedded before a probe has paid for itself. */
const BULK_ITEMS = 500;
/** How long a call may wait for the batch in hand. */
const EMBED_BATCH_MS = 40;
const MAX_DEGRADATIONS = 50;

export function createEngine(): Engine {
  const calls = createQuietWatch();
  return calls.watched(new AisleEngine(calls));
}

class AisleEngine implements Engine {
  #options!: EngineOptions;
  #shoppers!: Readonly<Record<Purpose, Shopper>>;
  #consent!: Consent;
  #intake!: Intake;
  #catalog!: Catalog;
  #embedder!: Embedder;
  #supply!: EncoderSupply;
  #queryVectors!: QueryVectors;
  #cache!: AssetCache;
  #tabs!: Tabs;
  #builds: BuildSupply | undefined;
  /** Settles, and never rejects, once it is known whether there is a build. */
  #opening: Promise<void> = Promise.resolve();
  #buildCheckedAt = 0;
  /** The page brings a catalogue, or has: the build's is not for it. */
  #hasOwnCatalog = false;
  #builtRows: Build["rows"];
  #availability: readonly unknown[] = [];
  #mismatched: string | undefined;
  #download: EncoderDownload | undefined;
  #loading: Promise<unknown> = Promise.resolve();
  #firstItems = withResolve();
  #attribution = createAttribution();
  #rules: Promise<ShopRules> | undefined;
  /** Settles, and never rejects. */
  #collections: Promise<Collections | undefined> = Promise.resolve(undefined);
  #calls: QuietWatch;

  constructor(calls: QuietWatch) {
    this.#calls = calls;
  }
  #listeners: ((change: Change) => void)[] = [];
  #degraded: Degradation[] = [];
  #timings: Record<string, number> = {};
  #started = performance.now();
  #ended = new AbortController();
  #sparing = new Set<SparingReason>();

  async ping(): Promise<void> {}

  async start(options: EngineOptions): Promise<Status> {
    this.#options = options;
    this.#consent = options.consent;
    this.#tabs = createTabs(options.namespace);
    this.#shoppers = {
      products: await this.#openShopper("products", options.sessionId),
      ads: await this.#openShopper("ads", options.sessionId),
    };
    const thread = typeof document === "undefined" ? "worker" : "main-thread";
    const idle = thread === "worker" ? (signal: AbortSignal) => this.#calls.quiet(signal) : whenPageIsIdle;
    const storage = () => this.#shoppers.products.store;
    const pace = { now: () => performance.now(), yieldNow: yieldToEventLoop };
    const onDegraded = (error: AisleError, instead: string) => this.#degrade(error, instead);

    const reading = {
      ...pace,
      currency: options.currency,
      fetch: (url: string, init: RequestInit) => fetch(url, init),
      today: Date.now,
      wait: (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms)),
      onDegraded,
    };
    this.#catalog = createCatalog({ ...reading, store: storage, onChange: (what) => this.#catalogChanged(what) });
    this.#cache = createAssetCache({ store: storage, caches: globalThis.caches });
    this.#supply = new EncoderSupply({
      want: options.assetsUrl === undefined ? "none" : options.encoder,
      factories: createTierFactories({ thread }),
      open: (onProgress) => this.#openEncoder(onProgress),
      readSetting: (key) => storage().readSetting(key),
      writeSetting: (key, value) => storage().writeSetting(key, value),
      clock: () => performance.now(),
      idle: () => idle(this.#ended.signal),
      onChange: () => this.#emit({ type: "encoder", encoder: this.#supply.status() }),
      onDegraded,
    });
    this.#queryVectors = createQueryVectors(this.#supply);
    const embedding = {
      ...pace,
      store: storage,
      table: async () => (this.#wantsEncoder() ? this.#supply.table() : undefined),
      demote: (engine: EncoderEngine, error: AisleError) => this.#supply.demote(engine, error),
      itemText,
      lock: createEmbeddingLock(options.namespace, navigator.locks),
      idle,
      clock: () => performance.now(),
      batchMs: EMBED_BATCH_MS,
      announce: (message: TabMessage) => this.#tabs.announce(message),
      onDegraded,
    };
    this.#embedder = createEmbedder({
      ...embedding,
      encoder: async () => {
        if (!this.#wantsEncoder()) return undefined;
        return this.#catalog.view().items.length < BULK_ITEMS ? this.#supply.single() : this.#supply.bulk();
      },
      shipped: () => this.#builds?.build()?.vectors,
      onProgress: (embedded) => {
        if (embedded.done > 0 || embedded.table) this.#timings.firstVectorsMs ??= performance.now() - this.#started;
        this.#catalog.report({ embedded });
      },
    });
    if (options.saveData) void this.setSparing("save_data", true);
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
    await this.#loadShoppers();
    this.#hasOwnCatalog = options.catalog !== undefined;
    if (options.collections) {
      const encoder = async () =>
        this.#wantsEncoder() && this.#sparing.size === 0 ? this.#supply.single() : undefined;
      this.#collections = this.#openCollections(options.collections, reading, { ...embedding, encoder });
    }
    if (options.assetsUrl !== undefined) this.#opening = this.#openBuild(options.assetsUrl);
    // The table should be here when the first items are. What fails is told when they are to be embedded.
    if (options.catalog && this.#wantsEncoder()) void this.#opening.then(() => this.#supply.prepare()).catch(() => {});
    if (options.catalog) this.loadCatalog(options.catalog).catch((error) => this.#degrade(error, "shelves stay empty"));
    else void this.#catalog.restore();
    return this.status();
  }

  async track(...[name, params, eventId]: Parameters<Engine["track"]>) {
    const { records, dropped } = this.#intake.take(name, params, {
      consent: this.#consent,
      paused: this.#shoppers.products.paused,
    });
    let accepted = 0;
    for (const purpose of ["products", "ads"] as const) {
      const own = records.filter((record) => record.purpose === purpose).map((record, i) => named(record, eventId, i));
      if (own.length === 0) continue;
      const stored = await this.#shoppers[purpose].record(own);
      accepted += stored.length;
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
    await Promise.race([this.#opening, after(BUILD_WITHIN_MS)]);
    if (this.#builds?.status().state === "disabled") return this.#named(emptyList(readQuery(query), "disabled"));
    await Promise.race([this.#firstItems.promise, after(FIRST_ITEMS_WITHIN_MS)]);
    void this.#refreshAvailability();
    const context = this.#context();
    const queryVector = query.placement === "search" ? await this.#queryVector(query.text ?? "", context) : undefined;
    const steps = await this.#stepsOf(query);
    const started = performance.now();
    const list = this.#isOfProducts(query)
      ? recommend(query, { ...context, queryVector, steps })
      : await this.#recommendOthers(query, { ...context, queryVector }, steps);
    this.#timings.lastRankMs = performance.now() - started;
    this.#timings.firstShelfMs ??= performance.now() - this.#started;
    const { state } = this.#catalog.status();
    const reason = list.reason === "no_catalog" && state === "loading" ? "catalog_loading" : list.reason;
    return this.#named({ ...list, reason });
  }

  async remember(shelf: Shelf) {
    this.#attribution.remember(shelf);
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
    this.#catalog.update(this.#availability as readonly ItemUpdate[]);
    // Events folded before their items were known lack category, brand and price.
    await this.#loadShoppers();
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
    const before = this.#consent;
    this.#consent = consent;
    this.#options = { ...this.#options, sessionId };
    for (const purpose of ["products", "ads"] as const) {
      if (consent[purpose] === before[purpose]) continue;
      if (consent[purpose] === "pending") await this.#reopenInMemory(purpose);
      else {
        await this.#shoppers[purpose].store.changeScope(scopeOf(consent[purpose], sessionId));
        await this.#shoppers[purpose].load();
      }
    }
    // What was downloaded before the shopper agreed to storage is kept from now on.
    void this.#download?.keep();
    void this.#builds?.keep();
    this.#emit({ type: "profile" });
    this.#emit({ type: "shelves" });
  }

  async profile() {
    const { state, paused, attributes } = this.#shoppers.products;
    return profileView(state, {
      itemOf: (id) => this.#item(id),
      now: Date.now(),
      paused,
      attributes,
      sensitiveCategories: this.#options.sensitiveCategories,
    });
  }

  async setAttributes(attributes: Readonly<Record<string, string>>): Promise<void> {
    await this.#shoppers.products.setAttributes(attributes);
    this.#emit({ type: "profile" });
  }

  async exportProfile(): Promise<ProfileFile> {
    const [products, ads] = await Promise.all([this.#shoppers.products.export(), this.#shoppers.ads.export()]);
    return { ...products, events: [...products.events, ...ads.events] };
  }

  async importProfile(file: unknown): Promise<void> {
    await this.#shoppers.products.import(file);
    this.#tabs.announce({ type: "erased", what: "behaviour" });
    this.#emit({ type: "profile" });
    this.#emit({ type: "shelves" });
  }

  async erase(what: "behaviour" | "everything"): Promise<void> {
    for (const purpose of ["ads", "products"] as const) await this.#shoppers[purpose].erase(what);
    this.#tabs.announce({ type: "erased", what });
    this.#emit({ type: "profile" });
    this.#emit({ type: "shelves" });
  }

  async setPaused(paused: boolean): Promise<void> {
    await this.#shoppers.products.setPaused(paused);
    this.#emit({ type: "profile" });
  }

  async recentEvents(limit: number): Promise<readonly EventRecord[]> {
    const events = await this.#shoppers.products.store.recentEvents(limit);
    return events.map(({ sequence, ...record }) => record);
  }

  async status(): Promise<Status> {
    const { store } = this.#shoppers.products;
    const untouched = store.kind === "memory" && !store.reason && this.#consent.products === "pending";
    return {
      version: VERSION,
      engine: { where: "worker", restarts: 0 },
      consent: this.#consent,
      storage: { kind: untouched ? "none" : store.kind, reason: store.reason },
      events: { stored: await store.countEvents(), dropped: this.#intake.dropped() },
      catalog: this.#catalog.status(),
      assets: this.#assetsStatus(),
      encoder: this.#supply.status(),
      timings: this.#timings,
      degraded: this.#degraded,
    };
  }

  async setVisibility(visible: boolean): Promise<void> {
    if (visible) {
      this.#embedder.resume("hidden");
      if (Date.now() - this.#buildCheckedAt > CHECK_BUILD_EVERY_MS) void this.#checkBuild();
    } else {
      this.#embedder.pause("hidden");
      // The page may not come back.
      if (this.#catalog.status().state === "ready") await this.#shoppers.products.checkpoint();
    }
  }

  async setSparing(reason: SparingReason, sparing: boolean): Promise<void> {
    if (sparing) {
      this.#sparing.add(reason);
      this.#embedder.pause(reason);
    } else if (this.#sparing.delete(reason)) {
      this.#embedder.resume(reason);
      void this.#bringWeights().catch((error) => this.#degrade(error, "the table answers searches"));
    }
  }

  async subscribe(listener: (change: Change) => void): Promise<void> {
    this.#listeners.push(listener);
  }

  async dispose(): Promise<void> {
    this.#listeners = [];
    this.#ended.abort();
    this.#catalog?.dispose();
    await this.#embedder?.stop();
    await (await this.#collections)?.dispose();
    this.#supply?.dispose();
    this.#tabs?.close();
    for (const shopper of Object.values(this.#shoppers ?? {})) shopper.store.close();
  }

  // ── Behind the interface ───────────────────────────────────────────────────────────────────────────────────

  #context(): RankContext {
    const catalog = this.#catalog.view();
    return {
      catalog,
      vectors: this.#embedder.vectors(catalog.revision),
      profile: this.#shoppers.products.state,
      learned: this.#usableBuild()?.learned,
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

  async #openCollections(
    sources: NonNullable<EngineOptions["collections"]>,
    catalog: CollectionsOptions["catalog"],
    embedder: CollectionsOptions["embedder"],
  ): Promise<Collections | undefined> {
    try {
      const { createCollections } = await import("./collections");
      return createCollections(sources, {
        catalog,
        embedder,
        onChange: () => this.#emit({ type: "shelves" }),
        now: Date.now,
        randomBits: () => crypto.getRandomValues(new Uint32Array(1))[0],
        onDegraded: (error, instead) => this.#degrade(error, instead),
      });
    } catch (error) {
      this.#degrade(error, "only products are shown");
      return undefined;
    }
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
    const personalAds = this.#consent.ads === "session" || this.#consent.ads === "persistent";
    return collections.recommend({ query, products, steps, shopper: this.#shoppers[purpose], personalAds });
  }

  #item(id: string): Item | undefined {
    const { items, rowOf } = this.#catalog.view();
    const row = rowOf.get(id);
    return row === undefined ? undefined : items[row];
  }

  async #openShopper(purpose: Purpose, sessionId: string | undefined): Promise<Shopper> {
    const { sensitiveCategories } = this.#options;
    const namespace = this.#namespace(purpose);
    const consent = this.#consent[purpose];
    // `off` is an answer: what an earlier visit kept goes. `pending` is none: nothing is touched.
    if (consent === "off") {
      await eraseStored(namespace, "behaviour", { caches: globalThis.caches }).catch((error) =>
        this.#degrade(error, "what an earlier visit stored could not be erased"),
      );
    }
    const store = await openStore({
      namespace,
      scope: scopeOf(consent, sessionId),
      now: Date.now,
      locks: navigator.locks,
      caches: globalThis.caches,
      onDegraded: (reason, cause) =>
        this.#degrade(new AisleError("STORAGE_FAILED", reason, { cause }), "memory is used until the page is left"),
    });
    const factsOf = ({ itemId }: EventRecord) => {
      const item = itemId === undefined ? undefined : this.#item(itemId);
      return item && { ...item, price: item.salePrice ?? item.price };
    };
    const onDegraded = (error: AisleError, instead: string) => this.#degrade(error, instead);
    return new Shopper({ store, now: Date.now, factsOf, sensitiveCategories, onDegraded });
  }

  /** Ads are another purpose: their log is another database. */
  #namespace(purpose: Purpose): string {
    return purpose === "products" ? this.#options.namespace : `${this.#options.namespace}.${purpose}`;
  }

  async #reopenInMemory(purpose: Purpose): Promise<void> {
    this.#shoppers[purpose].store.close();
    const shopper = await this.#openShopper(purpose, undefined);
    this.#shoppers = { ...this.#shoppers, [purpose]: shopper };
  }

  async #loadShoppers(): Promise<void> {
    for (const shopper of Object.values(this.#shoppers)) await shopper.load();
  }

  #catalogChanged(what: "items" | "status"): void {
    if (what === "items") {
      if (this.#catalog.view().items.length > 0) this.#firstItems.resolve();
      void this.#understand();
      this.#emit({ type: "shelves" });
    }
    this.#emit({ type: "catalog", catalog: this.#catalog.status() });
  }

  /** Words first, so that shelves answer; then the encoder, the language, and a vector for every item. */
  async #understand(): Promise<void> {
    const view = this.#catalog.view();
    await prepareWordIndex(view, { yieldNow: yieldToEventLoop });
    await this.#opening;
    if (view.items.length === 0) return;
    const build = this.#builds?.build();
    this.#tellMismatch(build);
    if (!this.#wantsEncoder() && !build?.vectors) return;
    try {
      const isCurrent = () => view.revision === this.#catalog.view().revision;
      if (!isCurrent()) return;
      // A build knows its language; its vectors are there at once, and the encoder is for what it does not know.
      const preparing = this.#wantsEncoder() ? this.#supply.prepare() : undefined;
      const found = build?.manifest.language ?? (preparing && detectLanguage(view.items, (await preparing).tokenizer));
      if (!isCurrent()) return;
      if (found) this.#catalog.report(found);
      if (found?.language === "words") return;
      await Promise.all([preparing, this.#embedder.embed(view)]);
      this.#tellOtherEncoder(build);
      await this.#bringWeights();
    } catch (error) {
      this.#degrade(error, "words rank the catalogue");
    }
  }

  /**
   * BERT answers searches better than the table does: it comes once the items are served, whether or not it had a part in
   * that (a build may have had every vector), so that the first search need not wait for it.
   */
  async #bringWeights(): Promise<void> {
    const { language, embedded } = this.#catalog.status();
    if (!this.#wantsEncoder() || this.#sparing.size > 0 || language === "words" || embedded.total === 0) return;
    // What failed a moment ago, and was told, is not asked for again.
    if (this.#supply.status().state === "failed") return;
    await this.#supply.single().catch((error) => {
      // What cannot run here is told by `status().encoder.reasons`.
      if (!(error instanceof AisleError && error.code === "BACKEND_UNAVAILABLE")) throw error;
    });
  }

  async #openEncoder(onProgress: (loaded: number, total: number) => void): Promise<EncoderDownload> {
    const started = performance.now();
    const onFallback = (error: AisleError) => this.#degrade(error, "the last good encoder goes on");
    const { openEncoder } = await import("./assets/downloadEncoder");
    const timed = (loaded: number, total: number) => {
      if (loaded === total) this.#timings.encoderDownloadMs ??= performance.now() - started;
      onProgress(loaded, total);
    };
    const holdsFiles = () => this.#shoppers.products.store.kind === "memory";
    const options = { cache: this.#cache, holdsFiles, onProgress: timed, onFallback };
    this.#download = await openEncoder(this.#encoderUrl(), options);
    return this.#download;
  }

  #encoderUrl(): string {
    return new URL(this.#builds?.build()?.manifest.encoder?.folder ?? "encoder/", this.#options.assetsUrl).href;
  }

  #wantsEncoder(): boolean {
    const { assetsUrl, encoder } = this.#options;
    return assetsUrl !== undefined && encoder !== "none";
  }

  async #queryVector(text: string, { vectors, language }: RankContext): Promise<Float32Array | undefined> {
    if (language !== "covered") return undefined;
    const vector = await this.#queryVectors.of(text);
    // Vectors that came with a build may be another encoder's: their space is not the query's.
    return vectors?.modelId === this.#supply.status().modelId ? vector : undefined;
  }

  async #openBuild(folderUrl: string): Promise<void> {
    try {
      const { createBuildSupply } = await import("./assets/buildSupply");
      this.#builds = createBuildSupply({
        folderUrl,
        cache: this.#cache,
        wantsCatalog: () => !this.#hasOwnCatalog,
        saveData: this.#options.saveData,
        now: Date.now,
        onChange: () => this.#buildChanged(),
        onDegraded: (error, instead) => this.#degrade(error, instead),
      });
      await this.#checkBuild();
    } catch (error) {
      this.#degrade(error, "shelves are ranked without the build");
    }
  }

  async #checkBuild(): Promise<void> {
    this.#buildCheckedAt = Date.now();
    await this.#builds?.check();
  }

  #buildChanged(): void {
    const rows = this.#builds?.build()?.rows;
    if (rows && rows !== this.#builtRows && !this.#hasOwnCatalog) {
      this.#builtRows = rows;
      this.#loadCatalog({ kind: "items", items: rows }).catch((error) => this.#degrade(error, "shelves stay empty"));
    } else if (this.#catalog.view().items.length > 0) void this.#understand();
    this.#emit({ type: "shelves" });
  }

  /** Never holds a shelf up: what the file says shows in the next one, which follows at once. */
  async #refreshAvailability(): Promise<void> {
    const changes = await this.#builds?.availability();
    if (!changes) return;
    this.#availability = changes;
    await this.updateCatalog(changes as readonly ItemUpdate[]);
  }

  #assetsStatus(): AssetsStatus {
    if (!this.#builds) return { state: this.#options.assetsUrl === undefined ? "none" : "loading" };
    return { ...this.#builds.status(), known: this.#builds.build()?.ids.filter((id) => this.#item(id)).length };
  }

  /** The build in use, unless it speaks of other items than the page's. */
  #usableBuild(): Build | undefined {
    const build = this.#builds?.build();
    return build?.manifest.buildId === this.#mismatched ? undefined : build;
  }

  /** A build of another shop, or of other ids, does no harm and no good: that is worth telling. */
  #tellMismatch(build: Build | undefined): void {
    if (!build || build.ids.length === 0 || this.#catalog.status().state !== "ready") return;
    if (this.#mismatched === build.manifest.buildId || build.ids.some((id) => this.#item(id))) return;
    this.#mismatched = build.manifest.buildId;
    const [first] = this.#catalog.view().items;
    this.#degrade(
      new AisleError("ASSET_MISMATCH", "The build knows none of this catalogue's items.", {
        seen: `${build.ids[0]} in the build, ${first?.id} in the catalogue`,
        fix: "Build from the feed that the page shows: ids must be the same.",
      }),
      "shelves are ranked without the build",
    );
  }

  #tellOtherEncoder(build: Build | undefined): void {
    const built = build?.manifest.encoder?.modelId;
    const { modelId } = this.#supply.status();
    if (built === undefined || modelId === undefined || built === modelId || this.#mismatched === modelId) return;
    this.#mismatched = modelId;
    this.#degrade(
      new AisleError("ASSET_MISMATCH", `The build was made with the encoder ${built}, the folder holds ${modelId}.`, {
        fix: "Build again after changing the encoder.",
      }),
      "searches are answered by words",
    );
  }

  #named(list: RankedList): Shelf {
    const shelf: Shelf = { ...list, id: crypto.randomUUID(), at: Date.now() };
    this.#attribution.remember(shelf);
    return shelf;
  }

  #listenToTabs(): void {
    this.#tabs.subscribe((message) => {
      if (message.type === "vectors-written") void this.#embedder.refresh();
      else {
        const work = message.type === "erased" ? this.#loadShoppers() : this.#shoppers.products.catchUp();
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

function scopeOf(consent: Consent[Purpose], sessionId: string | undefined): StoreScope {
  if (consent === "persistent") return { kind: "persistent" };
  return consent === "session" && sessionId !== undefined ? { kind: "session", sessionId } : { kind: "memory" };
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
