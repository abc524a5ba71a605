/** The tables that cleaning leaves → the typed columns of the data set. */
import type { CleanItems } from "../clean/cleanItems";
import type { Database } from "./database";
import { type Dataset, type EventColumns, NO_ORDER, PURCHASE, type ShopperGroups, startsOf } from "./dataset";
import { textSql } from "./sqlValues";

/**
 * @param rowOfNumber row of each item number in `events`; -1: not an item after all, its events are left out
 */
export async function exportDataset(
  db: Database,
  { items, variants, filled, otherTexts }: CleanItems,
  rowOfNumber: Int32Array,
): Promise<Dataset> {
  await db.run("CREATE OR REPLACE TEMP TABLE item_rows (item DOUBLE, row DOUBLE)");
  await db.append("item_rows", kept(rowOfNumber));
  const [{ n }] = await db.rows<{ n: number }>("SELECT COUNT(*) AS n FROM events JOIN item_rows USING (item)");
  const columns = createColumns(n);
  // The number of each shopper in `events`; for orders without one, that of the order.
  const known: number[] = [];
  const guests: number[] = [];
  let at = 0;
  let orders = 0;
  let rated = false;
  let previous = { isKnown: true, who: -1 };
  let impliedAt = Number.NaN;
  let impliedOrder = NO_ORDER;
  const explicit = new Map<number, number>();
  const sorted = `
    SELECT shopper, bought, CAST(row AS UINTEGER) AS row, kind, CAST(moment AS DOUBLE) AS moment, quantity, price, rating
    FROM events JOIN item_rows USING (item)
    ORDER BY shopper NULLS LAST, CASE WHEN shopper IS NULL THEN bought END, moment, pos`;
  for await (const chunk of db.chunks(sorted)) {
    const vectors = Array.from({ length: chunk.columnCount }, (_, column) => chunk.getColumnVector(column));
    const [shopper, bought, row, kind, time, quantity, price, rating] = vectors as unknown as {
      readonly items: { readonly [index: number]: number };
      readonly validity: { itemValid(index: number): boolean };
    }[];
    for (let i = 0; i < chunk.rowCount; i++, at++) {
      const order = bought.validity.itemValid(i) ? bought.items[i] : undefined;
      const isKnown = shopper.validity.itemValid(i);
      const who = isKnown ? shopper.items[i] : (order as number);
      if (who !== previous.who || isKnown !== previous.isKnown) {
        previous = { isKnown, who };
        (isKnown ? known : guests).push(who);
        explicit.clear();
        impliedAt = Number.NaN;
      }
      columns.user[at] = known.length + guests.length - 1;
      columns.item[at] = row.items[i];
      columns.kind[at] = kind.items[i];
      columns.at[at] = time.items[i];
      columns.quantity[at] = quantity.items[i];
      columns.price[at] = price.validity.itemValid(i) ? price.items[i] : Number.NaN;
      const stars = rating.validity.itemValid(i) ? rating.items[i] : Number.NaN;
      rated ||= !Number.isNaN(stars);
      columns.rating[at] = stars;
      columns.order[at] = orderOf(order, time.items[i], kind.items[i]);
    }
  }
  const users = known.length + guests.length;
  const { rating, ...others } = columns;
  const events: EventColumns = { length: n, ...others, rating: rated ? rating : undefined };
  return {
    items,
    variants,
    filled,
    otherTexts,
    events,
    users,
    knownUsers: known.length,
    userStarts: startsOf(events.user, users),
    orders,
    groups: await readGroups(db, known, guests),
  };

  function orderOf(bought: number | undefined, time: number, kind: number): number {
    if (bought !== undefined) {
      let order = explicit.get(bought);
      if (order === undefined) {
        order = orders++;
        explicit.set(bought, order);
      }
      return order;
    }
    if (kind !== PURCHASE) return NO_ORDER;
    if (time !== impliedAt) {
      impliedAt = time;
      impliedOrder = orders++;
    }
    return impliedOrder;
  }
}

/** Kept events of each file of events, by its number. Asked for after `exportDataset`. */
export async function keptBySource(db: Database): Promise<ReadonlyMap<number, number>> {
  const rows = await db.rows<{ source: number; n: number }>(`
    SELECT source, COUNT(*) AS n FROM events JOIN item_rows USING (item) JOIN raw_events ON raw_events.rowid = pos
    GROUP BY source`);
  return new Map(rows.map(({ source, n }) => [source, n]));
}

function* kept(rowOfNumber: Int32Array): Generator<readonly [number, number]> {
  for (let item = 0; item < rowOfNumber.length; item++) {
    if (rowOfNumber[item] >= 0) yield [item, rowOfNumber[item]];
  }
}

function createColumns(length: number) {
  return {
    user: new Uint32Array(length),
    item: new Uint32Array(length),
    kind: new Uint8Array(length),
    at: new Float64Array(length),
    quantity: new Float32Array(length),
    price: new Float32Array(length),
    order: new Uint32Array(length),
    rating: new Float32Array(length),
  };
}

const MOST_LABELS = 1_000;

/** The label that most of a shopper's events have. */
async function readGroups(
  db: Database,
  known: readonly number[],
  guests: readonly number[],
): Promise<readonly ShopperGroups[]> {
  const value = textSql("group_text");
  const labels = await db.rows<{ value: string }>(`
    SELECT ${value} AS value FROM raw_events WHERE ${value} IS NOT NULL
    GROUP BY 1 ORDER BY COUNT(*) DESC, 1 LIMIT ${MOST_LABELS}`);
  if (labels.length === 0) return [];
  const indexOf = new Map(labels.map(({ value }, i) => [value, i + 1]));
  const of = new Uint16Array(known.length + guests.length);
  const most = (who: string, where: string) => `
    SELECT who, MIN(value) AS value FROM (
      SELECT who, value, row_number() OVER (PARTITION BY who ORDER BY n DESC, value) AS nth FROM (
        SELECT ${who} AS who, ${value} AS value, COUNT(*) AS n FROM events JOIN raw_events ON raw_events.rowid = pos
        WHERE ${where} GROUP BY 1, 2) AS counted WHERE value IS NOT NULL) AS ranked
    WHERE nth = 1 GROUP BY who ORDER BY who`;
  const fill = async (sql: string, ids: readonly number[], start: number) => {
    let next = 0;
    for await (const chunk of db.chunks(sql)) {
      const whose = chunk.getColumnValues(0);
      const values = chunk.getColumnValues(1);
      for (let i = 0; i < whose.length; i++) {
        while (next < ids.length && ids[next] < Number(whose[i])) next++;
        if (ids[next] === Number(whose[i])) of[start + next] = indexOf.get(String(values[i])) ?? 0;
      }
    }
  };
  await fill(most("shopper", "shopper IS NOT NULL"), known, 0);
  await fill(most("bought", "shopper IS NULL"), guests, known.length);
  return [{ name: "country", labels: ["", ...labels.map(({ value }) => value)], of }];
}
