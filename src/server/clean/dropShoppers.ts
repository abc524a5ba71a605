/** Shoppers that are none: crawlers, resale desks, floods. By rate and by breadth; orders without a shopper are left alone. */
import { PURCHASE } from "../ingest/dataset";
import { type Cleaning, dropRows } from "./cleaning";
import { DAY_MS } from "./cleanOptions";

const MINUTE_MS = 60_000;
/** Below it, many orders in a day are a day of many orders. */
const ENOUGH_ORDERS = 30;

/** @param items rows of the catalogue */
export async function dropShoppers(cleaning: Cleaning, items: number): Promise<void> {
  const { db, options } = cleaning;
  const { botItems, botCatalogShare, resellerCatalogShare } = options;
  const breadth = (share: number) => Math.max(botItems, Math.ceil(share * items));
  await db.run(`CREATE OR REPLACE TEMP TABLE rates AS
    SELECT shopper, MAX(n) AS busiest FROM (
      SELECT shopper, COUNT(*) AS n FROM events WHERE kind <> ${PURCHASE} AND shopper IS NOT NULL
      GROUP BY shopper, floor(moment / ${MINUTE_MS}.0)
    ) AS minutes GROUP BY shopper HAVING MAX(n) > ${options.botEventsPerMinute}`);
  await db.run(`CREATE OR REPLACE TEMP TABLE habits AS
    SELECT shopper, COUNT(*) AS n, COUNT(*) FILTER (WHERE kind = ${PURCHASE}) AS lines,
      COUNT(DISTINCT CASE WHEN kind = ${PURCHASE} THEN COALESCE(bought, -moment) END) AS orders,
      COUNT(DISTINCT CASE WHEN kind = ${PURCHASE} THEN floor(moment / ${DAY_MS}.0) END) AS days,
      COUNT(DISTINCT item) AS breadth
    FROM events WHERE shopper IS NOT NULL GROUP BY shopper HAVING COUNT(*) >= ${ENOUGH_ORDERS}`);
  await dropRows(
    cleaning,
    `SELECT pos, code FROM events JOIN (
      SELECT shopper, CASE
        WHEN busiest IS NOT NULL THEN 'bot_rate'
        WHEN lines = 0 AND breadth >= ${breadth(botCatalogShare)} THEN 'bot_breadth'
        WHEN orders >= ${ENOUGH_ORDERS} AND orders >= ${options.resellerOrdersPerDay} * days THEN 'reseller_rate'
        WHEN breadth >= ${breadth(resellerCatalogShare)} THEN 'reseller_breadth'
      END AS code
      FROM habits LEFT JOIN rates USING (shopper)
    ) AS judged USING (shopper) WHERE code IS NOT NULL`,
  );
  await dropRows(
    cleaning,
    `SELECT pos, 'flood' AS code FROM (
      SELECT pos, row_number() OVER (PARTITION BY shopper ORDER BY moment DESC, pos DESC) AS nth
      FROM events WHERE shopper IN (SELECT shopper FROM habits WHERE n > ${options.eventsPerShopper})
    ) AS latest WHERE nth > ${options.eventsPerShopper}`,
  );
  await db.run("DROP TABLE rates; DROP TABLE habits");
}
