/** Wipes what earlier visits left on the device, without creating a database where there is none. */
import { deleteDB, openDB } from "idb";
import { AisleError } from "../../errors";
import { STORAGE_DEADLINE_MS } from "./connection";
import { withDeadline } from "./deadline";
import { BEHAVIOUR_STORES, databaseName } from "./schema";
import { transact } from "./transact";

export interface EraseOptions {
  /** Cache Storage; absent where the page has none. */
  readonly caches?: CacheStorage;
  readonly deadlineMs?: number;
}

/** Aisle's names in Cache Storage begin so. */
export const CACHE_PREFIX = "aisle-";

/** @throws AisleError `STORAGE_FAILED` when something may be left */
export async function eraseStored(
  namespace: string,
  what: "behaviour" | "everything",
  options: EraseOptions = {},
): Promise<void> {
  const { deadlineMs = STORAGE_DEADLINE_MS } = options;
  try {
    await withDeadline(clearStores(namespace, what), deadlineMs);
    if (what === "everything") {
      await withDeadline(deleteDatabase(namespace), deadlineMs);
      await eraseCaches(options.caches);
    }
  } catch (cause) {
    throw new AisleError("STORAGE_FAILED", "The browser did not erase what is stored.", {
      cause,
      fix: "Clear this site's data in the browser's settings.",
    });
  }
}

async function clearStores(namespace: string, what: "behaviour" | "everything"): Promise<void> {
  const database = await openExisting(databaseName(namespace));
  if (!database) return;
  try {
    const wanted: readonly string[] = what === "everything" ? [...database.objectStoreNames] : BEHAVIOUR_STORES;
    // A database of another version may lack some of them.
    const names = wanted.filter((name) => database.objectStoreNames.contains(name));
    if (names.length === 0) return;
    const transaction = database.transaction(names, "readwrite", { durability: "strict" });
    await transact(transaction, () => Promise.all(names.map((name) => transaction.objectStore(name).clear())));
  } finally {
    database.close();
  }
}

async function openExisting(name: string) {
  // No IndexedDB, or none allowed: nothing was ever stored.
  if (!hasIndexedDb() || (await isKnownAbsent(name))) return undefined;
  let absent = false;
  try {
    return await openDB(name, undefined, {
      upgrade(_database, _oldVersion, _newVersion, transaction) {
        // Opening without a version upgrades only what does not exist; aborting leaves it so.
        absent = true;
        transaction.done.catch(() => {});
        transaction.abort();
      },
      blocking(_current, _blocked, event) {
        (event.target as IDBDatabase).close();
      },
    });
  } catch (error) {
    // Where storage is denied (private windows of old Firefox: InvalidStateError) nothing can have been stored.
    const denied = error instanceof DOMException && ["SecurityError", "InvalidStateError"].includes(error.name);
    if (absent || denied) return undefined;
    throw error;
  }
}

/** Asked first, because WebKit keeps an empty shell of a database whose creation was aborted. */
async function isKnownAbsent(name: string): Promise<boolean> {
  try {
    const databases = await indexedDB.databases();
    return databases.every((database) => database.name !== name);
  } catch {
    // Firefox before 126 cannot list them.
    return false;
  }
}

/** The stores are empty already: a tab that will not let go only delays the removal of the empty shell. */
async function deleteDatabase(namespace: string): Promise<void> {
  if (!hasIndexedDb()) return;
  await new Promise<void>((resolve, reject) => {
    deleteDB(databaseName(namespace), { blocked: () => resolve() }).then(resolve, reject);
  });
}

async function eraseCaches(caches: CacheStorage | undefined): Promise<void> {
  const names = await caches?.keys().catch((): string[] => []);
  await Promise.all((names ?? []).filter((name) => name.startsWith(CACHE_PREFIX)).map((name) => caches?.delete(name)));
}

function hasIndexedDb(): boolean {
  try {
    return typeof indexedDB !== "undefined" && indexedDB !== null;
  } catch {
    return false;
  }
}
