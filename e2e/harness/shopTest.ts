/** Playwright's `test` with a shop server of its own per test. */
import { test as base, expect } from "@playwright/test";
import { ShopServer } from "./shopServer";

export * from "./shopClient";

export interface Fixtures {
  readonly shop: ShopServer;
  /** What no fault may cause: errors that nobody caught on the page. */
  readonly pageErrors: string[];
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixture's dependencies from the pattern
  shop: async ({}, use) => {
    const shop = await ShopServer.start();
    await use(shop);
    await shop.close();
  },
  pageErrors: async ({ context }, use) => {
    const errors: string[] = [];
    context.on("weberror", (error) => errors.push(String(error.error())));
    await use(errors);
  },
});

export { expect };
