/** The client on the main thread: checks what it is given, passes it to the engine, and never breaks the shop's page. */
import { proxy } from "comlink";
import type { CatalogSource, EngineOptions, SparingReason } from "../engine/engine.protocol";
import { AisleError } from "../errors";
import type {
  Change,
  Consent,
  ConsentState,
  EventName,
  EventParams,
  Item,
  RecommendQuery,
  Shelf,
  ShelfQuery,
  Status,
} from "../types";
import { VERSION } from "../version";
import type { Aisle, AisleOptions, SharedPicture } from "./aisle";
import { checkEventName, checkOptions } from "./checkInput";
import { createConsent } from "./consent/consent";
import { EngineHost, type Surroundings } from "./engineHost";
import { savesData } from "./savesData";
import { createShelfViews } from "./shelfView";
import type { ShopSources } from "./shopSources";

/** How a build reaches its own files. */
export interface ClientSurroundings extends Surroundings {
  readonly loadOnDemand: () => Promise<typeof import("./onDemand")>;
  /** Defines `<aisle-inspector>`. */
  readonly loadInspector: () => Promise<unknown>;
  /** Throws for a query that the engine would refuse; without it the engine's answer is the first to say so. */
  readonly checkQuery?: (query: ShelfQuery) => void;
}

/** Acts of the first moments, told to what listens once it is here. */
const MAX_EARLY = 100;

export function createClient(options: AisleOptions, surroundings: ClientSurroundings): Aisle {
  checkOptions(options);
  const listeners = new Set<(change: Change) => void>();
  const consent = createConsent(options.consent, {
    namespace: options.namespace ?? "aisle",
    follows: options.consentFrom !== undefined,
  });
  /** What listens to the shop's page, once it is here, and what was tracked before. */
  let sources: ShopSources | undefined;
  const early: (readonly [EventName, EventParams])[] = [];
  const pageDegradations: Status["degraded"][number][] = [];
  let catalog: CatalogSource | undefined = sourceOf(options.catalog);

  const announce = (change: Change) => {
    for (const listener of [...listeners]) quietly(() => listener(change));
  };
  const degrade = (error: AisleError, instead: string) => {
    const degradation = { code: error.code, message: error.message, at: Date.now(), instead };
    pageDegradations.push(degradation);
    if (pageDegradations.length > 50) pageDegradations.shift();
    quietly(() => options.onError?.(error));
    announce({ type: "degraded", degradation });
  };

  const host = new EngineHost(surroundings, {
    run: options.run,
    workerUrl: options.workerUrl,
    createWorker: options.createWorker,
    onFailure: degrade,
    async onStart(engine) {
      await engine.subscribe(proxy(announce));
      await engine.start(engineOptions(options, catalog, consent.get(), consent.sessionId()));
      await engine.setVisibility(document.visibilityState !== "hidden");
      for (const [reason, on] of sparing) await engine.setSparing(reason, on);
    },
  });
  const onVisibility = () => {
    const visible = document.visibilityState !== "hidden";
    host.call((engine) => engine.setVisibility(visible)).catch(() => undefined);
  };
  /** Remembered for an engine that has to start again. */
  const sparing = new Map<SparingReason, boolean>();
  const setSparing = (reason: SparingReason, on: boolean) => {
    sparing.set(reason, on);
    host.call((engine) => engine.setSparing(reason, on)).catch(() => undefined);
  };
  const disposed = new AbortController();

  /** Wrong use throws to the caller; a failing environment answers with what is left. */
  const settle = async <T>(call: Promise<T>, instead: (error: AisleError) => T | Promise<T>): Promise<T> => {
    try {
      return await call;
    } catch (error) {
      if (error instanceof AisleError && isEnvironment(error)) {
        if (error.code !== "DISPOSED") degrade(error, "the call was answered without the engine");
        return instead(error);
      }
      throw error;
    }
  };
  const ask = (query: RecommendQuery): Promise<Shelf> => host.call((engine) => engine.recommend(query));
  const recommend = async (query: ShelfQuery): Promise<Shelf> => {
    surroundings.checkQuery?.(query);
    const { repeats: _, filter, boost, ...plain } = query;
    const own = typeof filter === "function" || boost;
    return settle(own ? refined(query) : ask({ ...plain, filter }), () => emptyShelf(query));
  };
  const refined = async (query: ShelfQuery): Promise<Shelf> => {
    const { refine } = await surroundings.loadOnDemand();
    return refine(query, {
      ask,
      remember: (shelf) => host.call((engine) => engine.remember(shelf)),
      newId: () => crypto.randomUUID(),
    });
  };
  const applyConsent = async (next: Consent): Promise<void> => {
    announce({ type: "consent", consent: next });
    await settle(
      host.call((engine) => engine.setConsent(next, consent.sessionId())),
      () => undefined,
    );
    sources?.consented();
  };

  let pictures: Promise<ReadonlyMap<string, SharedPicture>> | undefined;
  const loadPictures = async () => {
    try {
      const { openPictures } = await surroundings.loadOnDemand();
      return await openPictures(folderUrl(options.assets ?? ""));
    } catch (error) {
      degrade(asAisleError(error), "shelves show no pictures");
      return new Map<string, SharedPicture>();
    }
  };

  const sharedPicture = async (id: string) => {
    pictures ??= loadPictures();
    return (await pictures).get(id);
  };

  const aisle: Omit<Aisle, "shelf"> = {
    version: VERSION,
    locale: options.locale,
    async track(name: EventName, params: EventParams = {}) {
      checkEventName(name);
      if (consent.get().products === "pending" && consent.get().ads === "pending") {
        return { accepted: 0, dropped: { no_consent: 1 } };
      }
      if (sources) sources.tracked(name, params);
      else if (early.length < MAX_EARLY) early.push([name, params]);
      // The page's clock: a busy worker would see separate acts at one time.
      const stamped = { ...params, timestamp: params.timestamp ?? Date.now() };
      const eventId = crypto.randomUUID();
      return settle(
        host.call((engine) => engine.track(name, stamped, eventId)),
        () => ({ accepted: 0, dropped: { unreadable: 1 } }),
      );
    },
    recommend,
    search: (text, search = {}) => recommend({ ...search, placement: "search", text }),
    catalog: {
      async load(source) {
        const next = sourceOf(source) as CatalogSource;
        await host.call((engine) => engine.loadCatalog(next));
        // Remembered only once it worked, so that a restarted engine does not meet the bad one again.
        catalog = next;
      },
      update: (items) => host.call((engine) => engine.updateCatalog(items)),
      get: (id) =>
        settle<Item | undefined>(
          host.call((engine) => engine.item(String(id))),
          () => undefined,
        ),
    },
    profile: {
      get: () => host.call((engine) => engine.profile()),
      set: (attributes) => host.call((engine) => engine.setAttributes(attributes)),
      async edit(interest, strength) {
        await aisle.track("edit_interest", { interest, strength });
      },
      export: () => host.call((engine) => engine.exportProfile()),
      taste: (taste) => host.call((engine) => engine.setTaste(taste)),
      import: (file, how = "replace") => host.call((engine) => engine.importProfile(file, how)),
      erase: () => host.call((engine) => engine.erase("everything")),
      pause: () => host.call((engine) => engine.setPaused(true)),
      resume: () => host.call((engine) => engine.setPaused(false)),
    },
    consent: {
      get: () => consent.get(),
      async set(state: ConsentState | Partial<Consent>) {
        await applyConsent(consent.set(state));
      },
    },
    reports: { set: (answer) => host.call((engine) => engine.setReports(answer)) },
    async logout() {
      await host.call((engine) => engine.erase("behaviour"));
      await applyConsent(consent.reset());
    },
    picture: options.images === "shared" ? sharedPicture : undefined,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    recentEvents: (limit = 100) =>
      settle(
        host.call((engine) => engine.recentEvents(limit)),
        () => [],
      ),
    async status() {
      const where = await host.where().catch((): Status["engine"]["where"] => "main-thread");
      const status = await settle(
        host.call((engine) => engine.status()),
        () =>
          surroundings.loadOnDemand().then(
            ({ statusWithoutEngine }) => statusWithoutEngine(consent.get()),
            (cause) => {
              throw asAisleError(cause);
            },
          ),
      );
      return {
        ...status,
        engine: { where, restarts: host.restarts },
        events: { ...status.events, captured: sources?.captured() },
        degraded: [...pageDegradations, ...status.degraded].sort((a, b) => a.at - b.at).slice(-50),
      };
    },
    async dispose() {
      sources?.stop();
      document.removeEventListener("visibilitychange", onVisibility);
      disposed.abort();
      listeners.clear();
      await host.dispose();
    },
  };

  document.addEventListener("visibilitychange", onVisibility);
  const views = createShelfViews(aisle, {
    onError: (error) => {
      if (error instanceof AisleError && !isEnvironment(error)) reportError(error);
    },
  });
  const client: Aisle = {
    ...aisle,
    shelf(query) {
      surroundings.checkQuery?.(query);
      return views(query);
    },
  };

  /** Any page opens the inspector with `?aisle-inspect`. */
  const inspected = /[?&]aisle-inspect\b/.test(location.search);
  const listen = async () => {
    const { openShopSources, followDebug, openInspector, watchSparing } = await surroundings.loadOnDemand();
    if (disposed.signal.aborted) return;
    watchSparing(navigator, setSparing, disposed.signal);
    if (options.debug) followDebug(client);
    if (inspected) openInspector(client, surroundings.loadInspector).catch(reportError);
    sources = openShopSources({
      options,
      client,
      allowed: () => consent.get().products !== "pending",
      signal: (next) => void applyConsent(consent.signal(next)),
    });
    for (const [name, params] of early.splice(0)) sources.tracked(name, params);
  };
  const begin = () =>
    void listen().catch((cause) =>
      degrade(asAisleError(cause), "only events that the shop tracks itself are recorded"),
    );
  // The data layer keeps what is pushed meanwhile: the shop's own start goes first.
  if (options.consentFrom || typeof requestIdleCallback === "undefined") begin();
  else requestIdleCallback(begin, { timeout: 2_000 });
  // The engine starts at once, so that the first shelf does not wait for it.
  host.where().catch((error: AisleError) => degrade(error, "shelves stay empty"));
  return client;
}

function engineOptions(
  options: AisleOptions,
  catalog: CatalogSource | undefined,
  consent: Consent,
  sessionId: string | undefined,
): EngineOptions {
  return {
    assetsUrl: options.assets === undefined ? undefined : folderUrl(options.assets),
    catalog,
    rules: options.rules,
    exploration: options.exploration,
    experiments: options.experiments,
    fairness: options.fairness,
    reports: options.reports,
    imageEncoder: options.imageEncoder,
    collections: options.collections && everySource(options.collections),
    consent,
    sessionId,
    namespace: options.namespace ?? "aisle",
    encoder: options.encoder ?? "auto",
    sensitiveCategories: options.sensitiveCategories ?? [],
    currency: options.currency,
    locale: options.locale ?? (document.documentElement.lang || navigator.language),
    saveData: savesData(navigator),
  };
}

function folderUrl(folder: string): string {
  return new URL(folder.endsWith("/") ? folder : `${folder}/`, document.baseURI).href;
}

function sourceOf(source: AisleOptions["catalog"] | File): CatalogSource | undefined {
  if (source === undefined) return undefined;
  if (typeof source === "string") return { kind: "url", url: new URL(source, document.baseURI).href };
  if (source instanceof Blob) return { kind: "file", name: source.name, file: source };
  return { kind: "items", items: source };
}

function everySource(collections: NonNullable<AisleOptions["collections"]>): EngineOptions["collections"] {
  return Object.fromEntries(
    Object.entries(collections).map(([name, source]) => [name, sourceOf(source) as CatalogSource]),
  );
}

function emptyShelf(query: ShelfQuery): Shelf {
  return {
    id: crypto.randomUUID(),
    placement: query.placement,
    collection: query.collection ?? "products",
    items: [],
    rung: "none",
    reason: "engine_failed",
    at: Date.now(),
  };
}

function isEnvironment(error: AisleError): boolean {
  return !["OPTIONS_INVALID", "EVENT_INVALID", "QUERY_INVALID", "CONSENT_INVALID", "PROFILE_UNREADABLE"].includes(
    error.code,
  );
}

function asAisleError(error: unknown): AisleError {
  if (error instanceof AisleError) return error;
  return new AisleError("ENGINE_CRASHED", `A part of Aisle could not be loaded: ${String(error)}.`, { cause: error });
}

/** A listener's own failure is its own: reported where the page reports errors, never passed on. */
function quietly(work: () => void): void {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
}
