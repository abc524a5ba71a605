/** Parts of the cases, or of their targets, that quality is told of apart. */
import type { Dataset } from "../ingest/dataset";
import type { EvaluationCase } from "./protocols";

export interface Slice {
  readonly name: string;
  /** Whether a target of a case belongs to the slice. */
  keeps(one: EvaluationCase, target: number): boolean;
}

export interface SlicesInput {
  readonly dataset: Dataset;
  readonly cases: readonly EvaluationCase[];
  /** Histories of training that hold each item. */
  readonly counts: Float64Array;
}

/** Labels of a group that get a slice of their own, most cases first. */
const MOST_LABELS = 8;
/** Share of all orders that the most bought items take: the head; the others are the tail. */
const HEAD_SHARE = 0.5;

export function slicesOf({ dataset, cases, counts }: SlicesInput): Slice[] {
  const lengths: readonly [string, number, number][] = [
    ["history of 1 or 2", 1, 2],
    ["history of 3 to 5", 3, 5],
    ["history of 6 to 10", 6, 10],
    ["history of 11 to 50", 11, 50],
    ["history of more than 50", 51, Number.POSITIVE_INFINITY],
  ];
  const orders: readonly [string, number, number][] = [
    ["one order before", 1, 1],
    ["two orders before", 2, 2],
    ["3 to 5 orders before", 3, 5],
    ["more than 5 orders before", 6, Number.POSITIVE_INFINITY],
  ];
  const head = headItems(counts);
  const between = (value: number, [, least, most]: readonly [string, number, number]) =>
    value >= least && value <= most;
  return [
    { name: "items had before", keeps: ({ owned }, target) => owned.has(target) },
    { name: "items not had before", keeps: ({ owned }, target) => !owned.has(target) },
    { name: "cold items (never in training)", keeps: (_, target) => counts[target] === 0 },
    { name: "tail items (1 to 5 in training)", keeps: (_, target) => counts[target] >= 1 && counts[target] <= 5 },
    { name: "items of the lesser half of orders", keeps: (_, target) => !head[target] },
    ...lengths.map((range): Slice => ({ name: range[0], keeps: ({ past }) => between(past.length, range) })),
    ...orders.map((range): Slice => ({ name: range[0], keeps: (one) => between(ordersOf(one), range) })),
    ...groupSlices(dataset, cases),
  ];
}

/** Moments of purchase in a past. */
function ordersOf({ past }: EvaluationCase): number {
  return new Set(past.flatMap(({ purchases }) => purchases)).size;
}

function headItems(counts: Float64Array): Uint8Array {
  const head = new Uint8Array(counts.length);
  const total = counts.reduce((sum, count) => sum + count, 0);
  let sum = 0;
  for (const row of [...counts.keys()].sort((a, b) => counts[b] - counts[a] || a - b)) {
    if (sum >= HEAD_SHARE * total) break;
    sum += counts[row];
    head[row] = 1;
  }
  return head;
}

function groupSlices({ groups }: Dataset, cases: readonly EvaluationCase[]): Slice[] {
  return groups.flatMap(({ name, labels, of }) => {
    const counts = new Map<number, number>();
    for (const { user } of cases) if (user !== undefined) counts.set(of[user], (counts.get(of[user]) ?? 0) + 1);
    return [...counts]
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, MOST_LABELS)
      .map(
        ([label]): Slice => ({
          name: `${name}: ${labels[label] || "not known"}`,
          keeps: ({ user }) => user !== undefined && of[user] === label,
        }),
      );
  });
}
