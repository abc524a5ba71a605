/** The same event more than once: copied rows, double clicks, and orders that a tracker reported again. */
import { PURCHASE } from "../ingest/dataset";
import { type Cleaning, countChosen, dropRows } from "./cleaning";

export async function dropDuplicates(cleaning: Cleaning): Promise<void> {
  const { doubleClickMs } = cleaning.options;
  const before = (column: string) => `lag(${column}) OVER acts`;
  const same = (...columns: string[]) =>
    columns.map((column) => `${column} IS NOT DISTINCT FROM ${before(column)}`).join(" AND ");
  await dropRows(
    cleaning,
    `SELECT pos, code FROM (
      SELECT pos, CASE
        WHEN ${before("moment")} IS NULL THEN NULL
        WHEN ${same("moment", "quantity", "price", "rating")} THEN 'exact_duplicate'
        WHEN kind <> ${PURCHASE} AND moment - ${before("moment")} <= ${doubleClickMs} THEN 'near_duplicate'
        WHEN kind = ${PURCHASE} AND bought IS NOT NULL AND ${same("quantity", "price")} THEN 'order_reported_again'
      END AS code
      FROM events
      WINDOW acts AS (PARTITION BY shopper, item, kind, bought ORDER BY moment, quantity, price, rating, pos)
    ) AS judged WHERE code IS NOT NULL`,
  );
  const { db } = cleaning;
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS SELECT pos, 'exact_duplicate' AS code FROM (
    SELECT pos, row_number() OVER (PARTITION BY shopper, item, moment, quantity, price, bought ORDER BY pos) AS nth
    FROM cancellations) AS numbered WHERE nth > 1`);
  if ((await countChosen(cleaning, "dropped")) > 0) {
    await db.run("DELETE FROM cancellations WHERE pos IN (SELECT pos FROM chosen)");
  }
}
