/**
 * Verified static files, kept by content hash: the Cache API where it works, the store's asset table where it does not
 * (private windows, some iframes), nowhere while the shopper has not agreed to storage.
 */
import type { Store } from "../store/store";

export const ASSET_CACHE = "aisle-assets-1";

export interface AssetCache {
  /** Undefined when absent or unreadable: the caller downloads. */
  read(key: string): Promise<Uint8Array | undefined>;
  /** Never rejects: a full disk only means another download next time. */
  write(key: string, bytes: Uint8Array): Promise<void>;
  /** Forgets files that nobody will ask for again. Never rejects; the asset table clears itself when room is short. */
  remove(keys: readonly string[]): Promise<void>;
}

export interface AssetCacheOptions {
  /** Asked each time, because consent moves it: in memory nothing is cached. */
  readonly store: () => Pick<Store, "kind" | "readAsset" | "writeAsset">;
  /** Absent where the browser has none. */
  readonly caches: CacheStorage | undefined;
}

export function createAssetCache({ store, caches: storage }: AssetCacheOptions): AssetCache {
  let opened: Promise<Cache | undefined> | undefined;
  const open = () => {
    opened ??= storage ? storage.open(ASSET_CACHE).catch(() => undefined) : Promise.resolve(undefined);
    return opened;
  };
  // Only makes keys into URLs; nothing is requested from there.
  const urlOf = (key: string) => `https://aisle.invalid/${encodeURIComponent(key)}`;

  return {
    async read(key) {
      if (store().kind === "memory") return undefined;
      try {
        const hit = await (await open())?.match(urlOf(key));
        if (hit) return new Uint8Array(await hit.arrayBuffer());
        const stored = await store().readAsset(key);
        return stored && new Uint8Array(stored);
      } catch {
        return undefined;
      }
    },
    async write(key, bytes) {
      if (store().kind === "memory") return;
      try {
        const cache = await open();
        if (cache) {
          const body = bytes as Uint8Array<ArrayBuffer>;
          await cache.put(urlOf(key), new Response(body, { headers: { "content-type": "application/octet-stream" } }));
          return;
        }
      } catch {
        // Quota or a browser that opens caches but refuses to fill them: the table is next.
      }
      await store()
        .writeAsset(key, bytes.slice().buffer)
        .catch(() => undefined);
    },
    async remove(keys) {
      if (store().kind === "memory") return;
      try {
        const cache = await open();
        await Promise.all(keys.map((key) => cache?.delete(urlOf(key))));
      } catch {
        // What cannot be removed is only room lost.
      }
    },
  };
}
