import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { AisleError } from "../../errors";
import type { CatalogSource } from "../engine.protocol";
import { createMemoryStore } from "../store/memoryStore";
import { type Catalog, type CatalogOptions, createCatalog } from "./catalog";

const shared = process.env.AISLE_SHARED;
const url: CatalogSource = { kind: "url", url: "/products.csv" };
const file = (text: string | Uint8Array<ArrayBuffer>, name = "feed.csv"): CatalogSource => ({
  kind: "file",
  name,
  file: new Blob([text]),
});

interface Fixture {
  readonly catalog: Catalog;
  readonly degraded: string[];
  readonly shown: number[];
  readonly waits: number[];
}

function open(options: Partial<CatalogOptions> = {}): Fixture {
  const degraded: string[] = [];
  const shown: number[] = [];
  const waits: number[] = [];
  const catalog = createCatalog({
    fetch: async () => new Response("id,title,price\n1,Mug,5\n2,Cup,6\n"),
    today: () => Date.UTC(2026, 0, 15),
    wait: async (milliseconds) => {
      waits.push(milliseconds);
    },
    onChange: (what) => {
      if (what === "items") shown.push(catalog.view().items.length);
    },
    onDegraded: (error, instead) => degraded.push(`${error.code}: ${instead}`),
    ...options,
  });
  return { catalog, degraded, shown, waits };
}

const ids = (catalog: Catalog): readonly string[] => catalog.view().items.map((item) => item.id);

/** Answers in turn: a body, a status, or a failing network. */
function answers(...list: readonly (string | number | Error | Response)[]): CatalogOptions["fetch"] {
  let at = 0;
  return async () => {
    const answer = list[Math.min(at++, list.length - 1)];
    if (answer instanceof Error) throw answer;
    if (answer instanceof Response) return answer;
    return typeof answer === "number" ? new Response(null, { status: answer }) : new Response(answer);
  };
}

describe("createCatalog", () => {
  it("starts empty", () => {
    expect(open().catalog.status()).toEqual({
      state: "none",
      items: 0,
      variants: 0,
      rejected: [],
      repaired: [],
      language: "covered",
      uncovered: 0,
      embedded: { done: 0, total: 0 },
    });
  });

  it("loads a URL, a file and an array", async () => {
    const { catalog } = open();
    expect(await catalog.load(url)).toMatchObject({ state: "ready", items: 2 });
    expect(catalog.view().items[0]).toEqual({ id: "1", title: "Mug", price: 5 });
    await catalog.load(file('[{"id":"9","title":"Pot"}]', "feed.json"));
    expect(ids(catalog)).toEqual(["9"]);
    await catalog.load({ kind: "items", items: [{ id: 3, name: "Pan" }] });
    expect(catalog.view().items).toEqual([{ id: "3", title: "Pan" }]);
    await catalog.load({ kind: "items", items: [] });
    expect(catalog.status()).toMatchObject({ state: "ready", items: 0 });
  });

  it("uses the good rows and explains the others", async () => {
    const { catalog } = open();
    const items = [
      { id: "1", title: "Mug", price: "12,00 EUR" },
      { title: "no id" },
      { id: "2" },
      null,
      { id: "1", title: "again" },
      { id: "3", title: "x".repeat(1_000_000) },
      { id: "4", title: "Cup" },
    ];
    expect(await catalog.load({ kind: "items", items })).toMatchObject({
      state: "ready",
      items: 3,
      rejected: [
        { code: "duplicate_id", count: 1, examples: ["1"] },
        { code: "missing_id", count: 1, examples: ["no id"] },
        { code: "missing_title", count: 1, examples: ["2"] },
        { code: "row_not_object", count: 1, examples: ["null"] },
      ],
      repaired: [
        { code: "decimal_comma", count: 1, examples: ["1: 12,00 EUR"] },
        { code: "title_too_long", count: 1, examples: ["3: 1000000 characters"] },
      ],
    });
  });

  it("keeps at most three shortened examples of a problem", async () => {
    const { catalog } = open();
    const items = Array.from({ length: 50 }, (_, at) => ({ title: `${at} ${"long ".repeat(100)}` }));
    const failure = await catalog.load({ kind: "items", items }).catch((error: AisleError) => error);
    expect(failure).toMatchObject({ code: "CATALOG_UNREADABLE" });
    const [{ count, examples }] = catalog.status().rejected;
    expect([count, examples.length, Math.max(...examples.map((text) => text.length))]).toEqual([50, 3, 80]);
    expect(catalog.status().state).toBe("failed");
  });

  it("tries a busy server and a broken connection again, and a bad feed or a missing one not", async () => {
    const good = "id,title\n1,Mug\n";
    const busy = open({ fetch: answers(503, new TypeError("network"), good) });
    expect(await busy.catalog.load(url)).toMatchObject({ state: "ready", items: 1 });
    expect(busy.waits).toEqual([500, 1000]);
    expect(busy.degraded).toEqual([]);
    for (const answer of [404, "<!doctype html><title>Login</title>"]) {
      const bad = open({ fetch: answers(answer, good) });
      expect(await bad.catalog.load(url)).toMatchObject({ state: "failed", items: 0 });
      expect(bad.waits).toEqual([]);
      expect(bad.degraded).toEqual([expect.stringContaining("Shelves stay empty.")]);
    }
  });

  it("starts a download over that breaks half-way", async () => {
    const broken = (): Response =>
      new Response(
        new ReadableStream({
          start(controller) {
            controller.enqueue(new TextEncoder().encode(`id,title\n${"1,Mug\n".repeat(20_000)}`));
          },
          pull(controller) {
            controller.error(new TypeError("connection lost"));
          },
        }),
      );
    const { catalog, waits } = open({ fetch: answers(broken(), "id,title\n1,Mug\n2,Cup\n") });
    expect(await catalog.load(url)).toMatchObject({ state: "ready", items: 2, rejected: [] });
    expect(waits).toEqual([500]);
  });

  it("keeps the last good catalogue when the next fails", async () => {
    const { catalog, degraded } = open({ fetch: answers("id,title\n1,Mug\n", 404) });
    await catalog.load(url);
    const { revision } = catalog.view();
    expect(await catalog.load(url)).toMatchObject({ state: "ready", items: 1 });
    expect(degraded).toEqual(["CATALOG_UNREADABLE: The 1 items known so far stay in use."]);
    await expect(catalog.load(file("no feed"))).rejects.toMatchObject({ code: "FEED_UNREADABLE" });
    await expect(catalog.load(file(gzipSync("id,title\n1,A\n").subarray(0, 15)))).rejects.toMatchObject({
      code: "FEED_UNREADABLE",
    });
    expect(ids(catalog)).toEqual(["1"]);
    expect(catalog.view().revision).toBe(revision);
  });

  it("refuses what is no source", async () => {
    const { catalog } = open();
    for (const source of [undefined, { kind: "items" }, { kind: "url", url: "" }, { kind: "file", name: "a" }]) {
      await expect(catalog.load(source as unknown as CatalogSource)).rejects.toMatchObject({ code: "OPTIONS_INVALID" });
    }
  });

  it("shows a first catalogue while it arrives, at ever larger sizes, and swaps a later one whole", async () => {
    const csv = (size: number): string =>
      `id,title\n${Array.from({ length: size }, (_, at) => `${at},Item ${at}`).join("\n")}`;
    const { catalog, shown } = open({ fetch: answers(csv(20_000), csv(15_000)) });
    await catalog.load(url);
    expect(shown.length).toBeGreaterThan(2);
    expect(shown.length).toBeLessThan(12);
    expect(shown.at(-1)).toBe(20_000);
    shown.length = 0;
    await catalog.load(url);
    expect(shown).toEqual([15_000]);
  });

  it("lets a newer source win, whatever ends first", async () => {
    let release = (_: Response): void => undefined;
    const slow = new Promise<Response>((resolve) => {
      release = resolve;
    });
    const { catalog, degraded } = open({ fetch: () => slow });
    const first = catalog.load(url);
    await catalog.load({ kind: "items", items: [{ id: "new", title: "New" }] });
    release(new Response("id,title\nold,Old\n"));
    await first;
    expect(ids(catalog)).toEqual(["new"]);
    expect(catalog.status().state).toBe("ready");
    expect(degraded).toEqual([]);
  });

  it("changes price and stock at once, without touching what texts gave rise to", async () => {
    const { catalog } = open();
    await catalog.load(url);
    const before = catalog.view();
    const outcome = catalog.update([
      { id: "1", price: 4, availability: "out_of_stock" },
      { id: "2", price: Number.NaN },
      { id: "nowhere", price: 1 },
      null as never,
    ]);
    expect(outcome).toEqual({ updated: 2, unknown: ["nowhere", "undefined"] });
    expect(catalog.view().items).toEqual([
      { id: "1", title: "Mug", price: 4, availability: "out_of_stock" },
      { id: "2", title: "Cup", price: 6 },
    ]);
    expect(before.items[0].price).toBe(5);
    expect(catalog.view().revision).toBe(before.revision);
    catalog.update([{ id: "1", salePrice: 3 }]);
    expect(catalog.view().items[0].salePrice).toBe(3);
    catalog.update([{ id: "1", salePrice: undefined }]);
    expect(catalog.view().items[0].salePrice).toBeUndefined();
  });

  it("keeps the revision when a reload brings the same texts, and moves it when one changed", async () => {
    const { catalog } = open({
      fetch: answers("id,title,price\n1,Mug,5\n", "id,title,price\n1,Mug,4\n", "id,title,price\n1,Big mug,4\n"),
    });
    await catalog.load(url);
    const { revision } = catalog.view();
    await catalog.load(url);
    expect([catalog.view().revision, catalog.view().items[0].price]).toEqual([revision, 4]);
    await catalog.load(url);
    expect(catalog.view().revision).toBeGreaterThan(revision);
  });

  it("takes up the kept catalogue when the shop's server is gone, and a dropped file after a reload", async () => {
    const store = createMemoryStore();
    const csv = `id,title,item_group_id\n${Array.from({ length: 1_200 }, (_, at) => `${at},Item ${at},g${at >> 1}`).join("\n")}`;
    await open({ fetch: answers(csv), store: () => store }).catalog.load(url);
    const offline = open({ fetch: answers(new TypeError("offline")), store: () => store });
    expect(await offline.catalog.load(url)).toMatchObject({ state: "ready", items: 600, variants: 600 });
    expect(offline.degraded).toEqual(["CATALOG_UNREADABLE: The 600 items known so far stay in use."]);
    const elsewhere = open({ fetch: answers(404), store: () => store });
    expect(await elsewhere.catalog.load({ kind: "url", url: "/other.csv" })).toMatchObject({
      state: "failed",
      items: 0,
    });

    await open({ store: () => store }).catalog.load(file("id,title\nmine,My own\n"));
    const reloaded = open({ store: () => store });
    expect(await reloaded.catalog.restore()).toBe(true);
    expect(ids(reloaded.catalog)).toEqual(["mine"]);
    expect(reloaded.catalog.status().state).toBe("ready");
    expect(await open({ store: () => createMemoryStore() }).catalog.restore()).toBe(false);
  });

  it("reads no kept catalogue that was only half written or tampered with", async () => {
    const store = createMemoryStore();
    const full = `id,title\n${Array.from({ length: 1_200 }, (_, at) => `${at},Item ${at}`).join("\n")}`;
    await open({ fetch: answers(full), store: () => store }).catalog.load(url);
    for (const bad of [undefined, { key: "other", items: [] }, { items: [{ id: 5 }] }, "page"]) {
      await store.writeSetting("catalog:1", bad);
      expect(await open({ store: () => store }).catalog.restore()).toBe(false);
    }
    await store.writeSetting("catalog", { schemaVersion: 2, source: "url:x", pages: [] });
    expect(await open({ store: () => store }).catalog.restore()).toBe(false);
  });

  it("goes on when the store fails", async () => {
    const failing = {
      readSetting: async () => {
        throw new Error("denied");
      },
      writeSetting: async () => {
        throw new Error("quota");
      },
    };
    const { catalog, degraded } = open({ store: () => failing });
    expect(await catalog.load(url)).toMatchObject({ state: "ready", items: 2 });
    expect(degraded.map((line) => line.split(":")[0])).toEqual(["STORAGE_FAILED", "STORAGE_FAILED"]);
  });

  it("counts what lies beyond the limit", async () => {
    const { catalog } = open({ limit: 1 });
    expect(await catalog.load(url)).toMatchObject({
      items: 1,
      rejected: [{ code: "too_many_items", count: 1, examples: ["2"] }],
    });
  });

  it.skipIf(!shared)("reads the Online Retail products as CSV, XML and JSON, yielding on the way", async () => {
    const rows = ["part1", "part2"].flatMap((part) =>
      gunzipSync(readFileSync(join(shared ?? "", `data/uci-online-retail/online_retail.${part}.tsv.gz`)))
        .toString("utf8")
        .split("\n")
        .slice(1),
    );
    const products = new Map<string, { readonly title: string; readonly price: string }>();
    for (const row of rows) {
      const [, code, title, quantity, , price] = row.split("\t");
      if (/^\d{5}/.test(code) && title && title !== "NA" && Number(quantity) > 0 && Number(price) > 0) {
        products.set(code, { title, price });
      }
    }
    expect(products.size).toBeGreaterThan(3_000);
    const list = [...products].map(([id, product]) => ({ id, ...product }));
    const escapeXml = (text: string): string => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
    const feeds = {
      "feed.json": JSON.stringify(list),
      "feed.csv": `id,title,price\n${list.map(({ id, title, price }) => `${id},"${title.replaceAll('"', '""')}",${price} GBP`).join("\r\n")}`,
      "feed.xml": `<rss xmlns:g="http://base.google.com/ns/1.0"><channel>${list
        .map(
          ({ id, title, price }) =>
            `<item><g:id>${id}</g:id><title>${escapeXml(title)}</title><g:price>${price} GBP</g:price></item>`,
        )
        .join("\n")}</channel></rss>`,
    };
    for (const [name, text] of Object.entries(feeds)) {
      let clock = 0;
      let yields = 0;
      const { catalog } = open({
        now: () => clock++,
        yieldNow: async () => {
          yields++;
        },
      });
      const status = await catalog.load(file(text, name));
      expect([name, status.items, status.rejected]).toEqual([name, list.length, []]);
      expect(yields).toBeGreaterThan(10);
      for (const item of catalog.view().items.slice(0, 200)) {
        expect(item.price).toBe(Number(products.get(item.id)?.price));
        expect(item.title).toBe(products.get(item.id)?.title.replace(/\s+/g, " ").trim());
      }
    }
  });
});
