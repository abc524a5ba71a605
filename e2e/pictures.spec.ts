/** Pictures of new items, seen in the page by a model of the shop's own through @xenova/transformers. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "@playwright/test";
import { quantizeVector, SHIPPED_LIMIT } from "../src/encoder/quantizeVector";
import type { Item } from "../src/types";
import { type HarnessBuild, harnessBuild, publish } from "./harness/builds";
import { GOODS } from "./harness/goods";
import type { ShopServer } from "./harness/shopServer";
import { expect, open, recommend, status, test, until, view } from "./harness/shopTest";
import { type Colour, pngOf, tinyVisionModel, vectorOf } from "./harness/tinyVisionModel";

const RUNTIME = join(process.cwd(), "node_modules/@xenova/transformers/dist");
const RUNTIME_FILES = ["transformers.min.js", "ort-wasm.wasm", "ort-wasm-simd.wasm"];

const known: readonly Item[] = GOODS.map((item) => ({ ...item, imageLink: `/pictures/${item.id}.png` }));
const fresh: readonly Item[] = ["new-alike", "new-other"].map((id) => ({
  id,
  title: `Something ${id}`,
  imageLink: `/pictures/${id}.png`,
}));
const colours = new Map<string, Colour>([
  ...known.map(({ id }, i): [string, Colour] => [id, [(i * 37) % 256, (i * 91 + 40) % 256, (i * 53 + 90) % 256]]),
  ["new-other", [10, 250, 20]],
]);
colours.set("new-alike", colours.get("kitchen-0") as Colour);

let build: HarnessBuild;
test.beforeAll(async () => {
  const vectors = known.map(({ id }) => quantizeVector(vectorOf(colours.get(id) as Colour), SHIPPED_LIMIT)!);
  const images = {
    modelId: "custom",
    dimensions: 3,
    scales: Float32Array.from(vectors, ({ scale }) => scale),
    values: Int8Array.from(vectors.flatMap(({ values }) => [...values])),
  };
  const home = { terms: [{ signal: "vectors", of: "images", weight: 1 } as const] };
  build = await harnessBuild({ items: known, blend: { home }, spaces: { images } });
});

/** @returns the page's address */
function publishShop(shop: ShopServer, turned: (colour: Colour) => Colour = (colour) => colour): string {
  publish(shop, build);
  // New ones first and last: the feed's order is kept.
  shop.body("/catalog.json", JSON.stringify([fresh[1], ...known, fresh[0]]));
  for (const [id, colour] of colours) shop.body(`/pictures/${id}.png`, pngOf(turned(colour)), "image/png");
  for (const [name, content] of tinyVisionModel()) shop.body(`/eye/${name}`, content);
  for (const name of RUNTIME_FILES) {
    const type = name.endsWith(".js") ? "text/javascript" : "application/wasm";
    shop.body(`/onnx/${name}`, readFileSync(join(RUNTIME, name)), type);
  }
  return shop.modulePage(
    "/pictures",
    `import { createAisle } from "/dist/index.js";
     const client = createAisle({ catalog: "/catalog.json", assets: "/assets/", consent: "persistent", encoder: "none",
       imageEncoder: { space: "images", model: "/eye", runtime: "/onnx" } });
     window.aisle = Object.assign(
       (name, ...args) => name.split(".").reduce((at, key) => at[key], client)(...args),
       { version: client.version, client });`,
  );
}

const asked = (shop: ShopServer, folder: string) => shop.log.filter(({ url }) => url.startsWith(folder));
const partOf = async (page: Page, id: string) => {
  const { items } = await recommend(page, { placement: "home", limit: 60 });
  return items.find(({ item }) => item.id === id)?.contributions.vectors;
};

test("a new item is ranked by its picture, which every page asks for alike, and once", async ({
  page,
  shop,
  pageErrors,
}) => {
  const url = publishShop(shop);
  shop.csp =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; connect-src 'self'; worker-src 'self'";
  await page.context().addCookies([{ name: "session", value: "secret", url: shop.url }]);
  await open(page, url);
  await until(page, ({ assets }) => assets.state === "ready");
  // Before the shopper has done anything: one picture that the build knows, then the new ones in the feed's order.
  const pictures = ["kitchen-0", "new-other", "new-alike"].map((id) => `/pictures/${id}.png`);
  await expect.poll(() => asked(shop, "/pictures/").map((entry) => entry.url)).toEqual(pictures);
  await view(page, "kitchen-0");
  await expect.poll(() => partOf(page, "new-alike")).toBeGreaterThan(0);
  const { items, rung } = await recommend(page, { placement: "home", limit: 3 });
  expect(rung).toBe("personal");
  expect(items[0].item.id).toBe("new-alike");
  expect(items[0].why[0]).toMatchObject({ signal: "vectors", evidence: { kind: "event", itemId: "kitchen-0" } });
  expect(asked(shop, "/pictures/").length).toBe(3);
  expect(asked(shop, "/pictures/").every(({ cookie }) => cookie === undefined)).toBe(true);
  expect(asked(shop, "/catalog.json").every(({ cookie }) => cookie === "session=secret")).toBe(true);
  shop.log.length = 0;
  await page.reload();
  await until(page, ({ assets }) => assets.state === "ready");
  await expect.poll(() => partOf(page, "new-alike")).toBeGreaterThan(0);
  expect([...asked(shop, "/pictures/"), ...asked(shop, "/eye/"), ...asked(shop, "/onnx/")]).toEqual([]);
  expect((await status(page)).degraded).toEqual([]);
  expect(pageErrors).toEqual([]);
});

test("a model that sees otherwise than the build's is told of, and not used", async ({ page, shop }) => {
  await open(
    page,
    publishShop(shop, ([red, green, blue]) => [255 - green, 255 - blue, 255 - red]),
  );
  const { degraded } = await until(page, (now) => now.degraded.length > 0);
  expect(degraded.map(({ code }) => code)).toEqual(["ASSET_MISMATCH"]);
  await view(page, "kitchen-0");
  expect(await partOf(page, "new-alike")).toBeUndefined();
  expect((await recommend(page, { placement: "home" })).items).toHaveLength(8);
});

test("a runtime that is not there is told of; shelves go on", async ({ page, shop }) => {
  const url = publishShop(shop);
  shop.status("/onnx/transformers.min.js", 404);
  await open(page, url);
  const { degraded } = await until(page, (now) => now.degraded.length > 0);
  expect(degraded.map(({ code }) => code)).toEqual(["BACKEND_UNAVAILABLE"]);
  expect(asked(shop, "/pictures/")).toEqual([]);
  expect((await recommend(page, { placement: "home" })).items).toHaveLength(8);
});
