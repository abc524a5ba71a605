/** The store on the device. Rejects as IndexedDB does; `openStore` wraps it so that callers need not mind. */
import type { IDBPObjectStore } from "idb";
import type { EventRecord } from "../../types";
import { withoutScope } from "./behaviour";
import type { Connection } from "./connection";
import { type CacheUse, dropCaches, dropUnused, withRoom } from "./room";
import { type AisleSchema, BEHAVIOUR_STORES, type Database, type EventRow, type ScopeKey } from "./schema";
import type { Store, StoredEvent, StoredVector } from "./store";
import { transact } from "./transact";

export interface IndexedDbStoreOptions {
  readonly connection: Connection;
  readonly scope: ScopeKey;
}

/** Above this many keys one walk over the model's vectors is faster than a request for each. */
const MANY_KEYS = 500;
/** Vectors per request of a walk: bounded memory, and each request well within the deadline. */
const VECTORS_PER_READ = 2_000;

export function createIndexedDbStore({ connection, scope }: IndexedDbStoreOptions): Store {
  const use: CacheUse = { models: new Set(), assets: new Set() };
  let highest = 0;
  const see = (events: StoredEvent[]) => {
    highest = Math.max(highest, events.at(-1)?.sequence ?? 0);
    return events;
  };
  const after = (sequence: number) => IDBKeyRange.bound([scope, sequence], [scope, []], true);
  const writeBehaviour = <T>(write: (database: Database) => Promise<T>) =>
    withRoom(() => connection.run(write), dropCaches(connection, use));
  const writeCache = (write: (database: Database) => Promise<unknown>) =>
    withRoom(() => connection.run(write), dropUnused(connection, use)).then(() => {});

  return {
    kind: "indexeddb",
    append: (events) => {
      const memory: AppendMemory = {};
      return writeBehaviour(async (database) => see(await append(database, scope, events, memory, highest)));
    },
    eventsAfter: (sequence) =>
      connection.run(async (database) => {
        const rows = await database.getAllFromIndex("events", "byScope", after(sequence));
        return see(rows.map((row) => withoutScope(row) as StoredEvent));
      }),
    recentEvents: (limit) =>
      connection.run(async (database) => {
        const found: StoredEvent[] = [];
        if (limit <= 0) return found;
        const index = database.transaction("events").store.index("byScope");
        let cursor = await index.openCursor(after(Number.NEGATIVE_INFINITY), "prev");
        while (cursor) {
          found.push(withoutScope(cursor.value) as StoredEvent);
          cursor = found.length < limit ? await cursor.continue() : null;
        }
        return found;
      }),
    countEvents: () =>
      connection.run((database) => database.countFromIndex("events", "byScope", after(Number.NEGATIVE_INFINITY))),
    readCheckpoint: () =>
      connection.run(async (database) => {
        const row = await database.get("checkpoints", scope);
        return row && withoutScope(row);
      }),
    writeCheckpoint: (checkpoint) =>
      writeBehaviour(async (database) => {
        const transaction = database.transaction("checkpoints", "readwrite");
        const write = async () => {
          // Another tab may be ahead, and may have pruned up to its own checkpoint.
          const present = await transaction.store.get(scope);
          if (!present || present.sequence <= checkpoint.sequence)
            await transaction.store.put({ ...checkpoint, scope });
        };
        await Promise.all([write(), transaction.done]);
      }),
    prune: (retention, now) =>
      connection.run((database) => prune(database, scope, retention.maxEvents, now - retention.maxAgeMs)),
    readPersonal: (key) => connection.run(async (database) => (await database.get("personal", [scope, key]))?.value),
    writePersonal: (key, value) =>
      writeBehaviour(async (database) => void (await database.put("personal", { scope, key, value }))),
    readVectors: (modelId, keys) => {
      use.models.add(modelId);
      return keys.length > MANY_KEYS
        ? walkVectors(connection, modelId, new Set(keys))
        : connection.run((database) => getVectors(database, modelId, keys));
    },
    writeVectors: (modelId, vectors) => {
      use.models.add(modelId);
      return writeCache(async (database) => {
        const transaction = database.transaction("vectors", "readwrite", { durability: "relaxed" });
        await transact(transaction, async () => {
          const puts = [...vectors].map(([key, { values, scale }]) =>
            // A view into a batch would be stored with the whole batch behind it.
            transaction.store.put({ values: values.slice(), scale }, [modelId, key]),
          );
          await Promise.all(puts);
        });
      });
    },
    readAsset: (hash) => {
      use.assets.add(hash);
      return connection.run((database) => database.get("assets", hash));
    },
    writeAsset: (hash, bytes) => {
      use.assets.add(hash);
      return writeCache((database) => database.put("assets", bytes, hash));
    },
    readSetting: (key) => connection.run((database) => database.get("settings", key)),
    writeSetting: (key, value) => writeCache((database) => database.put("settings", value, key)),
    erase: (what) =>
      connection.run(async (database) => {
        const names = what === "everything" ? [...database.objectStoreNames] : [...BEHAVIOUR_STORES];
        const transaction = database.transaction(names, "readwrite", { durability: "strict" });
        await transact(transaction, () => Promise.all(names.map((name) => transaction.objectStore(name).clear())));
      }),
    close: () => connection.close(),
  };
}

/** What survives between two runs of the same `append`, and between appends. */
interface AppendMemory {
  /** Ids that were there before the first run. */
  known?: Set<string>;
}

/**
 * May run twice, when the connection broke between the commit and its news: what the first run found absent and the
 * second finds present was written by the first, and belongs in the answer.
 * @param floor the highest sequence this page has seen
 */
async function append(
  database: Database,
  scope: ScopeKey,
  events: readonly EventRecord[],
  memory: AppendMemory,
  floor: number,
): Promise<StoredEvent[]> {
  const transaction = database.transaction(["events", "checkpoints"], "readwrite", { durability: "strict" });
  return transact(transaction, async () => {
    const rows = transaction.objectStore("events");
    const [checkpoint, ...keys] = await Promise.all([
      transaction.objectStore("checkpoints").get(scope),
      ...events.map((event) => rows.index("byId").getKey([scope, event.id])),
    ]);
    const lowest = Math.max(floor, checkpoint?.sequence ?? 0);
    memory.known ??= new Set(events.filter((_, i) => keys[i] !== undefined).map((event) => event.id));
    const answered = new Set(memory.known);
    const fresh = events.flatMap((event, i) => {
      if (answered.has(event.id)) return [];
      answered.add(event.id);
      return [{ event, sequence: keys[i] }];
    });
    // The first one added sets the count right; the others follow in order without waiting for each other.
    const first = fresh.find(({ sequence }) => sequence === undefined);
    if (first) first.sequence = await add(rows, { ...first.event, scope }, lowest);
    return Promise.all(
      fresh.map(async ({ event, sequence }) => ({
        ...event,
        sequence: sequence ?? (await rows.add({ ...event, scope })),
      })),
    );
  });
}

/**
 * A database that the browser evicted starts counting at 1 again; below the sequences already given out, the fold and
 * the checkpoint would pass such events over.
 */
async function add(
  rows: IDBPObjectStore<AisleSchema, ("events" | "checkpoints")[], "events", "readwrite">,
  row: EventRow,
  lowest: number,
): Promise<number> {
  const sequence = await rows.add(row);
  if (sequence > lowest) return sequence;
  await rows.delete(sequence);
  return rows.add({ ...row, sequence: lowest + 1 });
}

async function prune(database: Database, scope: ScopeKey, maxEvents: number, oldest: number): Promise<number> {
  const transaction = database.transaction(["events", "checkpoints"], "readwrite");
  return transact(transaction, async () => {
    const covered = (await transaction.objectStore("checkpoints").get(scope))?.sequence;
    if (covered === undefined) return 0;
    const index = transaction.objectStore("events").index("byScope");
    const surplus = (await index.count(IDBKeyRange.bound([scope], [scope, []]))) - maxEvents;
    let gone = 0;
    let place = 0;
    let cursor = await index.openCursor(IDBKeyRange.bound([scope], [scope, covered]));
    while (cursor) {
      if (place < surplus || cursor.value.at < oldest) {
        await cursor.delete();
        gone += 1;
      }
      place += 1;
      cursor = await cursor.continue();
    }
    return gone;
  });
}

async function getVectors(
  database: Database,
  modelId: string,
  keys: readonly string[],
): Promise<Map<string, StoredVector>> {
  const store = database.transaction("vectors").store;
  const vectors = await Promise.all(keys.map((key) => store.get([modelId, key])));
  const found = new Map<string, StoredVector>();
  for (const [i, vector] of vectors.entries()) if (vector) found.set(keys[i], vector);
  return found;
}

async function walkVectors(
  connection: Connection,
  modelId: string,
  wanted: ReadonlySet<string>,
): Promise<Map<string, StoredVector>> {
  const found = new Map<string, StoredVector>();
  let from: IDBKeyRange | undefined = IDBKeyRange.bound([modelId], [modelId, []]);
  while (from) {
    const range: IDBKeyRange = from;
    const [keys, vectors] = await connection.run((database) => {
      const store = database.transaction("vectors").store;
      return Promise.all([store.getAllKeys(range, VECTORS_PER_READ), store.getAll(range, VECTORS_PER_READ)]);
    });
    for (const [i, [, key]] of keys.entries()) if (wanted.has(key)) found.set(key, vectors[i]);
    const last = keys.at(-1);
    from = last && keys.length === VECTORS_PER_READ ? IDBKeyRange.bound(last, [modelId, []], true) : undefined;
  }
  return found;
}
