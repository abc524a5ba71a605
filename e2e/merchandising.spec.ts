/** The demo's screens for those who run a shop: what rules do to a shelf; promotions, paid places and articles. */
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";

async function open(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`);
  await expect(page.locator("main h1")).toBeVisible();
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = next;
  }, hash);
}

async function expectNoSeriousFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
}

/** Pictures for people to look at, where a folder is named. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env.AISLE_PICTURES)
    await page.screenshot({ path: `${process.env.AISLE_PICTURES}/${name}.png`, fullPage: true });
}

test("rules: the shelf before and after each, one off, all off", async ({ page }) => {
  await open(page, "#/rules");
  await page.click('[data-consent="off"]');
  const result = page.locator(".rule-result .rule-strip li");
  const department = (place: number) => result.nth(place).getAttribute("data-department");
  await expect(result).toHaveCount(8);
  await expect.poll(() => department(0)).toBe("Gifts & Party");
  const departments = async () =>
    Promise.all((await result.all()).map(async (one) => (await one.getAttribute("data-department")) ?? ""));
  const shown = await departments();
  expect(shown).not.toContain("Pantry");
  for (const name of shown) expect(shown.filter((other) => other === name).length).toBeLessThanOrEqual(2);
  await expect(page.locator('[data-rule="welcome"] .rule-effect')).toContainText(/Changes \d+ place/);
  await expectNoSeriousFinding(page);
  await takePicture(page, "rules");

  await page.locator('[data-rule="welcome"] input').uncheck();
  await expect.poll(() => department(0)).not.toBe("Gifts & Party");

  const without = page.locator(".rules section").first().locator("li span");
  const plain = await without.allInnerTexts();
  await page.getByLabel("Rules are on").uncheck();
  await expect.poll(() => result.locator("span").allInnerTexts()).toEqual(plain);
});

test("offers: promotions and articles follow what was looked at; ads say who pays, and use interests only when told", async ({
  page,
}) => {
  await open(page, "#/aisle/garden");
  await page.click('[data-consent="session"]');
  for (const index of [0, 1, 2]) {
    // In an order that does not follow the shopper, so that each run looks at the same things.
    await go(page, "#/aisle/garden?sort=popular");
    await page.locator(".grid .card-link").nth(index).click();
    await expect(page.locator(".product h1")).toBeVisible();
  }
  await go(page, "#/offers");
  const cards = (collection: string) => page.locator(`[data-collection="${collection}"] .offer`);
  await expect(cards("promotions").first()).toContainText("Planting out");
  await expect(cards("articles").first()).toContainText("Tomatoes on a balcony");
  await expect(cards("ads")).toHaveCount(2);
  for (const ad of await cards("ads").all()) await expect(ad.locator(".ad-label")).toContainText(/^Ad · \S/i);
  await expect(page.locator('[data-collection="ads"]')).not.toContainText("Fenland Seeds");
  await cards("ads").first().getByText("Why this ad?").click();
  await expect(cards("ads").first()).toContainText("Your interests were not used");

  await page.getByLabel("My interests may choose my ads").check();
  await expect(page.locator('[data-collection="ads"]')).toContainText("Fenland Seeds");
  await expectNoSeriousFinding(page);
  await takePicture(page, "offers");
});

test("a profile moves by a sealed file and by a link, never with a wrong passphrase", async ({ page, browser }) => {
  await open(page, "#/aisle/garden");
  await page.click('[data-consent="session"]');
  await page.locator(".grid .card-link").first().click();
  await expect(page.locator(".product h1")).toBeVisible();
  const title = (await page.locator(".product h1").textContent()) ?? "";
  await go(page, "#/move");
  const pack = page.locator(".move form").first();
  await pack.locator("input[name=passphrase]").fill("short");
  await pack.getByRole("button", { name: "Seal my profile" }).click();
  await expect(page.locator(".move-said")).toHaveText("That passphrase is too short.");
  await pack.locator("input[name=passphrase]").fill("four quiet garden gnomes");
  await pack.getByRole("button", { name: "Seal my profile" }).click();
  await expect(page.locator(".move-code")).toBeVisible({ timeout: 30_000 });
  await expectNoSeriousFinding(page);
  await takePicture(page, "move");
  const downloading = page.waitForEvent("download");
  await page.locator(".move-sealed a[download]").click();
  const file = await (await downloading).path();
  const link = (await page.locator(".move-link").getAttribute("href")) ?? "";
  expect(link).toContain("#aisle-profile=");

  const own = page.locator(".move form").nth(1);
  await own.locator("input[type=file]").setInputFiles(file);
  await own.locator("input[name=passphrase]").fill("not these words");
  await own.getByRole("button", { name: "Open and take it" }).click();
  await expect(page.locator(".move-said")).toContainText("does not open it", { timeout: 30_000 });

  for (const way of ["file", "link"] as const) {
    const context = await browser.newContext({ baseURL: new URL("./", page.url()).href });
    const other = await context.newPage();
    await open(other, way === "link" ? link.slice(link.indexOf("#")) : "#/move");
    await other.click('[data-consent="session"]');
    const take = other.locator(".move form").nth(way === "link" ? 0 : 1);
    if (way === "file") await take.locator("input[type=file]").setInputFiles(file);
    await take.locator("input[name=passphrase]").fill("four quiet garden gnomes");
    await take.getByRole("button", { name: "Open and take it" }).click();
    await expect(other.locator(".move-said")).toHaveText("Your profile is here.", { timeout: 30_000 });
    await go(other, "#/");
    const recent = other.locator('main aisle-shelf[placement="recent"] [part~=link]');
    await expect(recent.filter({ hasText: title })).toHaveCount(1);
    await context.close();
  }
});

for (const [name, viewport] of [
  ["phone", { width: 390, height: 844 }],
  ["desktop", { width: 1280, height: 800 }],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`fits a ${name}, ${colorScheme}, in Chinese`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.addInitScript(() => localStorage.setItem("halden.language", '"zh"'));
      for (const hash of ["rules", "offers", "move"]) {
        await open(page, `#/${hash}`);
        await expect(page.locator(".rule-strip img, .offer, .move form").first()).toBeVisible();
        expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
        await takePicture(page, `${hash}-${name}-${colorScheme}`);
      }
      await expectNoSeriousFinding(page);
    });
  }
}
