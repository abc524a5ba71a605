import type { AssetCache } from "./assetCache";

/** A cache that can be looked into. */
export function memoryCache(): AssetCache & { readonly entries: Map<string, Uint8Array> } {
  const entries = new Map<string, Uint8Array>();
  return {
    entries,
    read: async (key) => entries.get(key),
    write: async (key, bytes) => void entries.set(key, bytes.slice()),
    remove: async (keys) => {
      for (const key of keys) entries.delete(key);
    },
  };
}
