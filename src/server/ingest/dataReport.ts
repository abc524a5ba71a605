/** The report's part on data: files, what cleaning did, and what there is to learn from. */

import { DAY_MS } from "../clean/cleanOptions";
import { qualityText } from "../clean/qualityTexts";
import type { DataReport, HistogramBin, RowCount } from "../report/report";
import type { QualityAction } from "./dataQuality";
import { type Dataset, PURCHASE } from "./dataset";
import type { PreparedData } from "./prepareDataset";

/** Steps of the chart of activity: the finest that gives no more points than a screen shows. */
const MOST_STEPS = 120;
const STEP_DAYS = [1, 7, 28];

export function dataReport(prepared: PreparedData): DataReport {
  const { catalogFiles, dataset, quality, sources, span } = prepared;
  const counts = (wanted: QualityAction): RowCount[] =>
    quality.findings
      .filter(({ action }) => action === wanted)
      .map(({ code, count, examples }) => ({ code, text: qualityText(code), count, examples }));
  return {
    files: [
      ...catalogFiles.map(({ file, rows, kept }) => ({ name: file, role: "catalog" as const, rows, kept })),
      ...sources.map(({ file, rows, kept }) => ({ name: file, role: "events" as const, rows, kept })),
    ],
    dropped: counts("dropped"),
    repaired: [...counts("repaired"), ...counts("noticed")],
    filled: counts("filled"),
    items: dataset.items.length,
    shoppers: dataset.users,
    orders: dataset.orders,
    events: dataset.events.length,
    from: span?.[0] ?? 0,
    to: span?.[1] ?? 0,
    coverage: coverageOf(dataset),
    activity: span && activityOf(dataset, span),
    historyLengths: histogram(lengthsOf(dataset)),
    itemOrders: histogram(itemOrdersOf(dataset)),
  };
}

function coverageOf({ items }: Dataset): DataReport["coverage"] {
  const share = (field: "brand" | "category" | "price" | "description" | "imageLink") => ({
    field,
    share: items.filter((item) => item[field] !== undefined).length / Math.max(1, items.length),
  });
  return [share("category"), share("brand"), share("price"), share("description"), share("imageLink")];
}

function activityOf({ events }: Dataset, [from, to]: readonly [number, number]): DataReport["activity"] {
  const days = (to - from) / DAY_MS;
  const stepMs = (STEP_DAYS.find((step) => days / step <= MOST_STEPS) ?? Math.ceil(days / MOST_STEPS)) * DAY_MS;
  const start = Math.floor(from / DAY_MS) * DAY_MS;
  const counts = new Float64Array(Math.floor((to - start) / stepMs) + 1);
  for (let event = 0; event < events.length; event++) counts[Math.floor((events.at[event] - start) / stepMs)]++;
  return Array.from(counts, (count, i) => ({ at: start + i * stepMs, events: count }));
}

function lengthsOf({ userStarts, users }: Dataset): Uint32Array {
  return Uint32Array.from({ length: users }, (_, user) => userStarts[user + 1] - userStarts[user]);
}

function itemOrdersOf({ events, items }: Dataset): Uint32Array {
  const orders = new Uint32Array(items.length);
  for (let event = 0; event < events.length; event++) if (events.kind[event] === PURCHASE) orders[events.item[event]]++;
  return orders;
}

/** Bins that double: 0, 1, 2, 3 to 4, 5 to 8 … */
function histogram(values: Uint32Array): readonly HistogramBin[] {
  const counts = new Map<number, number>();
  for (const value of values) {
    const bin = value === 0 ? -1 : Math.ceil(Math.log2(value));
    counts.set(bin, (counts.get(bin) ?? 0) + 1);
  }
  return [...counts]
    .sort(([a], [b]) => a - b)
    .map(([bin, count]) => ({
      from: bin < 0 ? 0 : bin === 0 ? 1 : 2 ** (bin - 1) + 1,
      to: bin < 0 ? 0 : 2 ** bin,
      count,
    }));
}
