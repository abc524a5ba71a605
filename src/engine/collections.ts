/**
 * Promotions, ads, articles and whatever else a shop shows beside products: each has a catalogue and vectors of its own, and
 * is ranked by what the shopper did with products. Loaded for shops that have any.
 */
import type { AisleError } from "../errors";
import type { PaceOptions } from "../format/feed/pacer";
import { createItemReader } from "../format/feed/readItem";
import { readTerms } from "../format/terms/readTerms";
import type { ProfileState } from "../profile/profileState";
import { type AdPlacement, adShelf } from "../ranking/ads/adShelf";
import { type Claim, isClaim } from "../ranking/ads/frequencyCap";
import { collectionContext, productIdOf } from "../ranking/collections/collectionContext";
import { offerSteps } from "../ranking/collections/offerSteps";
import type { RankContext } from "../ranking/rankContext";
import { emptyList, type RankedList } from "../ranking/rankedList";
import { MAX_LIMIT, type ReadQuery, readQuery } from "../ranking/readQuery";
import { recommend } from "../ranking/recommend";
import type { StepsOf } from "../ranking/shelfSteps";
import { prepareWordIndex } from "../ranking/words/wordIndexOf";
import type { Item, RankedItem, RecommendQuery } from "../types";
import { type Catalog, type CatalogOptions, createCatalog } from "./catalog/catalog";
import { createEmbedder, type Embedder, type EmbedderOptions } from "./catalog/embedder";
import type { CatalogSource } from "./engine.protocol";
import type { Shopper } from "./shopper";

/** Lowest price of a click, in the currency of the bids. */
export const AD_RESERVE = 0.05;
/** An ad that was granted a place keeps it for a visit: a page that asks again does not use up its cap. */
export const VISIT_MS = 30 * 60_000;
/** Another tab may take the number of an impression first. */
const MAX_CLAIM_ROUNDS = 5;
const SECRET = "ads-secret";

export interface CollectionsOptions {
  readonly catalog: Omit<CatalogOptions, "onChange" | "store" | "readerOf"> & Required<Pick<PaceOptions, "yieldNow">>;
  readonly embedder: Omit<EmbedderOptions, "onProgress" | "shipped">;
  /** Items of a collection have arrived, or were understood. */
  readonly onChange: () => void;
  readonly now: () => number;
  readonly randomBits: () => number;
  readonly onDegraded: (error: AisleError, instead: string) => void;
}

export interface CollectionRequest {
  readonly query: RecommendQuery;
  readonly products: RankContext;
  readonly steps?: StepsOf;
  readonly shopper: Shopper;
  /** The shopper agreed that interests choose their ads; otherwise the page alone does. */
  readonly personalAds: boolean;
}

export interface Collections {
  has(collection: string): boolean;
  /** The item of that id in a collection; undefined too while it is on its way. */
  item(collection: string, id: string): Item | undefined;
  recommend(request: CollectionRequest): Promise<RankedList>;
  dispose(): Promise<void>;
}

interface Collection {
  readonly catalog: Catalog;
  readonly embedder: Embedder;
  readonly loaded: Promise<void>;
}

export function createCollections(
  sources: Readonly<Record<string, CatalogSource>>,
  options: CollectionsOptions,
): Collections {
  const all = new Map(Object.entries(sources).map(([name, source]) => [name, openCollection(name, source, options)]));
  const granted = new Map<string, number>();

  async function ads(list: RankedList, { query, shopper }: CollectionRequest): Promise<RankedList> {
    const now = options.now();
    const { limit } = readQuery(query);
    const kept = (id: string) => now - (granted.get(id) ?? Number.NEGATIVE_INFINITY) < VISIT_MS;
    let won: readonly AdPlacement[] = [];
    for (let round = 0; round < MAX_CLAIM_ROUNDS; round++) {
      const claims = await claimsOf(shopper, kept);
      won = adShelf(list, { places: limit, reserve: AD_RESERVE, claims, now });
      const fresh = won.filter(({ ranked }) => !kept(ranked.item.id));
      const stored = new Set((await shopper.record(fresh.map((one) => impression(one, now)))).map(({ id }) => id));
      for (const { ranked, claim } of fresh) if (stored.has(claim)) granted.set(ranked.item.id, now);
      if (won.every(({ ranked }) => kept(ranked.item.id))) break;
      won = won.filter(({ ranked }) => kept(ranked.item.id));
    }
    const items = won.map(({ ranked }, position): RankedItem => ({ ...ranked, position }));
    return items.length > 0 ? { ...list, items } : emptyList(readQuery(query), list.reason ?? "no_match");
  }

  return {
    has: (name) => all.has(name),
    item(name, id) {
      const view = all.get(name)?.catalog.view();
      return view?.items[view.rowOf.get(id) ?? -1];
    },
    async recommend(request) {
      const { products, steps } = request;
      const read = readQuery(request.query);
      const collection = all.get(read.collection);
      if (!collection) return emptyList(read, "no_catalog");
      await collection.loaded;
      const view = { ...collection.catalog.view(), collection: read.collection };
      const isAds = read.collection === "ads";
      const secret = isAds || view.items.some(({ promotion }) => promotion) ? await secretOf(request, options) : 0;
      const context = collectionContext({
        query: read,
        own: { catalog: view, vectors: collection.embedder.vectors(view.revision) },
        products: isAds ? { ...products, profile: adProfile(request) } : products,
        steps: (context) => [
          offerSteps({ ...context, items: view.items, secret, page: pageItems(read, products) }),
          ...(steps?.(read, context) ?? []),
        ],
      });
      // Every ad may win the auction, whatever the shelf's length.
      const query = isAds ? { ...request.query, limit: MAX_LIMIT, offset: 0 } : request.query;
      const list = recommend(query, context);
      const named = { ...list, items: list.items.map(withProductIds) };
      return isAds ? ads(named, request) : named;
    },
    async dispose() {
      for (const { catalog, embedder } of all.values()) {
        catalog.dispose();
        await embedder.stop();
      }
    },
  };
}

function openCollection(name: string, source: CatalogSource, options: CollectionsOptions): Collection {
  const kind = ({ promotions: "promotion", ads: "campaign" } as const)[name];
  const understand = async (): Promise<void> => {
    const view = catalog.view();
    if (view.items.length === 0) return;
    await prepareWordIndex(view, { yieldNow: options.catalog.yieldNow });
    options.onChange();
    await embedder.embed(view);
  };
  const catalog = createCatalog({
    ...options.catalog,
    readerOf(now) {
      const read = createItemReader({ now });
      if (!kind) return read;
      return (raw) => {
        const { item, problems } = read(raw);
        if (!item) return { item, problems };
        const terms = readTerms(kind, item, raw);
        return { item: terms.item, problems: [...problems, ...terms.problems] };
      };
    },
    onChange: (what) => {
      if (what === "items") void understand();
    },
  });
  const embedder = createEmbedder({ ...options.embedder, onProgress: options.onChange });
  const loaded = catalog.load(source).then(
    () => undefined,
    (error) => options.onDegraded(error, `the collection ${name} stays empty`),
  );
  return { catalog, embedder, loaded };
}

/** What the page is about, whoever looks at it. */
function pageItems({ item, basket }: ReadQuery, { catalog }: RankContext): Item[] {
  return [item, ...(basket ?? [])].flatMap((id) => {
    const row = id === undefined ? undefined : catalog.rowOf.get(id);
    return row === undefined ? [] : [catalog.items[row]];
  });
}

/** Interests where the shopper agreed to it, and what they said of ads themselves. */
function adProfile({ products: { profile }, shopper, personalAds }: CollectionRequest): ProfileState {
  if (!personalAds) return shopper.state;
  return {
    ...profile,
    items: { ...profile.items, ...shopper.state.items },
    edits: { ...profile.edits, ...shopper.state.edits },
  };
}

/** Drawn once a browser; it never leaves it. */
async function secretOf({ shopper: { store } }: CollectionRequest, options: CollectionsOptions): Promise<number> {
  const known = await store.readPersonal(SECRET);
  if (typeof known === "number") return known;
  const secret = options.randomBits();
  await store.writePersonal(SECRET, secret);
  return secret;
}

/** Impressions granted in this browser, by campaign; those of ads that keep their place do not count again. */
async function claimsOf(shopper: Shopper, kept: (id: string) => boolean): Promise<Map<string, Claim[]>> {
  const claims = new Map<string, Claim[]>();
  for (const { id, itemId, at } of await shopper.store.eventsAfter(Number.NEGATIVE_INFINITY)) {
    if (!isClaim(id) || itemId === undefined || kept(itemId)) continue;
    claims.set(itemId, [...(claims.get(itemId) ?? []), { id, at }]);
  }
  return claims;
}

function impression({ ranked, claim }: AdPlacement, at: number) {
  const common = { collection: "ads", purpose: "ads", impression: true } as const;
  return { ...common, id: claim, name: "view_promotion", at, itemId: ranked.item.id } as const;
}

/** Reasons name products by the shop's own ids. */
function withProductIds(ranked: RankedItem): RankedItem {
  const why = ranked.why.map((reason) => {
    const { evidence } = reason;
    return "itemId" in evidence
      ? { ...reason, evidence: { ...evidence, itemId: productIdOf(evidence.itemId) } }
      : reason;
  });
  return { ...ranked, why };
}
