/** What the engine keeps on the device. Implemented twice (IndexedDB, memory) under one test suite. */
import type { EventRecord } from "../../types";

/** An event with its place in the log: the order of the profile's fold. */
export interface StoredEvent extends EventRecord {
  /** Assigned by the store, strictly increasing within a scope. */
  readonly sequence: number;
}

/** The profile folded up to and including `sequence`; events at or before it may be pruned. */
export interface ProfileCheckpoint {
  readonly schemaVersion: 1;
  readonly sequence: number;
  /** Plain data; `src/profile` owns its shape and its validation. */
  readonly profile: unknown;
}

export interface Retention {
  readonly maxEvents: number;
  readonly maxAgeMs: number;
}

export interface Store {
  readonly kind: "indexeddb" | "memory";
  /** Why memory is in use, when it is not by choice. */
  readonly reason?: string;

  /**
   * Resolves when the events are durable (IndexedDB: transaction complete, strict durability).
   * An event whose `id` is already stored is left out of the answer.
   */
  append(events: readonly EventRecord[]): Promise<StoredEvent[]>;
  /** Ascending by sequence; default all. */
  eventsAfter(sequence: number): Promise<StoredEvent[]>;
  /** The newest, newest first. */
  recentEvents(limit: number): Promise<StoredEvent[]>;
  countEvents(): Promise<number>;

  readCheckpoint(): Promise<ProfileCheckpoint | undefined>;
  /** Left undone when a checkpoint further on is there already: another tab was faster. */
  writeCheckpoint(checkpoint: ProfileCheckpoint): Promise<void>;
  /** Drops events past the retention, never one after the checkpoint. @returns how many went */
  prune(retention: Retention, now: number): Promise<number>;

  /** What the shopper declared or set (attributes, pause): plain data, kept and erased with the behaviour. */
  readPersonal(key: string): Promise<unknown>;
  writePersonal(key: string, value: unknown): Promise<void>;

  /** Item vectors: int8 with one scale, keyed by model id and text hash. Missing keys are absent from the map. */
  readVectors(modelId: string, keys: readonly string[]): Promise<Map<string, StoredVector>>;
  writeVectors(modelId: string, vectors: ReadonlyMap<string, StoredVector>): Promise<void>;

  /** Verified static assets, by content hash. A cache: what was written may be absent, and in memory nothing is kept. */
  readAsset(hash: string): Promise<ArrayBuffer | undefined>;
  writeAsset(hash: string, bytes: ArrayBuffer): Promise<void>;

  /** Facts about the device (engine probe), the last catalogue; never behaviour. */
  readSetting(key: string): Promise<unknown>;
  writeSetting(key: string, value: unknown): Promise<void>;

  /**
   * Forgets behaviour (events, checkpoint, personal) of every scope; with `everything` also vectors, assets, settings
   * and Aisle's entries of Cache Storage. Rejects with `STORAGE_FAILED` when the device refused: then it is not gone.
   */
  erase(what: "behaviour" | "everything"): Promise<void>;
  close(): void;
}

/** Where behaviour is kept: nowhere but here, for this tab's session, or until erased. */
export type StoreScope =
  | { readonly kind: "memory" }
  | { readonly kind: "session"; readonly sessionId: string }
  | { readonly kind: "persistent" };

export interface StoredVector {
  readonly values: Int8Array;
  readonly scale: number;
}
