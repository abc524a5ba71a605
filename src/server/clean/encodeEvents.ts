/** `parsed` → `events`: usable rows of known items with numbers for ids, and `cancellations` apart. */
import { REFUND } from "../ingest/eventNames";
import type { Cleaning } from "./cleaning";

/**
 * Creates `events` (pos, shopper, item, kind, at, quantity, price, bought, rating; `shopper` is NULL for an order without one,
 * `bought` numbers the orders that have an id), `cancellations` (the same, and `counted`: a quantity was given) and
 * `shoppers` (shopper, user_id).
 */
export async function encodeEvents({ db }: Cleaning): Promise<void> {
  await db.run(`CREATE OR REPLACE TABLE shoppers AS
    SELECT user_id, CAST(row_number() OVER (ORDER BY user_id) - 1 AS INTEGER) AS shopper
    FROM (SELECT DISTINCT user_id FROM parsed WHERE user_id IS NOT NULL) AS known`);
  await db.run(`CREATE OR REPLACE TABLE purchases AS
    SELECT order_id, CAST(row_number() OVER (ORDER BY order_id) - 1 AS INTEGER) AS bought
    FROM (SELECT DISTINCT order_id FROM parsed WHERE order_id IS NOT NULL) AS known`);
  const encoded = (columns: string, where: string) => `
    SELECT pos, shopper, CAST(item AS INTEGER) AS item, kind, moment, quantity, price, bought, rating${columns}
    FROM parsed LEFT JOIN item_map USING (item_id) LEFT JOIN shoppers USING (user_id) LEFT JOIN purchases USING (order_id)
    WHERE ${where}`;
  await db.run(`CREATE OR REPLACE TABLE events AS
    ${encoded("", `verdict IS NULL AND kind >= 0 AND item IS NOT NULL`)}`);
  await db.run(`CREATE OR REPLACE TABLE cancellations AS
    ${encoded(
      ", counted",
      `kind = ${REFUND} AND ((verdict IS NULL AND item IS NOT NULL) OR verdict = 'refund_of_order')`,
    )}`);
  await db.run("DROP TABLE parsed");
}
