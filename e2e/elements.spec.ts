/** The elements in a real browser, under the strictest content security policy a shop may have. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Locator, type Page, test } from "@playwright/test";
import { startServer, type TestServer } from "./elements/server";

let server: TestServer;
test.beforeAll(async () => {
  server = await startServer({ "/elements": "e2e/elements/page.ts" });
});
test.afterAll(() => server.close());

/** What the page complained about: a refused style or script shows here. */
let complaints: string[];
test.beforeEach(async ({ page }) => {
  complaints = [];
  page.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(String(error)));
  await page.goto(`${server.url}/elements`);
  await page.waitForFunction(() => window.harness && customElements.get("aisle-shelf"));
});
test.afterEach(() => expect(complaints).toEqual([]));

interface ShelfSetup {
  readonly attributes?: Readonly<Record<string, string>>;
  /** Text of the shop's own children. */
  readonly fallback?: string;
}

async function addShelf(page: Page, { attributes = {}, fallback }: ShelfSetup = {}): Promise<Locator> {
  await page.evaluate(
    ({ attributes, fallback }) => {
      const shelf = document.createElement("aisle-shelf");
      for (const [name, value] of Object.entries(attributes)) shelf.setAttribute(name, value);
      if (fallback) shelf.append(Object.assign(document.createElement("p"), { textContent: fallback }));
      document.querySelector("main")?.append(shelf);
    },
    { attributes, fallback },
  );
  return page.locator("aisle-shelf").last();
}

const connectFake = (page: Page) => page.evaluate(() => window.harness.setDefaultClient(window.harness.aisle));

const tracked = (page: Page, name: string) =>
  page.evaluate((name) => window.harness.aisle.tracked.filter((call) => call.name === name), name);

async function expectNoAxeFindings(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
}

test.describe("aisle-shelf", () => {
  test("is a labelled region with a list of links, prices and reasons", async ({ page }) => {
    await connectFake(page);
    const shelf = await addShelf(page, { attributes: { limit: "10" } });
    const region = shelf.getByRole("region", { name: "For you" });
    await expect(region.getByRole("listitem")).toHaveCount(10);
    await expect(region.getByRole("link").first()).toHaveText(/Stoneware coffee mug/);
    await expect(region.getByRole("listitem").nth(1)).toContainText("€36.00");
    await expect(region.getByRole("listitem").nth(1).locator("s")).toHaveText("€48.00");
    await expect(region.getByRole("listitem").nth(3)).toContainText("Pre-order");
    await expect(region.getByRole("listitem").nth(0)).toContainText("Stoneware mug, 300 ml");
    const image = shelf.locator("img").first();
    await expect(image).toHaveAttribute("loading", "lazy");
    await expect(image).toHaveAttribute("width", "400");
  });

  test("takes a client that arrives late, and follows attributes", async ({ page }) => {
    const shelf = await addShelf(page, { attributes: { limit: "3" } });
    await expect(shelf).toHaveAttribute("state", "waiting");
    await connectFake(page);
    await expect(shelf.getByRole("listitem")).toHaveCount(3);
    await shelf.evaluate((element) => element.setAttribute("limit", "5"));
    await expect(shelf.getByRole("listitem")).toHaveCount(5);
    await shelf.evaluate((element) => element.setAttribute("lang", "zh"));
    await expect(shelf.getByRole("heading")).toHaveText("为你推荐");
  });

  test("shifts nothing: skeleton, items, dearer items and fewer items take the same room", async ({ page }) => {
    await page.evaluate(() => {
      Object.assign(window, { shift: 0 });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries()) {
          (window as unknown as { shift: number }).shift += (entry as PerformanceEntry & { value: number }).value;
        }
      }).observe({ type: "layout-shift", buffered: true });
    });
    await page.evaluate(() => {
      const { slow, setDefaultClient } = window.harness;
      const { aisle, release } = slow();
      setDefaultClient(aisle);
      Object.assign(window, { release, slowAisle: aisle });
      const main = document.querySelector("main") as HTMLElement;
      for (const layout of ["carousel", "grid"] as const) {
        const shelf = document.createElement("aisle-shelf");
        shelf.layout = layout;
        shelf.limit = 6;
        const after = Object.assign(document.createElement("p"), { textContent: `after the ${layout}` });
        main.append(shelf, after);
      }
    });
    const shelves = page.locator("aisle-shelf");
    await expect(shelves.first()).toHaveAttribute("state", "waiting");
    // Two frames, so that the skeleton has really been painted before it is replaced.
    await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    const heights = () => shelves.evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
    const reserved = await heights();
    expect(Math.min(...reserved)).toBeGreaterThan(250);
    await page.evaluate(() => (window as unknown as { release: () => void }).release());
    await expect(shelves.last()).toHaveAttribute("state", "items");
    await expect(
      shelves
        .first()
        .getByRole("button", { name: /^Because/ })
        .first(),
    ).toBeVisible();
    expect(await heights()).toEqual(reserved);
    await page.evaluate(() => {
      const { slowAisle } = window as unknown as { slowAisle: typeof window.harness.aisle };
      slowAisle.setItems(window.harness.items.slice(0, 4).map((item) => ({ ...item, title: "Short", price: 12345 })));
      slowAisle.announce({ type: "shelves" });
    });
    await expect(shelves.last().getByRole("link")).toHaveCount(4);
    expect(await heights()).toEqual(reserved);
    await page.waitForTimeout(300);
    expect(await page.evaluate(() => (window as unknown as { shift: number }).shift)).toBe(0);
  });

  test("keeps the shop's own children when empty and when nothing answers", async ({ page }) => {
    const shelf = await addShelf(page, { fallback: "Our bestsellers" });
    await expect(shelf.getByText("Our bestsellers")).toBeVisible();
    await page.evaluate(() => window.harness.aisle.setItems([]));
    await connectFake(page);
    await expect.poll(() => page.evaluate(() => window.harness.aisle.queries.length)).toBe(1);
    await expect(shelf).toHaveAttribute("state", "fallback");
    await expect(shelf.getByText("Our bestsellers")).toBeVisible();
    await page.evaluate(() => {
      window.harness.aisle.setItems(window.harness.items);
      window.harness.aisle.announce({ type: "shelves" });
    });
    await expect(shelf.getByRole("link").first()).toBeVisible();
    await expect(shelf.getByText("Our bestsellers")).toBeHidden();
  });

  test("says when there is nothing, and takes no space when told so", async ({ page }) => {
    await page.evaluate(() => window.harness.aisle.setItems([]));
    await connectFake(page);
    const message = await addShelf(page, { attributes: { limit: "4" } });
    await expect(message.getByText("Nothing here yet")).toBeVisible();
    const gone = await addShelf(page, { attributes: { limit: "5", "when-empty": "collapse" } });
    await expect(gone).toBeHidden();
    await page.evaluate(() => {
      window.harness.aisle.setItems(window.harness.items);
      window.harness.aisle.announce({ type: "shelves" });
    });
    await expect(gone.getByRole("link")).toHaveCount(5);
  });

  for (const direction of ["ltr", "rtl"] as const) {
    test(`scrolls by whole cards to both ends, ${direction}`, async ({ page }) => {
      await page.emulateMedia({ reducedMotion: "reduce" });
      await page.setViewportSize({ width: 700, height: 800 });
      await page.evaluate((direction) => document.documentElement.setAttribute("dir", direction), direction);
      await connectFake(page);
      const shelf = await addShelf(page, { attributes: { limit: "12" } });
      const next = shelf.getByRole("button", { name: "More items" });
      const previous = shelf.getByRole("button", { name: "Previous items" });
      const moved = () =>
        shelf.locator("#list").evaluate((list) => list.scrollLeft * (list.matches(":dir(rtl)") ? -1 : 1));
      await expect(previous).toHaveAttribute("aria-disabled", "true");
      await expect(next).toHaveAttribute("aria-disabled", "false");
      await next.focus();
      await page.keyboard.press("Enter");
      await expect.poll(moved).toBeGreaterThan(100);
      await expect(previous).toHaveAttribute("aria-disabled", "false");
      await expect(next).toBeFocused();
      for (let press = 0; press < 6; press++) await page.keyboard.press("Enter");
      await expect(next).toHaveAttribute("aria-disabled", "true");
      await expect(next).toBeFocused();
      await previous.focus();
      for (let press = 0; press < 6; press++) await page.keyboard.press("Enter");
      await expect(previous).toHaveAttribute("aria-disabled", "true");
      expect(Math.abs(await moved())).toBeLessThanOrEqual(2);
    });
  }

  test("explains an item with the keyboard alone", async ({ page }) => {
    await connectFake(page);
    const shelf = await addShelf(page, { attributes: { limit: "3" } });
    const first = shelf.getByRole("listitem").first();
    await first.getByRole("link").focus();
    await page.keyboard.press("Tab");
    await expect(first.getByRole("button", { name: "Not interested in Stoneware" })).toBeFocused();
    await page.keyboard.press("Tab");
    const why = first.getByRole("button", { name: /^Because you looked at/ });
    await expect(why).toBeFocused();
    await expect(why).toHaveAttribute("aria-expanded", "false");
    await page.keyboard.press("Enter");
    const panel = first.getByRole("group", { name: /^Why Stoneware/ });
    await expect(panel).toContainText("Popular");
    await expect(panel).toContainText("56%");
    await expect(panel.getByRole("button", { name: "Close" })).toBeFocused();
    await expectNoAxeFindings(page);
    await page.keyboard.press("Escape");
    await expect(panel).toBeHidden();
    await expect(why).toBeFocused();
  });

  test("takes an unwanted item away, says so, and keeps the focus in the shelf", async ({ page }) => {
    await connectFake(page);
    const shelf = await addShelf(page, { attributes: { limit: "4" } });
    const first = shelf.getByRole("listitem").first();
    await first.getByRole("button", { name: /^Not interested/ }).focus();
    await page.keyboard.press("Enter");
    await expect(shelf.getByRole("link", { name: /Stoneware/ })).toHaveCount(0);
    await expect(shelf.getByRole("status")).toHaveText(/Stoneware .* is gone/);
    await expect(shelf.getByRole("link").first()).toBeFocused();
    const [call] = await tracked(page, "not_interested");
    expect(call.params).toMatchObject({ items: [{ item_id: "item-0" }], recommendation_id: "shelf-1" });
  });

  test("does not move under the pointer, and catches up when it leaves", async ({ page }) => {
    await connectFake(page);
    const shelf = await addShelf(page, { attributes: { limit: "3" } });
    await shelf.getByRole("link").first().hover();
    await page.evaluate(() => {
      window.harness.aisle.setItems([...window.harness.items].reverse());
      window.harness.aisle.announce({ type: "shelves" });
    });
    await expect.poll(() => page.evaluate(() => window.harness.aisle.queries.length)).toBe(2);
    await page.waitForTimeout(100);
    await expect(shelf.getByRole("link").first()).toHaveText(/Stoneware/);
    await page.mouse.move(2, 2);
    await expect(shelf.getByRole("link").first()).toHaveText(/Tea infuser/);
  });

  test("counts an item as seen after a second in view, once, and clicks with their position", async ({ page }) => {
    await page.setViewportSize({ width: 700, height: 800 });
    await connectFake(page);
    const shelf = await addShelf(page, { attributes: { limit: "12" } });
    await expect(shelf.getByRole("link")).toHaveCount(12);
    const seen = async () =>
      (await tracked(page, "view_item_list")).flatMap(({ params }) => params.items?.map(({ item_id }) => item_id));
    await page.waitForTimeout(500);
    expect(await seen()).toEqual([]);
    await expect.poll(seen).toEqual(["item-0", "item-1", "item-2"]);
    const [list] = await tracked(page, "view_item_list");
    expect(list.params).toMatchObject({
      recommendation_id: "shelf-1",
      item_list_id: "home",
      item_list_name: "For you",
      items: [{ index: 0, price: 14, currency: "EUR" }, { index: 1, price: 36 }, { index: 2 }],
    });
    await page.evaluate(() => {
      const shelf = document.querySelector("aisle-shelf");
      shelf?.setAttribute("heading", "Chosen for you");
    });
    await page.waitForTimeout(1500);
    expect(await seen()).toHaveLength(3);

    await page.evaluate(() => {
      document.addEventListener("aisle-select", (event) => {
        const { ranked, shelf } = (event as CustomEvent).detail;
        Object.assign(window, { selected: [ranked.item.id, shelf.id, event.composed] });
        event.preventDefault();
      });
    });
    await shelf.getByRole("link").nth(1).click();
    expect(await page.evaluate(() => (window as unknown as { selected: unknown }).selected)).toEqual([
      "item-1",
      "shelf-1",
      true,
    ]);
    expect(page.url()).not.toContain("item-1");
    const [click] = await tracked(page, "select_item");
    expect(click.params).toMatchObject({ recommendation_id: "shelf-1", items: [{ item_id: "item-1", index: 1 }] });
  });

  test("shows the shop's own cards, styled by the page", async ({ page }) => {
    await connectFake(page);
    await page.evaluate(() => {
      const shelf = document.createElement("aisle-shelf");
      shelf.limit = 2;
      const template = document.createElement("template");
      const link = Object.assign(document.createElement("a"), { className: "own" });
      link.dataset.aisle = "link";
      const title = document.createElement("b");
      title.dataset.aisle = "title";
      const description = document.createElement("i");
      description.dataset.aisle = "description";
      link.append(title, description);
      template.content.append(link);
      shelf.append(template);
      const second = document.createElement("aisle-shelf");
      second.limit = 3;
      second.renderItem = ({ item }) => Object.assign(document.createElement("button"), { textContent: item.title });
      document.querySelector("main")?.append(shelf, second);
    });
    const own = page.locator("aisle-shelf").first().locator("a.own");
    await expect(own).toHaveCount(2);
    await expect(own.first()).toHaveAttribute("href", "#/item-0");
    await expect(own.first()).toHaveCSS("border-top-width", "3px");
    await expect(own.first().locator("i")).toHaveCount(0);
    await expect(
      page
        .locator("aisle-shelf")
        .last()
        .getByRole("button", { name: /^Linen/ }),
    ).toBeVisible();
    await own.first().click();
    expect(await tracked(page, "select_item")).toHaveLength(1);
  });

  test("defuses hostile items: script links, markup in titles, broken pictures", async ({ page }) => {
    await page.evaluate(() => {
      window.harness.aisle.setItems([
        { id: "1", title: "<img src=x onerror=alert(1)>", link: "javascript:alert(1)", imageLink: "javascript:1" },
        { id: "2", title: "", price: Number.NaN, currency: "EURO", link: "java\nscript:alert(1)" },
        { id: "3", title: "م".repeat(3000), imageLink: "data:text/html,x", brand: "<b>" },
      ]);
    });
    await connectFake(page);
    const shelf = await addShelf(page);
    await expect(shelf.getByRole("listitem")).toHaveCount(3);
    await expect(shelf.getByRole("link")).toHaveCount(0);
    await expect(shelf.locator("img")).toHaveCount(0);
    await expect(shelf.getByRole("button", { name: "<img src=x onerror=alert(1)>", exact: true })).toBeVisible();
  });

  for (const colorScheme of ["light", "dark"] as const) {
    test(`has no axe findings, ${colorScheme}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await connectFake(page);
      await addShelf(page, { attributes: { limit: "8" } });
      await addShelf(page, { attributes: { limit: "8", layout: "grid", placement: "trending", lang: "zh" } });
      await expect(page.getByRole("link")).toHaveCount(16);
      await expectNoAxeFindings(page);
    });
  }
});

test.describe("aisle-inspector", () => {
  async function openInspector(page: Page): Promise<Locator> {
    await connectFake(page);
    await addShelf(page, { attributes: { limit: "4" } });
    await page.evaluate(() => {
      const { aisle } = window.harness;
      aisle.setProfile({
        events: 7,
        interests: [
          { kind: "category", value: "Kitchen", label: "Kitchen", share: 0.6, strength: 1 },
          { kind: "brand", value: "Northgrain", label: "Northgrain", share: 0.4, strength: 1 },
        ],
      });
      const inspector = document.createElement("aisle-inspector");
      inspector.open = true;
      document.body.append(inspector);
    });
    return page.locator("aisle-inspector");
  }

  test("shows events as they happen", async ({ page }) => {
    const inspector = await openInspector(page);
    await page.evaluate(() => window.harness.aisle.track("add_to_cart", { items: [{ item_id: "item-4", price: 22 }] }));
    await expect(inspector.getByRole("listitem").filter({ hasText: "add_to_cart" })).toContainText("item-4");
  });

  test("walks its tabs with arrow keys and edits an interest", async ({ page }) => {
    const inspector = await openInspector(page);
    await inspector.getByRole("tab", { name: "Events" }).focus();
    await page.keyboard.press("ArrowRight");
    const profile = inspector.getByRole("tab", { name: "Profile" });
    await expect(profile).toBeFocused();
    await expect(profile).toHaveAttribute("aria-selected", "true");
    const slider = inspector.getByRole("slider", { name: "Strength of Kitchen" });
    await slider.focus();
    await page.keyboard.press("ArrowRight");
    await expect(inspector.getByText("× 1.25")).toBeVisible();
    await inspector.getByRole("button", { name: "Forget Northgrain" }).click();
    await expect(inspector.getByText("forgotten")).toBeVisible();
    await profile.focus();
    await page.keyboard.press("End");
    await expect(inspector.getByRole("tab", { name: "Engine" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(inspector.getByRole("complementary")).toBeHidden();
  });

  test("cuts scores into their parts and changes consent", async ({ page }) => {
    const inspector = await openInspector(page);
    await inspector.getByRole("tab", { name: "Why" }).click();
    await expect(inspector.getByText("answered by personal")).toBeVisible();
    await expect(inspector.getByText("0.720")).toBeVisible();
    await expect(inspector.locator(".parts").first().locator("rect")).toHaveCount(3);
    await inspector.getByRole("tab", { name: "Engine" }).click();
    await inspector.getByRole("group", { name: "Products" }).getByRole("radio", { name: "Persistent" }).check();
    await expect.poll(() => page.evaluate(() => window.harness.aisle.consent.get().products)).toBe("persistent");
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const tab of ["events", "profile", "why", "engine"] as const) {
      test(`has no axe findings: ${tab}, ${colorScheme}`, async ({ page }) => {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        const inspector = await openInspector(page);
        await page.evaluate(() => window.harness.aisle.track("view_item", { items: [{ item_id: "item-4" }] }));
        await inspector.evaluate((element, tab) => element.setAttribute("tab", tab), tab);
        await expect(inspector.getByRole("tabpanel")).not.toContainText("Loading");
        await expectNoAxeFindings(page);
      });
    }
  }
});

test.describe("aisle-privacy", () => {
  test("lets the shopper choose, edit, pause and forget", async ({ page }) => {
    await connectFake(page);
    await page.evaluate(() => {
      window.harness.aisle.setProfile({
        events: 3,
        interests: [{ kind: "category", value: "Kitchen", label: "Kitchen", share: 1, strength: 1 }],
        searches: ["kettle"],
      });
      document.querySelector("main")?.append(document.createElement("aisle-privacy"));
    });
    const privacy = page.locator("aisle-privacy");
    await expect(privacy.getByText("3 things you did are remembered.")).toBeVisible();
    await expectNoAxeFindings(page);
    await privacy.getByRole("radio", { name: "On this device" }).check();
    await expect(privacy.getByRole("radio", { name: "On this device" })).toBeChecked();
    await privacy.getByRole("button", { name: "Pause" }).click();
    await expect(privacy.getByText("Remembering is paused.")).toBeVisible();
    const download = page.waitForEvent("download");
    await privacy.getByRole("button", { name: "Download a copy" }).click();
    expect((await download).suggestedFilename()).toBe("my-shop-profile.json");
    await privacy.getByRole("button", { name: "Forget everything" }).click();
    await expect(privacy.getByText("kettle")).toBeVisible();
    await privacy.getByRole("button", { name: "Yes, forget everything" }).click();
    await expect(privacy.getByText("Everything is forgotten.")).toBeVisible();
    await expect(privacy.getByText("kettle")).toHaveCount(0);
  });
});
