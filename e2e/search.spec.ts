/** `<aisle-search>` under the strictest policy: the combobox pattern, by keyboard, by pointer, right to left. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { startServer, type TestServer } from "./elements/server";

let server: TestServer;
test.beforeAll(async () => {
  server = await startServer({ "/elements": "e2e/elements/page.ts" });
});
test.afterAll(() => server.close());

let complaints: string[];
test.beforeEach(async ({ page }) => {
  complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${server.url}/elements`);
  await page.waitForFunction(() => window.harness && customElements.get("aisle-search"));
  await page.evaluate(() => window.harness.setDefaultClient(window.harness.aisle));
});
test.afterEach(() => expect(complaints).toEqual([]));

async function addSearch(
  page: Page,
  attributes: Readonly<Record<string, string>> = {},
  template = "",
): Promise<Locator> {
  await page.evaluate(
    ({ attributes, template }) => {
      const search = document.createElement("aisle-search");
      for (const [name, value] of Object.entries(attributes)) search.setAttribute(name, value);
      if (template) {
        const own = document.createElement("template");
        const title = Object.assign(document.createElement("em"), { className: "own" });
        title.dataset.aisle = "title";
        own.content.append(title);
        search.append(own);
      }
      document
        .querySelector("main")
        ?.append(search, Object.assign(document.createElement("p"), { id: "below", textContent: "Below" }));
      for (const name of ["aisle-search", "aisle-select"]) {
        search.addEventListener(name, (event) => {
          event.preventDefault();
          const { text, ranked } = (event as CustomEvent).detail;
          const { told = [] } = window as unknown as { told?: string[] };
          Object.assign(window, { told: [...told, `${name}: ${text ?? ranked.item.id}`] });
        });
      }
    },
    { attributes, template },
  );
  return page.locator("aisle-search");
}

const told = (page: Page) => page.evaluate(() => (window as unknown as { told?: string[] }).told ?? []);
const tracked = (page: Page) =>
  page.evaluate(() =>
    window.harness.aisle.tracked.map(({ name, params }) => [name, params.search_term ?? params.items?.[0].item_id]),
  );

test("answers while one types, says how many, marks the words, and moves nothing", async ({ page }) => {
  const search = await addSearch(page, { action: "/results" });
  const box = search.getByRole("combobox", { name: "Search the shop" });
  await expect(box).toHaveAttribute("aria-expanded", "false");
  const below = await page.locator("#below").boundingBox();
  await box.pressSequentially("mug");
  await expect(search.getByRole("option")).toHaveCount(7);
  await expect(box).toHaveAttribute("aria-expanded", "true");
  await expect(search.getByRole("status")).toHaveText("6 suggestions");
  await expect(search.locator("mark").first()).toHaveText("mug");
  expect(await page.locator("#below").boundingBox()).toEqual(below);
  // One question at a time, and the last word is the one that was asked for in the end.
  const asked = await page.evaluate(() => window.harness.aisle.queries.map(({ text }) => text));
  expect(asked.at(-1)).toBe("mug");
  await page.keyboard.press("Escape");
  await expect(search.getByRole("listbox")).toBeHidden();
  await page.keyboard.press("Escape");
  await expect(box).toHaveValue("");
});

test("is worked by the keyboard alone", async ({ page }) => {
  const search = await addSearch(page, { action: "/results" });
  const box = search.getByRole("combobox");
  await box.focus();
  await page.keyboard.type("pan");
  await expect(search.getByRole("option")).toHaveCount(7);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await expect(search.getByRole("option", { selected: true })).toContainText("Cast-iron skillet");
  await expect(box).toHaveAttribute("aria-activedescendant", "option-1");
  await expect(box).toBeFocused();
  await page.keyboard.press("Enter");
  expect(await told(page)).toEqual(["aisle-select: item-1"]);
  await page.keyboard.type("s");
  await expect(search.getByRole("option")).toHaveCount(7);
  await page.keyboard.press("ArrowUp");
  await expect(search.getByRole("option", { selected: true })).toHaveText("All results for “pans”");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  expect(await told(page)).toEqual(["aisle-select: item-1", "aisle-search: pans", "aisle-search: pans"]);
  expect(await tracked(page)).toEqual([
    ["search", "pan"],
    ["select_item", "item-1"],
    ["search", "pans"],
    ["search", "pans"],
  ]);
});

test("is worked by a pointer, with the focus where it was", async ({ page }) => {
  const search = await addSearch(page);
  await search.getByRole("combobox").fill("tea");
  await search.getByRole("option").nth(2).click();
  expect(await told(page)).toEqual(["aisle-select: item-2"]);
  await expect(search.getByRole("listbox")).toBeHidden();
  await expect(search.getByRole("combobox")).toBeFocused();
});

test("says when nothing is found, and takes the shop's own markup", async ({ page }) => {
  const search = await addSearch(page, {}, "template");
  await search.getByRole("combobox").fill("tea");
  await expect(page.locator("aisle-search .own").first()).toHaveText(/Stoneware/);
  await page.evaluate(() => window.harness.aisle.setItems([]));
  await search.getByRole("combobox").fill("teapot");
  await expect(search.locator(".nothing")).toHaveText("Nothing found for “teapot”");
  await expect(page.locator("aisle-search .own")).toHaveCount(0);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`has no axe findings, right to left, in Chinese, ${colorScheme}`, async ({ page }) => {
    await page.emulateMedia({ colorScheme });
    await page.evaluate(() => {
      document.documentElement.dir = "rtl";
      document.documentElement.lang = "zh";
    });
    const search = await addSearch(page, { action: "/results" });
    await search.getByRole("combobox", { name: "搜索本店" }).fill("mug");
    await expect(search.getByRole("option")).toHaveCount(7);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    if (process.env.AISLE_PICTURES) {
      await page.setViewportSize({ width: 390, height: 760 });
      await page.keyboard.press("ArrowDown");
      await page.screenshot({ path: `${process.env.AISLE_PICTURES}/search-${colorScheme}.png` });
    }
  });
}
