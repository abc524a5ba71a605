/**
 * Where elements find the page's client, and the inspector the shelves last computed. Kept on `globalThis` so that
 * separately bundled entries (script tag, elements, inspector) agree.
 */
import type { Shelf } from "../types";
import type { Aisle } from "./aisle";

/** Shelves remembered for the inspector. */
const RECENT_SHELVES = 12;

interface Registry {
  client?: Aisle;
  readonly clientListeners: Set<(client: Aisle | undefined) => void>;
  shelves: ReadonlyMap<string, Shelf>;
  readonly shelfListeners: Set<() => void>;
}

const KEY = Symbol.for("aisle.registry.1");

function registry(): Registry {
  const holder = globalThis as { [KEY]?: Registry };
  holder[KEY] ??= { clientListeners: new Set(), shelves: new Map(), shelfListeners: new Set() };
  return holder[KEY];
}

/** The last one set wins; undefined takes it away. */
export function setDefaultClient(client: Aisle | undefined): void {
  const shared = registry();
  if (shared.client === client) return;
  shared.client = client;
  for (const listener of [...shared.clientListeners]) listener(client);
}

export function getDefaultClient(): Aisle | undefined {
  return registry().client;
}

/** Calls at once when there is a client, and again whenever it changes. Returns the unsubscribe. */
export function onDefaultClient(listener: (client: Aisle | undefined) => void): () => void {
  const shared = registry();
  // A wrapper, so that the same function may listen twice and leave twice.
  const entry = (client: Aisle | undefined) => listener(client);
  shared.clientListeners.add(entry);
  if (shared.client) listener(shared.client);
  return () => void shared.clientListeners.delete(entry);
}

/** Remembers the shelf last computed for a query; `key` names the query. */
export function noteShelf(key: string, shelf: Shelf): void {
  const shared = registry();
  const others = [...shared.shelves].filter(([known]) => known !== key);
  shared.shelves = new Map([[key, shelf] as const, ...others].slice(0, RECENT_SHELVES));
  for (const listener of [...shared.shelfListeners]) listener();
}

/** One per query, newest first. */
export function recentShelves(): readonly Shelf[] {
  return [...registry().shelves.values()];
}

export function onRecentShelves(listener: () => void): () => void {
  const shared = registry();
  const entry = () => listener();
  shared.shelfListeners.add(entry);
  return () => void shared.shelfListeners.delete(entry);
}
