import { beforeEach, describe, expect, it } from "vitest";
import { en } from "../i18n/en";
import { demoCatalogue, type ShopProduct } from "./catalogue";
import type { OwnFeed } from "./ownFeed";
import { createSettings } from "./settings";
import { Shop, YOURSELF } from "./shop";
import { type RecordingClient, recordingClient } from "./testing";

const items = [
  { id: "mug", title: "Mug", price: 12, salePrice: 10, currency: "USD", brand: "Loam", category: ["Kitchen", "Mugs"] },
  { id: "pot", title: "Pot", price: 30, currency: "USD", category: ["Kitchen", "Pots"] },
];
const catalogue = demoCatalogue(items, []);
const mug = catalogue.byId.get("mug") as ShopProduct;
const shopper = { id: "s", name: "S", nameZh: "S", about: "", aboutZh: "", history: [] };

let client: RecordingClient;
let shop: Shop;
let went: string[];
let keptFeed: OwnFeed | undefined;

beforeEach(async () => {
  went = [];
  keptFeed = undefined;
  shop = new Shop({
    settings: createSettings(["en-GB"]),
    createClient: () => {
      client = recordingClient(items);
      return client;
    },
    loadDemoCatalogue: async () => catalogue,
    loadMessages: async () => en,
    feedStore: {
      get: async () => keptFeed,
      set: async (file) => {
        keptFeed = file;
      },
    },
    now: () => 1_700_000_000_000,
    update: () => undefined,
    go: (href) => went.push(href),
  });
  await shop.open();
});

const names = () => client.told.map(({ name }) => name);

describe("shopping", () => {
  it("tells what goes into the cart and out of it, with what it costs today", () => {
    shop.addToCart(mug, 2);
    shop.setQuantity(mug, 3);
    shop.setQuantity(mug, 1);
    expect(client.told.map(({ name, params }) => [name, params.items?.[0].quantity])).toEqual([
      ["add_to_cart", 2],
      ["add_to_cart", 1],
      ["remove_from_cart", 2],
    ]);
    expect(client.told[0].params.items?.[0]).toMatchObject({ item_id: "mug", price: 10, item_category: "Kitchen" });
    expect(shop.cartTotal()).toBe(10);
  });

  it("records a purchase once, and empties the cart", () => {
    shop.addToCart(mug, 2);
    const order = shop.checkout();
    expect(names()).toEqual(["add_to_cart", "begin_checkout", "purchase"]);
    expect(client.told[2].params).toMatchObject({ transaction_id: order, value: 20, currency: "USD" });
    expect(shop.cart.count()).toBe(0);
  });

  it("credits later acts to the shelf that led to the product", () => {
    shop.selected(mug, { list: "aisle/kitchen", index: 4, from: "shelf-9" });
    shop.looked(mug);
    shop.addToCart(mug);
    expect(client.told.map(({ params }) => params.recommendation_id)).toEqual(["shelf-9", "shelf-9", "shelf-9"]);
    expect(client.told[0].params.items?.[0].index).toBe(4);
  });

  it("tells of a wish, not of its end", () => {
    shop.toggleSaved(mug);
    shop.toggleSaved(mug);
    expect(names()).toEqual(["add_to_wishlist"]);
    expect(shop.wishlist.count()).toBe(0);
  });

  it("goes on when the recommender fails", () => {
    client.track = () => Promise.reject(new Error("gone"));
    shop.addToCart(mug);
    expect(shop.cart.count()).toBe(1);
  });
});

describe("consent", () => {
  it("asks until answered, wherever the answer is given", async () => {
    expect(shop.asking).toBe(true);
    await client.consent.set("persistent");
    expect(shop.asking).toBe(false);
    expect(shop.settings.consent()).toBe("persistent");
  });

  it("uses memory for a simulated shopper without taking that for an answer", async () => {
    await shop.become(shopper);
    expect(client.consent.get().products).toBe("off");
    expect(shop.asking).toBe(true);
    await shop.becomeYourself();
    expect(client.consent.get().products).toBe("pending");
    expect(shop.shopper).toBe(YOURSELF);
    expect(went).toEqual(["#/", "#/"]);
  });

  it("keeps the visitor's own choice when they become somebody", async () => {
    await shop.chooseConsent("session");
    await shop.become(shopper);
    expect(client.consent.get().products).toBe("session");
  });
});

describe("own feed", () => {
  it("says why an address is of no use, before asking anybody", async () => {
    expect(await shop.fetchFeed("javascript:alert(1)")).toBe(false);
    expect(shop.feed).toEqual({ phase: "failed", reason: en.feed.badAddress });
    expect(shop.catalogue.kind).toBe("demo");
  });

  it("opens the demo when the kept feed cannot be read any more", async () => {
    keptFeed = new File(["x"], "feed.csv");
    await shop.open();
    expect(shop.catalogue.kind).toBe("demo");
    expect(keptFeed).toBeUndefined();
  });
});
