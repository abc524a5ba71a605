/** What lies in the database, and how an older database becomes the present one. */
import type { DBSchema, IDBPDatabase, IDBPTransaction } from "idb";
import type { ProfileCheckpoint, StoredEvent, StoredVector } from "./store";

/** `persistent`, or `session:` and the tab's session id. */
export type ScopeKey = string;

export interface EventRow extends Omit<StoredEvent, "sequence"> {
  readonly scope: ScopeKey;
  /** Given by the database when the row is added. */
  readonly sequence?: number;
}

export interface CheckpointRow extends ProfileCheckpoint {
  readonly scope: ScopeKey;
}

export interface PersonalRow {
  readonly scope: ScopeKey;
  readonly key: string;
  readonly value: unknown;
}

export interface AisleSchema extends DBSchema {
  events: { key: number; value: EventRow; indexes: { byScope: [ScopeKey, number]; byId: [ScopeKey, string] } };
  checkpoints: { key: ScopeKey; value: CheckpointRow };
  personal: { key: [ScopeKey, string]; value: PersonalRow };
  /** By model id and text hash. */
  vectors: { key: [string, string]; value: StoredVector };
  /** By content hash. */
  assets: { key: string; value: ArrayBuffer };
  settings: { key: string; value: unknown };
}

export type Database = IDBPDatabase<AisleSchema>;

/** Stores that hold what a shopper did or said; all rows carry their scope. */
export const BEHAVIOUR_STORES = ["events", "checkpoints", "personal"] as const;

export interface Migration {
  /** The version the database has afterwards. */
  readonly to: number;
  /** Runs inside the version change; it may await requests of `transaction` and nothing else. */
  migrate(
    database: IDBPDatabase<unknown>,
    transaction: IDBPTransaction<unknown, string[], "versionchange">,
  ): void | Promise<void>;
}

/** Ascending, each written once and never changed: databases of every version are out there. */
export const MIGRATIONS: readonly Migration[] = [{ to: 1, migrate: createFirstSchema }];

function createFirstSchema(database: IDBPDatabase<unknown>): void {
  const events = database.createObjectStore("events", { keyPath: "sequence", autoIncrement: true });
  events.createIndex("byScope", ["scope", "sequence"]);
  events.createIndex("byId", ["scope", "id"], { unique: true });
  database.createObjectStore("checkpoints", { keyPath: "scope" });
  database.createObjectStore("personal", { keyPath: ["scope", "key"] });
  database.createObjectStore("vectors");
  database.createObjectStore("assets");
  database.createObjectStore("settings");
}

export function databaseName(namespace: string): string {
  return `aisle:${namespace}`;
}
