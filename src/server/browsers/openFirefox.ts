/** Firefox over WebDriver BiDi, by puppeteer-core. */
import type { Page } from "puppeteer-core";
import { type DrivenBrowser, expressionOf, type Tab } from "./drivenBrowser";

export interface OpenFirefoxOptions {
  readonly executablePath: string;
  /** Folder of a profile that outlives the browser; default a new one, deleted afterwards. */
  readonly profile?: string;
  readonly preferences?: Readonly<Record<string, string | number | boolean>>;
}

/** WebGPU where it is not on by default yet, on whatever Vulkan offers: Mesa's lavapipe where there is no GPU. */
const PREFERENCES = {
  "dom.webgpu.enabled": true,
  "dom.webgpu.workers.enabled": true,
  "gfx.webgpu.ignore-blocklist": true,
};

/** @throws Error when puppeteer-core is not installed or the browser does not start */
export async function openFirefox({
  executablePath,
  profile,
  preferences = {},
}: OpenFirefoxOptions): Promise<DrivenBrowser> {
  const { default: puppeteer } = await import("puppeteer-core");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath,
    userDataDir: profile,
    extraPrefsFirefox: { ...PREFERENCES, ...preferences },
    protocolTimeout: 180_000,
  });
  return {
    name: "Firefox",
    version: (await browser.version()).replace(/^firefox\//i, ""),
    newTab: async () => tabOf(await browser.newPage()),
    close: () => browser.close(),
  };
}

function tabOf(page: Page): Tab {
  return {
    async goto(url) {
      await page.goto(url);
    },
    async reload() {
      await page.reload();
    },
    async evaluate(body: (argument: never) => unknown, argument?: unknown) {
      return JSON.parse((await page.evaluate(expressionOf(body, argument))) as string);
    },
    click: (x, y) => page.mouse.click(x, y),
    press: (key) => page.keyboard.press(key as Parameters<Page["keyboard"]["press"]>[0]),
    resize: (width, height) => page.setViewport({ width, height }),
    screenshot: () => page.screenshot(),
    close: () => page.close(),
  };
}
