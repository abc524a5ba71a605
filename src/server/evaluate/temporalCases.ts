/** Shoppers on both sides of a moment: what they did before, and the first order after it. */
import { DAY_MS } from "../../profile/decay";
import { EVENT_WEIGHTS } from "../../profile/eventWeights";
import type { PastItem } from "../../ranking/learned/pastItems";
import { type Dataset, EVENT_KINDS, PURCHASE } from "../ingest/dataset";

export interface TemporalCase {
  readonly user: number;
  /** Oldest first. */
  readonly past: readonly PastItem[];
  /** Rows of the first order at or after the split. */
  readonly target: ReadonlySet<number>;
  /** Rows bought before it. */
  readonly owned: ReadonlySet<number>;
  /** Epoch milliseconds of that order. */
  readonly at: number;
}

/** Known shoppers with a history before and an order after. */
export function temporalCases(dataset: Dataset, split: number): TemporalCase[] {
  const { events, knownUsers, userStarts } = dataset;
  const cases: TemporalCase[] = [];
  for (let user = 0; user < knownUsers; user++) {
    const [start, end] = [userStarts[user], userStarts[user + 1]];
    let middle = start;
    while (middle < end && events.at[middle] < split) middle++;
    if (middle === start || middle === end) continue;
    const target = firstOrder(dataset, middle, end);
    if (!target) continue;
    const past = pastOf(dataset, start, middle);
    const owned = new Set(past.filter(({ purchases }) => purchases.length > 0).map(({ row }) => row));
    cases.push({ user, past, owned, ...target });
  }
  return cases;
}

function firstOrder({ events }: Dataset, from: number, to: number) {
  let first = from;
  while (first < to && events.kind[first] !== PURCHASE) first++;
  if (first === to) return undefined;
  const target = new Set<number>();
  for (let event = first; event < to; event++) {
    if (events.order[event] === events.order[first] && events.kind[event] === PURCHASE) target.add(events.item[event]);
  }
  return { target, at: events.at[first] };
}

/** A shopper's history as ranking reads it: one entry an item, oldest first. */
export function pastOf({ events }: Dataset, from: number, to: number): PastItem[] {
  const past = new Map<number, { row: number; strength: number; at: number; purchases: number[] }>();
  for (let event = from; event < to; event++) {
    const weight = EVENT_WEIGHTS[EVENT_KINDS[events.kind[event]]];
    if (!(weight > 0)) continue;
    const row = events.item[event];
    const known = past.get(row) ?? { row, strength: 0, at: 0, purchases: [] };
    known.strength = Math.max(known.strength, Math.min(1, Math.sqrt(weight / EVENT_WEIGHTS.purchase)));
    known.at = events.at[event];
    if (events.kind[event] === PURCHASE) known.purchases.push(events.at[event]);
    past.set(row, known);
  }
  return [...past.values()].sort((a, b) => a.at - b.at || a.row - b.row);
}

/** Four weeks before the end, or the last fifth of a shorter span. */
export function validationSplit([first, last]: readonly [number, number]): number {
  return last - Math.min(28 * DAY_MS, (last - first) / 5);
}
