/**
 * Takes cancelled and refunded lines off the orders they undo. First by order id, where the refund carries that of the
 * order; then each cancellation undoes the latest earlier line of the same shopper, item and quantity that nothing has
 * undone yet; what is left takes its units off the latest earlier line that had more.
 */
import { PURCHASE } from "../ingest/dataset";
import { type Cleaning, countChosen, dropRows } from "./cleaning";

export async function matchCancellations(cleaning: Cleaning): Promise<void> {
  const { db } = cleaning;
  const [{ n }] = await db.rows<{ n: number }>("SELECT COUNT(*) AS n FROM cancellations");
  if (n === 0) return;
  await undoWholeOrders(cleaning);
  await undoByOrder(cleaning);
  await undoByQuantity(cleaning);
  await undoInPart(cleaning);
  await db.run(
    `CREATE OR REPLACE TEMP TABLE chosen AS SELECT pos, 'unmatched_cancellation' AS code FROM cancellations`,
  );
  await countChosen(cleaning, "dropped");
}

/** Refunds of an order that name no item. */
async function undoWholeOrders(cleaning: Cleaning): Promise<void> {
  await dropRows(
    cleaning,
    `SELECT pos, 'cancelled' AS code FROM events WHERE kind = ${PURCHASE} AND bought IN
      (SELECT bought FROM cancellations WHERE item IS NULL)`,
  );
  await forget(cleaning, "item IS NULL");
}

async function undoByOrder(cleaning: Cleaning): Promise<void> {
  const { db } = cleaning;
  // A refund that names no quantity is of all units.
  await db.run(`CREATE OR REPLACE TEMP TABLE refunds AS
    SELECT bought, item, SUM(CASE WHEN counted THEN quantity ELSE 1e9 END) AS units FROM cancellations
    WHERE bought IS NOT NULL AND item IS NOT NULL GROUP BY bought, item`);
  await db.run(`CREATE OR REPLACE TEMP TABLE undone AS
    SELECT events.pos, LEAST(quantity, GREATEST(0, units - COALESCE(SUM(quantity) OVER earlier, 0))) AS units, quantity, bought, item
    FROM events JOIN refunds USING (bought, item) WHERE kind = ${PURCHASE}
    WINDOW earlier AS (PARTITION BY bought, item ORDER BY moment DESC, events.pos DESC
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)`);
  await takeOff(cleaning);
  await forget(cleaning, "(bought, item) IN (SELECT (bought, item) FROM undone)");
}

/**
 * Orders and cancellations of the same quantity pair like brackets: at each depth of nesting they alternate. A running
 * sum that never falls below zero gives the depth; where it would fall, a cancellation has no order.
 */
async function undoByQuantity(cleaning: Cleaning): Promise<void> {
  const { db } = cleaning;
  await db.run(`CREATE OR REPLACE TEMP TABLE pairs AS
    WITH steps AS (
      SELECT pos, shopper, item, quantity, moment, 1 AS step FROM events
      WHERE kind = ${PURCHASE} AND (shopper, item) IN (SELECT (shopper, item) FROM cancellations WHERE shopper IS NOT NULL)
      UNION ALL
      SELECT pos, shopper, item, quantity, moment, -1 AS step FROM cancellations WHERE shopper IS NOT NULL
    ), sums AS (
      SELECT pos, shopper, item, quantity, moment, step, SUM(step) OVER so_far AS height FROM steps
      WINDOW so_far AS (PARTITION BY shopper, item, quantity ORDER BY moment, step DESC, pos
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)
    ), floors AS (
      SELECT pos, shopper, item, quantity, moment, step, height,
        LEAST(0, MIN(height) OVER (PARTITION BY shopper, item, quantity ORDER BY moment, step DESC, pos
          ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)) AS lowest
      FROM sums
    ), depths AS (
      SELECT pos, shopper, item, quantity, moment, step,
        CASE WHEN step = 1 THEN height - lowest ELSE height - lowest + 1 END AS depth
      FROM floors
    )
    SELECT pos AS cancellation, opened AS pos FROM (
      SELECT pos, step, lag(step) OVER level AS opening, lag(pos) OVER level AS opened FROM depths
      WINDOW level AS (PARTITION BY shopper, item, quantity, depth ORDER BY moment, step DESC, pos)
    ) AS levels WHERE step = -1 AND opening = 1`);
  await dropRows(cleaning, "SELECT pos, 'cancelled' AS code FROM pairs");
  await forget(cleaning, "pos IN (SELECT cancellation FROM pairs)");
}

async function undoInPart(cleaning: Cleaning): Promise<void> {
  const { db } = cleaning;
  await db.run(`CREATE OR REPLACE TEMP TABLE parts AS
    SELECT cancellation, pos, units FROM (
      SELECT cancellations.pos AS cancellation, events.pos AS pos, cancellations.quantity AS units,
        row_number() OVER (PARTITION BY cancellations.pos ORDER BY events.moment DESC, events.pos DESC) AS nth
      FROM cancellations JOIN events USING (shopper, item)
      WHERE events.kind = ${PURCHASE} AND events.moment <= cancellations.moment AND events.quantity > cancellations.quantity
    ) AS candidates WHERE nth = 1`);
  await db.run(`CREATE OR REPLACE TEMP TABLE undone AS
    SELECT events.pos, events.quantity, LEAST(events.quantity, part.units) AS units FROM events
    JOIN (SELECT pos, SUM(units) AS units FROM parts GROUP BY pos) AS part USING (pos)`);
  await takeOff(cleaning);
  await forget(cleaning, "pos IN (SELECT cancellation FROM parts)");
}

/** Takes the units in `undone` (pos, quantity, units) off their lines; a line without units is gone. */
async function takeOff(cleaning: Cleaning): Promise<void> {
  const { db } = cleaning;
  await dropRows(cleaning, "SELECT pos, 'cancelled' AS code FROM undone WHERE units >= quantity");
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT pos, 'cancelled_in_part' AS code FROM undone WHERE units > 0 AND units < quantity`);
  if ((await countChosen(cleaning, "repaired")) === 0) return;
  await db.run(`UPDATE events SET quantity = events.quantity - undone.units FROM undone
    WHERE undone.pos = events.pos AND undone.units > 0 AND undone.units < undone.quantity`);
}

/** Cancellations that have done their work: rows of their own that are no events. */
async function forget(cleaning: Cleaning, which: string): Promise<void> {
  const { db } = cleaning;
  await db.run(
    `CREATE OR REPLACE TEMP TABLE chosen AS SELECT pos, 'cancellation' AS code FROM cancellations WHERE ${which}`,
  );
  if ((await countChosen(cleaning, "dropped")) > 0) {
    await db.run("DELETE FROM cancellations WHERE pos IN (SELECT pos FROM chosen)");
  }
}
