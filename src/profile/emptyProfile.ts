import type { ProfileState } from "./profileState";

/** A record without a prototype: `constructor` and `__proto__` are names like any other. */
export function bareRecord<T>(entries?: Readonly<Record<string, T>>): Record<string, T> {
  return Object.assign(Object.create(null) as Record<string, T>, entries);
}

/** The profile of somebody who has done nothing yet. */
export function emptyProfile(): ProfileState {
  return {
    schemaVersion: 1,
    events: 0,
    asOf: 0,
    items: bareRecord(),
    categories: bareRecord(),
    brands: bareRecord(),
    recent: bareRecord(),
    prices: bareRecord(),
    searches: [],
    edits: bareRecord(),
  };
}
