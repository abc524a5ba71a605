import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { PARAMETERS } from "../../demo/simulate/parameters";
import { season } from "../../demo/simulate/season";
import { DAY_MS } from "../../demo/simulate/world";
import { datasetOf, type EventRow } from "../../src/server/ingest/dataset";
import type { Item } from "../../src/types";
import { readOnlineRetail } from "../replay/readOnlineRetail";
import { splitAt } from "../replay/splitAt";
import { productItems } from "../simulate/shopItems";
import { type FairnessResult, fairnessBench } from "./fairnessBench";
import { tradeOffChart } from "./tradeOffChart";

export async function runFairness({
  root,
  shared,
}: {
  readonly root: string;
  readonly shared?: string;
}): Promise<void> {
  const results = [...(shared === undefined ? [] : [onlineRetail(shared)]), simulatedShop()];
  const text = [
    "# Fairness of exposure against relevance",
    "",
    "Exposure is attention on the first ten places of `home`, discounted by place; merit is what shoppers ordered next. The gap",
    "is the share of attention that is not where merit is, per grouping of the items. The page's re-ranker adds an offset per",
    "group, in units of the shelf's best score, never beyond the bound. `npm run fairness` prints this.",
    "",
    "![the curve](fairness.svg)",
    "",
    ...results.map((result) => result.text),
  ].join("\n");
  console.log(text);
  if (shared === undefined) return;
  mkdirSync(join(root, "bench/results"), { recursive: true });
  writeFileSync(join(root, "bench/results/fairness.md"), text);
  writeFileSync(join(root, "bench/results/fairness.svg"), tradeOffChart(results));
}

/** Real orders: no brands, but prices and dates. */
function onlineRetail(shared: string): FairnessResult {
  const at = Date.UTC(2011, 9, 1);
  const lines = readOnlineRetail(shared);
  const { catalog } = splitAt(lines, at);
  const rows = lines
    .filter(({ itemId }) => catalog.rowOf.has(itemId))
    .map(
      (line): EventRow => ({
        user: line.customer,
        item: line.itemId,
        at: line.at,
        order: line.invoice,
        price: line.price,
      }),
    );
  return fairnessBench("UCI Online Retail (price, newness)", splits(catalog.items, rows, at));
}

/** Made-up orders with brands. */
function simulatedShop(): FairnessResult {
  const { shop, ends } = season({ seed: 1, parameters: PARAMETERS, shoppers: 9_000, days: 270, daysAhead: 0 });
  const at = ends - 45 * DAY_MS;
  const rows = shop.orders.flatMap((order, i): EventRow[] =>
    order.items.map((item) => ({ user: String(order.shopper), item, at: order.at, order: `o${i}` })),
  );
  return fairnessBench(
    "The simulated shop (brand, price, newness)",
    splits(productItems(shop.items, shop.orders, at), rows, at),
  );
}

function splits(items: readonly Item[], rows: readonly EventRow[], at: number) {
  return {
    before: datasetOf(
      items,
      rows.filter((row) => row.at < at),
    ),
    whole: datasetOf(items, rows),
    at,
  };
}
