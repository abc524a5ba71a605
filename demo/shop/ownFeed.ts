/** A visitor's own feed: read in a worker, kept in the browser for the next visit. */
import type { Item, RowProblem } from "../../src/index";

/** A file as dropped or fetched. */
export type OwnFeed = File;

export interface ReadFeedResult {
  readonly items: readonly Item[];
  readonly rejected: readonly RowProblem[];
  readonly repaired: readonly RowProblem[];
}

/** What the worker answers: batches of items, then how it went. */
export type FeedWorkerMessage =
  | { readonly type: "items"; readonly items: readonly Item[] }
  | { readonly type: "done"; readonly rejected: readonly RowProblem[]; readonly repaired: readonly RowProblem[] }
  | { readonly type: "failed"; readonly message: string };

export interface ReadOwnFeedOptions {
  readonly onProgress: (rows: number) => void;
}

export async function readOwnFeed(file: OwnFeed, { onProgress }: ReadOwnFeedOptions): Promise<ReadFeedResult> {
  const worker = new Worker(new URL("./feedWorker.ts", import.meta.url), { type: "module", name: "feed" });
  try {
    return await new Promise<ReadFeedResult>((resolve, reject) => {
      const items: Item[] = [];
      worker.onmessage = ({ data }: MessageEvent<FeedWorkerMessage>) => {
        switch (data.type) {
          case "items":
            for (const item of data.items) items.push(item);
            onProgress(items.length);
            break;
          case "done":
            resolve({ items, rejected: data.rejected, repaired: data.repaired });
            break;
          case "failed":
            reject(new Error(data.message));
        }
      };
      worker.onerror = (event) => reject(new Error(event.message || "The feed reader did not start."));
      worker.postMessage(file);
    });
  } finally {
    worker.terminate();
  }
}

export function feedReason(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export interface OwnFeedStore {
  get(): Promise<OwnFeed | undefined>;
  set(file: OwnFeed | undefined): Promise<void>;
}

const CACHE = "halden-own-feed";
const KEY = "/own-feed";
const NAME_HEADER = "x-file-name";

/** Keeps the file in Cache Storage: it takes files of any size without a copy in memory. */
export function cachedFeedStore(): OwnFeedStore {
  return {
    async get() {
      // `has` first: opening would create it, and a first visit leaves nothing behind.
      if (!("caches" in globalThis) || !(await caches.has(CACHE))) return undefined;
      const response = await (await caches.open(CACHE)).match(KEY);
      if (!response) return undefined;
      const type = response.headers.get("content-type") ?? "";
      const name = decodeURIComponent(response.headers.get(NAME_HEADER) ?? "feed");
      return new File([await response.blob()], name, { type });
    },
    async set(file) {
      if (!("caches" in globalThis)) return;
      if (!file) {
        await caches.delete(CACHE);
        return;
      }
      const headers = { "content-type": file.type, [NAME_HEADER]: encodeURIComponent(file.name) };
      await (await caches.open(CACHE)).put(KEY, new Response(file, { headers }));
    },
  };
}
