/** When the device is full, caches go before behaviour does: they can be made again. */
import type { Connection } from "./connection";
import { isQuotaError } from "./storageError";
import { transact } from "./transact";

/** Frees something; resolves to false when there was nothing to free. */
export type RoomStep = () => Promise<boolean>;

/** Runs `write`; while it fails for want of room, frees a step's worth and runs it again. */
export async function withRoom<T>(write: () => Promise<T>, steps: readonly RoomStep[]): Promise<T> {
  try {
    return await write();
  } catch (error) {
    let last = error;
    for (const step of steps) {
      if (!isQuotaError(last)) break;
      if (!(await step().catch(() => false))) continue;
      try {
        return await write();
      } catch (again) {
        last = again;
      }
    }
    throw last;
  }
}

/** What this page has read or written since it opened; the rest is older. */
export interface CacheUse {
  readonly models: Set<string>;
  readonly assets: Set<string>;
}

/** Other models' vectors and assets of earlier versions: nobody misses them. */
export function dropUnused(connection: Connection, use: CacheUse): RoomStep[] {
  return [
    () => dropKeys(connection, "vectors", (key) => !use.models.has((key as [string, string])[0])),
    () => dropKeys(connection, "assets", (key) => !use.assets.has(key as string)),
  ];
}

/** Everything that can be computed or downloaded again. */
export function dropCaches(connection: Connection, use: CacheUse): RoomStep[] {
  return [
    ...dropUnused(connection, use),
    () => dropKeys(connection, "vectors", () => true),
    () => dropKeys(connection, "assets", () => true),
  ];
}

function dropKeys(
  connection: Connection,
  store: "vectors" | "assets",
  unwanted: (key: string | [string, string]) => boolean,
): Promise<boolean> {
  return connection.run(async (database) => {
    const transaction = database.transaction(store, "readwrite");
    return transact(transaction, async () => {
      const keys = (await transaction.store.getAllKeys()).filter(unwanted);
      await Promise.all(keys.map((key) => transaction.store.delete(key as never)));
      return keys.length > 0;
    });
  });
}
