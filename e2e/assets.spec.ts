/** What `aisle build` published, in the page: found, verified, used, replaced, and switched off. */
import type { ConsoleMessage, Page } from "@playwright/test";
import { writeAvailability } from "../src/format/assets/availability";
import type { Shelf } from "../src/types";
import { AVAILABILITY_FILE, assetRequests, type HarnessBuild, harnessBuild, publish } from "./harness/builds";
import { faults, observe } from "./harness/faults";
import { GOODS } from "./harness/goods";
import {
  call,
  embedded,
  expect,
  ids,
  kept,
  NOTHING_STORED,
  open,
  ready,
  recommend,
  status,
  stored,
  test,
  until,
  view,
} from "./harness/shopTest";

const PERSISTENT = { consent: "persistent" } as const;
/** The build's vectors rank; the encoder is not even downloaded. */
const NO_ENCODER = { ...PERSISTENT, encoder: "none" } as const;

const built = (page: Page) => until(page, ({ assets }) => assets.state === "ready");
const contributions = (shelf: Shelf) => new Set(shelf.items.flatMap((ranked) => Object.keys(ranked.contributions)));

let first: HarnessBuild;
let second: HarnessBuild;
test.beforeAll(async () => {
  first = await harnessBuild();
  second = await harnessBuild({ blend: { home: { terms: [{ signal: "popularity", weight: 1 }] } } });
});

test("ranks by the build, says why, and downloads no encoder for it", async ({ page, shop, pageErrors }) => {
  const console: ConsoleMessage[] = [];
  page.on("console", (message) => console.push(message));
  publish(shop, first);
  await open(page, shop.page("/shop", { script: NO_ENCODER }));
  const { assets } = await built(page);
  expect(assets).toMatchObject({ buildId: first.manifest.buildId, items: GOODS.length, known: GOODS.length });
  await embedded(page);
  const related = await recommend(page, { placement: "related", item: "kitchen-0" });
  expect(related.rung).toBe("behaviour");
  expect(related.items[0].why[0]).toMatchObject({
    signal: "behaviour",
    evidence: { kind: "item", itemId: "kitchen-0" },
  });
  for (const id of ["garden-1", "garden-3", "tools-2"]) await view(page, id);
  const home = await recommend(page, { placement: "home", limit: 20 });
  expect(home.rung).toBe("personal");
  expect([...contributions(home)]).toEqual(expect.arrayContaining(["behaviour", "text", "words", "popularity"]));
  await call(page, "track", "add_to_cart", { items: [{ item_id: "kitchen-0" }] });
  const complement = await recommend(page, { placement: "complement", limit: 4 });
  expect(complement.rung).toBe("behaviour");
  expect(complement.items[0].why[0].evidence).toMatchObject({ kind: "basket", itemId: "kitchen-0" });
  expect(shop.log.some(({ url }) => url.startsWith("/assets/encoder/"))).toBe(false);
  expect((await status(page)).degraded).toEqual([]);
  expect(pageErrors).toEqual([]);
  expect(console.filter((message) => message.type() === "error").map((message) => message.text())).toEqual([]);
});

test("an item that the build does not know is embedded in the page, and ranked", async ({ page, shop }) => {
  const fresh = { ...GOODS[0], id: "kitchen-new", title: "Ceramic cocoa mug with a saucer" };
  const renamed = { ...GOODS[9], title: "Copper watering can with a long spout" };
  shop.body("/catalog.json", JSON.stringify([...GOODS.with(9, renamed), fresh]));
  publish(shop, first);
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  await embedded(page, 60_000);
  await view(page, "kitchen-0");
  const shelf = await recommend(page, { placement: "home", limit: 49 });
  const found = shelf.items.find(({ item }) => item.id === "kitchen-new");
  expect(found?.contributions.text).toBeDefined();
  expect(found?.contributions.behaviour).toBeUndefined();
  const { catalog, assets, degraded } = await status(page);
  expect(catalog.embedded).toEqual({ done: 49, total: 49 });
  expect(assets.known).toBe(48);
  expect(degraded).toEqual([]);
});

test("the next visit takes up a newer build, and downloads only what has changed", async ({ page, shop }) => {
  publish(shop, first);
  const url = shop.page("/shop", { script: NO_ENCODER });
  await open(page, url);
  await built(page);
  // Everything is cached: a return asks for the manifest alone.
  await kept(page, "assets/");
  shop.log.length = 0;
  await open(page, url);
  await built(page);
  expect(assetRequests(shop)).toEqual(["manifest.json"]);
  publish(shop, second);
  shop.log.length = 0;
  await open(page, url);
  const { assets } = await built(page);
  expect(assets.buildId).toBe(second.manifest.buildId);
  expect(assetRequests(shop)).toEqual(["manifest.json", second.manifest.files[0].chunks[0].file]);
  const shelf = await recommend(page, { placement: "home" });
  expect([...contributions(shelf)]).toEqual(["popularity"]);
});

test("the kill switch empties every shelf, and gives them back", async ({ page, shop }) => {
  publish(shop, first, { enabled: false });
  const url = shop.page("/shop", { script: NO_ENCODER });
  await open(page, url);
  await ready(page);
  for (const placement of ["home", "trending", "search"] as const) {
    const shelf = await recommend(page, { placement, text: "mug" });
    expect(shelf).toMatchObject({ items: [], reason: "disabled", rung: "none" });
  }
  expect((await status(page)).assets.state).toBe("disabled");
  publish(shop, first);
  await open(page, url);
  await built(page);
  expect((await recommend(page, { placement: "home" })).items).toHaveLength(8);
});

test("price and stock follow the shop's file, without a build", async ({ page, shop }) => {
  const live = await harnessBuild({ availability: { maxAgeSeconds: 1 } });
  publish(shop, live);
  shop.body(`/assets/${AVAILABILITY_FILE}`, Buffer.from(writeAvailability([])));
  await open(page, shop.page("/shop", { script: NO_ENCODER }));
  await built(page);
  const [best] = ids(await recommend(page, { placement: "home" }));
  const changes = [{ id: best, availability: "out_of_stock" as const }];
  shop.body(`/assets/${AVAILABILITY_FILE}`, Buffer.from(writeAvailability(changes)));
  await expect.poll(async () => ids(await recommend(page, { placement: "home" }))).not.toContain(best);
  // A broken file changes nothing.
  shop.body(`/assets/${AVAILABILITY_FILE}`, "<h1>maintenance</h1>");
  await page.waitForTimeout(1_100);
  expect(ids(await recommend(page, { placement: "home" }))).toHaveLength(8);
});

test("a page without a catalogue takes the build's", async ({ page, shop }) => {
  publish(shop, await harnessBuild({ catalog: GOODS }));
  await open(page, shop.page("/shop", { script: { ...NO_ENCODER, catalog: undefined } }));
  await built(page);
  await until(page, ({ catalog }) => catalog.items === GOODS.length);
  expect((await recommend(page, { placement: "home" })).items).toHaveLength(8);
  expect(await call(page, "catalog.get", "garden-1")).toMatchObject({ title: GOODS[9].title, price: GOODS[9].price });
  expect(shop.log.some(({ url }) => url.startsWith("/catalog"))).toBe(false);
});

test("two shoppers who do different things ask for the same files", async ({ browser, shop }) => {
  publish(shop, first);
  const asked: string[][] = [];
  for (const interests of [["baby-0", "baby-1"], ["tools-3"]]) {
    const context = await browser.newContext();
    const page = await context.newPage();
    shop.log.length = 0;
    await open(page, shop.page("/shop", { script: NO_ENCODER }));
    await built(page);
    for (const id of interests) await view(page, id);
    for (const placement of ["home", "trending", "recent"] as const) await recommend(page, { placement });
    // Several at a time: which of them is first is the line's affair.
    asked.push(assetRequests(shop).sort());
    expect(shop.log.every(({ method, bodyBytes }) => method === "GET" && bodyBytes === 0)).toBe(true);
    await context.close();
  }
  expect(asked[1]).toEqual(asked[0]);
});

test("before the shopper answers, the build ranks and nothing is stored", async ({ page, shop }) => {
  publish(shop, first);
  await open(page, shop.page("/shop", { script: { consent: "pending", encoder: "none" } }));
  await built(page);
  const shelf = await recommend(page, { placement: "related", item: "kitchen-0" });
  expect(shelf.rung).toBe("behaviour");
  expect(await stored(page)).toEqual(NOTHING_STORED);
  await call(page, "consent.set", "persistent");
  await expect.poll(async () => (await stored(page)).caches).toEqual(["aisle-assets-1"]);
});

const assets = faults("What `aisle build` published");

assets.fault("there is no build, only an encoder", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: NO_ENCODER }));
  await until(page, ({ assets }) => assets.state === "none");
  return observe(page);
});

assets.fault("the manifest is a web page", async ({ page, shop }) => {
  shop.body("/assets/manifest.json", "<!doctype html><h1>Sign in</h1>", "text/html");
  await open(page, shop.page("/shop", { script: NO_ENCODER }));
  await until(page, ({ assets }) => assets.state === "failed");
  return observe(page);
});

assets.fault("the build is of another catalogue", async ({ page, shop }) => {
  publish(shop, await harnessBuild({ items: GOODS.map((item) => ({ ...item, id: `sku-${item.id}` })) }));
  await open(page, shop.page("/shop", { script: NO_ENCODER }));
  await until(page, ({ degraded }) => degraded.length > 0);
  return observe(page);
});

/** A good build first, then another visit to what has become of it. */
function onALaterVisit(name: string, spoil: (shop: Parameters<typeof publish>[0]) => void): void {
  assets.fault(name, async ({ page, shop }) => {
    publish(shop, first);
    const url = shop.page("/shop", { script: NO_ENCODER });
    await open(page, url);
    await built(page);
    await kept(page, "assets/");
    spoil(shop);
    await open(page, url);
    await until(page, ({ degraded }) => degraded.length > 0);
    expect((await status(page)).assets).toMatchObject({ state: "ready", buildId: first.manifest.buildId });
    return observe(page);
  });
}

onALaterVisit("the next build is of a newer schema", (shop) => {
  shop.body("/assets/manifest.json", JSON.stringify({ ...second.manifest, schemaVersion: 2 }));
});

onALaterVisit("a file of the next build was changed on its way", (shop) => {
  publish(shop, second);
  const { file, bytes } = second.manifest.files[0].chunks[0];
  shop.body(`/assets/${file}`, Buffer.alloc(bytes, 32));
});

onALaterVisit("a file of the next build is missing", (shop) => {
  publish(shop, second);
  shop.status(`/assets/${second.manifest.files[0].chunks[0].file}`, 404);
});

onALaterVisit("the folder is gone", (shop) => {
  shop.status("/assets/manifest.json", 404);
});

assets.end();
