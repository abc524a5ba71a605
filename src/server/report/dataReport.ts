import type { Item } from "../../types";
import type { DataQuality, QualityAction } from "../ingest/dataQuality";
import { type Dataset, PURCHASE } from "../ingest/dataset";
import { findingText } from "./findingText";
import type { DataReport, HistogramBin, RowCount } from "./report";

const DAY_MS = 86_400_000;
/** Points of the line of activity, at most. */
const STEPS = 60;

export interface DataReportInput {
  readonly dataset: Dataset;
  readonly quality: DataQuality;
  readonly files: DataReport["files"];
  /** Earliest and latest event. */
  readonly span: readonly [number, number];
}

export function dataReport({ dataset, quality, files, span }: DataReportInput): DataReport {
  const { events, items, userStarts, users, orders } = dataset;
  const sold = new Uint32Array(items.length);
  for (let event = 0; event < events.length; event++) if (events.kind[event] === PURCHASE) sold[events.item[event]]++;
  const lengths = Array.from({ length: users }, (_, user) => userStarts[user + 1] - userStarts[user]);
  return {
    files,
    dropped: findings(quality, "dropped"),
    repaired: findings(quality, "repaired"),
    filled: findings(quality, "filled"),
    items: items.length,
    shoppers: users,
    orders,
    events: events.length,
    from: span[0],
    to: span[1],
    coverage: coverage(items),
    activity: activity(events.at, span),
    historyLengths: histogram(lengths),
    itemOrders: histogram(sold),
  };
}

function findings({ findings: list }: DataQuality, action: QualityAction): RowCount[] {
  return list
    .filter((finding) => finding.action === action)
    .map(({ code, about, count, examples }) => ({ code, text: findingText(code, about), count, examples }));
}

function coverage(items: readonly Item[]): NonNullable<DataReport["coverage"]> {
  const share = (has: (item: Item) => boolean) => items.filter(has).length / Math.max(1, items.length);
  return [
    { field: "description", share: share(({ description }) => description !== undefined) },
    { field: "brand", share: share(({ brand }) => brand !== undefined) },
    { field: "category", share: share(({ category }) => category !== undefined) },
    { field: "price", share: share(({ price }) => price !== undefined) },
    { field: "picture", share: share(({ imageLink }) => imageLink !== undefined) },
    { field: "date on sale", share: share(({ availableSince }) => availableSince !== undefined) },
  ];
}

/** Equal steps of whole days. */
function activity(times: Float64Array, [from, to]: readonly [number, number]): NonNullable<DataReport["activity"]> {
  const days = Math.max(1, Math.ceil((to - from) / DAY_MS / STEPS));
  const steps = Math.floor((to - from) / (days * DAY_MS)) + 1;
  const counts = new Uint32Array(steps);
  for (const at of times) counts[Math.min(steps - 1, Math.max(0, Math.floor((at - from) / (days * DAY_MS))))]++;
  // The last step is cut off by the end of the data: a fall at the end would be no fall.
  return Array.from(counts, (events, i) => ({ at: from + i * days * DAY_MS, events })).slice(0, Math.max(1, steps - 1));
}

/** 0, 1, 2–5, 6–10, 11–20, … doubling, as far as there is anything. */
function histogram(values: ArrayLike<number>): HistogramBin[] {
  const edges = [0, 1, 2, 6, 11, 21, 51, 101, 201, 501, 1_001, 5_001, 20_001];
  const bins = edges.map((from, i) => ({ from, to: (edges[i + 1] ?? Number.MAX_SAFE_INTEGER) - 1, count: 0 }));
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const bin = edges.findLastIndex((edge) => values[i] >= edge);
    bins[bin].count++;
    largest = Math.max(largest, values[i]);
  }
  const last = bins.findLastIndex(({ count }) => count > 0);
  const first = bins.findIndex(({ count }) => count > 0);
  return bins.slice(Math.max(0, first), last + 1).map((bin) => ({ ...bin, to: Math.min(bin.to, largest) }));
}
