/** The engine's one store: on the device where consent and browser allow, in memory where not, moving as they change. */
import type { EventRecord } from "../../types";
import { adoptBehaviour, type Behaviour, moveBehaviour, NOTHING, readPersonal } from "./behaviour";
import { type Connection, createConnection } from "./connection";
import { eraseStored } from "./eraseStored";
import { createIndexedDbStore } from "./indexedDbStore";
import { createMemoryStore, type MemoryStore } from "./memoryStore";
import { PERSISTENT_SCOPE, purgeSessions, sessionScope } from "./purgeSessions";
import { dropCaches, withRoom } from "./room";
import type { Database, Migration, ScopeKey } from "./schema";
import { holdSession } from "./sessions";
import { storageReason } from "./storageError";
import type { ProfileCheckpoint, Store, StoredEvent, StoreScope } from "./store";

export interface OpenStoreOptions {
  readonly namespace: string;
  readonly scope: StoreScope;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Where the browser has none, sessions are purged by age. */
  readonly locks?: LockManager;
  readonly caches?: CacheStorage;
  /** The device failed and memory took over, or something could not be cached. Called with one sentence. */
  readonly onDegraded?: (reason: string, cause: unknown) => void;
  readonly deadlineMs?: number;
  /** How long after the start other tabs' sessions are looked at: a tab that reloads lets go of its lock for a moment. */
  readonly sessionGraceMs?: number;
  readonly migrations?: readonly Migration[];
}

/** A store whose scope follows the shopper's consent. Nothing but `erase` and `changeScope` to memory rejects. */
export interface ScopedStore extends Store {
  readonly scope: StoreScope;
  /**
   * To `session` or `persistent`: what is known so far comes along. To `memory`: everything stored of the shopper's
   * behaviour is erased, that of earlier visits too, and the page starts again with nothing.
   * Sequences change: read the checkpoint and the events anew.
   * Rejects with `STORAGE_FAILED` when the device did not erase.
   */
  changeScope(scope: StoreScope): Promise<void>;
}

export const SESSION_GRACE_MS = 2_000;
/** Accepted events kept at hand in case the device's database dies for good. */
const MAX_MIRRORED = 5_000;

/** Never rejects: where the device's storage cannot be had, memory takes its place and `reason` says why. */
export async function openStore(options: OpenStoreOptions): Promise<ScopedStore> {
  const store = new LadderStore(options);
  await store.start();
  return store;
}

class LadderStore implements ScopedStore {
  private _scope: StoreScope;
  private _backing: Store;
  private _memory: MemoryStore | undefined;
  private readonly _connection: Connection;
  /** What the device is known to hold, should its database die: events by id, and the checkpoint. */
  private readonly _mirror = new Map<string, StoredEvent>();
  private _mirroredCheckpoint: ProfileCheckpoint | undefined;
  private readonly _told = new Set<string>();
  /** Writes and changes of scope go one after the other: no event may land in a scope that was just left. */
  private _queue: Promise<unknown> = Promise.resolve();
  private _releaseSession = () => {};
  private _purge: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly _options: OpenStoreOptions) {
    this._scope = { kind: "memory" };
    this._memory = createMemoryStore();
    this._backing = this._memory;
    this._connection = createConnection(_options);
  }

  get kind() {
    return this._backing.kind;
  }
  get reason() {
    return this._backing.reason;
  }
  get scope() {
    return this._scope;
  }

  async start(): Promise<void> {
    if (this._options.scope.kind !== "memory") await this._enter(this._options.scope);
  }

  append(events: readonly EventRecord[]) {
    return this._write(async (store) => {
      const stored = await store.append(events);
      this._mirrorEvents(stored);
      return stored;
    });
  }
  eventsAfter(sequence: number) {
    return this._read(async (store) => {
      const events = await store.eventsAfter(sequence);
      this._mirrorEvents(events);
      return events;
    });
  }
  recentEvents(limit: number) {
    return this._read((store) => store.recentEvents(limit));
  }
  countEvents() {
    return this._read((store) => store.countEvents());
  }
  async readCheckpoint() {
    const checkpoint = await this._read((store) => store.readCheckpoint());
    this._mirroredCheckpoint = checkpoint;
    return checkpoint;
  }
  writeCheckpoint(checkpoint: ProfileCheckpoint) {
    return this._write(async (store) => {
      await store.writeCheckpoint(checkpoint);
      this._mirroredCheckpoint = checkpoint;
    });
  }
  prune(...args: Parameters<Store["prune"]>) {
    return this._write((store) => store.prune(...args));
  }
  readPersonal(key: string) {
    return this._read((store) => store.readPersonal(key));
  }
  writePersonal(key: string, value: unknown) {
    return this._write((store) => store.writePersonal(key, value));
  }

  // Caches may forget: their failures are told and otherwise mean "not there".
  readVectors(modelId: string, keys: readonly string[]) {
    return this._cached((store) => store.readVectors(modelId, keys), new Map());
  }
  writeVectors(...args: Parameters<Store["writeVectors"]>) {
    return this._cached((store) => store.writeVectors(...args), undefined);
  }
  readAsset(hash: string) {
    return this._cached((store) => store.readAsset(hash), undefined);
  }
  writeAsset(hash: string, bytes: ArrayBuffer) {
    return this._cached((store) => store.writeAsset(hash, bytes), undefined);
  }
  readSetting(key: string) {
    return this._cached((store) => store.readSetting(key), undefined);
  }
  writeSetting(key: string, value: unknown) {
    return this._cached((store) => store.writeSetting(key, value), undefined);
  }

  erase(what: "behaviour" | "everything") {
    return this._enqueue(async () => {
      this._forgetMirror();
      await this._memory?.erase(what);
      if (what === "everything") this._connection.close();
      await eraseStored(this._options.namespace, what, this._options);
    });
  }

  changeScope(scope: StoreScope) {
    return this._enqueue(async () => {
      if (scope.kind === "memory") await this._leave();
      else if (this._scope.kind === "memory" || scopeKey(scope) !== scopeKey(this._scope)) await this._enter(scope);
    });
  }

  close() {
    clearTimeout(this._purge);
    this._releaseSession();
    this._connection.close();
  }

  private async _enter(scope: Exclude<StoreScope, { kind: "memory" }>): Promise<void> {
    const { namespace, locks, sessionGraceMs = SESSION_GRACE_MS } = this._options;
    const from = this._scope;
    const key = scopeKey(scope);
    const release = scope.kind === "session" ? holdSession(locks, namespace, scope.sessionId) : () => {};
    this._releaseSession();
    this._releaseSession = release;
    this._scope = scope;
    try {
      await this._connection.open();
      const memory = this._memory;
      const move = (database: Database) =>
        memory || from.kind === "memory"
          ? adoptBehaviour(database, key, memory?.behaviour() ?? NOTHING)
          : moveBehaviour(database, scopeKey(from), key);
      await withRoom(
        () => this._connection.run(move),
        dropCaches(this._connection, { models: new Set(), assets: new Set() }),
      );
      this._memory = undefined;
      this._forgetMirror();
      this._backing = createIndexedDbStore({ connection: this._connection, scope: key });
      if (memory) void this._handOverCaches(memory);
    } catch (error) {
      // Nothing moved: the transaction failed as a whole. Behind a database that still answers, the old scope is read.
      await this._fallBack(error, from.kind === "memory" ? undefined : scopeKey(from));
      return;
    }
    clearTimeout(this._purge);
    this._purge = setTimeout(() => void this._purgeSessions(), sessionGraceMs);
  }

  private async _leave(): Promise<void> {
    if (this._scope.kind !== "memory") {
      clearTimeout(this._purge);
      this._releaseSession();
      this._releaseSession = () => {};
      this._scope = { kind: "memory" };
      this._forgetMirror();
      this._memory = createMemoryStore();
      this._backing = this._memory;
      this._connection.close();
    }
    await eraseStored(this._options.namespace, "behaviour", this._options);
  }

  /** @param scope where the database may still hold what is known; undefined when all of it is in memory already */
  private async _fallBack(error: unknown, scope: ScopeKey | undefined): Promise<void> {
    const reason = storageReason(error);
    const known = scope === undefined ? this._memory?.behaviour() : await this._rescue(scope);
    this._memory = createMemoryStore({ reason, behaviour: known });
    this._backing = this._memory;
    clearTimeout(this._purge);
    this._connection.close();
    this._tell(error);
  }

  /** What the dying database still tells, and whatever it does not that was accepted since the start. */
  private async _rescue(scope: ScopeKey): Promise<Behaviour> {
    const dying = createIndexedDbStore({ connection: this._connection, scope });
    const [events, checkpoint] = await Promise.all([
      dying.eventsAfter(Number.NEGATIVE_INFINITY).catch((): StoredEvent[] => []),
      dying.readCheckpoint().catch(() => undefined),
    ]);
    const ids = new Set(events.map((event) => event.id));
    const covered = checkpoint?.sequence ?? Number.NEGATIVE_INFINITY;
    const missing = [...this._mirror.values()].filter((event) => !ids.has(event.id) && event.sequence > covered);
    return {
      events: [...events, ...missing].sort((a, b) => a.sequence - b.sequence),
      checkpoint: checkpoint ?? this._mirroredCheckpoint,
      personal: await this._connection.run((database) => readPersonal(database, scope)).catch(() => new Map()),
    };
  }

  private _enqueue<T>(work: () => Promise<T>): Promise<T> {
    const result = this._queue.then(work);
    this._queue = result.catch(() => {});
    return result;
  }

  private _write<T>(work: (store: Store) => Promise<T>): Promise<T> {
    return this._enqueue(() => this._attempt(work));
  }

  private async _read<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = this._backing;
    try {
      return await work(store);
    } catch {
      // Asked again in turn: by then another call may have stepped down already.
      return this._write(work);
    }
  }

  private async _attempt<T>(work: (store: Store) => Promise<T>): Promise<T> {
    const store = this._backing;
    if (store.kind === "memory" || this._scope.kind === "memory") return work(store);
    try {
      return await work(store);
    } catch (error) {
      await this._fallBack(error, scopeKey(this._scope));
      return work(this._backing);
    }
  }

  private async _cached<T>(work: (store: Store) => Promise<T>, otherwise: T): Promise<T> {
    try {
      return await work(this._backing);
    } catch (error) {
      this._tell(error);
      return otherwise;
    }
  }

  private async _handOverCaches(memory: MemoryStore): Promise<void> {
    const { vectors, settings } = memory.caches();
    for (const [modelId, known] of vectors) await this.writeVectors(modelId, known);
    for (const [key, value] of settings) await this.writeSetting(key, value);
  }

  private async _purgeSessions(): Promise<void> {
    const { namespace, locks, now } = this._options;
    const ownSessionId = this._scope.kind === "session" ? this._scope.sessionId : undefined;
    const purge = purgeSessions({ connection: this._connection, namespace, locks, ownSessionId, now: now() });
    // The next start tries again.
    await purge.catch((error) => this._tell(error));
  }

  /** Each kind of failure once: a full device would otherwise report every vector. */
  private _tell(error: unknown): void {
    const reason = storageReason(error);
    if (this._told.has(reason)) return;
    this._told.add(reason);
    this._options.onDegraded?.(reason, error);
  }

  private _mirrorEvents(events: readonly StoredEvent[]): void {
    if (this._backing.kind === "memory") return;
    for (const event of events) this._mirror.set(event.id, event);
    const surplus = this._mirror.size - MAX_MIRRORED;
    if (surplus > 0) for (const id of [...this._mirror.keys()].slice(0, surplus)) this._mirror.delete(id);
  }

  private _forgetMirror(): void {
    this._mirror.clear();
    this._mirroredCheckpoint = undefined;
  }
}

function scopeKey(scope: Exclude<StoreScope, { kind: "memory" }>): ScopeKey {
  return scope.kind === "session" ? sessionScope(scope.sessionId) : PERSISTENT_SCOPE;
}
