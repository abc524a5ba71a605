/** "Be another shopper": a scripted history told to Aisle through the calls any shop makes. */
import type { Aisle, EventName, EventParams, InterestView, RankedItem } from "../../src/index";
import type { ShopCatalogue, ShopProduct } from "./catalogue";
import { eventItem } from "./eventItem";

export interface SimulatedShopper {
  readonly id: string;
  readonly name: string;
  readonly nameZh: string;
  readonly about: string;
  readonly aboutZh: string;
  readonly history: readonly SimulatedEvent[];
}

export interface SimulatedEvent {
  readonly event: EventName;
  readonly itemId: string;
  readonly daysAgo: number;
  readonly quantity?: number;
  readonly dwellMs?: number;
}

/** What becoming somebody did to the home shelf. */
export interface ShopperChange {
  readonly shopper: SimulatedShopper;
  readonly before: readonly RankedItem[];
  readonly after: readonly RankedItem[];
  /** Ids on the shelf after that were not there before. */
  readonly fresh: ReadonlySet<string>;
  readonly interests: readonly InterestView[];
  readonly acts: readonly { readonly event: SimulatedEvent; readonly product: ShopProduct }[];
}

export const COMPARED_PLACES = 6;
/** Acts told in the explanation; the rest of the history is replayed all the same. */
const TOLD_ACTS = 5;
const INTERESTS_SHOWN = 5;
const DAY_MS = 86_400_000;
const STRONGEST: readonly EventName[] = [
  "purchase",
  "add_to_cart",
  "add_to_wishlist",
  "rate_item",
  "dwell",
  "view_item",
];

export interface ReplayOptions {
  readonly now: () => number;
  readonly onProgress: (done: number) => void;
}

/** Erases the profile in use, then replays `shopper`'s history in order of time, as events of the past. */
export async function becomeShopper(
  client: Pick<Aisle, "recommend" | "track" | "profile">,
  catalogue: ShopCatalogue,
  shopper: SimulatedShopper,
  { now, onProgress }: ReplayOptions,
): Promise<ShopperChange> {
  const before = await homeShelf(client);
  await client.profile.erase();
  const today = now();
  const history = [...shopper.history].sort((a, b) => b.daysAgo - a.daysAgo);
  let done = 0;
  // All at once: they arrive in the order of the calls, and a busy worker is waited for once instead of every time.
  await Promise.all(
    history.map(async (event, index) => {
      const product = catalogue.byId.get(event.itemId);
      if (product) await client.track(event.event, eventParams(event, product, pastTime(today, event.daysAgo, index)));
      onProgress(++done);
    }),
  );
  const after = await homeShelf(client);
  const profile = await client.profile.get();
  const known = new Set(before.map(({ item }) => item.id));
  return {
    shopper,
    before,
    after,
    fresh: new Set(after.map(({ item }) => item.id).filter((id) => !known.has(id))),
    interests: [...profile.interests]
      .filter((interest) => interest.kind !== "item")
      .sort((a, b) => b.share - a.share)
      .slice(0, INTERESTS_SHOWN),
    acts: tellingActs(history, catalogue),
  };
}

/** Events of one day keep their order and stay apart, so that none is taken for a double click. */
function pastTime(today: number, daysAgo: number, index: number): number {
  return today - Math.max(daysAgo * DAY_MS, DAY_MS / 24) + index * 5000;
}

export function eventParams(event: SimulatedEvent, product: ShopProduct, timestamp: number): EventParams {
  return {
    items: [eventItem(product, { quantity: event.quantity })],
    timestamp,
    ...(event.dwellMs === undefined ? {} : { dwell_ms: event.dwellMs }),
    ...(event.event === "purchase" ? { transaction_id: `T-${timestamp}`, currency: product.currency } : {}),
    ...(event.event === "rate_item" ? { rating: 5 } : {}),
  };
}

/** The strongest kinds of act first, each product once. */
function tellingActs(history: readonly SimulatedEvent[], catalogue: ShopCatalogue): ShopperChange["acts"] {
  const strength = (event: SimulatedEvent) =>
    (STRONGEST.indexOf(event.event) + STRONGEST.length + 1) % (STRONGEST.length + 1);
  const seen = new Set<string>();
  return [...history]
    .sort((a, b) => strength(a) - strength(b) || a.daysAgo - b.daysAgo)
    .flatMap((event) => {
      const product = catalogue.byId.get(event.itemId);
      if (!product || seen.has(event.itemId)) return [];
      seen.add(event.itemId);
      return [{ event, product }];
    })
    .slice(0, TOLD_ACTS);
}

async function homeShelf(client: Pick<Aisle, "recommend">): Promise<readonly RankedItem[]> {
  return (await client.recommend({ placement: "home", limit: COMPARED_PLACES })).items;
}
