import type { Item } from "../../../types";
import type { Scored } from "../../scored";

export interface Pin {
  readonly rule?: string;
  readonly position: number;
  readonly matches: (item: Item) => boolean;
}

export interface GroupLimit {
  readonly rule?: string;
  /** Items without a group are not limited. */
  readonly groupOf: (item: Item) => string | undefined;
  readonly most: number;
  /** Places from the first; default: all that are shown. */
  readonly within?: number;
}

export interface PlaceOptions {
  readonly items: readonly Item[];
  readonly pins: readonly Pin[];
  readonly limits: readonly GroupLimit[];
  /** Places that will be shown. */
  readonly needed: number;
}

export interface PlacedByRules {
  /** The same entries in another order. */
  readonly placed: readonly Scored[];
  /** Rows that stand where a pin put them. */
  readonly pinned: ReadonlySet<number>;
  readonly applied: ReadonlySet<string | undefined>;
  /** Pins without an item, or whose place was taken; limits that gave way where nothing else was left. */
  readonly overruled: ReadonlySet<string | undefined>;
}

/**
 * Places from the first: a pinned item at its own, elsewhere the best that no limit forbids. Pinned items count towards
 * limits and are not held by them.
 */
export function placeRules(ranked: readonly Scored[], options: PlaceOptions): PlacedByRules {
  const { items, limits, needed } = options;
  const applied = new Set<string | undefined>();
  const overruled = new Set<string | undefined>();
  const pinned = pinnedEntries(ranked, options, { applied, overruled });
  const taken = new Set(pinned.values());
  const queue = ranked.filter((entry) => !taken.has(entry));
  const counts = limits.map(() => new Map<string, number>());
  const placed: Scored[] = [];
  const places = Math.min(needed, ranked.length);

  const breaks = (entry: Scored, place: number) =>
    limits.filter(({ groupOf, most, within = needed }, i) => {
      const group = groupOf(items[entry.row]);
      return group !== undefined && place < within && (counts[i].get(group) ?? 0) >= most;
    });
  const put = (entry: Scored, place: number) => {
    placed.push(entry);
    limits.forEach(({ groupOf, within = needed }, i) => {
      const group = groupOf(items[entry.row]);
      if (group !== undefined && place < within) counts[i].set(group, (counts[i].get(group) ?? 0) + 1);
    });
  };

  for (let place = 0; place < places; place++) {
    const own = pinned.get(place);
    if (own) {
      put(own, place);
      continue;
    }
    if (queue.length === 0) break;
    const next = queue.findIndex((entry) => breaks(entry, place).length === 0);
    for (const { rule } of breaks(queue[0], place)) (next < 0 ? overruled : applied).add(rule);
    put(queue.splice(Math.max(0, next), 1)[0], place);
  }
  // Pins beyond the end of a short list come last.
  const shown = new Set(placed);
  return {
    placed: [...placed, ...ranked.filter((entry) => !shown.has(entry))],
    pinned: new Set([...taken].map(({ row }) => row)),
    applied,
    overruled,
  };
}

function pinnedEntries(
  ranked: readonly Scored[],
  { items, pins }: PlaceOptions,
  report: { readonly applied: Set<string | undefined>; readonly overruled: Set<string | undefined> },
): Map<number, Scored> {
  const byPlace = new Map<number, Scored>();
  const taken = new Set<Scored>();
  for (const { rule, position, matches } of pins) {
    const entry = byPlace.has(position)
      ? undefined
      : ranked.find((candidate) => !taken.has(candidate) && matches(items[candidate.row]));
    if (!entry) {
      report.overruled.add(rule);
      continue;
    }
    report.applied.add(rule);
    taken.add(entry);
    byPlace.set(position, entry);
  }
  return byPlace;
}
