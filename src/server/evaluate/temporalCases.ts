/** Shoppers on both sides of a moment: what they did before, and the first order after it. */
import { DAY_MS } from "../../profile/decay";
import { type PastItem, pastItems } from "../../ranking/learned/pastItems";
import type { CatalogView } from "../../ranking/rankContext";
import { type Dataset, PURCHASE } from "../ingest/dataset";
import { catalogOf, shopperProfile } from "./shopperProfile";

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
  const catalog = catalogOf(dataset);
  const cases: TemporalCase[] = [];
  for (let user = 0; user < knownUsers; user++) {
    const [start, end] = [userStarts[user], userStarts[user + 1]];
    let middle = start;
    while (middle < end && events.at[middle] < split) middle++;
    if (middle === start || middle === end) continue;
    const target = firstOrder(dataset, middle, end);
    if (!target) continue;
    const owned = new Set<number>();
    for (let event = start; event < middle; event++) {
      if (events.kind[event] === PURCHASE) owned.add(events.item[event]);
    }
    let past: readonly PastItem[] | undefined;
    cases.push({
      user,
      owned,
      ...target,
      // Folded when it is asked for: of a million shoppers, some thousand are.
      get past() {
        past ??= pastOf(dataset, catalog, { user, before: split });
        return past;
      },
    });
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

/** A shopper's history as the page would read it: through the profile. One entry an item, oldest first. */
export function pastOf(
  dataset: Dataset,
  catalog: CatalogView,
  { user, before }: { readonly user: number; readonly before: number },
): PastItem[] {
  const profile = shopperProfile(dataset, user, before);
  return pastItems({ catalog, profile, sensitiveCategories: [] }, "products");
}

/** Four weeks before the end, or the last fifth of a shorter span. */
export function validationSplit([first, last]: readonly [number, number]): number {
  return last - Math.min(28 * DAY_MS, (last - first) / 5);
}
