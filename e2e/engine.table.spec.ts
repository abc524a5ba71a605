/** The table answers before BERT is here, in its stead where it must, and bulk work waits for a device that is to be spared. */
import { faults, observe } from "./harness/faults";
import { GOODS } from "./harness/goods";
import { embedded, expect, open, recommend, status, test, until, view } from "./harness/shopTest";
import { serveTable } from "./harness/tableAssets";

const PERSISTENT = { consent: "persistent" } as const;
const NO_WASM = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";
const ALL = GOODS.length;

const fault = faults("The table tier");

test("items have the table's vectors before a byte of the weights is here, then BERT's", async ({ page, shop }) => {
  const table = serveTable(shop);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  for (const path of shop.chunks) shop.on(path, (...exchange) => void held.then(() => shop.static(...exchange)));
  await open(page, shop.page("/shop", { script: { ...PERSISTENT, encoder: "wasm" } }));
  const { encoder, catalog, timings } = await until(
    page,
    ({ catalog, encoder }) => catalog.embedded.table === ALL && encoder.state === "downloading",
  );
  expect(encoder).toMatchObject({ tier: "table", state: "downloading", reasons: {} });
  expect(catalog.embedded).toEqual({ done: 0, total: ALL, table: ALL });
  expect(timings.firstVectorsMs).toBeGreaterThan(0);
  await view(page, "garden-0");
  const shelf = await recommend(page, { placement: "related", item: "garden-0", limit: 4 });
  expect(shelf.items.length).toBe(4);
  const asked = shop.log.map(({ url }) => url);
  expect(table.every((path) => asked.indexOf(path) < asked.indexOf(shop.chunks[0]))).toBe(true);
  letGo();
  const later = await embedded(page);
  expect(later.catalog.embedded).toEqual({ done: ALL, total: ALL });
  expect(later.encoder).toMatchObject({ tier: "wasm", state: "ready" });
});

test("after a reload BERT's vectors come from the store, and the table's were never kept", async ({ page, shop }) => {
  serveTable(shop);
  const url = shop.page("/shop", { script: { ...PERSISTENT, encoder: "wasm" } });
  await open(page, url);
  await embedded(page);
  const stored = await page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve, reject) => {
      const request = indexedDB.open("aisle:aisle");
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const keys = database.transaction("vectors").objectStore("vectors").getAllKeys();
    await new Promise((resolve) => {
      keys.onsuccess = resolve;
    });
    database.close();
    return (keys.result as [string, string][]).map(([modelId]) => modelId);
  });
  const { modelId } = (await status(page)).encoder;
  expect([...new Set(stored)]).toEqual([modelId]);
  for (const path of shop.chunks) shop.status(path, 500);
  await open(page, url);
  expect((await embedded(page)).catalog.embedded).toEqual({ done: ALL, total: ALL });
});

test("on Save-Data the table ranks alone; the weights come when it is turned off", async ({ page, shop }) => {
  serveTable(shop);
  await page.addInitScript(() => {
    const connection = Object.assign(new EventTarget(), { saveData: true });
    Object.defineProperty(navigator, "connection", { value: connection });
  });
  await open(page, shop.page("/shop", { script: { ...PERSISTENT, encoder: "wasm" } }));
  const { encoder, catalog } = await until(page, ({ catalog }) => catalog.embedded.paused !== undefined);
  expect(catalog.embedded).toEqual({ done: 0, total: ALL, table: ALL, paused: "save_data" });
  expect(encoder).toMatchObject({ tier: "table", state: "ready" });
  expect((await recommend(page, { placement: "search", text: "watering can" })).items.length).toBeGreaterThan(0);
  expect(shop.log.filter(({ url }) => shop.chunks.includes(url))).toEqual([]);
  await page.evaluate(() => {
    const { connection } = navigator as unknown as { connection: EventTarget & { saveData: boolean } };
    connection.saveData = false;
    connection.dispatchEvent(new Event("change"));
  });
  expect((await embedded(page)).encoder.tier).toBe("wasm");
});

test("on a battery that runs low bulk work waits for the charger", async ({ page, shop }) => {
  serveTable(shop);
  await page.addInitScript(() => {
    const battery = Object.assign(new EventTarget(), { level: 0.15, charging: false });
    Object.assign(globalThis, { battery });
    Object.defineProperty(navigator, "getBattery", { value: async () => battery });
  });
  await open(page, shop.page("/shop", { script: { ...PERSISTENT, encoder: "wasm" } }));
  const { catalog } = await until(page, ({ catalog }) => catalog.embedded.paused !== undefined);
  expect(catalog.embedded).toMatchObject({ total: ALL, table: ALL, paused: "low_battery" });
  await page.evaluate(() => {
    const { battery } = globalThis as unknown as { battery: EventTarget & { charging: boolean } };
    battery.charging = true;
    battery.dispatchEvent(new Event("chargingchange"));
  });
  expect((await embedded(page)).catalog.embedded).toEqual({ done: ALL, total: ALL });
});

test("a shop that wants the table alone downloads nothing else", async ({ page, shop }) => {
  serveTable(shop);
  await open(page, shop.page("/shop", { script: { ...PERSISTENT, encoder: "table" } }));
  const { encoder, catalog, degraded } = await embedded(page);
  expect(catalog.embedded).toEqual({ done: ALL, total: ALL, table: ALL });
  expect({ tier: encoder.tier, degraded }).toEqual({ tier: "table", degraded: [] });
  expect(shop.log.filter(({ url }) => shop.chunks.includes(url))).toEqual([]);
});

fault.fault("the page's policy forbids wasm and there is no GPU: the table ranks", async ({ page, shop }) => {
  serveTable(shop);
  shop.csp = NO_WASM;
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  const { encoder } = await embedded(page);
  expect(encoder.tier).toBe("table");
  expect(Object.keys(encoder.reasons).sort()).toEqual(["wasm", "webgpu"]);
  expect(shop.log.filter(({ url }) => shop.chunks.includes(url))).toEqual([]);
  return observe(page);
});

fault.fault("the weights cannot be had: the table ranks", async ({ page, shop }) => {
  serveTable(shop);
  for (const path of shop.chunks) shop.status(path, 404);
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  await until(page, ({ encoder }) => encoder.state === "failed");
  const { catalog, encoder } = await until(page, ({ catalog }) => catalog.embedded.paused !== undefined);
  expect(catalog.embedded).toMatchObject({ table: ALL, paused: "no_encoder" });
  expect(encoder.tier).toBe("table");
  return observe(page);
});

fault.fault("the table was changed on its way: BERT answers as soon as it is here", async ({ page, shop }) => {
  const [first] = serveTable(shop);
  shop.body(first, Buffer.alloc(1_048_576));
  await open(page, shop.page("/shop", { script: { ...PERSISTENT, encoder: "wasm" } }));
  expect((await embedded(page)).encoder).toMatchObject({ tier: "wasm", state: "ready" });
  return observe(page);
});

fault.end();
