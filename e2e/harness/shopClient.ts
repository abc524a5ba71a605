/** The client as a test speaks to it, on a page of any browser: Playwright's, or a driven browser's tab. */
import { expect } from "@playwright/test";
import type { Aisle } from "../../src/page/aisle";
import type { EventRecord, RecommendQuery, Shelf, Status } from "../../src/types";

export interface AnyPage {
  goto(url: string): Promise<unknown>;
  evaluate<Answer, Argument>(
    body: (argument: Argument) => Answer | Promise<Answer>,
    argument: Argument,
  ): Promise<Answer>;
}

/** The live function of the script tag, and what module pages of a test put beside it. */
export interface AisleGlobal {
  (method: string, ...args: readonly unknown[]): Promise<unknown>;
  readonly version?: string;
  readonly client?: Aisle;
}

declare global {
  var aisle: AisleGlobal;
}

/** Waits until the script tag has taken the stub's place. */
export async function live(page: AnyPage): Promise<void> {
  const isLive = () => page.evaluate(() => window.aisle?.version !== undefined, undefined);
  await expect.poll(isLive, { intervals: [20, 50, 100], message: "the script tag is live" }).toBe(true);
}

export async function open(page: AnyPage, url: string): Promise<void> {
  await page.goto(url);
  await live(page);
}

export function call<T>(page: AnyPage, method: string, ...args: unknown[]): Promise<T> {
  return page.evaluate(({ method, args }) => aisle(method, ...args), { method, args }) as Promise<T>;
}

export const status = (page: AnyPage): Promise<Status> => call<Status>(page, "status");

export const recommend = (page: AnyPage, query: RecommendQuery): Promise<Shelf> =>
  call<Shelf>(page, "recommend", query);

export const ids = (shelf: Shelf): readonly string[] => shelf.items.map(({ item }) => item.id);

export const view = (page: AnyPage, id: string) => call(page, "track", "view_item", { items: [{ item_id: id }] });

export const events = (page: AnyPage): Promise<readonly EventRecord[]> => call(page, "recentEvents", 1_000);

export const viewed = async (page: AnyPage): Promise<readonly (string | undefined)[]> =>
  (await events(page)).map((event) => event.itemId);

/** Waits until a part of the status holds. */
export async function until(page: AnyPage, holds: (status: Status) => boolean, timeout = 30_000): Promise<Status> {
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

/** Waits for the whole catalogue: while a feed arrives, what has been shown of it may be embedded already. */
export const embedded = (page: AnyPage, timeout?: number): Promise<Status> =>
  until(
    page,
    ({ catalog }) => catalog.state === "ready" && catalog.items > 0 && catalog.embedded.done === catalog.items,
    timeout,
  );

export const ready = (page: AnyPage): Promise<Status> => until(page, ({ catalog }) => catalog.state === "ready");

/** Waits until a folder's files are in the cache: its manifest comes last, a moment after the files are in use. */
export async function kept(page: AnyPage, folder: "assets/" | "assets/encoder/"): Promise<void> {
  const keys = () =>
    page.evaluate(async () => {
      const cache = await caches.open("aisle-assets-1");
      return (await cache.keys()).map(({ url }) => decodeURIComponent(url));
    }, undefined);
  await expect.poll(keys).toContainEqual(expect.stringMatching(new RegExp(`manifest:.*/${folder}$`)));
}

/** Names of all that this origin stores. */
export function stored(page: AnyPage) {
  return page.evaluate(
    async () => ({
      databases: (await indexedDB.databases()).map(({ name }) => name).sort(),
      caches: (await caches.keys()).sort(),
      local: Object.keys(localStorage),
      session: Object.keys(sessionStorage),
      cookies: document.cookie,
    }),
    undefined,
  );
}

export const NOTHING_STORED = { databases: [], caches: [], local: [], session: [], cookies: "" };
