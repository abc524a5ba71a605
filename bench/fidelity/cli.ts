/** The removal test on the demo shop: shoppers of its order history, with what `aisle build` learned and without. */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { chromium } from "@playwright/test";
import { offers } from "../../demo/data/offers";
import { type DemoBuild, demoBuild } from "../../e2e/harness/demoBuild";
import { isRight, type Removal, removalPage, testRemovals } from "../../e2e/harness/removal";
import { ShopServer } from "../../e2e/harness/shopServer";
import { eventsOf } from "../../src/server/evaluate/shopperProfile";
import { seededRandom } from "../../src/server/train/seededRandom";
import type { EventRecord, Item, RecommendQuery } from "../../src/types";
import { fidelityReport } from "./fidelityReport";

const DAY_MS = 86_400_000;
const SEED = 71;
/** Reasons of one shopper: more shoppers say more than more reasons of the same. */
const EACH = 25;
/** Acts of a shopper who has a history, and whose every act may still matter. */
const ACTS = [8, 60] as const;
const IN_CART = 2;
const QUERIES: readonly RecommendQuery[] = [
  { placement: "home" },
  { placement: "again" },
  { placement: "complement" },
  { placement: "search", text: "a gift for the kitchen" },
  { placement: "home", collection: "promotions" },
  { placement: "home", collection: "ads" },
  { placement: "home", collection: "articles" },
];

export interface FidelityCommand {
  readonly root: string;
  readonly chromium: string;
  readonly arguments: readonly string[];
}

/** @returns exit status: 0 when every reason was right */
export async function runFidelity({ root, chromium: executablePath, arguments: args }: FidelityCommand) {
  const { values } = parseArgs({
    args: [...args],
    options: { reasons: { type: "string", default: "1100" }, write: { type: "boolean", default: false } },
  });
  const demo = await demoBuild();
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-features=WebGPU"] });
  const random = seededRandom(SEED);
  const shoppers = Math.ceil(Number(values.reasons) / EACH);
  const half = Math.ceil(shoppers / 2);
  const histories = drawHistories(demo, shoppers, random);
  const arms: Record<string, Removal[]> = {};
  try {
    for (const [name, served, own] of [
      ["what `aisle build` learned", true, histories.slice(0, half)],
      ["the default blend, without a build", false, histories.slice(half)],
    ] as const) {
      const shop = await ShopServer.start();
      shop.body("/catalog.json", demo.feed);
      if (served) publishBuild(shop, demo);
      const collections = Object.fromEntries(
        Object.entries(offers).map(([collection, items]) => {
          shop.body(`/${collection}.json`, JSON.stringify((items as readonly Item[]).map(uncapped)));
          return [collection, `/${collection}.json`];
        }),
      );
      const page = await browser.newPage();
      await page.goto(removalPage(shop, { now: lastAct(demo) + DAY_MS, collections }));
      await page.waitForFunction(() => window.aisle?.version !== undefined);
      arms[name] = await testRemovals(page, {
        histories: own,
        queries: QUERIES,
        each: EACH,
        random,
        onShopper: (done, removals) =>
          console.error(
            `${name}: ${done} of ${own.length} shoppers, ${removals.filter(isRight).length} of ${removals.length} right`,
          ),
      });
      await shop.close();
    }
  } finally {
    await browser.close();
  }
  const report = fidelityReport({ arms, seed: SEED, browser: `Chromium ${browser.version()}` });
  console.log(report);
  if (values.write) writeFileSync(join(root, "bench/results/fidelity.md"), report);
  return Object.values(arms).flat().every(isRight) ? 0 : 1;
}

function publishBuild(shop: ShopServer, { assets, folder }: DemoBuild): void {
  const names = ["manifest.json", ...assets.manifest.files.flatMap(({ chunks }) => chunks.map(({ file }) => file))];
  for (const name of names) shop.body(`/assets/${name}`, readFileSync(join(folder, name)));
}

/** Every new client is another visit, and dozens of them on one day would use up what an ad may be shown. */
function uncapped(item: Item): Item {
  const { cap, cap_days, ...rest } = item as Item & { readonly cap?: unknown; readonly cap_days?: unknown };
  return rest;
}

function lastAct({ dataset: { events } }: DemoBuild): number {
  return events.at.reduce((latest, at) => Math.max(latest, at), 0);
}

/** Shoppers at random, what they looked at last put into the cart. */
function drawHistories(demo: DemoBuild, count: number, random: () => number): EventRecord[][] {
  const { dataset } = demo;
  const now = lastAct(demo);
  const oldest = now - 390 * DAY_MS;
  const left = [...Array(dataset.knownUsers).keys()];
  const found: EventRecord[][] = [];
  while (found.length < count && left.length > 0) {
    const [user] = left.splice(Math.floor(random() * left.length), 1);
    const acts = [...eventsOf(dataset, user, Number.POSITIVE_INFINITY)].filter(({ at }) => at > oldest);
    if (acts.length < ACTS[0] || acts.length > ACTS[1]) continue;
    const cart = [...new Set(acts.map(({ itemId }) => itemId))].slice(-IN_CART);
    const added = cart.map(
      (itemId, i): EventRecord => ({
        id: `cart-${i}`,
        name: "add_to_cart",
        at: now + i,
        collection: "products",
        purpose: "products",
        itemId,
      }),
    );
    found.push([...acts, ...added].map((event) => JSON.parse(JSON.stringify(event))));
  }
  return found;
}
