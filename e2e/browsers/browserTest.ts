/** One driven browser a worker, a shop and a tab a test. The project's name says which browser. */
import { test as base, expect } from "@playwright/test";
import type { BrowserName, DrivenBrowser, Tab } from "../../src/server/browsers/drivenBrowser";
import { findChromium, findFirefox, findWebKit } from "../../src/server/browsers/findBrowser";
import { openBrowser } from "../../src/server/browsers/openBrowser";
import { ShopServer } from "../harness/shopServer";

interface TestFixtures {
  readonly shop: ShopServer;
  readonly tab: Tab;
  /** Further tabs of the same browser, closed after the test. */
  readonly newTab: () => Promise<Tab>;
}

interface WorkerFixtures {
  readonly installed: DrivenBrowser | undefined;
}

const FINDERS: Readonly<Record<BrowserName, () => unknown>> = {
  Chromium: findChromium,
  Firefox: findFirefox,
  WebKitGTK: findWebKit,
};

export const test = base.extend<TestFixtures & { driven: DrivenBrowser }, WorkerFixtures>({
  installed: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from the pattern
    async ({}, use, { project }) => {
      const browser = project.name as BrowserName;
      const opened = FINDERS[browser]() ? await openBrowser({ browser }) : undefined;
      await use(opened);
      await opened?.close();
    },
    { scope: "worker", timeout: 60_000 },
  ],
  driven: [
    async ({ installed }, use, testInfo) => {
      test.skip(installed === undefined, `${testInfo.project.name} is not installed here`);
      testInfo.annotations.push({ type: "browser", description: `${installed?.name} ${installed?.version}` });
      await use(installed as DrivenBrowser);
    },
    { auto: true },
  ],
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from the pattern
  shop: async ({}, use) => {
    const shop = await ShopServer.start();
    await use(shop);
    await shop.close();
  },
  newTab: async ({ driven }, use) => {
    const opened: Tab[] = [];
    await use(async () => {
      const tab = await driven.newTab();
      opened.push(tab);
      return tab;
    });
    // One that the test closed already refuses.
    for (const tab of opened) await tab.close().catch(() => undefined);
  },
  tab: async ({ newTab }, use) => use(await newTab()),
});

export * from "../harness/shopClient";
export { expect };

/** Head of a page that notes, in `window.problems`, what nobody caught on it. */
export const WATCHED = `<script src="/watch.js"></script>`;

export function watch(shop: ShopServer): void {
  shop.body(
    "/watch.js",
    `window.problems = [];
     addEventListener("error", (event) => problems.push(event.message || "a file failed to load"));
     addEventListener("unhandledrejection", (event) => problems.push(String(event.reason)));`,
  );
}

export const problems = (tab: Tab) =>
  tab.evaluate(() => (window as unknown as { problems: readonly string[] }).problems);

/** In front of another prelude: the worker tells \`globalThis.touched\` and fills the disk when a test asks. */
export const TALKATIVE = `
{
  const channel = new BroadcastChannel("of the test");
  channel.onmessage = ({ data }) => {
    if (data === "fill the disk") globalThis.full = true;
    channel.postMessage({ touched: globalThis.touched ?? [] });
  };
}`;

/** Speaks to the worker, which WebDriver cannot reach, over the channel of \`TALKATIVE\`. */
export function askWorker(tab: Tab, what: "fill the disk" | "tell"): Promise<{ readonly touched: readonly string[] }> {
  return tab.evaluate(
    (what) =>
      new Promise((resolve) => {
        const channel = new BroadcastChannel("of the test");
        channel.onmessage = ({ data }) => {
          channel.close();
          resolve(data);
        };
        channel.postMessage(what);
      }),
    what,
  );
}
