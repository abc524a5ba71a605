/** `raw_events` → `parsed`: typed fields, and of each row that cannot be used the first reason why. */

import { EVENT_KINDS, PURCHASE } from "../ingest/dataset";
import { eventKindSql, IGNORED, REFUND } from "../ingest/eventNames";
import { RAW_COLUMNS } from "../ingest/rawEvents";
import { type DateOrder, dateOrderSql, idSql, numberSql, textSql, timeSql } from "../ingest/sqlValues";
import { type Cleaning, countChosen } from "./cleaning";
import { DAY_MS, EARLIEST } from "./cleanOptions";

/** Ids under which exports gather everybody who is not logged in. */
const NOBODY = "'0', '-1', 'guest', 'anonymous', 'unknown', 'visitor'";
const TEST = "(^|[^a-z])(test|dummy|qa)(er|ing|user|order|account)?[0-9]*([^a-z]|$)";
const MOST_UNITS = 1_000_000;

/** C536379: the cancellation of an order. */
const CANCEL_PREFIX = "^[cC][-_]?[0-9]+$";

interface Traits {
  /** Prices of 0 are the exception, so that one says that nothing was sold. */
  readonly pricesMatter: boolean;
  /** Some orders, the fewer, have an id such as C536379: cancellations. */
  readonly cancelPrefix: boolean;
  readonly dates: DateOrder;
  readonly currency: string | null;
  /** Some rows name a browser (GA4). */
  readonly devices: boolean;
}

/** Creates `parsed`: pos, user_id, item_id, kind, moment, quantity, counted, price, order_id, rating, verdict, repair. */
export async function parseEvents(cleaning: Cleaning): Promise<Traits> {
  const { db, options } = cleaning;
  const traits = await traitsOf(cleaning);
  const latest = options.now + DAY_MS;
  // A log-in ties everything that the same browser did before and after to the shopper.
  const devices = `LEFT JOIN (SELECT ${textSql("device_text")} AS device_text, MIN(${textSql("user_text")}) AS log_in
    FROM raw_events GROUP BY 1) AS devices USING (device_text)`;
  const kind = `CASE WHEN event_text IS NULL THEN ${EVENT_KINDS.indexOf(options.defaultKind)}
    ELSE ${eventKindSql("event_text")} END`;
  const cancelled = traits.cancelPrefix ? `regexp_matches(order_id, '${CANCEL_PREFIX}')` : "FALSE";
  const main = `(currency IS NULL OR currency = '${traits.currency ?? ""}')`;
  const readable = RAW_COLUMNS.map((name) => `${textSql(name)} AS ${name}`).join(", ");
  await db.run(`
    CREATE OR REPLACE TABLE parsed AS
    WITH texts AS (
      SELECT rowid AS pos, ${readable} FROM raw_events
    ), fields AS (
      SELECT pos, ${idSql(traits.devices ? "COALESCE(user_text, log_in, device_text)" : "user_text")} AS user_id,
        ${idSql("item_text")} AS item_id, ${idSql("order_text")} AS order_id, ${kind} AS kind,
        ${timeSql("time_text", traits.dates)} AS moment, quantity_text, ${numberSql("quantity_text")} AS quantity,
        price_text, ${numberSql("price_text")} AS price, ${numberSql("rating_text")} AS rating,
        upper(currency_text) AS currency, user_text, item_text, order_text
      FROM texts ${traits.devices ? devices : ""}
    ), events AS (
      SELECT pos, CASE WHEN lower(user_id) IN (${NOBODY}) THEN NULL ELSE user_id END AS user_id, item_id, order_id,
        CASE WHEN kind = ${PURCHASE} AND (quantity < 0 OR ${cancelled}) THEN ${REFUND} ELSE kind END AS kind,
        CAST(floor(moment) AS BIGINT) AS moment, quantity, price, rating,
        CASE
          WHEN ${fraction("item_text")} OR ${fraction("user_text")} OR ${fraction("order_text")} THEN 'id_with_fraction'
          WHEN quantity_text IS NOT NULL AND quantity IS NULL THEN 'unreadable_quantity'
          WHEN price_text IS NOT NULL AND price IS NULL THEN 'unreadable_price'
          WHEN currency NOT IN (${currencies().join(", ")}) THEN 'unknown_currency'
          WHEN NOT ${main} THEN 'other_currency'
        END AS repair, ${main} AS main_currency
      FROM fields
    )
    SELECT pos, user_id, item_id, CAST(kind AS TINYINT) AS kind, moment,
      CAST(CASE WHEN quantity = 0 OR quantity IS NULL THEN 1 ELSE abs(quantity) END AS FLOAT) AS quantity,
      quantity IS NOT NULL AS counted, CAST(CASE WHEN main_currency THEN price END AS FLOAT) AS price, order_id,
      CAST(rating AS FLOAT) AS rating, repair,
      CASE
        WHEN kind = ${IGNORED} THEN 'event_without_use'
        WHEN kind IS NULL THEN 'unknown_event'
        WHEN item_id IS NULL AND kind = ${REFUND} AND order_id IS NOT NULL THEN 'refund_of_order'
        WHEN item_id IS NULL THEN 'missing_item'
        WHEN moment IS NULL OR moment < ${EARLIEST} OR moment > ${latest} THEN 'impossible_date'
        WHEN user_id IS NULL AND order_id IS NULL THEN 'missing_shopper'
        WHEN ${test("user_id")} OR ${test("order_id")} OR ${test("item_id")} THEN 'test_order'
        WHEN kind = ${PURCHASE} AND quantity = 0 THEN 'impossible_quantity'
        WHEN abs(quantity) > ${MOST_UNITS} THEN 'impossible_quantity'
        WHEN price < 0 THEN 'impossible_price'
        WHEN ${traits.pricesMatter} AND kind = ${REFUND} AND quantity < 0 AND price = 0 THEN 'stock_adjustment'
        WHEN ${traits.pricesMatter} AND kind = ${PURCHASE} AND price = 0 THEN 'nothing_paid'
      END AS verdict
    FROM events`);
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT pos, verdict AS code FROM parsed WHERE verdict IS NOT NULL AND verdict <> 'refund_of_order'`);
  await countChosen(cleaning, "dropped");
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT pos, repair AS code FROM parsed WHERE repair IS NOT NULL AND verdict IS NULL`);
  await countChosen(cleaning, "repaired");
  return traits;
}

function fraction(text: string): string {
  return `COALESCE(regexp_matches(${text}, '^[0-9]+\\.0+$'), FALSE)`;
}

function currencies(): string[] {
  return Intl.supportedValuesOf("currency").map((code) => `'${code}'`);
}

function test(id: string): string {
  return `COALESCE(regexp_matches(lower(${id}), '${TEST}'), FALSE)`;
}

async function traitsOf({ db, options, findings }: Cleaning): Promise<Traits> {
  const [traits] = await db.rows<Record<string, number>>(`
    SELECT COUNT(*) FILTER (WHERE price > 0) AS priced, COUNT(*) FILTER (WHERE price = 0) AS free,
      COUNT(device_text) AS devices, COUNT(DISTINCT order_text) AS orders,
      COUNT(DISTINCT order_text) FILTER (WHERE regexp_matches(order_text, '${CANCEL_PREFIX}')) AS prefixed,
      ${dateOrderSql("time_text")}
    FROM (SELECT ${numberSql("price_text")} AS price, device_text, order_text, time_text FROM raw_events) AS texts`);
  const seen = await db.rows<{ currency: string }>(`
    SELECT upper(trim(currency_text)) AS currency FROM raw_events WHERE currency_text IS NOT NULL
    GROUP BY 1 ORDER BY COUNT(*) DESC, 1`);
  const known = new Set(Intl.supportedValuesOf("currency"));
  const dates = options.dates ?? (traits.dmy > traits.mdy ? "dmy" : "mdy");
  if (options.dates === undefined && traits.either > 0 && traits.dmy > 0 === traits.mdy > 0) {
    findings.add({
      code: "ambiguous_dates",
      about: "events",
      action: "noticed",
      count: traits.either,
      examples: [`read as ${dates === "dmy" ? "day/month" : "month/day"}; --dates says otherwise`],
    });
  }
  return {
    pricesMatter: traits.priced > traits.free,
    cancelPrefix: traits.prefixed > 0 && traits.prefixed < traits.orders / 2,
    dates,
    devices: traits.devices > 0,
    currency: seen.find(({ currency }) => known.has(currency))?.currency ?? null,
  };
}
