/** Orders of some weeks, one of their items or all but one shown: what shelves beside an item and a basket are asked. */
import type { EvaluationCase } from "../evaluate/protocols";
import { pastRows } from "../evaluate/termSignal";
import { spread } from "../evaluate/tuneBlend";
import { type Dataset, NO_ORDER, PURCHASE } from "../ingest/dataset";
import { seededRandom } from "../train/seededRandom";

export interface BasketCases {
  /** One item of an order is on the page; asked for the others. */
  readonly related: readonly EvaluationCase[];
  /** All but one are in the basket; asked for that one. */
  readonly complement: readonly EvaluationCase[];
}

/** Of fewer items nothing is left to ask for; of more, the first ones are taken: nobody's basket is a hundred items. */
const LEAST_ITEMS = 3;
const MOST_ITEMS = 20;
const MOST_ORDERS = 1_000;

/** @param from, to epoch milliseconds: orders from one to before the other */
export function basketCases(dataset: Dataset, from: number, to: number): BasketCases {
  const random = seededRandom(1);
  const pick = (rows: readonly number[]) => Math.floor(random() * rows.length);
  const orders = spread(ordersOf(dataset, from, to), MOST_ORDERS);
  const caseOf = (shown: readonly number[], target: readonly number[], at: number): EvaluationCase => ({
    past: pastRows(shown).map((one) => ({ ...one, at, purchases: [] })),
    target: new Set(target),
    owned: new Set(shown),
    at,
  });
  const related: EvaluationCase[] = [];
  const complement: EvaluationCase[] = [];
  for (const { rows, at } of orders) {
    const shown = pick(rows);
    related.push(caseOf([rows[shown]], rows.toSpliced(shown, 1), at));
    const asked = pick(rows);
    complement.push(caseOf(rows.toSpliced(asked, 1), [rows[asked]], at));
  }
  return { related, complement };
}

function ordersOf({ events }: Dataset, from: number, to: number): { readonly rows: number[]; readonly at: number }[] {
  const orders = new Map<number, { readonly rows: Set<number>; readonly at: number }>();
  for (let event = 0; event < events.length; event++) {
    const order = events.order[event];
    if (order === NO_ORDER || events.kind[event] !== PURCHASE) continue;
    if (events.at[event] < from || events.at[event] >= to) continue;
    const known = orders.get(order) ?? { rows: new Set<number>(), at: events.at[event] };
    if (known.rows.size < MOST_ITEMS) known.rows.add(events.item[event]);
    orders.set(order, known);
  }
  return [...orders.values()]
    .filter(({ rows }) => rows.size >= LEAST_ITEMS)
    .map(({ rows, at }) => ({ rows: [...rows], at }));
}
