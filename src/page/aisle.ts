/** The client's interface: what `createAisle` returns, and what the script tag, React and the elements are built on. */
import type { ProfileFile } from "../engine/engine.protocol";
import type { AisleError } from "../errors";
import type {
  Change,
  Consent,
  ConsentState,
  EventName,
  EventParams,
  EventRecord,
  Interest,
  Item,
  ItemFilter,
  ItemUpdate,
  ProfileView,
  RecommendQuery,
  Shelf,
  Status,
  TrackResult,
} from "../types";

export interface AisleOptions {
  /** URL of the folder with the encoder and, after `aisle build`, the trained weights. */
  readonly assets?: string;
  /** The items, or the URL of a JSON, CSV, TSV or Google Merchant Center XML feed. */
  readonly catalog?: readonly Item[] | string;
  /** Default `pending`: nothing is recorded or stored until a state arrives. */
  readonly consent?: ConsentState | Consent;
  /** Keeps two shops on one origin apart. Default `aisle`. */
  readonly namespace?: string;
  readonly encoder?: "auto" | "none" | "table" | "wasm" | "webgpu" | "reference";
  readonly sensitiveCategories?: readonly string[];
  /** BCP 47; default the page's language. */
  readonly locale?: string;
  /** URL of the worker file, when the library comes from another origin. */
  readonly workerUrl?: string;
  readonly createWorker?: () => Worker;
  /** `main-thread` runs in slices without a worker. */
  readonly run?: "auto" | "worker" | "main-thread";
  readonly onError?: (error: AisleError) => void;
}

export interface SearchOptions extends Pick<RecommendQuery, "limit" | "offset" | "filter" | "exclude"> {
  readonly collection?: string;
}

/** A live shelf: `current()` keeps its reference until the shelf has changed. */
export interface ShelfView {
  current(): Shelf | undefined;
  subscribe(listener: () => void): () => void;
}

export interface Aisle {
  readonly version: string;
  track(name: EventName, params?: EventParams): Promise<TrackResult>;
  recommend(query: RecommendQuery): Promise<Shelf>;
  /** The same view for an equal query while anybody is subscribed to it. */
  shelf(query: RecommendQuery): ShelfView;
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
    import(file: unknown): Promise<void>;
    erase(): Promise<void>;
    pause(): Promise<void>;
    resume(): Promise<void>;
  };
  readonly consent: {
    get(): Consent;
    /** A state alone means products; both may be given. */
    set(consent: ConsentState | Partial<Consent>): Promise<void>;
  };
  subscribe(listener: (change: Change) => void): () => void;
  recentEvents(limit?: number): Promise<readonly EventRecord[]>;
  status(): Promise<Status>;
  dispose(): Promise<void>;
}

export type { ItemFilter };
