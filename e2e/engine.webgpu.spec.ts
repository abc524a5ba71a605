/** The whole engine on WebGPU (SwiftShader), and what becomes of the catalogue when the device goes away. */
import type { Page } from "@playwright/test";
import { GOODS } from "./harness/goods";
import { COUNT_EMBEDDED } from "./harness/preludes";
import { expect, open, recommend, test, until } from "./harness/shopTest";

/** Keeps the device where the test can take it away. */
const KEEP_DEVICE = `
const request = GPUAdapter.prototype.requestDevice;
GPUAdapter.prototype.requestDevice = async function (...args) {
  return (globalThis.device = await request.apply(this, args));
};`;

test("embeds a catalogue on the GPU; the device lost in the middle, wasm goes on, no item is lost or doubled", async ({
  page,
  shop,
}) => {
  test.setTimeout(240_000);
  const script = { consent: "persistent", encoder: "webgpu", worker: shop.worker(KEEP_DEVICE + COUNT_EMBEDDED) };
  await open(page, shop.page("/shop", { script }));
  const half = await until(page, ({ catalog }) => catalog.embedded.done > 0, 120_000);
  expect(half.encoder).toMatchObject({ tier: "webgpu", state: "ready", reasons: {} });
  expect(half.catalog.embedded.done).toBeLessThan(GOODS.length);

  await page.workers()[0].evaluate(() => (globalThis as unknown as { device: GPUDevice }).device.destroy());
  const { encoder, catalog, degraded } = await until(
    page,
    ({ catalog }) => catalog.embedded.done === GOODS.length,
    120_000,
  );
  expect(encoder.tier).toBe("wasm");
  expect(encoder.reasons.webgpu).toMatch(/device was lost/);
  expect(catalog.embedded).toEqual({ done: GOODS.length, total: GOODS.length });
  expect(degraded.map(({ code }) => code)).toEqual(["DEVICE_LOST"]);
  // Each text was written once, whichever engine made its vector.
  expect(await page.workers()[0].evaluate(() => (globalThis as unknown as { embedded: number }).embedded)).toBe(
    GOODS.length,
  );
  expect(await vectorsStored(page)).toBe(GOODS.length);
  const hits = await recommend(page, { placement: "search", text: "something to bake bread with" });
  expect(hits.items.length).toBeGreaterThan(0);
});

/** Rows of the table of vectors. */
const vectorsStored = (page: Page) =>
  page.evaluate(
    () =>
      new Promise<number>((resolve, reject) => {
        const request = indexedDB.open("aisle:aisle");
        request.onerror = () => reject(request.error);
        request.onsuccess = () => {
          const count = request.result.transaction("vectors").objectStore("vectors").count();
          count.onsuccess = () => {
            request.result.close();
            resolve(count.result);
          };
        };
      }),
  );

test("without an adapter the catalogue is embedded on wasm, and status says why", async ({ page, shop }) => {
  const worker = shop.worker("GPU.prototype.requestAdapter = async () => null;");
  await open(page, shop.page("/shop", { script: { consent: "persistent", encoder: "webgpu", worker } }));
  const { encoder, degraded } = await until(page, ({ catalog }) => catalog.embedded.done === GOODS.length, 60_000);
  expect(encoder.tier).toBe("wasm");
  expect(encoder.reasons.webgpu).toMatch(/no usable graphics adapter/);
  expect(degraded).toEqual([]);
});
