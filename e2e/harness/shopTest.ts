/** Playwright's `test` with a shop server of its own per test, and the client as a test speaks to it. */
import { test as base, expect, type Page } from "@playwright/test";
import type { Aisle } from "../../src/page/aisle";
import type { EventRecord, RecommendQuery, Shelf, Status } from "../../src/types";
import { ShopServer } from "./shopServer";

/** The live function of the script tag, and what module pages of a test put beside it. */
export interface AisleGlobal {
  (method: string, ...args: readonly unknown[]): Promise<unknown>;
  readonly version?: string;
  readonly client?: Aisle;
}

declare global {
  var aisle: AisleGlobal;
}

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

/** Waits until the script tag has taken the stub's place. */
export async function live(page: Page): Promise<void> {
  await page.waitForFunction(() => window.aisle?.version !== undefined);
}

export async function open(page: Page, url: string): Promise<void> {
  await page.goto(url);
  await live(page);
}

export function call<T>(page: Page, method: string, ...args: unknown[]): Promise<T> {
  return page.evaluate(({ method, args }) => aisle(method, ...args), { method, args }) as Promise<T>;
}

export const status = (page: Page): Promise<Status> => call<Status>(page, "status");

export const recommend = (page: Page, query: RecommendQuery): Promise<Shelf> => call<Shelf>(page, "recommend", query);

export const ids = (shelf: Shelf): readonly string[] => shelf.items.map(({ item }) => item.id);

export const view = (page: Page, id: string) => call(page, "track", "view_item", { items: [{ item_id: id }] });

export const events = (page: Page): Promise<readonly EventRecord[]> => call(page, "recentEvents", 1_000);

export const viewed = async (page: Page): Promise<readonly (string | undefined)[]> =>
  (await events(page)).map((event) => event.itemId);

/** Waits until a part of the status holds. */
export async function until(page: Page, holds: (status: Status) => boolean, timeout = 30_000): Promise<Status> {
  let last: Status | undefined;
  await expect
    .poll(
      async () => {
        last = await status(page);
        return holds(last);
      },
      { timeout, intervals: [50, 100, 250, 500], message: "the status comes to hold" },
    )
    .toBe(true);
  return last as Status;
}

export const embedded = (page: Page, timeout?: number): Promise<Status> =>
  until(page, ({ catalog }) => catalog.embedded.total > 0 && catalog.embedded.done === catalog.embedded.total, timeout);

export const ready = (page: Page): Promise<Status> => until(page, ({ catalog }) => catalog.state === "ready");

/** Names of all that this origin stores. */
export function stored(page: Page) {
  return page.evaluate(async () => ({
    databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
    caches: (await caches.keys()).sort(),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
    cookies: document.cookie,
  }));
}

export const NOTHING_STORED = { databases: [], caches: [], local: [], session: [], cookies: "" };
