/** The script tag: what it leaves on a page, what its attributes do, and how it lives under strict policies. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import type { Page } from "@playwright/test";
import type { Status } from "../src/types";
import { GOODS } from "./harness/goods";
import { call, embedded, expect, ids, open, ready, recommend, status, test, view } from "./harness/shopTest";

const SHELVES = `<aisle-shelf placement="home" limit="4"></aisle-shelf><aisle-shelf placement="trending" limit="4"></aisle-shelf>
<aisle-search action="/results"></aisle-search>`;

/** Whatever the browser complains about. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = [];
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  return complaints;
}

test("a healthy page: no global but `aisle`, no complaint, one worker for all shelves, no item twice", async ({
  page,
  shop,
}) => {
  const complaints = complaintsOf(page);
  await page.addInitScript(() => {
    addEventListener("DOMContentLoaded", () => Object.assign(window, { before: Object.getOwnPropertyNames(window) }));
  });
  await open(page, shop.page("/shop", { script: { consent: "persistent", capture: "all" }, body: SHELVES }));
  await embedded(page);
  await expect(page.locator("aisle-shelf [part=card]")).toHaveCount(8);
  await page.locator("aisle-search input").fill("mug");
  await expect(page.locator("aisle-search [role=option]").first()).toBeVisible();
  await page.evaluate(() => (document.querySelector("aisle-search")?.shadowRoot?.activeElement as HTMLElement)?.blur());
  for (const id of ["garden-0", "garden-4", "garden-6"]) await view(page, id);
  await page.waitForTimeout(2_500);
  const titles = await page.locator("aisle-shelf [part~=link]").allInnerTexts();
  expect(new Set(titles).size).toBe(8);
  expect(page.workers()).toHaveLength(1);
  const added = await page.evaluate(() => {
    const { before } = window as unknown as { before: string[] };
    return Object.getOwnPropertyNames(window).filter((name) => !before.includes(name));
  });
  expect(added.filter((name) => name !== "before")).toEqual([]);
  expect(complaints).toEqual([]);
  expect((await status(page)).degraded).toEqual([]);
});

test("nothing moves, however late the elements arrive", async ({ page, shop }) => {
  let release: (() => void) | undefined;
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  for (const name of ["elements", "search"]) {
    shop.on(`/dist/${name}.js`, (request, response) => void released.then(() => shop.static(request, response)));
  }
  await page.addInitScript(() => {
    Object.assign(window, { shift: 0 });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) {
        (window as unknown as { shift: number }).shift += (entry as PerformanceEntry & { value: number }).value;
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  const body = `<aisle-search action="/"></aisle-search><aisle-shelf limit="6"></aisle-shelf><p>Between</p>
    <aisle-shelf placement="trending" limit="6"><p>Bestsellers</p></aisle-shelf><p>Below</p>`;
  const head = '<link rel="stylesheet" href="/dist/aisle.css">';
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await open(page, shop.page("/shop", { head, script: { consent: "off" }, body }));
    await ready(page);
    const tops = () =>
      page.locator("p").evaluateAll((all) => all.map((one) => Math.round(one.getBoundingClientRect().top)));
    const before = await tops();
    release?.();
    await expect(page.locator("aisle-shelf [part=card]").first()).toBeVisible();
    const after = await tops();
    // The fallback inside the second shelf gives way to it; what stands outside stays.
    expect([after[0], after.at(-1)]).toEqual([before[0], before.at(-1)]);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
  }
});

test("currency and locale are the shop's", async ({ page, shop }) => {
  shop.body("/catalog.json", JSON.stringify(GOODS.map(({ currency, ...item }) => item)));
  const script = { consent: "off", currency: "SEK", locale: "sv-SE" };
  await open(page, shop.page("/shop", { script, body: SHELVES }));
  await ready(page);
  await expect(page.locator("aisle-shelf [part=price]").first()).toHaveText(/^\d+,00\skr$/);
});

test("?aisle-inspect opens the inspector on any page, with the words that matched", async ({ page, shop }) => {
  await open(page, `${shop.page("/shop", { script: { consent: "off" }, body: SHELVES })}?aisle-inspect`);
  await embedded(page);
  const panel = page.locator("aisle-inspector");
  await expect(panel.getByRole("tab", { name: "Events" })).toBeVisible();
  await view(page, "kitchen-0");
  await view(page, "kitchen-4");
  await expect(panel).toContainText("view_item");
  await panel.getByRole("tab", { name: "Why" }).click();
  await panel.locator("details").filter({ hasText: "home" }).locator("summary").click();
  await expect(panel.locator("mark:visible").first()).toBeVisible();
});

test("debug tells the console, and nothing else does", async ({ page, shop }) => {
  const said: string[] = [];
  page.on("console", (message) => said.push(`${message.type()} ${message.text()}`));
  await open(page, shop.page("/shop", { script: { consent: "off", debug: "" } }));
  await ready(page);
  await view(page, "kitchen-0");
  await expect.poll(() => said.some((line) => line.startsWith("debug [aisle] event"))).toBe(true);
  expect(said.filter((line) => !line.startsWith("debug [aisle]"))).toEqual([]);
});

test("filter and boost functions, and rules", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "off" } }));
  await ready(page);
  const own = await page.evaluate(async () => {
    const shelf = await window.aisle("recommend", {
      placement: "trending",
      limit: 5,
      filter: ({ brand }: { brand: string }) => brand === "Norrland",
      boost: ({ id }: { id: string }) => (id === "books-7" ? 3 : 0),
    });
    const { id, items } = shelf as { id: string; items: { item: { id: string; brand: string }; position: number }[] };
    await window.aisle("track", "select_item", { recommendation_id: id, items: [{ item_id: items[2].item.id }] });
    const [event] = (await window.aisle("recentEvents", 1)) as { position: number; placement: string }[];
    return { items: items.map(({ item }) => item), event };
  });
  expect(own.items[0].id).toBe("books-7");
  expect(new Set(own.items.map(({ brand }) => brand))).toEqual(new Set(["Norrland"]));
  expect(own.event).toMatchObject({ position: 2, placement: "trending" });
  const ruled = await recommend(page, {
    placement: "trending",
    limit: 3,
    rules: [{ match: { ids: ["tools-7"] }, action: "pin", place: 1 }],
  });
  expect(ids(ruled)[1]).toBe("tools-7");
  const wrong = page.evaluate(() =>
    window
      .aisle("recommend", { placement: "home", rules: [{ action: "love" }] })
      .catch((error) => [error.code, error.docs]),
  );
  expect(await wrong).toEqual(["QUERY_INVALID", "docs/errors.md#query-invalid"]);
});

test("script-src 'self', without wasm, eval or blobs: the shelf personalises by words", async ({ page, shop }) => {
  const complaints = complaintsOf(page);
  shop.csp = "default-src 'self'; script-src 'self'; img-src 'self' data:";
  await open(page, shop.page("/shop", { script: { consent: "persistent" }, body: SHELVES }));
  await ready(page);
  for (const id of ["garden-0", "garden-4", "garden-6", "garden-2"]) await view(page, id);
  const shelf = await recommend(page, { placement: "home", limit: 8 });
  expect(shelf.rung).toBe("personal");
  expect(shelf.items.filter(({ item }) => item.category?.[0] === "Garden").length).toBeGreaterThanOrEqual(2);
  await expect(page.locator("aisle-shelf").first().locator("[part~=reason]").first()).toContainText(/Garden|Because/);
  expect((await status(page)).engine.where).toBe("worker");
  expect(complaints.filter((text) => !/wasm|WebAssembly/i.test(text))).toEqual([]);
});

test("Trusted Types enforced: worker, shelf and search work with the two named policies", async ({ page, shop }) => {
  const complaints = complaintsOf(page);
  shop.csp =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'; img-src 'self' data:; require-trusted-types-for 'script'; trusted-types aisle lit-html";
  await open(page, shop.page("/shop", { script: { consent: "persistent", capture: "all" }, body: SHELVES }));
  await embedded(page);
  await expect(page.locator("aisle-shelf [part=card]")).toHaveCount(8);
  await page.locator("aisle-search input").fill("mug");
  await expect(page.locator("aisle-search [role=option]").first()).toBeVisible();
  expect(complaints).toEqual([]);
});

test("integrity.json holds the hash of every file, and the browser accepts the tag with it", async ({ page, shop }) => {
  const { version, files } = JSON.parse(readFileSync("dist/integrity.json", "utf8"));
  for (const [name, hash] of Object.entries(files)) {
    expect(
      `sha384-${createHash("sha384")
        .update(readFileSync(`dist/${name}`))
        .digest("base64")}`,
    ).toBe(hash);
  }
  expect(Object.keys(files)).toEqual(expect.arrayContaining(["aisle.js", "worker.js", "elements.js", "onDemand.js"]));
  shop.html(
    "/pinned",
    `<script async crossorigin="anonymous" src="${shop.cdnUrl}/dist/aisle.js" integrity="${files["aisle.js"]}" data-catalog="/catalog.json" data-consent="off"></script>`,
  );
  await open(page, `${shop.url}/pinned`);
  await ready(page);
  expect((await call<Status>(page, "status")).version).toBe(version);
});
