/** The one boundary between page and worker. Everything that crosses it is plain data. */
import type {
  CatalogStatus,
  Change,
  Consent,
  EventName,
  EventParams,
  EventRecord,
  ExperimentsData,
  ExplorationPlan,
  FairnessData,
  ImageEncoderPlan,
  Item,
  ItemUpdate,
  ProfileView,
  RecommendQuery,
  ReportsData,
  RulesData,
  Shelf,
  Status,
  TasteCardData,
  TrackResult,
} from "../types";

/** Where the items come from: the items themselves, or a URL of JSON, CSV, TSV or Merchant Center XML, or a file's bytes. */
export type CatalogSource =
  | { readonly kind: "items"; readonly items: readonly unknown[] }
  | { readonly kind: "url"; readonly url: string }
  | { readonly kind: "file"; readonly name: string; readonly file: Blob };

export interface EngineOptions {
  /** Absolute URL of the asset folder, with a trailing slash; absent: no encoder, words only. */
  readonly assetsUrl?: string;
  readonly catalog?: CatalogSource;
  /** The shop's file of rules, or its absolute URL. */
  readonly rules?: RulesData | string;
  readonly exploration?: ExplorationPlan;
  /** The shop's files, or their absolute URLs. */
  readonly experiments?: ExperimentsData | string;
  readonly fairness?: FairnessData | string;
  readonly reports?: ReportsData | string;
  readonly imageEncoder?: ImageEncoderPlan;
  /** Other things than products, by the collection's name. */
  readonly collections?: Readonly<Record<string, CatalogSource>>;
  readonly consent: Consent;
  /** The tab's session id (sessionStorage lives on the page), for consent `session`. */
  readonly sessionId?: string;
  /** Names the databases and locks, so that two shops on one origin stay apart. */
  readonly namespace: string;
  /** Which encoder to use; `auto` measures; `table` downloads no weights. */
  readonly encoder: "auto" | "none" | "table" | "wasm" | "webgpu" | "reference";
  /** ISO 4217, for items whose feed names none. */
  readonly currency?: string;
  /** Category names that are never profiled, cited or advertised on. */
  readonly sensitiveCategories: readonly string[];
  readonly locale?: string;
  /** Seconds-scale battery and data manners; read on the page, where the APIs live. */
  readonly saveData: boolean;
}

export type SparingReason = "save_data" | "low_battery";

export interface ProfileFile {
  readonly format: "aisle-profile";
  readonly schemaVersion: 1;
  readonly exportedAt: number;
  /** The profile as folded before `events`, where the log no longer holds all that made it. */
  readonly checkpoint?: unknown;
  readonly attributes: Readonly<Record<string, string>>;
  /** Of every purpose. */
  readonly events: readonly EventRecord[];
  /** Explored places, and what became of them, that the checkpoint covers: for `aisle evaluate --off-policy`. */
  readonly explored?: readonly EventRecord[];
}

/** In place of what is known, or beside it. */
export type ImportHow = "replace" | "merge";

export interface Engine {
  start(options: EngineOptions): Promise<Status>;
  /** Answers as soon as the engine's thread is free: how the page tells a busy engine from a dead one. */
  ping(): Promise<void>;
  /** @param eventId makes a repeated call harmless: a call that died with its worker is sent again */
  track(name: EventName, params: EventParams, eventId: string): Promise<TrackResult>;
  recommend(query: RecommendQuery): Promise<Shelf>;
  /** The page has made a shelf of its own from what it was given: acts on it are credited by its id. */
  remember(shelf: Shelf): Promise<void>;
  item(id: string): Promise<Item | undefined>;
  loadCatalog(source: CatalogSource): Promise<CatalogStatus>;
  updateCatalog(
    items: readonly ItemUpdate[],
  ): Promise<{ readonly updated: number; readonly unknown: readonly string[] }>;
  setConsent(consent: Consent, sessionId: string | undefined): Promise<void>;
  profile(): Promise<ProfileView>;
  setAttributes(attributes: Readonly<Record<string, string>>): Promise<void>;
  exportProfile(): Promise<ProfileFile>;
  importProfile(file: unknown, how: ImportHow): Promise<void>;
  erase(what: "behaviour" | "everything"): Promise<void>;
  /** A friend's card is taken, or the taste of that name removed. Rejects with `PROFILE_UNREADABLE` for what is no card. */
  setTaste(taste: TasteCardData | string): Promise<void>;
  setPaused(paused: boolean): Promise<void>;
  /** The shopper's answer to the shop's wish for reports; kept with their behaviour. */
  setReports(answer: "on" | "off"): Promise<void>;
  /** Newest first; for the inspector. */
  recentEvents(limit: number): Promise<readonly EventRecord[]>;
  status(): Promise<Status>;
  /** The page tells the worker what only the page sees. */
  setVisibility(visible: boolean): Promise<void>;
  /** Whether the device asks to be spared for this reason: bulk work waits, and so do its downloads. */
  setSparing(reason: SparingReason, sparing: boolean): Promise<void>;
  subscribe(listener: (change: Change) => void): Promise<void>;
  dispose(): Promise<void>;
}
