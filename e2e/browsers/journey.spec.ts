/** The script tag on a shop's page: learning, consent in all its states, forgetting, several tabs. */
import type { ProfileView } from "../../src/types";
import { SPY_ON_STORAGE } from "../harness/preludes";
import {
  askWorker,
  call,
  embedded,
  events,
  expect,
  ids,
  kept,
  live,
  NOTHING_STORED,
  open,
  problems,
  ready,
  recommend,
  status,
  stored,
  TALKATIVE,
  test,
  until,
  view,
  viewed,
  WATCHED,
  watch,
} from "./browserTest";

const HOME = { placement: "home", limit: 8 } as const;
const GARDEN = ["garden-0", "garden-4", "garden-6"];

test("learning: replays the queue, embeds on wasm, says why, keeps it over a reload", async ({
  tab,
  shop,
}, testInfo) => {
  watch(shop);
  shop.body("/queued.js", `aisle("track", "view_item", { items: [{ item_id: "tools-1" }] });`);
  const head = `${WATCHED}<script src="/stub.js"></script><script src="/queued.js"></script>`;
  await open(tab, shop.page("/shop", { head, script: { consent: "persistent" } }));
  await expect.poll(() => viewed(tab)).toEqual(["tools-1"]);
  expect((await embedded(tab)).encoder.tier).toBe("wasm");
  const before = await recommend(tab, HOME);
  for (const id of GARDEN) await view(tab, id);
  const after = await recommend(tab, HOME);
  expect(after.rung).toBe("personal");
  expect(ids(after)).not.toEqual(ids(before));
  const garden = after.items.filter(({ item }) => item.category?.[0] === "Garden");
  expect(garden.length).toBeGreaterThanOrEqual(3);
  const evidence = garden.flatMap(({ why }) => why.map((reason) => reason.evidence));
  expect(evidence.some((e) => e.kind === "event" && GARDEN.includes(e.itemId))).toBe(true);
  const hits = await recommend(tab, { placement: "search", text: "something to bake bread with" });
  expect(hits.items.map(({ item }) => item.title).join()).toMatch(/baking/i);

  await kept(tab, "assets/encoder/");
  await tab.reload();
  await live(tab);
  await embedded(tab);
  expect(await viewed(tab)).toEqual(expect.arrayContaining(GARDEN));
  expect(ids(await recommend(tab, { placement: "recent" }))).toEqual(expect.arrayContaining(GARDEN));
  // Under WebDriver WebKitGTK is a private window: its Cache Storage lasts as long as the page.
  const downloads = testInfo.project.name === "WebKitGTK" ? 2 : 1;
  expect(shop.log.filter(({ url }) => url === shop.chunks[0])).toHaveLength(downloads);
  expect((await status(tab)).degraded).toEqual([]);
  expect(await problems(tab)).toEqual([]);
});

test("consent, pending: records nothing and touches no storage, yet answers", async ({ tab, shop }) => {
  watch(shop);
  shop.body("/spy.js", SPY_ON_STORAGE);
  const touchedOnPage = () => tab.evaluate(() => (globalThis as unknown as { touched: string[] }).touched);
  const head = `${WATCHED}<script src="/spy.js"></script>`;
  await open(tab, shop.page("/shop", { head, script: { worker: shop.worker(SPY_ON_STORAGE + TALKATIVE) } }));
  await embedded(tab);
  expect(await view(tab, "garden-0")).toEqual({ accepted: 0, dropped: { no_consent: 1 } });
  expect((await recommend(tab, HOME)).items).toHaveLength(8);
  expect((await status(tab)).storage.kind).toBe("none");
  expect(await events(tab)).toEqual([]);
  expect(await touchedOnPage()).toEqual([]);
  expect((await askWorker(tab, "tell")).touched).toEqual([]);
  expect(await stored(tab)).toEqual(NOTHING_STORED);
  // The same spies see everything from the moment a state arrives.
  await call(tab, "consent.set", "persistent");
  await view(tab, "garden-0");
  expect((await askWorker(tab, "tell")).touched).toContain("indexedDB.open");
  expect(await viewed(tab)).toEqual(["garden-0"]);
  expect(await problems(tab)).toEqual([]);
});

test("consent, off: works from memory and leaves nothing", async ({ tab, shop }) => {
  await open(tab, shop.page("/shop", { script: { consent: "off" } }));
  await embedded(tab);
  for (const id of GARDEN) await view(tab, id);
  expect([...ids(await recommend(tab, { placement: "recent" }))].sort()).toEqual([...GARDEN].sort());
  expect((await status(tab)).storage.kind).toBe("memory");
  expect(await stored(tab)).toEqual(NOTHING_STORED);
});

test("consent, session: survives a reload, ends with the tab", async ({ tab, newTab, shop }) => {
  await open(tab, shop.page("/shop", { script: { consent: "session", encoder: "none" } }));
  await view(tab, "baby-3");
  await tab.reload();
  await live(tab);
  expect(await viewed(tab)).toEqual(["baby-3"]);
  const second = await newTab();
  await open(second, `${shop.url}/shop`);
  expect(await viewed(second)).toEqual([]);
  expect(await viewed(tab)).toEqual(["baby-3"]);
  await tab.close();
  await second.close();
  const next = await newTab();
  await open(next, `${shop.url}/shop`);
  expect(await viewed(next)).toEqual([]);
});

test("consent, Global Privacy Control: the session at most, unless the shopper chose otherwise", async ({
  tab,
  shop,
}) => {
  shop.body("/gpc.js", `Object.defineProperty(navigator, "globalPrivacyControl", { value: true });`);
  const head = `<script src="/gpc.js"></script>`;
  await open(tab, shop.page("/shop", { head, script: { consent: "persistent", encoder: "none" } }));
  expect((await status(tab)).consent).toEqual({ products: "session", ads: "pending" });
  await call(tab, "consent.set", "persistent");
  expect((await status(tab)).consent.products).toBe("persistent");
});

test("erase: databases and caches are gone, and the page learns anew", async ({ tab, shop }) => {
  await open(tab, shop.page("/shop", { script: { consent: "persistent" } }));
  await embedded(tab);
  for (const id of GARDEN) await view(tab, id);
  const before = await stored(tab);
  expect(before.databases).toContain("aisle:aisle");
  expect(before.caches).toEqual(["aisle-assets-1"]);
  await call(tab, "profile.erase");
  expect(await stored(tab)).toEqual(NOTHING_STORED);
  expect(await viewed(tab)).toEqual([]);
  expect((await call<ProfileView>(tab, "profile.get")).events).toBe(0);
  await view(tab, "sport-0");
  expect(await viewed(tab)).toEqual(["sport-0"]);
  await tab.reload();
  await live(tab);
  await ready(tab);
  await expect.poll(() => viewed(tab)).toEqual(["sport-0"]);
});

test("a profile is exported, erased and read again", async ({ tab, shop }) => {
  await open(tab, shop.page("/shop", { script: { consent: "persistent", encoder: "none" } }));
  await ready(tab);
  for (const id of GARDEN) await view(tab, id);
  const file = await call(tab, "profile.export");
  await call(tab, "profile.erase");
  await call(tab, "profile.import", file);
  expect([...(await viewed(tab))].sort()).toEqual([...GARDEN].sort());
  await until(tab, ({ events }) => events.stored === 3);
});

test("two tabs: what one learns shows in the other, and forgetting reaches both", async ({ tab, newTab, shop }) => {
  await open(tab, shop.page("/shop", { script: { consent: "persistent", encoder: "none" } }));
  const other = await newTab();
  await open(other, `${shop.url}/shop`);
  await Promise.all([ready(tab), ready(other)]);
  await view(tab, "sport-1");
  await view(other, "books-2");
  const recent = async (page: typeof tab) => [...ids(await recommend(page, { placement: "recent" }))].sort();
  for (const page of [tab, other]) await expect.poll(() => recent(page)).toEqual(["books-2", "sport-1"]);
  await call(tab, "profile.erase");
  await expect.poll(() => recent(other)).toEqual([]);
  expect((await status(other)).degraded).toEqual([]);
});
