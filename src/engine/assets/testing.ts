import type { AssetFiles } from "../../format/assets/assetParts";
import { type AssetManifest, writeAssetManifest } from "../../format/assets/manifest";
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

export const FOLDER = "https://shop.example/aisle/";

export interface Host {
  files: Map<string, Uint8Array>;
  readonly asked: string[];
  readonly fetch: typeof globalThis.fetch;
}

/** A server whose files may change under the page. */
export function host(files = new Map<string, Uint8Array>()): Host {
  const server: Host = {
    files,
    asked: [],
    fetch: (async (input: string) => {
      const name = input.slice(FOLDER.length);
      server.asked.push(name);
      const bytes = server.files.get(name);
      return bytes ? new Response(bytes.slice()) : new Response("", { status: 404 });
    }) as unknown as typeof globalThis.fetch,
  };
  return server;
}

export function published(
  { manifest, files }: AssetFiles,
  changes: Partial<AssetManifest> = {},
): Map<string, Uint8Array> {
  return new Map([...files, ["manifest.json", writeAssetManifest({ ...manifest, ...changes })]]);
}
