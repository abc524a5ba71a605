/** Trials on the shopper's own device: an arm that stays, places drawn by chance, and answers that only their sum explains. */
import { readFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { demoReports } from "../demo/data/shopTrials";
import { readLog } from "../src/server/evaluate/offPolicy/readLog";
import { createReceiver } from "../src/server/reports/receiver";
import { createTally } from "../src/server/reports/tally";

const DAY_MS = 86_400_000;

// Requests of a service worker's pages are out of a test's hands.
test.use({ serviceWorkers: "block" });

async function open(page: Page, hash: string): Promise<void> {
  await page.goto(`./${hash}`);
  await expect(page.locator("main h1")).toBeVisible();
}

async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((next) => {
    location.hash = next;
  }, hash);
}

async function start(page: Page): Promise<void> {
  await open(page, "#/experiments");
  await page.click('[data-consent="persistent"]');
  await page.getByLabel("Run the trials in this shop").check();
  await expect(page.locator(".arm[aria-current]")).toHaveCount(1);
}

/** Changes what this browser keeps of the experiment, as if it had been drawn, or seen, otherwise. */
async function keep(
  page: Page,
  kept: { readonly draw: number; readonly seenAt?: number; readonly seenArm?: string },
): Promise<void> {
  await page.evaluate(
    (kept) =>
      new Promise<void>((resolve, reject) => {
        const opening = indexedDB.open("aisle:halden");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const transaction = opening.result.transaction("personal", "readwrite");
          const store = transaction.objectStore("personal");
          store.getAll().onsuccess = (event) => {
            const rows = (event.target as IDBRequest<{ key: string }[]>).result;
            const row = rows.find(({ key }) => key === "experiments");
            if (!row) throw new Error("Nothing is kept of any experiment.");
            store.put({ ...row, value: { "home-shelf": kept } });
          };
          transaction.oncomplete = () => {
            opening.result.close();
            resolve();
          };
        };
      }),
    kept,
  );
  await page.reload();
}

const arm = (page: Page) => page.locator(".arm[aria-current]").getAttribute("data-arm");

async function expectNoFinding(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
}

/** Pictures for people to look at, where a folder is named. */
async function takePicture(page: Page, name: string): Promise<void> {
  if (process.env.AISLE_PICTURES)
    await page.screenshot({ path: `${process.env.AISLE_PICTURES}/${name}.png`, fullPage: true });
}

test("an arm is drawn once, counts from when its shelf was seen, and what came of it is counted here", async ({
  page,
}) => {
  await open(page, "#/experiments");
  await expect(page.locator(".arm")).toHaveCount(0);
  await page.getByLabel("Run the trials in this shop").check();
  await expect(page.locator(".arm-seen")).toContainText("Until then you take no part");
  await expect(page.locator(".arm[aria-current]")).toHaveCount(0);
  await page.click('[data-consent="persistent"]');
  await expect(page.locator(".arm[aria-current]")).toHaveCount(1);
  const drawn = await arm(page);
  await expect(page.locator(".arm-seen")).toContainText("It counts from the first home shelf you see");
  await page.reload();
  await expect.poll(() => arm(page)).toBe(drawn);

  await go(page, "#/");
  const home = page.locator('main aisle-shelf[placement="home"]');
  await home.scrollIntoViewIfNeeded();
  await expect(home.locator("[part~=card]").first()).toBeVisible();
  await page.waitForTimeout(2_000);
  await go(page, "#/experiments");
  await expect(page.locator(".arm-seen")).toContainText("You count since");
  await expect(page.locator('[data-outcome="returned7"]')).toHaveText("Not known yet");
  await expect(page.locator('[data-outcome="clicked"]')).toHaveText("No");

  await go(page, "#/");
  await home.locator("[part~=link]").first().click();
  await expect(page.locator(".product h1")).toBeVisible();
  await go(page, "#/experiments");
  await expect(page.locator('[data-outcome="clicked"]')).toHaveText("Yes");
  expect(await arm(page)).toBe(drawn);
  await expectNoFinding(page);
});

test("places are drawn with logged chances that an exported profile hands to the evaluation; a holdout gets what sells", async ({
  page,
}) => {
  await start(page);
  await keep(page, { draw: 0.1 });
  await expect.poll(() => arm(page)).toBe("newcomers");
  const pools = page.locator(".pools tbody tr");
  await expect(pools).toHaveCount(4);
  const shares = await pools.first().locator(".pool-share").allInnerTexts();
  expect(shares.length).toBeGreaterThan(1);
  expect(shares.reduce((sum, share) => sum + Number.parseFloat(share), 0)).toBeCloseTo(100, 0);
  await expect(page.locator(".rule-strip li").filter({ hasText: "newness +" }).first()).toBeVisible();
  const titles = () =>
    page.locator(".rule-strip li").evaluateAll((all) => all.map((one) => one.children[1].textContent));
  // Vectors that are still being made move shelves of themselves.
  await expect(page.locator(".footer-status")).toContainText("Model ready", { timeout: 60_000 });
  const shown = await titles();
  await page.reload();
  await expect.poll(titles, { timeout: 60_000 }).toEqual(shown);
  await takePicture(page, "experiments");

  await go(page, "#/");
  const cards = page.locator('main aisle-shelf[placement="home"] [part~=card]');
  await expect(cards).toHaveCount(12);
  for (const card of await cards.all()) {
    await card.scrollIntoViewIfNeeded();
    await page.waitForTimeout(1_300);
  }
  await go(page, "#/privacy");
  const downloading = page.waitForEvent("download");
  await page.locator("aisle-privacy").getByRole("button", { name: "Download a copy" }).click();
  const decisions = readLog(readFileSync(await (await downloading).path(), "utf8"), "profile.json");
  expect(decisions.length).toBeGreaterThan(0);
  for (const { placement, scores, propensities } of decisions) {
    expect(placement).toBe("home");
    expect(scores.length).toBe(propensities.length);
  }

  await go(page, "#/experiments");
  await keep(page, { draw: 0.95 });
  await expect.poll(() => arm(page)).toBe("holdout");
  await expect(page.locator(".experiments")).toContainText("Nothing is drawn in this arm now");
  await expect(page.locator(".rule-strip li")).toHaveCount(8);
});

test("a report leaves only once agreed to and due, with the bytes that the page shows; a shopper may take it back", async ({
  page,
}) => {
  const plan = demoReports("http://shop.example/reports");
  const tally = createTally(plan);
  const receiver = createReceiver({ tally }).listen(0, "127.0.0.1");
  const posted: string[] = [];
  await page.route("**/reports", async (route) => {
    posted.push(route.request().postData() ?? "");
    expect(await route.request().headerValue("cookie")).toBeNull();
    expect(await route.request().headerValue("referer")).toBeNull();
    const { port } = receiver.address() as AddressInfo;
    await route.fulfill({ response: await route.fetch({ url: `http://127.0.0.1:${port}/` }) });
  });
  await start(page);
  await keep(page, { draw: 0.1, seenAt: Date.now() - 8 * DAY_MS, seenArm: "newcomers" });
  const state = (id: string) => page.locator(`[data-question="${id}"]`).getAttribute("data-state");
  await expect.poll(() => state("home-returned-7d")).toBe("off");
  await expect(page.locator(".specimen code")).toContainText('"bits":"');
  expect(posted).toEqual([]);

  await page.getByLabel("I agree to answer by chance").check();
  await expect.poll(() => state("home-returned-7d")).toBe("sent");
  expect(await state("home-bought-30d")).toBe("early");
  await expect(page.locator("[data-spent]")).toHaveText("2.20 / 6.6");
  expect(posted.length).toBe(1);
  await expect(page.locator('[data-question="home-returned-7d"] code')).toHaveText(posted[0]);
  expect(Object.keys(JSON.parse(posted[0])).sort()).toEqual(["bits", "nonce", "question", "schemaVersion"]);
  expect(tally.stored().questions["home-returned-7d"].reports).toBe(1);
  await expectNoFinding(page);
  await takePicture(page, "experiments-reports");

  await page.reload();
  await expect.poll(() => state("home-returned-7d")).toBe("sent");
  expect(posted.length).toBe(1);
  await go(page, "#/privacy");
  const own = page.locator("aisle-privacy").getByRole("checkbox", { name: "Yes, answer by chance" });
  await expect(own).toBeChecked();
  await expect(page.locator("aisle-privacy")).toContainText(posted[0]);
  await expectNoFinding(page);
  await takePicture(page, "experiments-privacy");
  await own.uncheck();
  await go(page, "#/experiments");
  await expect.poll(() => state("home-bought-30d")).toBe("off");
  receiver.close();
});

for (const [name, viewport] of [
  ["phone", { width: 390, height: 844 }],
  ["desktop", { width: 1280, height: 800 }],
] as const) {
  for (const colorScheme of ["light", "dark"] as const) {
    test(`fits a ${name}, ${colorScheme}, in Chinese`, async ({ page }) => {
      await page.setViewportSize(viewport);
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      await page.addInitScript(() => {
        localStorage.setItem("halden.language", '"zh"');
        localStorage.setItem("halden.trials", '"on"');
        localStorage.setItem("halden.consent", '"persistent"');
      });
      await open(page, "#/experiments");
      await expect(page.locator(".survey tbody tr")).toHaveCount(6);
      await expect(page.locator(".rule-strip li")).toHaveCount(8);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      await takePicture(page, `experiments-${name}-${colorScheme}`);
      await expectNoFinding(page);
    });
  }
}
