/** Chromium, by Playwright. */
import type { Page } from "playwright";
import { type DrivenBrowser, expressionOf, type Tab } from "./drivenBrowser";

export interface OpenChromiumOptions {
  /** Default: Playwright's own. */
  readonly executablePath?: string;
}

/** SwiftShader stands in where there is no GPU, so that WebGPU can be checked anywhere. */
const FLAGS = [
  "--no-sandbox",
  "--enable-unsafe-webgpu",
  "--use-webgpu-adapter=swiftshader",
  "--enable-features=Vulkan",
];

/** @throws Error when Playwright is not installed or the browser does not start */
export async function openChromium({ executablePath }: OpenChromiumOptions): Promise<DrivenBrowser> {
  const { chromium } = await import("playwright");
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  const context = await browser.newContext();
  return {
    name: "Chromium",
    version: browser.version(),
    newTab: async () => tabOf(await context.newPage()),
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
      return JSON.parse(await page.evaluate<string>(expressionOf(body, argument)));
    },
    click: (x, y) => page.mouse.click(x, y),
    press: (key) => page.keyboard.press(key),
    resize: (width, height) => page.setViewportSize({ width, height }),
    screenshot: () => page.screenshot(),
    close: () => page.close(),
  };
}
