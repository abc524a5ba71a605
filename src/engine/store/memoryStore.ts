/** The store that leaves no trace: everything is gone with the page. */
import type { EventRecord } from "../../types";
import type { Behaviour } from "./behaviour";
import type { ProfileCheckpoint, Store, StoredEvent, StoredVector } from "./store";

export interface MemoryStoreOptions {
  /** Why memory is in use, when it is not by choice. */
  readonly reason?: string;
  /** What is already known; sequences are kept. */
  readonly behaviour?: Behaviour;
}

export interface MemoryStore extends Store {
  readonly kind: "memory";
  behaviour(): Behaviour;
  /** Vectors by model, and settings, for a store on disk to take over. */
  caches(): {
    readonly vectors: ReadonlyMap<string, ReadonlyMap<string, StoredVector>>;
    readonly settings: ReadonlyMap<string, unknown>;
  };
}

export function createMemoryStore(options: MemoryStoreOptions = {}): MemoryStore {
  let events: StoredEvent[] = [...(options.behaviour?.events ?? [])];
  let ids = new Set(events.map((event) => event.id));
  let checkpoint: ProfileCheckpoint | undefined = options.behaviour?.checkpoint;
  let sequence = Math.max(0, checkpoint?.sequence ?? 0, events.at(-1)?.sequence ?? 0);
  const personal = new Map(options.behaviour?.personal);
  const vectors = new Map<string, Map<string, StoredVector>>();
  const settings = new Map<string, unknown>();

  return {
    kind: "memory",
    reason: options.reason,
    async append(added: readonly EventRecord[]) {
      const stored: StoredEvent[] = [];
      for (const event of added) {
        if (ids.has(event.id)) continue;
        ids.add(event.id);
        sequence += 1;
        stored.push({ ...event, sequence });
      }
      events.push(...stored);
      return stored;
    },
    async eventsAfter(after) {
      return events.filter((event) => event.sequence > after);
    },
    async recentEvents(limit) {
      return limit > 0 ? events.slice(-limit).reverse() : [];
    },
    async countEvents() {
      return events.length;
    },
    async readCheckpoint() {
      return checkpoint && structuredClone(checkpoint);
    },
    async writeCheckpoint(written) {
      if (checkpoint && checkpoint.sequence > written.sequence) return;
      checkpoint = structuredClone(written);
      sequence = Math.max(sequence, written.sequence);
    },
    async prune(retention, now) {
      const covered = checkpoint?.sequence ?? Number.NEGATIVE_INFINITY;
      const surplus = events.length - retention.maxEvents;
      const kept = events.filter(
        (event, i) => event.sequence > covered || (i >= surplus && event.at >= now - retention.maxAgeMs),
      );
      const gone = events.length - kept.length;
      events = kept;
      ids = new Set(kept.map((event) => event.id));
      return gone;
    },
    async readPersonal(key) {
      return structuredClone(personal.get(key));
    },
    async writePersonal(key, value) {
      personal.set(key, structuredClone(value));
    },
    async readVectors(modelId, keys) {
      const known = vectors.get(modelId);
      const found = new Map<string, StoredVector>();
      for (const key of keys) {
        const vector = known?.get(key);
        if (vector) found.set(key, vector);
      }
      return found;
    },
    async writeVectors(modelId, written) {
      const known = vectors.get(modelId) ?? new Map<string, StoredVector>();
      for (const [key, { values, scale }] of written) known.set(key, { values: values.slice(), scale });
      vectors.set(modelId, known);
    },
    async readAsset() {
      return undefined;
    },
    async writeAsset() {
      // The encoder is megabytes, and whoever hands it over holds it already: a second copy would help nobody.
    },
    async readSetting(key) {
      return structuredClone(settings.get(key));
    },
    async writeSetting(key, value) {
      settings.set(key, structuredClone(value));
    },
    async erase(what) {
      events = [];
      ids = new Set();
      checkpoint = undefined;
      personal.clear();
      if (what === "everything") {
        vectors.clear();
        settings.clear();
      }
    },
    close() {},
    behaviour: () => ({ events, checkpoint, personal }),
    caches: () => ({ vectors, settings }),
  };
}
