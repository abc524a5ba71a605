/** The React adapter in a real browser: no hydration mismatch, no render too many, impressions and clicks. */
import { expect, test } from "@playwright/test";
import { startServer, type TestServer } from "./elements/server";

let server: TestServer;
test.beforeAll(async () => {
  server = await startServer({ "/react": "e2e/elements/reactPage.tsx" });
});
test.afterAll(() => server.close());

let complaints: string[];
test.beforeEach(async ({ page }) => {
  complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${server.url}/react`);
  await page.waitForFunction(() => window.reactHarness);
});
test.afterEach(() => expect(complaints).toEqual([]));

test("hydrates the server's markup without a mismatch and renders twice, not more", async ({ page }) => {
  await page.evaluate(() =>
    window.reactHarness.hydrate(
      '<p id="list">loading: </p><p id="hits">loading: none</p><div class="row"><b>Bestsellers</b></div>',
    ),
  );
  await expect(page.locator("#list")).toHaveText("ready: Mug, Bowl, Plate");
  expect(await page.evaluate(() => window.reactHarness.renders.list)).toBe(2);
  await page.evaluate(() => window.reactHarness.aisle.announce({ type: "shelves" }));
  await page.waitForTimeout(300);
  expect(await page.evaluate(() => window.reactHarness.renders.list)).toBe(2);
  await page.evaluate(() => {
    const { aisle } = window.reactHarness;
    aisle.setItems([{ id: "new", title: "Jug", link: "#/new" }]);
    aisle.announce({ type: "shelves" });
  });
  await expect(page.locator("#list")).toHaveText("ready: Jug");
  expect(await page.evaluate(() => window.reactHarness.renders.list)).toBe(3);
});

test("asks once per query under StrictMode", async ({ page }) => {
  await page.evaluate(() => window.reactHarness.mount());
  await expect(page.locator("#list")).toHaveText("ready: Mug, Bowl, Plate");
  const placements = await page.evaluate(() => window.reactHarness.aisle.queries.map(({ placement }) => placement));
  expect(placements.sort()).toEqual(["home", "search", "trending"]);
});

test("keeps the last hits while new words are looked up", async ({ page }) => {
  await page.evaluate(() => window.reactHarness.mount());
  await expect(page.locator("#hits")).toHaveText("ready: 2");
  await page.evaluate(() => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(document.querySelector("#hits")?.textContent ?? "")).observe(document.body, {
      characterData: true,
      childList: true,
      subtree: true,
    });
    Object.assign(window, { texts });
    window.reactHarness.search("bowl");
  });
  await expect.poll(() => page.evaluate(() => window.reactHarness.aisle.queries.at(-1)?.text)).toBe("bowl");
  await expect(page.locator("#hits")).toHaveText("ready: 2");
  expect(await page.evaluate(() => (window as unknown as { texts: string[] }).texts)).not.toContain("loading: none");
});

test("records what a Shelf showed and what was clicked", async ({ page }) => {
  await page.evaluate(() => window.reactHarness.mount());
  await page.getByRole("list", { name: "Trending" }).getByRole("link", { name: "Bowl" }).click();
  const calls = () => page.evaluate(() => window.reactHarness.aisle.tracked);
  await expect.poll(async () => (await calls()).map(({ name }) => name)).toEqual(["select_item", "view_item_list"]);
  const [click, seen] = await calls();
  expect(click.params).toMatchObject({ items: [{ item_id: "item-1", index: 1 }], item_list_id: "trending" });
  expect(seen.params.items).toMatchObject([{ item_id: "item-0" }, { item_id: "item-1" }]);
});
