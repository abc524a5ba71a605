/** A shop's page with its own tagging and no word of Aisle in it but the script tag: what reaches the profile. */
import type { EventRecord, ProfileView, Status } from "../src/types";
import { call, events, expect, open, ready, status, test } from "./harness/shopTest";

const ALL = { consent: "persistent", capture: "all" } as const;
const GTAG = `window.dataLayer = window.dataLayer || []; function gtag() { dataLayer.push(arguments); }`;

/** GA4's recommended e-commerce events in the order of a purchase, in the two shapes that the reference shows. */
const JOURNEY = `${GTAG}
gtag("js", new Date());
gtag("config", "G-TEST");
dataLayer.push({ ecommerce: null });
dataLayer.push({ event: "view_item_list", ecommerce: { item_list_id: "garden", item_list_name: "Garden",
  items: [{ item_id: "garden-0", item_name: "Pruning shears", index: 0, price: 12 }, { item_id: "garden-1", index: 1 }] } });
dataLayer.push({ ecommerce: null });
dataLayer.push({ event: "select_item", ecommerce: { item_list_id: "garden", item_list_name: "Garden",
  items: [{ item_id: "garden-0", index: 0 }] } });
gtag("event", "view_item", { currency: "EUR", value: 12, items: [{ item_id: "garden-0", item_name: "Pruning shears", price: 12, quantity: 1 }] });
gtag("event", "add_to_wishlist", { currency: "EUR", value: 15, items: [{ item_id: "garden-4", price: 15 }] });
gtag("event", "add_to_cart", { currency: "EUR", value: 24, items: [{ item_id: "garden-0", price: 12, quantity: 2 }] });
dataLayer.push({ event: "add_to_cart", ecommerce: { currency: "EUR", value: 9, items: [{ item_id: "kitchen-1", price: 9, quantity: 1 }] } });
gtag("event", "remove_from_cart", { currency: "EUR", value: 9, items: [{ item_id: "kitchen-1", price: 9, quantity: 1 }] });
gtag("event", "view_cart", { currency: "EUR", value: 24, items: [{ item_id: "garden-0", quantity: 2 }] });
gtag("event", "begin_checkout", { currency: "EUR", value: 24, coupon: "SUMMER", items: [{ item_id: "garden-0", quantity: 2 }] });
gtag("event", "add_shipping_info", { shipping_tier: "Ground", items: [{ item_id: "garden-0" }] });
gtag("event", "add_payment_info", { payment_type: "Card", items: [{ item_id: "garden-0" }] });
gtag("event", "purchase", { transaction_id: "T-1", value: 24, tax: 4, shipping: 5, currency: "EUR",
  items: [{ item_id: "garden-0", item_name: "Pruning shears", price: 12, quantity: 2 }, { item_id: "garden-2", price: 8, quantity: 1 }] });
gtag("event", "refund", { transaction_id: "T-1", currency: "EUR", value: 8, items: [{ item_id: "garden-2", quantity: 1 }] });
gtag("event", "search", { search_term: "tulips" });
gtag("event", "view_promotion", { promotion_id: "spring", promotion_name: "Spring", creative_slot: "hero" });
gtag("event", "page_view", { page_title: "Thank you" });`;

const names = (list: readonly EventRecord[]) => list.map(({ name }) => name);

test("a GA4 page, event by event, reaches the profile with no code of Aisle's", async ({ page, shop, pageErrors }) => {
  shop.body("/ga4.js", JOURNEY);
  await open(page, shop.page("/shop", { head: '<script src="/ga4.js"></script>', script: ALL }));
  await expect.poll(async () => (await events(page)).length).toBeGreaterThanOrEqual(14);
  const recorded = await events(page);
  expect(new Set(names(recorded))).toEqual(
    new Set([
      "view_item_list",
      "select_item",
      "view_item",
      "add_to_wishlist",
      "add_to_cart",
      "remove_from_cart",
      "view_cart",
      "begin_checkout",
      "purchase",
      "refund",
      "search",
      "view_promotion",
    ]),
  );
  const bought = recorded.filter(({ name }) => name === "purchase");
  expect(bought.map(({ itemId, quantity, transactionId }) => [itemId, quantity, transactionId]).sort()).toEqual([
    ["garden-0", 2, "T-1"],
    ["garden-2", 1, "T-1"],
  ]);
  expect(recorded.find(({ name }) => name === "view_item_list")).toMatchObject({ impression: true });
  await ready(page);
  const profile = await call<ProfileView>(page, "profile.get");
  expect(profile.interests.find(({ kind }) => kind === "category")?.label).toBe("Garden");
  expect(profile.searches).toContain("tulips");
  // Past and future alike.
  await page.evaluate(() => {
    (window as unknown as { gtag(...args: unknown[]): void }).gtag("event", "view_item", {
      items: [{ item_id: "tools-3" }],
    });
  });
  await expect.poll(async () => (await events(page))[0]).toMatchObject({ name: "view_item", itemId: "tools-3" });
  const { captured } = (await status(page)).events;
  expect(captured?.dataLayer).toMatchObject({ read: expect.any(Number), repaired: {} });
  expect(pageErrors).toEqual([]);
});

test("a dirty data layer is repaired and counted, and an unknown id is found by its name", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: ALL }));
  await ready(page);
  await page.evaluate(() => {
    const layer: unknown[] = [];
    Object.assign(window, { dataLayer: layer });
    layer.push({ event: "view_item", ecommerce: { items: [{ id: "garden-3", price: "12,50" }] } });
    layer.push({ ecommerce: { detail: { products: [{ id: "SKU-9", name: "tulip  bulbs, mixed COLOURS" }] } } });
    layer.push({ event: "view_item", ecommerce: { items: [{ item_id: "nobody-knows", item_name: "Nothing" }] } });
  });
  await expect.poll(async () => (await events(page)).map(({ itemId }) => itemId)).toEqual(["garden-3"]);
  const { captured, dropped } = (await status(page)).events;
  expect(captured?.dataLayer).toEqual({
    read: 3,
    repaired: { id_instead_of_item_id: 2, number_as_text: 1, universal_analytics: 1 },
  });
  // The second view is of the same tulips, found by their name, and within the moment in which a double is one act.
  expect(dropped).toEqual({ duplicate: 1, unknown_item: 1 });
});

test("JSON-LD tells what a page without tagging is about, also after client-side navigation", async ({
  page,
  shop,
}) => {
  const data = (id: string, name: string) => JSON.stringify({ "@type": "Product", sku: id, name });
  const head = `<script type="application/ld+json">${data("nobody-knows", "Wooden salad bowl with servers")}</script>`;
  await open(page, shop.page("/item/bowl", { head, script: ALL }));
  await expect.poll(async () => (await events(page)).map(({ itemId }) => itemId)).toEqual(["kitchen-3"]);
  await page.evaluate(
    (text) => {
      history.pushState({}, "", "/item/drill");
      document.querySelector('script[type="application/ld+json"]')?.remove();
      setTimeout(() => {
        const script = Object.assign(document.createElement("script"), {
          type: "application/ld+json",
          textContent: text,
        });
        document.head.append(script);
      }, 300);
    },
    data("tools-0", "Cordless drill"),
  );
  await expect.poll(async () => (await events(page))[0]?.itemId).toBe("tools-0");
  // A page that left its data behind, and one whose own tagging has spoken, are not told again.
  await page.evaluate(() => history.pushState({}, "", "/about"));
  await page.waitForTimeout(1_500);
  await page.evaluate(() => {
    history.pushState({}, "", "/item/level");
    (window as unknown as { dataLayer: unknown[] }).dataLayer = [
      { event: "view_item", ecommerce: { items: [{ item_id: "tools-2" }] } },
    ];
    const script = document.querySelector('script[type="application/ld+json"]');
    if (script) script.textContent = JSON.stringify({ "@type": "Product", sku: "tools-2" });
  });
  await page.waitForTimeout(1_500);
  expect((await events(page)).filter(({ name }) => name === "view_item").map(({ itemId }) => itemId)).toEqual([
    "tools-2",
    "tools-0",
    "kitchen-3",
  ]);
});

test("search boxes: words sent off, left, and on a results page; no e-mail address", async ({ page, shop }) => {
  shop.body(
    "/search.js",
    `addEventListener("DOMContentLoaded", () => {
      document.body.innerHTML = '<form role="search"><input name="term" type="text"></form><input type="search" id="instant">' +
        '<form id="login"><input type="text" name="user"></form>';
      for (const form of document.forms) form.addEventListener("submit", (event) => event.preventDefault());
    });`,
  );
  await open(
    page,
    `${shop.page("/results", { head: '<script src="/search.js"></script>', script: ALL })}?q=yoga%20mat`,
  );
  await expect.poll(async () => names(await events(page))).toEqual(["view_search_results"]);
  await page.fill("[role=search] input", "climbing rope");
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await events(page))[0].query).toBe("climbing rope");
  await page.fill("#instant", "tent");
  await page.locator("#instant").blur();
  await expect.poll(async () => (await events(page))[0].query).toBe("tent");
  await page.fill("#login input", "jane");
  await page.keyboard.press("Enter");
  await page.fill("#instant", "jane@example.org");
  await page.keyboard.press("Enter");
  await page.waitForTimeout(300);
  expect((await events(page)).map(({ query }) => query)).toEqual(["tent", "climbing rope", "yoga mat"]);
});

test("dwell: visible time of the item's page, told when it is left", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: ALL }));
  await ready(page);
  await expect.poll(async () => (await status(page)).events.captured).toBeDefined();
  await call(page, "track", "view_item", { items: [{ item_id: "baby-0" }] });
  await page.waitForTimeout(2_600);
  await page.evaluate(() => history.pushState({}, "", "/elsewhere"));
  await expect.poll(async () => (await events(page))[0]).toMatchObject({ name: "dwell", itemId: "baby-0" });
  const [{ dwellMs = 0 }] = await events(page);
  expect(dwellMs).toBeGreaterThan(2_000);
});

test("each source can be turned off", async ({ page, shop }) => {
  shop.body("/ga4.js", JOURNEY);
  const head = '<script src="/ga4.js"></script>';
  await open(page, shop.page("/shop", { head, script: { consent: "persistent", capture: "jsonLd searchBox" } }));
  await ready(page);
  await page.waitForTimeout(1_500);
  expect(await events(page)).toEqual([]);
});

declare global {
  interface Window {
    gtag(...args: unknown[]): void;
  }
}

test("Google Consent Mode is followed from the data layer: nothing before the answer, the page in front of it after", async ({
  page,
  shop,
}) => {
  shop.body(
    "/consent.js",
    `${GTAG} window.gtag = gtag;
     gtag("consent", "default", { ad_storage: "denied", ad_personalization: "denied", personalization_storage: "denied", wait_for_update: 500 });
     gtag("event", "view_item", { items: [{ item_id: "garden-1" }] });`,
  );
  const script = { capture: "all", "consent-from": "consentMode" };
  await open(page, shop.page("/shop", { head: '<script src="/consent.js"></script>', script }));
  await ready(page);
  await page.waitForTimeout(900);
  const consent = async () => (await call<Status>(page, "status")).consent;
  expect(await consent()).toEqual({ products: "pending", ads: "pending" });
  expect(await events(page)).toEqual([]);
  await page.evaluate(() => window.gtag("consent", "update", { personalization_storage: "granted" }));
  await expect.poll(consent).toEqual({ products: "persistent", ads: "pending" });
  await expect.poll(async () => (await events(page)).map(({ itemId }) => itemId)).toEqual(["garden-1"]);
  await page.evaluate(() => window.gtag("consent", "update", { personalization_storage: "denied" }));
  await expect.poll(consent).toEqual({ products: "off", ads: "pending" });
  expect(await events(page)).toEqual([]);
});

test("an IAB TCF platform is followed; the shopper's own word wins; logout forgets both", async ({ page, shop }) => {
  shop.body(
    "/tcf.js",
    `{ const listeners = [];
       window.__tcfapi = (command, version, callback) => { if (command === "addEventListener") { listeners.push(callback); callback({ gdprApplies: true, eventStatus: "cmpuishown", listenerId: 1 }, true); } };
       window.answer = (consents) => listeners.forEach((tell) => tell({ gdprApplies: true, eventStatus: "useractioncomplete", listenerId: 1, purpose: { consents } }, true)); }`,
  );
  await open(page, shop.page("/shop", { head: '<script src="/tcf.js"></script>', script: { "consent-from": "tcf" } }));
  await ready(page);
  const consent = async () => (await call<Status>(page, "status")).consent;
  expect(await consent()).toEqual({ products: "pending", ads: "pending" });
  await page.evaluate(() =>
    (window as unknown as { answer(consents: object): void }).answer({ 1: true, 5: true, 6: true }),
  );
  await expect.poll(consent).toEqual({ products: "persistent", ads: "off" });
  await call(page, "consent.set", "session");
  await call(page, "track", "view_item", { items: [{ item_id: "books-1" }] });
  expect(await consent()).toEqual({ products: "session", ads: "off" });
  expect(await events(page)).toHaveLength(1);
  await call(page, "logout");
  expect(await consent()).toEqual({ products: "persistent", ads: "off" });
  expect(await events(page)).toEqual([]);
  expect((await call<ProfileView>(page, "profile.get")).events).toBe(0);
});
