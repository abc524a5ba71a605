/** A stand-in for Aisle that writes down what it was told; for the shop's own tests. */
import type { Aisle, Change, Consent, EventName, EventParams, Item, RankedItem, Shelf } from "../../src/index";

export interface RecordingClient extends Aisle {
  readonly told: readonly { readonly name: EventName; readonly params: EventParams }[];
  announce(change: Change): void;
}

/** Its home shelf: the items last told of first, then the rest in their order. */
export function recordingClient(items: readonly Item[]): RecordingClient {
  let told: { name: EventName; params: EventParams }[] = [];
  let consent: Consent = { products: "pending", ads: "off" };
  const listeners = new Set<(change: Change) => void>();
  const announce = (change: Change) => {
    for (const listener of listeners) listener(change);
  };
  const shelf = (): Shelf => {
    const recent = told.flatMap(({ params }) => params.items?.map((item) => item.item_id) ?? []).reverse();
    const place = (item: Item) => (recent.includes(item.id) ? recent.indexOf(item.id) : recent.length);
    const ranked = [...items].sort((a, b) => place(a) - place(b));
    return {
      id: `shelf-${told.length}`,
      placement: "home",
      collection: "products",
      rung: "personal",
      at: 0,
      items: ranked.slice(0, 2).map(
        (item, position): RankedItem => ({
          item,
          position,
          score: 1,
          propensity: 1,
          contributions: { popularity: 1 },
          why: [{ signal: "popularity", contribution: 1, evidence: { kind: "popularity" } }],
        }),
      ),
    };
  };
  const client: Partial<RecordingClient> = {
    get told() {
      return told;
    },
    announce,
    async track(name, params = {}) {
      told.push({ name, params });
      return { accepted: 1, dropped: {} };
    },
    recommend: async () => shelf(),
    consent: {
      get: () => consent,
      async set(next) {
        consent = typeof next === "string" ? { ...consent, products: next } : { ...consent, ...next };
        announce({ type: "consent", consent });
      },
    },
    profile: {
      get: async () => ({
        events: told.length,
        paused: false,
        interests: [{ kind: "category", value: "Garden", label: "Garden", share: 1, strength: 1 }],
        recentItems: [],
        searches: [],
        attributes: {},
      }),
      async erase() {
        told = [];
      },
    } as Partial<Aisle["profile"]> as Aisle["profile"],
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    // The shop draws progress from it; without an answer it draws none.
    status: () => new Promise(() => undefined),
    dispose: async () => undefined,
  };
  return client as RecordingClient;
}
