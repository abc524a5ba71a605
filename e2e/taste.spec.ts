/** A taste goes to a friend by the shopper's own hand, in a link; there it is labelled, and can be removed. */
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

async function expectNoFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
}

/** Pictures for people to look at, where a folder is named. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env.AISLE_PICTURES)
    await page.screenshot({ path: `${process.env.AISLE_PICTURES}/${name}.png`, fullPage: true });
}

/** Looks at some products of an aisle, and makes a link of those picked. */
async function makeLink(page: Page): Promise<{ readonly link: string; readonly title: string }> {
  await open(page, "#/aisle/garden");
  await page.click('[data-consent="session"]');
  for (const index of [0, 1, 2]) {
    // In an order that does not follow the shopper: none is looked at twice.
    await go(page, "#/aisle/garden?sort=popular");
    await page.locator(".grid .card-link").nth(index).click();
    await expect(page.locator(".product h1")).toBeVisible();
  }
  await go(page, "#/taste");
  const choices = page.locator(".taste-choices input");
  await expect(choices).toHaveCount(3);
  const title = await page.locator(".taste-choices li span").first().innerText();
  await choices.nth(0).check();
  await choices.nth(1).check();
  await page.getByLabel("Your name, as your friend knows you").fill("Ada");
  await page.getByRole("button", { name: "Make the link" }).click();
  await expect(page.locator(".move-code")).toBeVisible();
  await expectNoFinding(page);
  await takePicture(page, "taste");
  return { link: (await page.locator(".move-link").getAttribute("href")) ?? "", title };
}

test("a friend opens the link, sees what it carries, takes it, is told why, and removes it", async ({
  page,
  browser,
}) => {
  const { link, title } = await makeLink(page);
  const fragment = link.slice(link.indexOf("#"));
  expect(fragment).toMatch(/^#aisle-taste=[\w-]+$/);

  const context = await browser.newContext({ baseURL: new URL("./", page.url()).href });
  const friend = await context.newPage();
  await open(friend, fragment);
  await friend.click('[data-consent="session"]');
  await expect(friend.locator(".rule-result")).toContainText("Ada shares a taste with you");
  await expect(friend.locator(".rule-result .rule-strip li")).toHaveCount(2);
  await expect(friend.locator(".rule-result")).toContainText(title);
  await expect(friend.locator("[data-friend]")).toHaveCount(0);
  await friend.getByRole("button", { name: "Take it" }).click();
  await expect(friend.locator('[data-friend="Ada"]')).toContainText(title);
  await expect(friend.locator(".rule-result")).toHaveCount(0);
  await expectNoFinding(friend);
  await takePicture(friend, "taste-friend");

  await go(friend, "#/");
  const shelf = friend.locator('main aisle-shelf[placement="home"]');
  await expect(shelf.getByText("Ada likes “").first()).toBeVisible();
  await friend.reload();
  await expect(shelf.getByText("Ada likes “").first()).toBeVisible();
  await takePicture(friend, "taste-home");

  await go(friend, "#/privacy");
  await expect(friend.locator("aisle-privacy")).toContainText("Tastes of friends");
  await expect(friend.locator("aisle-privacy").getByRole("button", { name: "Forget Ada" })).toBeVisible();
  await go(friend, "#/taste");
  await friend.getByRole("button", { name: "Remove Ada's taste" }).click();
  await expect(friend.locator("[data-friend]")).toHaveCount(0);
  await go(friend, "#/");
  await expect(shelf.locator("[part~=card]").first()).toBeVisible();
  await expect(shelf.getByText("Ada likes “")).toHaveCount(0);

  await go(friend, "#/taste");
  await go(friend, fragment.slice(0, -4));
  await expect(friend.locator(".move-said")).toContainText("That link is cut");
  await go(friend, fragment);
  await expect(friend.locator(".rule-result")).toContainText(title);
  await context.close();
});

for (const [name, viewport] of [
  ["phone", { width: 390, height: 844 }],
  ["desktop", { width: 1280, height: 800 }],
] as const) {
  test(`fits a ${name}, dark, in Chinese`, async ({ page }) => {
    await page.setViewportSize(viewport);
    await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
    const { link } = await makeLink(page);
    await page.evaluate(() => localStorage.setItem("halden.language", '"zh"'));
    await open(page, link.slice(link.indexOf("#")));
    await page.reload();
    await expect(page.locator(".rule-result .rule-strip img").first()).toBeVisible();
    await page.locator(".rule-result .button").click();
    await expect(page.locator("[data-friend]")).toHaveCount(1);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    await expectNoFinding(page);
    await takePicture(page, `taste-${name}-dark`);
  });
}
