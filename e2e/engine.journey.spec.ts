/** The script tag on a shop's page: learning, consent in all its states, forgetting. */
import type { ProfileView } from "../src/types";
import { SPY_ON_STORAGE } from "./harness/preludes";
import {
  call,
  embedded,
  events,
  expect,
  ids,
  live,
  NOTHING_STORED,
  open,
  ready,
  recommend,
  status,
  stored,
  test,
  until,
  view,
  viewed,
} from "./harness/shopTest";

const HOME = { placement: "home", limit: 8 } as const;
const GARDEN = ["garden-0", "garden-4", "garden-6"];

test("replays the queue, learns, says why, and keeps it over a reload", async ({ page, shop, pageErrors }) => {
  const queued = `<script src="/stub.js"></script><script src="/queued.js"></script>`;
  shop.body(
    "/queued.js",
    `aisle("ready", (client) => { window.readyVersion = client.version });
     aisle("track", "view_item", { items: [{ item_id: "tools-1" }] });
     aisle("no.such.method");`,
  );
  await open(page, shop.page("/shop", { head: queued, script: { consent: "persistent" } }));
  await expect.poll(() => viewed(page)).toEqual(["tools-1"]);
  expect(await page.evaluate(() => (window as { readyVersion?: string }).readyVersion)).toBe(
    await page.evaluate(() => aisle.version),
  );
  // The queue's wrong call is told to the shop's error handler and ends nothing.
  expect(pageErrors.join()).toContain("no.such.method");

  await embedded(page);
  const before = await recommend(page, HOME);
  for (const id of GARDEN) await view(page, id);
  const after = await recommend(page, HOME);
  expect(after.rung).toBe("personal");
  expect(ids(after)).not.toEqual(ids(before));
  const garden = after.items.filter(({ item }) => item.category?.[0] === "Garden");
  expect(garden.length).toBeGreaterThanOrEqual(3);
  const evidence = garden.flatMap(({ why }) => why.map((reason) => reason.evidence));
  expect(evidence.some((e) => e.kind === "event" && GARDEN.includes(e.itemId))).toBe(true);
  for (const { score, contributions } of after.items) {
    const sum = Object.values(contributions).reduce((total, part) => total + part, 0);
    expect(Math.abs(sum - score)).toBeLessThan(1e-6 * Math.max(1, Math.abs(score)) + 1e-9);
  }

  await page.reload();
  await live(page);
  await embedded(page);
  // The page's own queue counts as another visit; the events of before are there too.
  expect(await viewed(page)).toEqual(expect.arrayContaining(GARDEN));
  expect(ids(await recommend(page, { placement: "recent" }))).toEqual(expect.arrayContaining(GARDEN));
  expect(
    (await recommend(page, HOME)).items.filter(({ item }) => item.category?.[0] === "Garden").length,
  ).toBeGreaterThanOrEqual(3);
});

test("a second include changes nothing", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "persistent" } }));
  await view(page, "tools-0");
  const same = await page.evaluate(async () => {
    const before = window.aisle;
    const script = document.createElement("script");
    script.src = "/dist/aisle.js";
    script.dataset.namespace = "another";
    await new Promise((resolve) => {
      script.onload = resolve;
      document.head.append(script);
    });
    return window.aisle === before;
  });
  expect(same).toBe(true);
  expect(page.workers()).toHaveLength(1);
  expect(await viewed(page)).toEqual(["tools-0"]);
  expect((await stored(page)).databases).not.toContain("aisle:another");
});

test("pending: records nothing and touches no storage, yet answers", async ({ page, shop }) => {
  await page.addInitScript(SPY_ON_STORAGE);
  await open(page, shop.page("/shop", { script: { worker: shop.worker(SPY_ON_STORAGE) } }));
  await embedded(page);
  expect(await view(page, "garden-0")).toEqual({ accepted: 0, dropped: { no_consent: 1 } });
  expect((await recommend(page, HOME)).items).toHaveLength(8);
  expect((await call<{ items: unknown[] }>(page, "search", "something for the garden")).items.length).toBeGreaterThan(
    0,
  );
  expect((await status(page)).storage.kind).toBe("none");
  expect(await events(page)).toEqual([]);
  expect(await page.evaluate(() => (globalThis as unknown as { touched: string[] }).touched)).toEqual([]);
  const [worker] = page.workers();
  expect(await worker.evaluate(() => (globalThis as unknown as { touched: string[] }).touched)).toEqual([]);
  expect(await stored(page)).toEqual(NOTHING_STORED);

  // The same spies see everything from the moment a state arrives.
  await call(page, "consent.set", "persistent");
  await view(page, "garden-0");
  expect(await worker.evaluate(() => (globalThis as unknown as { touched: string[] }).touched)).toContain(
    "indexedDB.open",
  );
  expect(await viewed(page)).toEqual(["garden-0"]);
});

test("off: works from memory, leaves nothing, and removes what an earlier visit kept", async ({ page, shop }) => {
  await open(page, shop.page("/kept", { script: { consent: "persistent" } }));
  await view(page, "garden-0");
  await open(page, shop.page("/shop", { script: { consent: "off" } }));
  await ready(page);
  expect(await viewed(page)).toEqual([]);
  for (const id of GARDEN) await view(page, id);
  expect([...ids(await recommend(page, { placement: "recent" }))].sort()).toEqual([...GARDEN].sort());
  expect((await status(page)).storage.kind).toBe("memory");
  await open(page, `${shop.url}/kept`);
  await ready(page);
  expect(await viewed(page)).toEqual([]);
});

test("off from the first visit on: no database, no cache, no key", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "off" } }));
  await embedded(page);
  await view(page, "garden-0");
  expect(await stored(page)).toEqual(NOTHING_STORED);
});

test("session: survives a reload, ends with the tab", async ({ page, context, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "session" } }));
  await view(page, "baby-3");
  await page.reload();
  await live(page);
  expect(await viewed(page)).toEqual(["baby-3"]);
  const rows = (tab: typeof page) =>
    tab.evaluate(
      () =>
        new Promise<number>((resolve, reject) => {
          const request = indexedDB.open("aisle:aisle");
          request.onerror = () => reject(request.error);
          request.onsuccess = () => {
            const count = request.result.transaction("events").objectStore("events").count();
            count.onsuccess = () => {
              request.result.close();
              resolve(count.result);
            };
          };
        }),
    );
  // A second tab is a session of its own, and leaves the living one alone.
  const second = await context.newPage();
  await open(second, `${shop.url}/shop`);
  expect(await viewed(second)).toEqual([]);
  expect(await rows(second)).toBe(1);
  await page.close();
  await second.close();
  const next = await context.newPage();
  await open(next, `${shop.url}/shop`);
  expect(await viewed(next)).toEqual([]);
  await expect.poll(() => rows(next)).toBe(0);
});

test("Global Privacy Control: the session at most, unless the shopper chose otherwise here", async ({
  page,
  context,
  shop,
}) => {
  await page.addInitScript(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  await open(page, shop.page("/shop", { script: { consent: "persistent" } }));
  expect((await status(page)).consent).toEqual({ products: "session", ads: "pending" });
  await view(page, "baby-3");
  await page.close();
  const next = await context.newPage();
  await open(next, `${shop.url}/shop`);
  expect(await viewed(next)).toEqual([]);
  await next.evaluate(() => Object.defineProperty(navigator, "globalPrivacyControl", { value: true }));
  await call(next, "consent.set", "persistent");
  expect((await status(next)).consent.products).toBe("persistent");
});

test("a change of consent takes what is known along, or forgets it", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "session" } }));
  await view(page, "books-1");
  await call(page, "consent.set", "persistent");
  expect(await viewed(page)).toEqual(["books-1"]);
  await call(page, "consent.set", "off");
  expect(await viewed(page)).toEqual([]);
  expect((await stored(page)).session).toEqual([]);
  await call(page, "consent.set", "persistent");
  expect(await viewed(page)).toEqual([]);
});

test("erase wipes the databases and the caches", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "persistent" } }));
  await embedded(page);
  for (const id of GARDEN) await view(page, id);
  await call(page, "profile.set", { language: "en" });
  const before = await stored(page);
  expect(before.databases).toContain("aisle:aisle");
  expect(before.caches).toEqual(["aisle-assets-1"]);
  await call(page, "profile.erase");
  expect(await stored(page)).toEqual(NOTHING_STORED);
  expect(await viewed(page)).toEqual([]);
  const profile = await call<ProfileView>(page, "profile.get");
  expect(profile.events).toBe(0);
  expect(profile.attributes).toEqual({});
  // The page goes on, and learns anew.
  await view(page, "sport-0");
  expect(await viewed(page)).toEqual(["sport-0"]);
  await page.reload();
  await live(page);
  await ready(page);
  await expect.poll(() => viewed(page)).toEqual(["sport-0"]);
});

test("an exported profile is read on another visit, and what is no profile is refused", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: { consent: "persistent" } }));
  await ready(page);
  for (const id of GARDEN) await view(page, id);
  const file = await call(page, "profile.export");
  await call(page, "profile.erase");
  const refused = await page.evaluate(() => aisle("profile.import", { format: "?" }).catch((error) => error.code));
  expect(refused).toBe("PROFILE_UNREADABLE");
  await call(page, "profile.import", file);
  expect([...(await viewed(page))].sort()).toEqual([...GARDEN].sort());
  await until(page, ({ events }) => events.stored === 3);
});
