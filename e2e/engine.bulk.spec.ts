/** What a shop does at large: thousands of real products, another language, a long visit seen from the network. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { onlineRetailFeed } from "./demo/onlineRetailFeed";
import { GOODS } from "./harness/goods";
import { call, embedded, expect, open, ready, recommend, status, test, until } from "./harness/shopTest";

const shared = process.env.AISLE_SHARED ?? "";

test("3,000 real products are embedded; killed half-way and reloaded, the work goes on; no long task", async ({
  page,
  shop,
}) => {
  const feed = onlineRetailFeed(shared);
  test.skip(feed === undefined, "the Online Retail data set is not here");
  test.setTimeout(240_000);
  await page.addInitScript(() => {
    const tasks: number[] = [];
    Object.assign(globalThis, { tasks });
    const note = (seen: PerformanceObserverEntryList) =>
      tasks.push(...seen.getEntries().map(({ duration }) => duration));
    new PerformanceObserver(note).observe({ type: "longtask" });
  });
  const longTasks = () => page.evaluate(() => (globalThis as unknown as { tasks: number[] }).tasks);
  shop.body("/products.csv", feed!);
  const url = shop.page("/shop", { script: { consent: "persistent", catalog: "/products.csv", encoder: "wasm" } });

  const started = Date.now();
  await open(page, url);
  const half = await until(page, ({ catalog }) => catalog.embedded.done > 1_000, 120_000);
  expect(half.catalog.items).toBeGreaterThanOrEqual(3_000);
  const tasks = await longTasks();
  const firstHalf = Date.now() - started;
  await page.reload();
  const resumed = await until(page, ({ catalog }) => catalog.embedded.done > 0);
  const again = Date.now();
  const { catalog, timings } = await embedded(page, 180_000);
  const told = {
    items: catalog.items,
    doneBeforeTheReload: half.catalog.embedded.done,
    doneRightAfter: resumed.catalog.embedded.done,
    seconds: [firstHalf, Date.now() - again].map((ms) => Math.round(ms / 100) / 10),
    timings,
    longTasks: [...tasks, ...(await longTasks())].map(Math.round),
  };
  console.log(`  Online Retail feed: ${JSON.stringify(told)}`);
  expect(catalog.embedded.done).toBe(catalog.items);
  // Nothing stored is embedded again: what was done comes back at once.
  expect(resumed.catalog.embedded.done).toBeGreaterThanOrEqual(half.catalog.embedded.done);
  expect(told.longTasks).toEqual([]);
  const hits = await recommend(page, { placement: "search", text: "something to hold tea lights", limit: 10 });
  expect(hits.items.map(({ item }) => item.title).join("\n")).toMatch(/LIGHT|CANDLE|LANTERN/i);
});

test("a Chinese catalogue is noticed and ranked by words", async ({ page, shop }) => {
  test.skip(shared === "", "the litemall data set is not here");
  const sql = readFileSync(join(shared, "data/litemall-zh/litemall_data.sql"), "utf8");
  const rows = sql.split("\n").filter((line) => line.startsWith("INSERT INTO `litemall_goods`"));
  const goods = rows.flatMap((line) => [...line.matchAll(/\((\d{7}),'\d+','([^']+)',\d{7},/g)]);
  expect(goods.length).toBeGreaterThan(100);
  shop.body("/goods.json", JSON.stringify(goods.map(([, id, title]) => ({ id, title }))));
  await open(page, shop.page("/shop", { script: { consent: "persistent", catalog: "/goods.json" } }));
  const { catalog } = await until(page, ({ catalog }) => catalog.uncovered > 0);
  expect(catalog).toMatchObject({ language: "words", state: "ready" });
  const hits = await recommend(page, { placement: "search", text: "护颈枕" });
  expect(hits.items.map(({ item }) => item.title).join("\n")).toMatch(/护颈.*枕/);
  expect(hits.rung).toBe("words");
});

test("sixty events of two different shoppers: the same requests, all for static files", async ({ browser, shop }) => {
  const url = shop.page("/shop", { script: { consent: "persistent" } });
  const visit = async (departments: readonly string[]) => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const from = shop.log.length;
    await open(page, url);
    await ready(page);
    const own = GOODS.filter(({ category }) => departments.includes(category?.[0] ?? ""));
    for (let i = 0; i < 60; i++) {
      const items = [{ item_id: own[i % own.length].id, quantity: 1 }];
      // An hour of browsing.
      const timestamp = Date.now() - (60 - i) * 60_000;
      if (i % 10 === 9) await call(page, "track", "search", { search_term: `${departments[0]} ${i}`, timestamp });
      else await call(page, "track", i % 7 === 6 ? "add_to_cart" : "view_item", { items, timestamp });
      if (i % 15 === 14) await recommend(page, { placement: "home" });
    }
    await call(page, "search", "a present");
    await embedded(page);
    expect((await status(page)).events.stored).toBe(60);
    await context.close();
    return shop.log.slice(from).filter((entry) => entry.url !== "/shop");
  };
  const first = await visit(["Garden", "Tools"]);
  const second = await visit(["Baby", "Books"]);
  for (const { method, url, cookie, bodyBytes } of [...first, ...second]) {
    expect({ method, cookie, bodyBytes }).toEqual({ method: "GET", cookie: undefined, bodyBytes: 0 });
    expect(url).toMatch(/^\/(stub\.js|catalog\.json|dist\/[\w./-]+\.js|assets\/(manifest\.json|encoder\/[\w.-]+))$/);
  }
  const urls = (log: typeof first) => log.map(({ url }) => url).sort();
  expect(urls(second)).toEqual(urls(first));
});
