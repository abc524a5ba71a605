/** Stores for tests, each over a fresh fake database and closed afterwards. */
import "fake-indexeddb/auto";
import { IDBFactory } from "fake-indexeddb";
import { afterEach, beforeEach, vi } from "vitest";
import { type OpenStoreOptions, openStore, type ScopedStore } from "../openStore";
import { T0 } from "./storeSuite";

const opened: ScopedStore[] = [];

/** Registers the hooks; to be called once at the top of a test file. */
export function freshDatabases(): void {
  beforeEach(() => {
    vi.stubGlobal("indexedDB", new IDBFactory());
  });
  afterEach(() => {
    for (const store of opened.splice(0)) store.close();
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });
}

export async function open(options: Partial<OpenStoreOptions> = {}): Promise<ScopedStore> {
  const store = await openStore({
    namespace: "shop",
    scope: { kind: "persistent" },
    now: () => T0,
    deadlineMs: 300,
    sessionGraceMs: 0,
    ...options,
  });
  opened.push(store);
  return store;
}

export function session(sessionId: string) {
  return { kind: "session", sessionId } as const;
}

export async function ids(store: ScopedStore): Promise<string[]> {
  return (await store.eventsAfter(0)).map((one) => one.id);
}

export function quotaError(): DOMException {
  return new DOMException("full", "QuotaExceededError");
}
