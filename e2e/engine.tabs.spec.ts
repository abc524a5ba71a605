/** Several tabs at once, and tabs and browsers that go away in the middle of things. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium, type Page } from "@playwright/test";
import { manyGoods } from "./harness/goods";
import { COUNT_EMBEDDED } from "./harness/preludes";
import {
  call,
  embedded,
  expect,
  ids,
  live,
  open,
  ready,
  recommend,
  status,
  test,
  view,
  viewed,
} from "./harness/shopTest";

/** Of the embedder. */
const LARGEST_BATCH = 64;

const embeddedBy = (page: Page): Promise<number> =>
  page.workers()[0].evaluate(() => (globalThis as unknown as { embedded: number }).embedded);

test("an event that track resolved outlives the browser's death", async ({ shop }, testInfo) => {
  const folder = mkdtempSync(join(tmpdir(), "aisle-"));
  const { launchOptions } = testInfo.project.use;
  try {
    const first = await chromium.launchPersistentContext(folder, launchOptions);
    const page = await first.newPage();
    await open(page, shop.page("/shop", { script: { consent: "persistent", encoder: "none" } }));
    const devtools = await first.browser()?.newBrowserCDPSession();
    const processes = await devtools?.send("SystemInfo.getProcessInfo");
    const own = processes?.processInfo.find(({ type }) => type === "browser")?.id as number;
    expect(own).toBeGreaterThan(0);
    for (const id of ["garden-1", "garden-2", "garden-3"]) await view(page, id);
    process.kill(own, "SIGKILL");
    await first.close().catch(() => undefined);

    const again = await chromium.launchPersistentContext(folder, launchOptions);
    const reopened = await again.newPage();
    await open(reopened, `${shop.url}/shop`);
    expect(await viewed(reopened)).toEqual(["garden-3", "garden-2", "garden-1"]);
    await again.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("an event is there after its tab was closed in the same breath", async ({ page, context, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "persistent", encoder: "none" } }));
  await view(page, "garden-1");
  await page.close({ runBeforeUnload: false });
  const next = await context.newPage();
  await open(next, `${shop.url}/shop`);
  expect(await viewed(next)).toEqual(["garden-1"]);
});

test("what one tab learns shows in the other's shelves", async ({ page, context, shop, pageErrors }) => {
  await open(page, shop.page("/shop", { script: { consent: "persistent", encoder: "none" } }));
  const other = await context.newPage();
  await open(other, `${shop.url}/shop`);
  await Promise.all([ready(page), ready(other)]);
  await other.evaluate(() => {
    const heard: string[] = [];
    Object.assign(window, { heard });
    window.aisle.client?.subscribe((change) => heard.push(change.type));
  });
  await Promise.all([view(page, "sport-1"), view(other, "books-2")]);
  for (const tab of [page, other]) {
    await expect
      .poll(async () => [...ids(await recommend(tab, { placement: "recent" }))].sort())
      .toEqual(["books-2", "sport-1"]);
  }
  await expect.poll(() => other.evaluate(() => (window as unknown as { heard: string[] }).heard)).toContain("shelves");
  await call(page, "profile.erase");
  await expect.poll(async () => ids(await recommend(other, { placement: "recent" }))).toEqual([]);
  await view(other, "books-3");
  await expect.poll(async () => ids(await recommend(page, { placement: "recent" }))).toEqual(["books-3"]);
  expect((await status(page)).degraded).toEqual([]);
  expect((await status(other)).degraded).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test("many events from two tabs at once: all kept, none twice", async ({ page, context, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "persistent", encoder: "none" } }));
  const other = await context.newPage();
  await open(other, `${shop.url}/shop`);
  await Promise.all([ready(page), ready(other)]);
  const burst = (tab: Page, department: string) =>
    tab.evaluate(
      (department) =>
        Promise.all(
          [0, 1, 2, 3, 4, 5, 6, 7].map((i) =>
            aisle("track", "view_item", { items: [{ item_id: `${department}-${i}` }] }),
          ),
        ),
      department,
    );
  await Promise.all([burst(page, "tools"), burst(other, "baby")]);
  const all = ["baby", "tools"].flatMap((name) => [0, 1, 2, 3, 4, 5, 6, 7].map((i) => `${name}-${i}`));
  for (const tab of [page, other]) await expect.poll(async () => [...(await viewed(tab))].sort()).toEqual(all);
  // The profile of each holds them once: what a later start folds equals what both know now.
  const known = await call<{ events: number }>(page, "profile.get");
  await page.reload();
  await live(page);
  await ready(page);
  await expect.poll(async () => (await call<{ events: number }>(page, "profile.get")).events).toBe(known.events);
});

test("one tab embeds, both have the vectors, and a closed one's work is taken over", async ({
  page,
  context,
  shop,
}) => {
  const goods = manyGoods(480);
  shop.body("/catalog.json", JSON.stringify(goods));
  const worker = shop.worker(COUNT_EMBEDDED);
  const url = shop.page("/shop", { script: { consent: "persistent", worker, encoder: "wasm" } });
  await open(page, url);
  await expect.poll(() => embeddedBy(page), { intervals: [50] }).toBeGreaterThan(0);
  const other = await context.newPage();
  await open(other, url);
  await expect.poll(() => embeddedBy(page)).toBeGreaterThan(40);
  expect(await embeddedBy(other)).toBe(0);
  const before = await embeddedBy(page);
  await page.close();
  await embedded(other, 60_000);
  const after = await embeddedBy(other);
  test
    .info()
    .annotations.push({ type: "embedded", description: `${before}+ by the closed tab, ${after} by the other` });
  // Nothing is embedded twice but, at most, the batch that died with its tab.
  expect(after).toBeLessThanOrEqual(goods.length - before + LARGEST_BATCH);
  expect(after).toBeGreaterThan(0);

  const third = await context.newPage();
  await open(third, url);
  await embedded(third);
  expect(await embeddedBy(third)).toBe(0);
});
