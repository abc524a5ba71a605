/** The React adapter in a real browser: no hydration mismatch, no render too many, impressions and clicks. */
import { expect, test } from "@playwright/test";
import { startServer, type TestServer } from "./elements/server";

const VERSIONS: readonly (readonly [version: string, alias: Readonly<Record<string, string>>])[] = [
  ["19", {}],
  ["18", { react: "react-18", "react-dom": "react-dom-18" }],
];

for (const [version, alias] of VERSIONS) {
  test.describe(`React ${version}`, () => {
    let server: TestServer;
    test.beforeAll(async () => {
      server = await startServer({ "/react": "e2e/elements/reactPage.tsx" }, { alias });
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

    test("is the version under test", async ({ page }) => {
      expect(await page.evaluate(() => window.reactHarness.version)).toMatch(new RegExp(`^${version}\\.`));
    });

    test("suspends until the first answer, asks once, and follows on", async ({ page }) => {
      await page.evaluate(() => {
        const texts: string[] = [];
        Object.assign(window, { texts });
        new MutationObserver(() => texts.push(document.body.innerText)).observe(document.body, {
          childList: true,
          subtree: true,
        });
        window.reactHarness.suspend();
      });
      await expect(page.locator("#waited")).toHaveText("Mug, Bowl");
      expect(await page.evaluate(() => (window as unknown as { texts: string[] }).texts.join())).toContain(
        "Bestsellers",
      );
      const asked = await page.evaluate(() =>
        window.reactHarness.aisle.queries.filter(({ placement }) => placement === "new"),
      );
      expect(asked).toHaveLength(1);
      await page.evaluate(() => {
        window.reactHarness.aisle.setItems([{ id: "new", title: "Jug" }]);
        window.reactHarness.aisle.announce({ type: "shelves" });
      });
      await expect(page.locator("#waited")).toHaveText("Jug");
    });

    test("a suspending tree hydrates what the server wrote without a mismatch", async ({ page }) => {
      // The markers that a server writes around the content of a resolved boundary.
      await page.evaluate(() => window.reactHarness.suspend('<!--$--><p id="waited">catalog_loading</p><!--/$-->'));
      await expect(page.locator("#waited")).toHaveText("Mug, Bowl");
    });

    test("takes a new filter function at every render, and asks anew when its dependencies say so", async ({
      page,
    }) => {
      const show = (most: number) => page.evaluate((limit) => window.reactHarness.limitPrice(limit), most);
      await show(20);
      await expect(page.locator("#cheap")).toHaveText("Mug, Bowl");
      const asked = () => page.evaluate(() => window.reactHarness.aisle.queries.length);
      const before = await asked();
      for (let i = 0; i < 5; i++) await show(20);
      await page.waitForTimeout(200);
      expect(await asked()).toBe(before);
      await show(10);
      await expect(page.locator("#cheap")).toHaveText("Mug");
      expect(await asked()).toBe(before + 1);
    });

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
        new MutationObserver(() => texts.push(document.querySelector("#hits")?.textContent ?? "")).observe(
          document.body,
          {
            characterData: true,
            childList: true,
            subtree: true,
          },
        );
        Object.assign(window, { texts });
        window.reactHarness.search("bowl");
      });
      await expect.poll(() => page.evaluate(() => window.reactHarness.aisle.queries.at(-1)?.text)).toBe("bowl");
      await expect(page.locator("#hits")).toHaveText("ready: 2");
      expect(await page.evaluate(() => (window as unknown as { texts: string[] }).texts)).not.toContain(
        "loading: none",
      );
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
  });
}
