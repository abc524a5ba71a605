/** The shape of a shop's orders in a handful of numbers: how large, how often again, how uneven. */

export interface ShapedOrder {
  readonly shopper: number | string;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly items: readonly (number | string)[];
}

export interface OrderShape {
  /** Distinct items of an order: quantiles, and the spread of the logarithm. */
  readonly lines: { readonly p10: number; readonly p50: number; readonly p90: number; readonly logSpread: number };
  /** Share of customers with an order more than half a day after their first, within 30 and 90 days of it. */
  readonly returned30: number;
  readonly returned90: number;
  /** Days between orders of one customer. */
  readonly gapDays: { readonly p25: number; readonly p50: number; readonly p75: number };
  /** Of the lines of second and later orders, those the customer had bought before. */
  readonly repeatLines: number;
  /** Share of all lines that falls to the most ordered of the items sold. */
  readonly topShare: {
    readonly p1: number;
    readonly p5: number;
    readonly p10: number;
    readonly p20: number;
    readonly p50: number;
  };
  /** Of lines over the items sold. */
  readonly gini: number;
}

const DAY_MS = 86_400_000;

export function shapeOf(orders: readonly ShapedOrder[]): OrderShape {
  const sorted = [...orders].sort((a, b) => a.at - b.at);
  const lines = sorted.map(({ items }) => new Set(items).size);
  const byShopper = new Map<number | string, ShapedOrder[]>();
  for (const order of sorted) {
    const own = byShopper.get(order.shopper);
    if (own) own.push(order);
    else byShopper.set(order.shopper, [order]);
  }
  const counts = new Map<number | string, number>();
  for (const { items } of sorted) for (const id of new Set(items)) counts.set(id, (counts.get(id) ?? 0) + 1);
  const sold = [...counts.values()].sort((a, b) => b - a);
  const total = sold.reduce((sum, count) => sum + count, 0);
  const top = (share: number) =>
    sold.slice(0, Math.ceil(share * sold.length)).reduce((sum, count) => sum + count, 0) / total;
  const customers = [...byShopper.values()];
  const last = sorted.at(-1)?.at ?? 0;
  return {
    lines: {
      p10: quantile(lines, 0.1),
      p50: quantile(lines, 0.5),
      p90: quantile(lines, 0.9),
      logSpread: spread(lines.map(Math.log)),
    },
    returned30: returned(customers, 30, last),
    returned90: returned(customers, 90, last),
    gapDays: gaps(customers),
    repeatLines: repeats(customers),
    topShare: { p1: top(0.01), p5: top(0.05), p10: top(0.1), p20: top(0.2), p50: top(0.5) },
    gini: gini(sold, total),
  };
}

/** Only customers whose first order is at least ninety days before the last order of all. */
function returned(customers: readonly (readonly ShapedOrder[])[], days: number, last: number): number {
  const followed = customers.filter(([first]) => first.at <= last - 90 * DAY_MS);
  const back = followed.filter(([first, ...later]) =>
    later.some(({ at }) => at - first.at > DAY_MS / 2 && at - first.at <= days * DAY_MS),
  );
  return back.length / followed.length;
}

function gaps(customers: readonly (readonly ShapedOrder[])[]): OrderShape["gapDays"] {
  const days = customers.flatMap((own) => own.slice(1).map(({ at }, i) => (at - own[i].at) / DAY_MS));
  return { p25: quantile(days, 0.25), p50: quantile(days, 0.5), p75: quantile(days, 0.75) };
}

function repeats(customers: readonly (readonly ShapedOrder[])[]): number {
  let again = 0;
  let all = 0;
  for (const [first, ...later] of customers) {
    const known = new Set(first.items);
    for (const { items } of later) {
      for (const id of new Set(items)) {
        all++;
        if (known.has(id)) again++;
      }
      for (const id of items) known.add(id);
    }
  }
  return again / all;
}

function gini(descending: readonly number[], total: number): number {
  const count = descending.length;
  const weighted = descending.reduce((sum, value, i) => sum + (count - 1 - 2 * i) * value, 0);
  return weighted / (count * total);
}

function quantile(values: readonly number[], at: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? Number.NaN;
}

function spread(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}
