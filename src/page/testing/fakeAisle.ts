/** An in-memory client for tests of everything built on the `Aisle` interface: it ranks in feed order and remembers calls. */
import type {
  Change,
  Consent,
  EventName,
  EventParams,
  EventRecord,
  Item,
  ProfileView,
  RankedItem,
  Shelf,
  ShelfQuery,
  Status,
} from "../../types";
import type { Aisle } from "../aisle";
import { createShelfViews } from "../shelfView";

export interface TrackedCall {
  readonly name: EventName;
  readonly params: EventParams;
}

export interface FakeAisle extends Aisle {
  readonly tracked: TrackedCall[];
  readonly queries: ShelfQuery[];
  /** Replaces the items without announcing it. */
  setItems(items: readonly Item[]): void;
  announce(change: Change): void;
  setProfile(profile: Partial<ProfileView>): void;
  setStatus(status: Partial<Status>): void;
}

export interface FakeAisleOptions {
  readonly items?: readonly Item[];
  readonly now?: () => number;
  /** Runs before each answer of `recommend`: delay it, or throw. */
  readonly beforeRecommend?: () => Promise<void>;
}

export function createFakeAisle(options: FakeAisleOptions = {}): FakeAisle {
  const now = options.now ?? Date.now;
  const listeners = new Set<(change: Change) => void>();
  const tracked: TrackedCall[] = [];
  const queries: ShelfQuery[] = [];
  const records: EventRecord[] = [];
  const hidden = new Set<string>();
  let items = options.items ?? [];
  let shelves = 0;
  let consent: Consent = { products: "session", ads: "off" };
  let profile: ProfileView = {
    events: 0,
    paused: false,
    interests: [],
    recentItems: [],
    searches: [],
    attributes: {},
  };
  let status: Status = {
    version: "0.0.0-fake",
    engine: { where: "main-thread", restarts: 0 },
    consent,
    storage: { kind: "memory" },
    events: { stored: 0, dropped: {} },
    catalog: {
      state: "ready",
      items: items.length,
      variants: 0,
      rejected: [],
      repaired: [],
      language: "covered",
      uncovered: 0,
      embedded: { done: items.length, total: items.length },
    },
    assets: { state: "none" },
    encoder: { tier: "none", state: "none", download: { loaded: 0, total: 0 }, reasons: {} },
    timings: {},
    degraded: [],
  };

  const announce = (change: Change) => {
    for (const listener of [...listeners]) listener(change);
  };
  const setProfile = (next: Partial<ProfileView>) => {
    profile = { ...profile, ...next };
    announce({ type: "profile" });
  };

  const recommend = async (query: ShelfQuery): Promise<Shelf> => {
    queries.push(query);
    await options.beforeRecommend?.();
    shelves += 1;
    const { filter } = query;
    const allowed = items
      .filter((item) => !hidden.has(item.id) && !query.exclude?.includes(item.id))
      .filter((item) => typeof filter !== "function" || filter(item));
    const fresh = allowed.filter((item) => !query.avoid?.includes(item.id));
    const shown = (fresh.length >= (query.limit ?? 8) ? fresh : allowed).slice(
      query.offset ?? 0,
      (query.offset ?? 0) + (query.limit ?? 8),
    );
    return {
      id: `shelf-${shelves}`,
      placement: query.placement,
      collection: query.collection ?? "products",
      items: shown.map((item, position) => rankedItem(item, position)),
      rung: shown.length > 0 ? "personal" : "none",
      reason: shown.length > 0 ? undefined : "no_catalog",
      at: now(),
    };
  };

  const core: Omit<Aisle, "shelf"> = {
    version: "0.0.0-fake",
    async track(name, params = {}) {
      tracked.push({ name, params });
      for (const item of params.items ?? [{}]) {
        const record: EventRecord = {
          id: `event-${records.length}`,
          name,
          at: params.timestamp ?? now(),
          collection: params.collection ?? "products",
          purpose: "products",
          itemId: item.item_id,
          query: params.search_term,
          price: item.price,
          position: item.index,
          recommendationId: params.recommendation_id,
        };
        records.unshift(record);
        announce({ type: "event", record });
        if (name === "not_interested" && item.item_id) hidden.add(item.item_id);
      }
      if (name === "not_interested") announce({ type: "shelves" });
      return { accepted: params.items?.length ?? 1, dropped: {} };
    },
    recommend,
    search: (text, search = {}) => recommend({ ...search, placement: "search", text }),
    catalog: {
      load: async () => undefined,
      update: async () => ({ updated: 0, unknown: [] }),
      get: async (id) => items.find((item) => item.id === id),
    },
    profile: {
      get: async () => profile,
      set: async (attributes) => setProfile({ attributes }),
      edit: async (interest, strength) =>
        setProfile({
          interests: profile.interests.map((known) =>
            known.kind === interest.kind && known.value === interest.value ? { ...known, strength } : known,
          ),
        }),
      export: async () => ({
        format: "aisle-profile",
        schemaVersion: 1,
        exportedAt: now(),
        attributes: profile.attributes,
        events: records,
      }),
      import: async () => undefined,
      taste: async () => undefined,
      erase: async () => {
        records.length = 0;
        setProfile({ events: 0, interests: [], recentItems: [], searches: [] });
      },
      pause: async () => setProfile({ paused: true }),
      resume: async () => setProfile({ paused: false }),
    },
    consent: {
      get: () => consent,
      set: async (next) => {
        consent = typeof next === "string" ? { ...consent, products: next } : { ...consent, ...next };
        announce({ type: "consent", consent });
      },
    },
    reports: {
      async set(answer) {
        if (status.reports) status = { ...status, reports: { ...status.reports, agreed: answer === "on" } };
        announce({ type: "profile" });
      },
    },
    logout: async () => {
      records.length = 0;
      consent = { products: "pending", ads: "pending" };
      announce({ type: "consent", consent });
      setProfile({ events: 0, interests: [], recentItems: [], searches: [] });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    recentEvents: async (limit = 100) => records.slice(0, limit),
    status: async () => ({ ...status, consent, events: { ...status.events, stored: records.length } }),
    dispose: async () => listeners.clear(),
  };

  return {
    ...core,
    shelf: createShelfViews(core),
    tracked,
    queries,
    setItems(next) {
      items = next;
    },
    announce,
    setProfile,
    setStatus(next) {
      status = { ...status, ...next };
    },
  };
}

function rankedItem(item: Item, position: number): RankedItem {
  const contributions = { text: 0.42 - position * 0.02, popularity: 0.21, category: 0.12, price: -0.03 };
  return {
    item,
    position,
    score: Object.values(contributions).reduce((sum, part) => sum + part, 0),
    propensity: 1,
    contributions,
    why: [
      {
        signal: "text",
        contribution: contributions.text,
        evidence: { kind: "event", event: "view_item", itemId: "seen-1", title: "Stoneware mug, 300 ml", at: 0 },
      },
      { signal: "popularity", contribution: contributions.popularity, evidence: { kind: "popularity" } },
    ],
  };
}
