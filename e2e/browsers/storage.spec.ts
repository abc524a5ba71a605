/** The browser's storage misbehaves: denied, silent, full, evicted, or in part missing. */
import type { Tab } from "../../src/server/browsers/drivenBrowser";
import {
  DENY_INDEXED_DB,
  FULL_ON_DEMAND,
  NO_BROADCAST_CHANNEL,
  NO_CACHES,
  NO_INDEXED_DB,
  NO_LOCKS,
  SILENT_INDEXED_DB,
} from "../harness/preludes";
import type { ShopServer } from "../harness/shopServer";
import {
  askWorker,
  embedded,
  expect,
  live,
  open,
  problems,
  ready,
  recommend,
  status,
  TALKATIVE,
  test,
  until,
  view,
  viewed,
  WATCHED,
  watch,
} from "./browserTest";

const WORDS = { consent: "persistent", encoder: "none" } as const;

for (const [name, prelude] of [
  ["IndexedDB is denied", DENY_INDEXED_DB],
  ["there is no IndexedDB", NO_INDEXED_DB],
  ["IndexedDB never answers", SILENT_INDEXED_DB],
] as const) {
  test(`storage: ${name}: memory serves, and it is told`, async ({ tab, shop }) => {
    watch(shop);
    await open(tab, shop.page("/shop", { head: WATCHED, script: { ...WORDS, worker: shop.worker(prelude) } }));
    await until(tab, ({ storage }) => storage.kind === "memory" && storage.reason !== undefined);
    await ready(tab);
    await view(tab, "tools-0");
    expect(await viewed(tab)).toEqual(["tools-0"]);
    expect((await recommend(tab, { placement: "home", limit: 8 })).items).toHaveLength(8);
    expect((await status(tab)).degraded.map(({ code }) => code)).toContain("STORAGE_FAILED");
    expect(await problems(tab)).toEqual([]);
  });
}

test("storage: the disk fills up: nothing is lost while the page is open", async ({ tab, shop }) => {
  const worker = shop.worker(TALKATIVE + FULL_ON_DEMAND);
  await open(tab, shop.page("/shop", { script: { ...WORDS, worker } }));
  await ready(tab);
  await view(tab, "tools-0");
  await askWorker(tab, "fill the disk");
  await view(tab, "tools-1");
  expect([...(await viewed(tab))].sort()).toEqual(["tools-0", "tools-1"]);
  expect((await status(tab)).storage.kind).toBe("memory");
});

for (const [name, prelude] of [
  ["there are no Web Locks", NO_LOCKS],
  ["there is no BroadcastChannel", NO_BROADCAST_CHANNEL],
  ["there is no Cache Storage", NO_CACHES],
] as const) {
  test(`storage: ${name}: items are embedded and events kept`, async ({ tab, shop }) => {
    const script = { consent: "persistent", encoder: "wasm", worker: shop.worker(prelude) };
    await open(tab, shop.page("/shop", { script }));
    await embedded(tab, 60_000);
    await view(tab, "tools-0");
    expect(await viewed(tab)).toEqual(["tools-0"]);
    expect((await status(tab)).storage.kind).toBe("indexeddb");
  });
}

test("eviction: the database goes while the page is open, and the page goes on", async ({ tab, newTab, shop }) => {
  watch(shop);
  await open(tab, shop.page("/shop", { head: WATCHED, script: WORDS }));
  await ready(tab);
  await view(tab, "tools-0");
  await evict(await newTab(), shop);
  await view(tab, "tools-1");
  expect(await viewed(tab)).toContain("tools-1");
  expect((await recommend(tab, { placement: "home", limit: 8 })).items).toHaveLength(8);
  expect(await problems(tab)).toEqual([]);
});

test("eviction: everything is gone at the next visit, and the page learns anew", async ({ tab, newTab, shop }) => {
  const url = shop.page("/shop", { script: { consent: "persistent" } });
  await open(tab, url);
  await embedded(tab);
  await view(tab, "tools-0");
  await tab.close();
  const next = await newTab();
  await evict(next, shop);
  await open(next, url);
  await embedded(next);
  expect(await viewed(next)).toEqual([]);
  await view(next, "tools-1");
  await next.reload();
  await live(next);
  await expect.poll(() => viewed(next)).toEqual(["tools-1"]);
});

/**
 * Clear-Site-Data takes storage away from open pages too, as eviction does. https://www.w3.org/TR/clear-site-data/
 * A database of the test's own shows that it happened: an open page may make Aisle's anew at once.
 */
async function evict(tab: Tab, shop: ShopServer): Promise<void> {
  shop.html("/before", "");
  shop.on("/evict", (_, response) => {
    response.writeHead(200, { "content-type": "text/html", "clear-site-data": '"storage", "cache"' });
    response.end("<!doctype html><title>Cleared</title>");
  });
  const databases = () => tab.evaluate(async () => (await indexedDB.databases()).map(({ name }) => name));
  await tab.goto(`${shop.url}/before`);
  await tab.evaluate(
    () =>
      new Promise<void>((resolve) => {
        const request = indexedDB.open("of the test");
        request.onsuccess = () => {
          request.result.close();
          resolve();
        };
      }),
  );
  expect(await databases()).toContain("of the test");
  await tab.goto(`${shop.url}/evict`);
  await expect.poll(databases).not.toContain("of the test");
}
