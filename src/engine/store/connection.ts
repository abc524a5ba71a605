/** One connection to the database, opened when first used and again when it was lost. */
import { openDB, unwrap, wrap } from "idb";
import { withDeadline } from "./deadline";
import { type AisleSchema, type Database, databaseName, MIGRATIONS, type Migration } from "./schema";
import { isConnectionLost } from "./storageError";
import { abort } from "./transact";

export interface ConnectionOptions {
  readonly namespace: string;
  readonly migrations?: readonly Migration[];
  /** How long an opening or one piece of work may take. */
  readonly deadlineMs?: number;
}

export interface Connection {
  /** Opens the database if it is not open. Rejects as IndexedDB does, or with `TimeoutError`. */
  open(): Promise<void>;
  /**
   * Runs `work`; when the connection turns out to be lost, reopens it and runs `work` once more, so it must do no harm
   * when its first run succeeded unseen.
   */
  run<T>(work: (database: Database) => Promise<T>): Promise<T>;
  close(): void;
}

export const STORAGE_DEADLINE_MS = 5_000;

export function createConnection(options: ConnectionOptions): Connection {
  const { migrations = MIGRATIONS, deadlineMs = STORAGE_DEADLINE_MS } = options;
  let opening: Promise<Database> | undefined;

  function open(): Promise<Database> {
    if (opening) return opening;
    const request = openDatabase(options.namespace, migrations, () => {
      if (opening === current) opening = undefined;
    });
    const current = withDeadline(request, deadlineMs);
    opening = current;
    current.catch(() => {
      if (opening === current) opening = undefined;
      // A late connection is no longer wanted, and would block other tabs' upgrades.
      request.then((database) => database.close()).catch(() => {});
    });
    return current;
  }

  function close(): void {
    opening?.then((database) => database.close()).catch(() => {});
    opening = undefined;
  }

  return {
    close,
    open: async () => void (await open()),
    async run(work) {
      try {
        return await withDeadline(open().then(work), deadlineMs);
      } catch (error) {
        if (!isConnectionLost(error)) throw error;
        close();
        return await withDeadline(open().then(work), deadlineMs);
      }
    },
  };
}

async function openDatabase(
  namespace: string,
  migrations: readonly Migration[],
  onGone: () => void,
): Promise<Database> {
  const version = Math.max(...migrations.map((migration) => migration.to));
  let failure: { readonly error: unknown } | undefined;
  try {
    const database = await openDB<AisleSchema>(databaseName(namespace), version, {
      async upgrade(db, oldVersion, _newVersion, transaction) {
        // The opening fails with it.
        transaction.done.catch(() => {});
        try {
          for (const migration of migrations) {
            // Migrations see the database as it was at their time, not as the present schema types it.
            if (migration.to > oldVersion) await migration.migrate(db as never, transaction as never);
          }
        } catch (error) {
          // The new version number must not be committed over the old data.
          failure = { error };
          abort(transaction);
        }
      },
      // Another tab wants to upgrade or to erase: step aside; the next piece of work reopens.
      blocking(_currentVersion, _blockedVersion, event) {
        (event.target as IDBDatabase).close();
        onGone();
      },
      terminated: onGone,
    });
    handleDone(database);
    return database;
  } catch (error) {
    throw failure ? failure.error : error;
  }
}

/**
 * idb gives every transaction a `done` that rejects when it fails, also those that only read, whose requests tell the
 * same to whoever waits. Unhandled, an eviction in the middle of a read would be an error on the shop's page.
 */
function handleDone(database: Database): void {
  const native = unwrap(database);
  native.transaction = (...args) => {
    const transaction = IDBDatabase.prototype.transaction.apply(native, args);
    wrap(transaction).done.catch(() => {});
    return transaction;
  };
}
