/** The browser's storage misbehaves: denied, silent, full, evicted, or in part missing. */
import { faults, observe } from "./harness/faults";
import {
  DENY_INDEXED_DB,
  FULL_ON_DEMAND,
  NO_BROADCAST_CHANNEL,
  NO_CACHES,
  NO_INDEXED_DB,
  NO_LOCKS,
  SILENT_INDEXED_DB,
} from "./harness/preludes";
import { embedded, expect, open, ready, status, test, until, view, viewed } from "./harness/shopTest";

const { fault, end } = faults("The browser's storage");
const script = (worker: string) => ({ script: { consent: "persistent", encoder: "none", worker } });

for (const [name, prelude] of [
  ["IndexedDB is denied", DENY_INDEXED_DB],
  ["there is no IndexedDB", NO_INDEXED_DB],
  ["IndexedDB never answers", SILENT_INDEXED_DB],
] as const) {
  fault(name, async ({ page, shop }) => {
    await open(page, shop.page("/shop", script(shop.worker(prelude))));
    await until(page, ({ storage }) => storage.kind === "memory" && storage.reason !== undefined);
    await ready(page);
    await view(page, "tools-0");
    expect(await viewed(page)).toEqual(["tools-0"]);
    return observe(page);
  });
}

fault("the disk fills up", async ({ page, shop }) => {
  await open(page, shop.page("/shop", script(shop.worker(FULL_ON_DEMAND))));
  await ready(page);
  await view(page, "tools-0");
  await page.workers()[0].evaluate(() => Object.assign(globalThis, { full: true }));
  await view(page, "tools-1");
  expect([...(await viewed(page))].sort()).toEqual(["tools-0", "tools-1"]);
  return observe(page);
});

fault("the browser evicts the database while the page is open", async ({ page, shop, context }) => {
  await open(page, shop.page("/shop", script(shop.worker(""))));
  await ready(page);
  await view(page, "tools-0");
  const session = await context.newCDPSession(page);
  await session.send("Storage.clearDataForOrigin", { origin: shop.url, storageTypes: "indexeddb,cache_storage" });
  await view(page, "tools-1");
  expect(await viewed(page)).toContain("tools-1");
  return observe(page);
});

for (const [name, prelude] of [
  ["there are no Web Locks", NO_LOCKS],
  ["there is no BroadcastChannel", NO_BROADCAST_CHANNEL],
  ["there is no Cache Storage", NO_CACHES],
] as const) {
  fault(name, async ({ page, shop }) => {
    const worker = shop.worker(prelude);
    await open(page, shop.page("/shop", { script: { consent: "persistent", encoder: "wasm", worker } }));
    await embedded(page, 60_000);
    await view(page, "tools-0");
    expect((await status(page)).storage.kind).toBe("indexeddb");
    return observe(page);
  });
}

end();

test("reads that an eviction cuts short are repeated: no error on the page", async ({
  page,
  shop,
  context,
  pageErrors,
}) => {
  await open(page, shop.page("/shop", script(shop.worker(""))));
  await ready(page);
  await view(page, "tools-0");
  const session = await context.newCDPSession(page);
  const reads = page.evaluate(async () => {
    const answers: Promise<unknown>[] = [];
    for (const started = performance.now(); performance.now() - started < 1_500; ) {
      for (let i = 0; i < 20; i++) answers.push(aisle("recentEvents", 1_000));
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
    return (await Promise.allSettled(answers)).filter(({ status }) => status === "rejected").length;
  });
  for (let eviction = 0; eviction < 3; eviction++) {
    await page.waitForTimeout(300);
    await session.send("Storage.clearDataForOrigin", { origin: shop.url, storageTypes: "indexeddb" });
  }
  expect(await reads).toBe(0);
  await view(page, "tools-1");
  expect(await viewed(page)).toContain("tools-1");
  expect(pageErrors).toEqual([]);
});
