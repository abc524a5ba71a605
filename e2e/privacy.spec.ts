/** No byte of behaviour leaves the page; and nothing is kept before the shopper has answered, whatever listens. */
import type { Page } from "@playwright/test";
import { GOODS } from "./harness/goods";
import { SPY_ON_STORAGE } from "./harness/preludes";
import type { ShopServer } from "./harness/shopServer";
import {
  call,
  embedded,
  events,
  expect,
  NOTHING_STORED,
  open,
  ready,
  recommend,
  stored,
  test,
  view,
} from "./harness/shopTest";

const touched = () => (globalThis as unknown as { touched: string[] }).touched;

test("pending, with everything that listens: records nothing and touches no storage API", async ({ page, shop }) => {
  await page.addInitScript(SPY_ON_STORAGE);
  shop.body(
    "/shop-tags.js",
    `window.dataLayer = [{ event: "view_item", ecommerce: { items: [{ item_id: "garden-0" }] } }];
     window.__tcfapi = (command, version, callback) => callback({ gdprApplies: true, eventStatus: "cmpuishown", listenerId: 1 }, true);`,
  );
  const head = `<script src="/shop-tags.js"></script><script type="application/ld+json">{"@type":"Product","sku":"garden-1"}</script>`;
  const script = { capture: "all", "consent-from": "auto", worker: shop.worker(SPY_ON_STORAGE) };
  await open(page, `${shop.page("/shop", { head, script })}?q=tulips`);
  await embedded(page);
  await page.evaluate(() => {
    (window as unknown as { dataLayer: unknown[] }).dataLayer.push({
      event: "add_to_cart",
      ecommerce: { items: [{ item_id: "garden-2" }] },
    });
    history.pushState({}, "", "/next");
  });
  await page.waitForTimeout(2_500);
  expect(await events(page)).toEqual([]);
  expect(await page.evaluate(touched)).toEqual([]);
  expect(await page.workers()[0].evaluate(touched)).toEqual([]);
  expect(await stored(page)).toEqual(NOTHING_STORED);
});

const ASSETS = /^\/(dist|assets)\//;

/** Sixty acts of a shopper who cares for one department, told to Aisle in each of its ways. */
async function sixtyActs(page: Page, shop: ShopServer, department: string): Promise<void> {
  const own = GOODS.filter(({ category }) => category?.[0] === department);
  await open(page, `${shop.url}/private`);
  await embedded(page);
  await page.locator("aisle-shelf").first().locator("[part=card]").first().waitFor();
  for (let act = 0; act < 60; act++) {
    const { id } = own[act % own.length];
    if (act % 6 === 0) await call(page, "search", `${department} ${own[act % own.length].title}`);
    else if (act % 6 === 1) await call(page, "recommend", { placement: "related", item: id });
    else if (act % 6 === 2) {
      await page.evaluate(
        (item_id) =>
          (window as unknown as { dataLayer: unknown[] }).dataLayer.push({
            event: "add_to_cart",
            ecommerce: { items: [{ item_id }] },
          }),
        id,
      );
    } else await view(page, id);
  }
  await call(page, "recommend", { placement: "home" });
  // What is on the shelves must have had its chance to be asked for.
  await page.locator("aisle-shelf").last().scrollIntoViewIfNeeded();
  await page.waitForTimeout(1_000);
}

test("sixty acts of two different shoppers ask the network for the same static files, in nothing else", async ({
  browser,
  shop,
}) => {
  test.setTimeout(180_000);
  const ids = GOODS.map(({ id }) => id);
  shop.body("/catalog.json", JSON.stringify(GOODS.map((item) => ({ ...item, imageLink: `/pictures/${item.id}.svg` }))));
  shop.body(
    "/assets/pictures.json",
    JSON.stringify({ schemaVersion: 1, files: [{ url: "all.svg", columns: 8, ids }] }),
  );
  shop.body("/assets/all.svg", SPRITE, "image/svg+xml");
  shop.body("/layer.js", "window.dataLayer = [];");
  const shelves = `<aisle-shelf placement="home" limit="6"></aisle-shelf><aisle-shelf placement="trending" limit="6"></aisle-shelf>`;
  const script = { consent: "persistent", capture: "all", images: "shared" };
  shop.page("/private", { head: '<script src="/layer.js"></script>', script, body: shelves });

  const requests: string[][] = [];
  const shown: string[] = [];
  for (const department of ["Garden", "Tools"]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    const before = shop.log.length;
    const asked: string[] = [];
    page.on("request", (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
    await sixtyActs(page, shop, department);
    shown.push((await page.locator("aisle-shelf").first().locator("[part~=link]").allInnerTexts()).join());
    const own = shop.log.slice(before);
    for (const { method, url, bodyBytes, cookie } of own) {
      expect({ method, bodyBytes, cookie, query: url.includes("?") }).toEqual({
        method: "GET",
        bodyBytes: 0,
        cookie: undefined,
        query: false,
      });
    }
    requests.push([...new Set(own.map(({ url }) => url))].sort());
    expect(asked.filter((request) => /pictures\/(?!json)/.test(request))).toEqual([]);
    await context.close();
  }
  expect(shown[0]).not.toBe(shown[1]);
  expect(requests[0]).toEqual(requests[1]);
  const others = requests[0].filter((url) => !ASSETS.test(url));
  expect(others).toEqual(["/catalog.json", "/layer.js", "/private", "/stub.js"]);
});

test("a sensitive category leaves no trace, and is no reason for anything", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "persistent", sensitive: "Baby, Health" } }));
  await embedded(page);
  expect(await view(page, "baby-0")).toEqual({ accepted: 0, dropped: { sensitive: 1 } });
  expect(await call(page, "track", "purchase", { transaction_id: "T", items: [{ item_id: "baby-1" }] })).toMatchObject({
    accepted: 0,
  });
  await view(page, "garden-0");
  expect((await events(page)).map(({ itemId }) => itemId)).toEqual(["garden-0"]);
  const shelves = await Promise.all(
    (["home", "recent", "again"] as const).map((placement) => recommend(page, { placement, limit: 40 })),
  );
  const why = shelves.flatMap(({ items }) => items.flatMap((ranked) => ranked.why.map(({ evidence }) => evidence)));
  expect(why.length).toBeGreaterThan(10);
  expect(JSON.stringify(why)).not.toMatch(/baby|cot|swaddle/i);
  await call(page, "track", "not_interested", { items: [{ item_id: "baby-0" }] });
  expect((await recommend(page, { placement: "home", limit: 48 })).items.map(({ item }) => item.id)).not.toContain(
    "baby-0",
  );
});

test("pictures of items are the one stated exception", async ({ page, shop }) => {
  shop.body("/catalog.json", JSON.stringify(GOODS.map((item) => ({ ...item, imageLink: `/pictures/${item.id}.svg` }))));
  const url = shop.page("/shop", { script: { consent: "off" }, body: '<aisle-shelf limit="3"></aisle-shelf>' });
  await open(page, url);
  await ready(page);
  await expect(page.locator("aisle-shelf [part=card]")).toHaveCount(3);
  await expect.poll(() => shop.log.filter(({ url: path }) => path.startsWith("/pictures/")).length).toBe(3);
});

const SPRITE = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 8 6">${GOODS.map(
  (_, i) => `<rect x="${i % 8}" y="${Math.floor(i / 8)}" width="1" height="1" fill="hsl(${i * 37} 50% 70%)"/>`,
).join("")}</svg>`;
