/** The client's interface: what `createAisle` returns, and what the script tag, React and the elements are built on. */
import type { ImportHow, ProfileFile } from "../engine/engine.protocol";
import type { AisleError } from "../errors";
import type {
  CaptureSource,
  Change,
  Consent,
  ConsentSource,
  ConsentState,
  EventName,
  EventParams,
  EventRecord,
  ExperimentsData,
  ExplorationPlan,
  FairnessData,
  ImageEncoderPlan,
  Interest,
  Item,
  ItemFilter,
  ItemUpdate,
  ProfileView,
  ReportsData,
  RulesData,
  Shelf,
  ShelfQuery,
  Status,
  TasteCardData,
  TrackResult,
} from "../types";

export interface AisleOptions {
  /** URL of the folder with the encoder and, after `aisle build`, the trained weights. */
  readonly assets?: string;
  /** The items, or the URL of a JSON, CSV, TSV or Google Merchant Center XML feed. */
  readonly catalog?: readonly Item[] | string;
  /** The shop's file of merchandising rules, or its URL. */
  readonly rules?: RulesData | string;
  /** Which placements let items that just missed a shelf stand in its last places now and then, and how. */
  readonly exploration?: ExplorationPlan;
  /** The shop's file of experiments, or its absolute URL: this browser draws its arm itself, and tells nobody. */
  readonly experiments?: ExperimentsData | string;
  /** Offsets of groups that are shown less, or more, than they merit; or the absolute URL of the file. */
  readonly fairness?: FairnessData | string;
  /** The plan of what may be asked of shoppers who agree to it (`reports.set("on")`), or its absolute URL. */
  readonly reports?: ReportsData | string;
  /** Promotions, ads, articles: items or the URL of a feed, by the name that `recommend({ collection })` asks for. */
  readonly collections?: Readonly<Record<string, readonly Item[] | string>>;
  /** Default `pending`: nothing is recorded or stored until a state arrives. */
  readonly consent?: ConsentState | Partial<Consent>;
  /** Follows the shop's consent platform instead: nothing is recorded until it speaks. `consent.set` still wins. */
  readonly consentFrom?: ConsentSource | ConsentFrom;
  /** Events that need no tagging: `all` (default), `off`, or the sources by name. */
  readonly capture?: "all" | "off" | readonly CaptureSource[];
  /** Name of the data layer's variable; default `dataLayer`. */
  readonly dataLayerName?: string;
  /** CSS selector of search inputs that do not look like one. */
  readonly searchSelector?: string;
  /** Keeps two shops on one origin apart. Default `aisle`. */
  readonly namespace?: string;
  readonly encoder?: "auto" | "none" | "table" | "wasm" | "webgpu" | "reference";
  /** Makes the vectors of pictures that a build's space of them lacks: of new items. Needs `assets` with such a space. */
  readonly imageEncoder?: ImageEncoderPlan;
  readonly sensitiveCategories?: readonly string[];
  /** BCP 47; default the page's language. */
  readonly locale?: string;
  /** ISO 4217, for items whose feed names none. */
  readonly currency?: string;
  /**
   * `items` (default): shelves load each item's own picture, which tells its host what is on the shelf. `shared`: from the
   * asset folder's `pictures.json`, the same files for every shopper.
   */
  readonly images?: "items" | "shared";
  /** URL of the worker file, when the library comes from another origin. */
  readonly workerUrl?: string;
  readonly createWorker?: () => Worker;
  /** `main-thread` runs in slices without a worker. */
  readonly run?: "auto" | "worker" | "main-thread";
  /** What failed around Aisle; shoppers never see it. */
  readonly onError?: (error: AisleError) => void;
  /** Tells the console what happens. */
  readonly debug?: boolean;
}

export interface ConsentFrom {
  readonly source: ConsentSource;
  /** What a yes allows; default `persistent`. */
  readonly granted?: "session" | "persistent";
  /** Google's consent types that products need, all of them; default `personalization_storage`. */
  readonly products?: readonly string[];
}

export type SearchOptions = Omit<ShelfQuery, "placement" | "text" | "item">;

/** One tile of a file that holds many pictures. */
export interface SharedPicture {
  readonly url: string;
  /** Tiles in a row of the file, and rows. */
  readonly columns: number;
  readonly rows: number;
  /** This tile's place, from 0. */
  readonly column: number;
  readonly row: number;
}

/** A live shelf: `current()` keeps its reference until the shelf has changed. */
export interface ShelfView {
  current(): Shelf | undefined;
  subscribe(listener: () => void): () => void;
}

export interface Aisle {
  readonly version: string;
  /** As the options gave it. */
  readonly locale?: string;
  track(name: EventName, params?: EventParams): Promise<TrackResult>;
  recommend(query: ShelfQuery): Promise<Shelf>;
  /** The same view for an equal query while anybody is subscribed to it. Live shelves of a page do not repeat items. */
  shelf(query: ShelfQuery): ShelfView;
  search(text: string, options?: SearchOptions): Promise<Shelf>;
  readonly catalog: {
    load(source: readonly Item[] | string | File): Promise<void>;
    update(items: readonly ItemUpdate[]): Promise<{ readonly updated: number; readonly unknown: readonly string[] }>;
    get(id: string): Promise<Item | undefined>;
  };
  readonly profile: {
    get(): Promise<ProfileView>;
    /** Declared by the shopper, never inferred. */
    set(attributes: Readonly<Record<string, string>>): Promise<void>;
    edit(interest: Interest, strength: number): Promise<void>;
    export(): Promise<ProfileFile>;
    /**
     * Takes a friend's card, or by its name removes the taste of one. It leans the home shelf, and reasons say whose it is.
     * @throws AisleError `PROFILE_UNREADABLE` for what is no card
     */
    taste(taste: TasteCardData | string): Promise<void>;
    /**
     * Takes up what `export` gave: `replace` (the default) in place of what is known here, `merge` beside it, as after a
     * login. Events of the ads purpose join its own log, where the shopper has answered for ads.
     */
    import(file: unknown, how?: ImportHow): Promise<void>;
    erase(): Promise<void>;
    pause(): Promise<void>;
    resume(): Promise<void>;
  };
  readonly consent: {
    get(): Consent;
    /** A state alone means products; both may be given. */
    set(consent: ConsentState | Partial<Consent>): Promise<void>;
  };
  readonly reports: {
    /**
     * The shopper's own answer, off until then, kept and erased with their profile. Does nothing where the shop has no plan;
     * `status().reports` says what was, or would be, sent.
     */
    set(answer: "on" | "off"): Promise<void>;
  };
  /** On a shared device: forgets the shopper and what they chose here; the catalogue and the encoder stay. */
  logout(): Promise<void>;
  /** For elements: a picture of `images: "shared"`; undefined where items bring their own. */
  picture?(id: string): Promise<SharedPicture | undefined>;
  subscribe(listener: (change: Change) => void): () => void;
  recentEvents(limit?: number): Promise<readonly EventRecord[]>;
  status(): Promise<Status>;
  dispose(): Promise<void>;
}

export type { ItemFilter };
