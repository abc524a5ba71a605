/** A catalogue out of the events themselves, where an order's lines carry titles and the shop has no feed at hand. */
import type { Item } from "../../types";
import { PURCHASE } from "../ingest/dataset";
import { textSql } from "../ingest/sqlValues";
import type { Cleaning } from "./cleaning";
import { DAY_MS } from "./cleanOptions";

interface ItemRow {
  readonly item: number;
  readonly price: number | null;
  readonly first: number;
  readonly recent: number;
  readonly title: string | null;
  readonly details: string | null;
  readonly category: string | null;
  readonly brand: string | null;
}

/** What was sold in the first days of the data may have been on sale for years: when it began is not known. */
const UNKNOWN_START_DAYS = 14;
const POPULARITY_DAYS = 30;
/** Less is a stand-in for a price. */
const LEAST_PRICE = 0.01;

export interface SeenItems {
  readonly items: readonly Item[];
  /** Number of each item in `events`. */
  readonly numbers: readonly number[];
}

/**
 * Items with kept events, each with the title (category, brand, description) that most of its rows have, its median price
 * and the orders of its last 30 days. Items whose rows never have a title are left out when others have one; without any
 * titles ids stand for them.
 *
 * @param ids of the item numbers in `events`
 */
export async function itemsFromEvents(
  { db, findings }: Cleaning,
  ids: readonly string[],
  currency: string | null,
): Promise<SeenItems> {
  const most = (column: string) => `(SELECT item, MIN(value) AS value FROM (
      SELECT item, value, row_number() OVER (PARTITION BY item ORDER BY n DESC, value) AS nth FROM (
        SELECT item, ${textSql(column)} AS value, COUNT(*) AS n FROM events JOIN raw_events ON raw_events.rowid = pos
        GROUP BY 1, 2) AS counted WHERE value IS NOT NULL) AS ranked WHERE nth = 1 GROUP BY item)`;
  const rows = await db.rows<ItemRow>(`
    SELECT events.item, percentile_cont(0.5) WITHIN GROUP (ORDER BY price) FILTER (WHERE price > 0) AS price,
      CAST(MIN(moment) AS DOUBLE) AS first,
      COUNT(DISTINCT CASE WHEN kind = ${PURCHASE} AND moment >= latest - ${POPULARITY_DAYS * DAY_MS}
        THEN COALESCE(bought, -moment) END) AS recent,
      MIN(titles.value) AS title, MIN(details.value) AS details, MIN(categories.value) AS category,
      MIN(brands.value) AS brand
    FROM events CROSS JOIN (SELECT MAX(moment) AS latest FROM events) AS ends
    LEFT JOIN ${most("title_text")} AS titles USING (item) LEFT JOIN ${most("details_text")} AS details USING (item)
    LEFT JOIN ${most("category_text")} AS categories USING (item) LEFT JOIN ${most("brand_text")} AS brands USING (item)
    GROUP BY events.item ORDER BY events.item`);
  const start = rows.reduce((least, { first }) => Math.min(least, first), Number.POSITIVE_INFINITY);
  const titled = rows.some(({ title }) => title !== null);
  const kept = rows.filter(({ item, title }) => {
    if (title === null && titled) {
      findings.add({ code: "missing_title", about: "items", action: "dropped", count: 1, examples: [ids[item]] });
    }
    return title !== null || !titled;
  });
  const items = kept.map(({ item, title, details, category, brand, price, first, recent }): Item => {
    const known = price !== null && price >= LEAST_PRICE;
    const path = category?.split(/\s*[>|/]\s*/).filter((part) => part !== "");
    return {
      id: ids[item],
      title: title ?? ids[item],
      ...(details && { description: details }),
      ...(brand && { brand }),
      ...(path && path.length > 0 && { category: path }),
      ...(known && { price: Math.round(price * 100) / 100 }),
      ...(known && currency && { currency }),
      popularity: recent,
      ...(first >= start + UNKNOWN_START_DAYS * DAY_MS && { availableSince: first }),
    };
  });
  return { items, numbers: kept.map(({ item }) => item) };
}
