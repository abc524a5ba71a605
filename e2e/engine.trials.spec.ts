/** Experiments, exploration and offsets through the npm entry: files of the shop, a chunk of the worker's, and what fails. */
import type { ExperimentsData } from "../src/types";
import { call, events, expect, open, ready, recommend, status, test, until } from "./harness/shopTest";

const EXPERIMENTS: ExperimentsData = {
  kind: "aisle-experiments",
  schemaVersion: 1,
  experiments: [
    {
      id: "home",
      placements: ["home"],
      arms: [
        { id: "a", share: 1 },
        { id: "b", share: 1, rules: "off" },
      ],
    },
  ],
};

const moduleOf = (options: string) =>
  `import { createAisle } from "/dist/index.js";
   const client = createAisle({ catalog: "/catalog.json", assets: "/assets/", consent: "persistent", ${options} });
   window.aisle = Object.assign(
     (name, ...args) => name.split(".").reduce((at, key) => at[key], client)(...args),
     { version: client.version, client });`;

test("an arm that a reload keeps, drawn places in the log, and no chunk for shops without", async ({ page, shop }) => {
  shop.body("/experiments.json", JSON.stringify(EXPERIMENTS));
  const options = `experiments: "/experiments.json",
    exploration: { trending: { policy: { kind: "epsilon-greedy", epsilon: 1 }, places: 1, width: 1, budget: 1 } }`;
  const url = shop.modulePage("/trials", moduleOf(options));
  await open(page, url);
  await ready(page);
  const arm = (await recommend(page, { placement: "home" })).experiment;
  expect(arm?.id).toBe("home");
  await page.reload();
  await ready(page);
  const shelf = await recommend(page, { placement: "home" });
  expect(shelf.experiment).toEqual(arm);
  const see = (of: typeof shelf) =>
    call(page, "track", "view_item_list", {
      items: of.items.map(({ item }) => ({ item_id: item.id })),
      recommendation_id: of.id,
    });
  await see(shelf);
  const { experiments } = await until(page, ({ experiments }) => experiments?.[0]?.seenAt !== undefined);
  expect(experiments?.[0]).toMatchObject({ id: "home", arm: arm?.arm, running: true });
  expect(experiments?.[0].outcomes).toMatchObject({ clicked: false });
  await see(await recommend(page, { placement: "trending" }));
  const drawn = (await events(page)).filter(({ explored }) => explored);
  expect(drawn.length).toBeGreaterThan(0);
  for (const { itemId, explored, propensity } of drawn) {
    expect(explored?.pool.find(({ id }) => id === itemId)?.propensity).toBe(propensity);
  }
  const chunks = () => shop.log.filter((entry) => entry.url.includes("/chunks/createTrials")).length;
  const before = chunks();
  expect(before).toBeGreaterThan(0);
  await open(page, shop.modulePage("/plain", moduleOf("")));
  await ready(page);
  await recommend(page, { placement: "home" });
  expect((await status(page)).experiments).toBeUndefined();
  expect(chunks()).toBe(before);
});

test("files that are missing, broken or wrong are told, and shelves stand", async ({ page, shop }) => {
  shop.body("/broken.json", "<!doctype html>");
  const options = `experiments: "/missing.json", fairness: "/broken.json", reports: { kind: "aisle-reports" },
    exploration: { home: { policy: { kind: "greedy" } } }`;
  await open(page, shop.modulePage("/trials", moduleOf(options)));
  await ready(page);
  expect((await recommend(page, { placement: "home" })).items.length).toBeGreaterThan(0);
  const { degraded, experiments, reports } = await status(page);
  expect(degraded.map(({ code }) => code).sort()).toEqual([
    "ASSET_CORRUPT",
    "ASSET_UNREACHABLE",
    "OPTIONS_INVALID",
    "REPORTS_INVALID",
  ]);
  expect([experiments, reports]).toEqual([undefined, undefined]);
});
