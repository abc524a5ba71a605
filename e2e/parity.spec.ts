/**
 * A number in a report is a number in the page: 200 shoppers of the demo's order history, scored in Chromium through the
 * folder that `aisle build` wrote, get the server's ranking, item by item.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { eventsOf, shopperProfile } from "../src/server/evaluate/shopperProfile";
import { spread } from "../src/server/evaluate/tuneBlend";
import type { Dataset } from "../src/server/ingest/dataset";
import { type ReportContext, reportContext, shelfOf } from "../src/server/report/reportContext";
import type { RecommendQuery, Shelf } from "../src/types";
import { type DemoBuild, demoBuild } from "./harness/demoBuild";
import { embedded, expect, open, test, until } from "./harness/shopTest";

const SHOPPERS = 200;
const DAY_MS = 86_400_000;
const QUERIES: readonly RecommendQuery[] = [
  { placement: "home", limit: 100 },
  { placement: "again", limit: 50 },
];

// 200 histories in a trace would outweigh the test.
test.use({ trace: "off" });

let demo: DemoBuild;
test.beforeAll(async () => {
  test.setTimeout(300_000);
  demo = await demoBuild();
});

test("200 shoppers get the server's ranking in the page", async ({ page, shop }) => {
  test.setTimeout(300_000);
  const { assets, folder, feed } = demo;
  const served = ["manifest.json", ...assets.manifest.files.flatMap(({ chunks }) => chunks.map(({ file }) => file))];
  for (const name of served) shop.body(`/assets/${name}`, readFileSync(join(folder, name)));
  shop.body("/catalog.json", feed);
  const dataset = upToYesterday(demo.dataset);
  await open(page, shop.page("/shop", { script: { consent: "off", encoder: "none" } }));
  await until(page, ({ assets }) => assets.state === "ready");
  const { catalog } = await embedded(page);
  expect(catalog.items).toBe(dataset.items.length);

  const users = spread([...Array(dataset.knownUsers).keys()], SHOPPERS);
  expect(users).toHaveLength(SHOPPERS);
  let compared = 0;
  let personal = 0;
  let furthest = 0;
  const different: unknown[] = [];
  for (const user of users) {
    const events = [...eventsOf(dataset, user, Number.POSITIVE_INFINITY)].map(withoutUndefined);
    const shelves = await page.evaluate(
      async ({ events, queries }) => {
        await aisle("profile.import", {
          format: "aisle-profile",
          schemaVersion: 1,
          exportedAt: 0,
          attributes: {},
          events,
        });
        const shelves = [];
        for (const query of queries) shelves.push((await aisle("recommend", query)) as Shelf);
        return shelves;
      },
      { events, queries: QUERIES },
    );
    shelves.forEach((shelf, i) => {
      const context = contextAt(dataset, shelf.at);
      const expected = shelfOf(context, QUERIES[i], shopperProfile(dataset, user, shelf.at));
      const server = told(expected);
      // One matcher a shopper: Playwright reports each call of `expect`, which takes longer than the ranking.
      if (JSON.stringify(told(shelf)) !== JSON.stringify(server)) different.push({ user, page: told(shelf), server });
      shelf.items.forEach(({ score }, rank) => {
        furthest = Math.max(furthest, Math.abs(score - expected.items[rank].score));
      });
      compared += shelf.items.length;
      if (expected.items.some(({ contributions }) => (contributions.behaviour ?? 0) > 0)) personal++;
    });
  }
  expect(different.slice(0, 3)).toEqual([]);
  expect(furthest).toBeLessThan(1e-4);
  // What was compared is worth comparing.
  expect(compared).toBeGreaterThan(SHOPPERS * 80);
  expect(personal).toBeGreaterThan(SHOPPERS / 2);
});

/** What must be the same to the last item; scores may differ in their last digits, as clocks do. */
function told({ items, reason, rung }: Pick<Shelf, "items" | "reason" | "rung">) {
  return { reason, rung, items: items.map(({ item, why }) => [item.id, ...why.map(({ signal }) => signal)]) };
}

let known: ReportContext | undefined;

/** The page's clock at that shelf; the rest is the same for all. */
function contextAt(dataset: Dataset, now: number): ReportContext {
  known ??= reportContext({ dataset, parts: demo.assets.parts, now });
  return { ...known, now };
}

/** The history as if it had ended yesterday: a page takes no events that are years old. */
function upToYesterday(dataset: Dataset): Dataset {
  const { at } = dataset.events;
  const shift = Math.floor(Date.now() - DAY_MS) - at.reduce((latest, time) => Math.max(latest, time), 0);
  return { ...dataset, vectors: undefined, events: { ...dataset.events, at: at.map((time) => time + shift) } };
}

function withoutUndefined<T extends object>(record: T): T {
  return Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as T;
}
