/** Aisle in the simulated shop: the fold, the ranking, the auction that ship, fed with what a page can see. */
import type { Act, Policy, ShelfRequest } from "../../demo/simulate/policy";
import type { Season } from "../../demo/simulate/season";
import type { AssetParts } from "../../src/format/assets/assetParts";
import { emptyProfile } from "../../src/profile/emptyProfile";
import { foldAll } from "../../src/profile/fold";
import type { ProfileState } from "../../src/profile/profileState";
import { adShelf } from "../../src/ranking/ads/adShelf";
import { collectionContext } from "../../src/ranking/collections/collectionContext";
import { offerSteps } from "../../src/ranking/collections/offerSteps";
import { createLearnedRanking } from "../../src/ranking/learned/createLearnedRanking";
import type { CatalogView, RankContext } from "../../src/ranking/rankContext";
import { readQuery } from "../../src/ranking/readQuery";
import { recommend } from "../../src/ranking/recommend";
import type { VectorTable } from "../../src/ranking/vectorTable";
import { datasetOf, type EventRow } from "../../src/server/ingest/dataset";
import { embedItems } from "../../src/server/vectors/embedItems";
import type { EventName, EventRecord, Item, RecommendQuery } from "../../src/types";
import { campaignItem, productItems, promotionItem } from "./shopItems";

export interface ArmOptions {
  readonly encoderFolder: string;
  readonly cacheFolder: string;
  /** What is learned from the season's orders. */
  readonly learn: (input: {
    readonly dataset: ReturnType<typeof datasetOf>;
    readonly vectors: Awaited<ReturnType<typeof embedItems>>;
    readonly span: readonly [number, number];
  }) => Omit<AssetParts, "ids" | "vectors">;
  /** Promotions and ads by interest; else by what today's shop does. */
  readonly offers: "personal" | ((request: ShelfRequest) => readonly string[]);
}

interface Collection {
  readonly catalog: CatalogView;
  readonly vectors: VectorTable;
}

export async function recommenderArm({ shop, ends }: Season, options: ArmOptions): Promise<Policy> {
  const embed = async (collection: string | undefined, items: readonly Item[]): Promise<Collection> => {
    const { encoderFolder, cacheFolder } = options;
    const vectors = await embedItems(items, { encoderFolder, cacheFolder });
    const rowOf = new Map(items.map(({ id }, row) => [id, row]));
    const present = Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0));
    return { catalog: { items, rowOf, revision: 1, collection }, vectors: { ...vectors, present } };
  };
  const rows = shop.orders.flatMap((order, i): EventRow[] =>
    order.items.map((item) => ({ user: String(order.shopper), item, at: order.at, order: `o${i}` })),
  );
  const dataset = datasetOf(productItems(shop.items, shop.orders, ends), rows);
  const products = await embed(undefined, dataset.items);
  const parts = options.learn({ dataset, vectors: products.vectors, span: [rows[0].at, rows[rows.length - 1].at] });
  const learned = createLearnedRanking({ ids: dataset.items.map(({ id }) => id), ...parts });
  const offers = {
    promotions: await embed("promotions", shop.promotions.map(promotionItem)),
    ads: await embed("ads", shop.campaigns.map(campaignItem)),
  };
  return new Recommender(products, offers, learned, options.offers);
}

class Recommender implements Policy {
  readonly #profiles = new Map<number, ProfileState>();
  #events = 0;

  constructor(
    private readonly _products: Collection,
    private readonly _offers: Readonly<Record<"promotions" | "ads", Collection>>,
    private readonly _learned: RankContext["learned"],
    private readonly _whose: ArmOptions["offers"],
  ) {}

  show(request: ShelfRequest): readonly string[] {
    const { slot, item, basket, limit } = request;
    if (slot === "promotions" || slot === "ads") {
      return this._whose === "personal" ? this.#offer(slot, request) : this._whose(request);
    }
    const query: RecommendQuery = { placement: slot, item, basket, limit, exclude: [...basket] };
    return recommend(query, this.#context(request)).items.map((ranked) => ranked.item.id);
  }

  #offer(collection: "promotions" | "ads", request: ShelfRequest): readonly string[] {
    const own = this._offers[collection];
    const placement = request.item === undefined ? "home" : "related";
    const limit = collection === "ads" ? own.catalog.items.length : request.limit;
    const asked: RecommendQuery = { placement, collection, item: request.item, basket: request.basket, limit };
    const products = this.#context(request);
    const page = request.item === undefined ? [] : [this.#item(request.item)];
    const context = collectionContext({
      query: readQuery(asked),
      own,
      products,
      steps: ({ profile, sensitiveCategories, now }) => [
        offerSteps({
          items: own.catalog.items,
          profile,
          sensitiveCategories,
          now,
          secret: Math.imul(request.shopper, 0x9e3779b1),
          page,
        }),
      ],
    });
    const list = recommend(asked, context);
    if (collection === "promotions") return list.items.map(({ item }) => item.id);
    return adShelf(list, { places: request.limit, reserve: 0.05, claims: new Map(), now: request.at }).map(
      ({ ranked }) => ranked.item.id,
    );
  }

  #context({ shopper, at }: ShelfRequest): RankContext {
    return {
      ...this._products,
      profile: this.#profiles.get(shopper) ?? emptyProfile(),
      learned: this._learned,
      language: "covered",
      sensitiveCategories: [],
      now: at,
      random: () => 0.5,
      reasons: "none",
    };
  }

  observe(act: Act): void {
    const records = recordsOf(act, () => `e${this.#events++}`);
    if (records.length === 0) return;
    const state = this.#profiles.get(act.shopper) ?? emptyProfile();
    this.#profiles.set(
      act.shopper,
      foldAll(state, records, ({ itemId }) => this.#item(itemId ?? "")),
    );
  }

  #item(id: string): Item {
    const { items, rowOf } = this._products.catalog;
    return items[rowOf.get(id) as number];
  }
}

const NAMES: Readonly<Record<Exclude<Act["kind"], "see">, EventName>> = {
  click: "select_item",
  view: "view_item",
  cart: "add_to_cart",
  buy: "purchase",
};

/** What the page would track of a product; clicks on offers say nothing of any. */
function recordsOf(act: Act, newId: () => string): EventRecord[] {
  if (act.kind === "see" || act.slot === "promotions" || act.slot === "ads") return [];
  const record = (name: EventName, more: Partial<EventRecord> = {}): EventRecord => ({
    id: newId(),
    name,
    at: act.at,
    collection: "products",
    purpose: "products",
    itemId: act.id,
    transactionId: act.order,
    ...more,
  });
  const first = record(NAMES[act.kind]);
  return act.dwellMs === undefined ? [first] : [first, record("dwell", { dwellMs: Math.round(act.dwellMs) })];
}
