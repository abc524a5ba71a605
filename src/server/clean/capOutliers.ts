/** Quantities and prices far from what the item sells in and for: robust, per item, on a log scale. */
import { PURCHASE } from "../ingest/dataset";
import { type Cleaning, countChosen } from "./cleaning";

/** Lines an item needs before its own spread is believed; below, that of all lines is. */
const ENOUGH_LINES = 8;
/** A deviation is 1.4826 median absolute deviations, for normal data. */
const MAD_TO_DEVIATION = 1.4826;
/** Smallest deviations that are believed, in natural logarithms: many items sell in ones only, most at one price. */
const LEAST_QUANTITY_DEVIATION = 0.5;
const LEAST_PRICE_DEVIATION = 0.4;

/** Quantities are capped at the bound; a price beyond it is unknown: the event still says that the item was bought. */
export async function capOutliers(cleaning: Cleaning): Promise<void> {
  const { db } = cleaning;
  await createSpread(cleaning, "quantity", LEAST_QUANTITY_DEVIATION);
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT pos, 'outlier_quantity' AS code, high FROM events JOIN spread USING (item)
    WHERE kind = ${PURCHASE} AND quantity > high`);
  if ((await countChosen(cleaning, "repaired")) > 0) {
    await db.run("UPDATE events SET quantity = high FROM chosen WHERE chosen.pos = events.pos");
  }
  await createSpread(cleaning, "price", LEAST_PRICE_DEVIATION);
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT pos, 'outlier_price' AS code FROM events JOIN spread USING (item) WHERE price > high OR price < low`);
  if ((await countChosen(cleaning, "repaired")) > 0) {
    await db.run("UPDATE events SET price = NULL FROM chosen WHERE chosen.pos = events.pos");
  }
  await db.run("DROP TABLE chosen; DROP TABLE spread");
}

/** Creates `spread` (item, low, high). */
async function createSpread({ db, options }: Cleaning, column: "quantity" | "price", least: number): Promise<void> {
  const median = (value: string) => `percentile_cont(0.5) WITHIN GROUP (ORDER BY ${value})`;
  const rows = `SELECT item, ln(${column}) AS x FROM events WHERE ${column} > 0 AND kind = ${PURCHASE}`;
  const [all] = await db.rows<{ middle: number | null }>(`SELECT ${median("x")} AS middle FROM (${rows}) AS logs`);
  if (all.middle === null) {
    await db.run(`CREATE OR REPLACE TEMP TABLE spread (item INTEGER, low FLOAT, high FLOAT)`);
    return;
  }
  const [{ deviation }] = await db.rows<{ deviation: number }>(
    `SELECT ${median(`abs(x - ${all.middle})`)} AS deviation FROM (${rows}) AS logs`,
  );
  const bound = (middle: string, mad: string, sign: "+" | "-") =>
    `exp(${middle} ${sign} ${options.outlierDeviations} * GREATEST(${least}, ${MAD_TO_DEVIATION} * ${mad}))`;
  // Items of few lines: quantities by what all items sell in; prices differ too much between items to say anything.
  const few = (sign: "+" | "-") => {
    if (column === "quantity") return bound(String(all.middle), String(deviation), sign);
    return sign === "+" ? "1e15" : "0";
  };
  const own = (sign: "+" | "-") =>
    `CASE WHEN n < ${ENOUGH_LINES} THEN ${few(sign)} ELSE ${bound("middle", "mad", sign)} END`;
  await db.run(`CREATE OR REPLACE TEMP TABLE spread AS
    WITH logs AS (${rows}),
    middles AS (SELECT item, COUNT(*) AS n, ${median("x")} AS middle FROM logs GROUP BY item),
    spreads AS (SELECT item, ${median("abs(x - middle)")} AS mad FROM logs JOIN middles USING (item) GROUP BY item)
    SELECT item, CAST(${own("-")} AS FLOAT) AS low, CAST(${own("+")} AS FLOAT) AS high
    FROM middles JOIN spreads USING (item)`);
}
