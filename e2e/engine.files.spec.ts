/** The shop's files misbehave: the catalogue, and the encoder's folder. */
import { gzipSync } from "node:zlib";
import { faults, observe } from "./harness/faults";
import { GOODS } from "./harness/goods";
import { call, embedded, expect, open, ready, recommend, status, test, until } from "./harness/shopTest";
import { serveNoTable } from "./harness/tableAssets";

const PERSISTENT = { consent: "persistent" } as const;
/** Words only: what the catalogue does shows without the encoder. */
const WORDS = { ...PERSISTENT, encoder: "none" } as const;

const catalogue = faults("The catalogue");

for (const [name, code] of [
  ["it answers 404", 404],
  ["it answers 500, three times", 500],
] as const) {
  catalogue.fault(name, async ({ page, shop }) => {
    shop.status("/catalog.json", code);
    await open(page, shop.page("/shop", { script: WORDS }));
    await until(page, ({ catalog }) => catalog.state === "failed");
    return observe(page);
  });
}

const BODIES: readonly (readonly [name: string, path: string, body: string | Buffer, items: number])[] = [
  ["it is a web page", "/catalog.json", "<!doctype html><h1>Sign in</h1>", 0],
  ["JSON breaks off half-way", "/catalog.json", JSON.stringify(GOODS).slice(0, 4_000), 8],
  ["it is empty", "/catalog.json", "", 0],
  ["XML with an entity bomb", "/catalog.xml", bomb(), 0],
  [
    "CSV in Windows-1252, with a byte order mark's absence, quoted newlines and prices like 12,00 EUR",
    "/catalog.csv",
    Buffer.from(
      `id;title;price;brand\n${GOODS.map(({ id, title }) => `${id};"${title}\nCaf\u00e9";"12,00 EUR";Soci\u00e9t\u00e9`).join("\n")}`,
      "latin1",
    ),
    GOODS.length,
  ],
  [
    "rows without ids, twice the same id, HTML and a megabyte in titles",
    "/catalog.json",
    JSON.stringify([
      ...GOODS,
      ...GOODS.slice(0, 3),
      { title: "no id" },
      { id: "html", title: "<b onclick=alert(1)>Bold</b> &amp; brave" },
      { id: "long", title: "long ".repeat(200_000) },
      { id: "emoji", title: "🎁👨‍👩‍👧‍👦 שלום" },
    ]),
    GOODS.length + 3,
  ],
  ["gzip without saying so", "/catalog.json", gzipSync(JSON.stringify(GOODS)), GOODS.length],
];

for (const [name, path, body, items] of BODIES) {
  catalogue.fault(name, async ({ page, shop }) => {
    shop.body(path, body);
    await open(page, shop.page("/shop", { script: { ...WORDS, catalog: path } }));
    const { catalog } = await until(page, ({ catalog }) => catalog.state === "ready" || catalog.state === "failed");
    expect(catalog.items).toBeGreaterThanOrEqual(items);
    return observe(page);
  });
}

catalogue.fault("it breaks on a later visit: the last good one serves", async ({ page, shop }) => {
  const url = shop.page("/shop", { script: WORDS });
  await open(page, url);
  await ready(page);
  await page.waitForTimeout(500);
  shop.status("/catalog.json", 404);
  await open(page, url);
  await until(page, ({ catalog }) => catalog.items === GOODS.length);
  return observe(page);
});

catalogue.end();

const encoder = faults("The encoder's files");

encoder.fault("the manifest is not there", async ({ page, shop }) => {
  shop.status("/assets/encoder/manifest.json", 404);
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  await until(page, ({ encoder }) => encoder.state === "failed");
  return observe(page);
});

encoder.fault("the manifest is of a newer schema", async ({ page, shop }) => {
  const manifest = JSON.parse(shop.file("/assets/encoder/manifest.json").toString());
  shop.body("/assets/encoder/manifest.json", JSON.stringify({ ...manifest, schemaVersion: 2 }));
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  await until(page, ({ encoder }) => encoder.state === "failed");
  return observe(page);
});

encoder.fault("a chunk was changed on its way", async ({ page, shop }) => {
  serveNoTable(shop);
  const spoilt = Buffer.from(shop.file(shop.chunks[1]));
  spoilt[99] ^= 1;
  shop.body(shop.chunks[1], spoilt);
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  await until(page, ({ encoder }) => encoder.state === "failed");
  return observe(page);
});

encoder.fault("the line breaks in a chunk: it resumes by a range request", async ({ page, shop }) => {
  const [, , path] = shop.chunks;
  const file = shop.file(path);
  const sent = 300_000;
  let cut: (() => void) | undefined;
  shop.on(path, (request, response) => {
    if (cut) return shop.static(request, response);
    cut = () => response.destroy();
    response.writeHead(200, { "content-length": file.length });
    response.write(file.subarray(0, sent));
  });
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  // When the page has it and all the rest: what a browser has not handed over goes with the line.
  await until(page, ({ encoder: { download } }) => download.total - download.loaded === file.length - sent);
  cut?.();
  await embedded(page);
  expect(shop.log.filter(({ url, range }) => url === path && range?.startsWith("bytes="))).toHaveLength(1);
  return observe(page);
});

encoder.fault("the page goes offline in mid-download, and comes back after a reload", async ({ page, shop }) => {
  const url = shop.page("/shop", { script: PERSISTENT });
  const stopAt = shop.chunks[6];
  shop.on(stopAt, () => {
    shop.offline = true;
  });
  await page.goto(url);
  await until(page, ({ encoder }) => encoder.state === "failed");
  expect((await recommend(page, { placement: "home" })).items.length).toBeGreaterThan(0);
  shop.offline = false;
  shop.on(stopAt, shop.static);
  const before = shop.log.length;
  await open(page, url);
  await embedded(page);
  const asked = shop.log.slice(before).filter(({ url }) => url.startsWith("/assets/encoder/weights"));
  expect(asked.length).toBeLessThan(shop.chunks.length);
  return observe(page);
});

encoder.fault("the page's policy forbids wasm, and the encoder has no table", async ({ page, shop }) => {
  serveNoTable(shop);
  shop.csp = "default-src 'none'; script-src 'self'; connect-src 'self'; worker-src 'self'";
  await open(page, shop.page("/shop", { script: PERSISTENT }));
  const { encoder } = await until(page, ({ encoder }) => encoder.reasons.wasm !== undefined);
  expect(encoder.tier).toBe("none");
  await until(
    page,
    ({ catalog }) =>
      catalog.embedded.paused !== undefined || catalog.embedded.total === 0 || catalog.embedded.done === 0,
  );
  return observe(page);
});

encoder.end();

test("every row that was not taken as it came is counted and shown", async ({ page, shop }) => {
  shop.body("/catalog.json", JSON.stringify([...GOODS, { title: "no id" }, GOODS[0], { id: "x" }]));
  await open(page, shop.page("/shop", { script: WORDS }));
  const { catalog } = await ready(page);
  expect(catalog.items).toBe(GOODS.length);
  const codes = Object.fromEntries(catalog.rejected.map(({ code, count }) => [code, count]));
  expect(codes).toEqual({ duplicate_id: 1, missing_id: 1, missing_title: 1 });
});

test("price and stock change at once, without a new download", async ({ page, shop }) => {
  await open(page, shop.page("/shop", { script: WORDS }));
  await ready(page);
  const [first] = (await recommend(page, { placement: "trending" })).items;
  const asked = shop.log.length;
  const update = [
    { id: first.item.id, availability: "out_of_stock" },
    { id: "nobody", price: 1 },
  ];
  expect(await call(page, "catalog.update", update)).toEqual({ updated: 1, unknown: ["nobody"] });
  const after = await recommend(page, { placement: "trending" });
  expect(after.items.map(({ item }) => item.id)).not.toContain(first.item.id);
  expect(shop.log.length).toBe(asked);
  expect((await status(page)).degraded).toEqual([]);
});

function bomb(): string {
  const levels = Array.from({ length: 9 }, (_, i) => `<!ENTITY e${i + 1} "${`&e${i};`.repeat(10)}">`).join("");
  return `<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">${levels}]><rss><channel><item><id>1</id><title>&e9;</title></item></channel></rss>`;
}
