/**
 * The removal test of reasons: what a reason cites is deleted from the store, a new client ranks what is left, and the score
 * must have lost what the reason claimed. Everything is asked of `createAisle` in a real browser.
 */
import type { Aisle } from "../../src/page/aisle";
import type { EventRecord, Evidence, RankedItem, RecommendQuery, Shelf, Status } from "../../src/types";
import { type AnyPage, call, recommend } from "./shopClient";
import type { ShopServer } from "./shopServer";

declare global {
  /** Disposes of the client that is there, if any, and creates another one; on pages of `removalPage`. */
  var openClient: () => Promise<void>;
  var closeClient: () => Promise<void>;
}

export interface Removal {
  readonly query: RecommendQuery;
  readonly item: string;
  readonly signal: string;
  readonly cited: string;
  /** Acts on the cited item in the log. */
  readonly acts: number;
  readonly claimed: number;
  /** What the score lost; absent where the item is nowhere in the ranking any more. */
  readonly lost: number | undefined;
  /** Whether the item was not on the shelf any more. */
  readonly left: boolean;
  /**
   * Why the item may be gone from the whole ranking: the reason cites the very item (a shelf of what was bought before),
   * the item is an ad aimed at an interest that the cited act alone may have made, or all that the shelf stood on was the
   * cited item (the last one in the cart).
   */
  readonly mayGo: "itself" | "aimed" | "shelf" | undefined;
}

export interface RemovalOptions {
  /** One log a shopper, oldest first, all of the purpose `products`. */
  readonly histories: readonly (readonly EventRecord[])[];
  readonly queries: readonly RecommendQuery[];
  /** Reasons of each shopper that are put to the test, drawn from all that cite an act. */
  readonly each: number;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  readonly onShopper?: (done: number, removals: readonly Removal[]) => void;
}

export interface RemovalPageOptions {
  /** The engine's clock mayGo still, so that nothing ages between two rankings. Epoch milliseconds. */
  readonly now: number;
  readonly collections?: Readonly<Record<string, string>>;
}

const DATABASE = "aisle:aisle";
/** Of the claim: what a change of score may be off by. */
const TOLERANCE = 0.01;
const SHELF = 8;
const PAGE = 200;
const MAX_PAGES = 10;

/** Where the item is gone from the whole ranking there is no score left to compare: it must have had a cause to go. */
export function isRight({ lost, claimed, mayGo }: Removal): boolean {
  return lost === undefined ? mayGo !== undefined : Math.abs(lost - claimed) <= TOLERANCE * Math.abs(claimed);
}

/** A page whose client can be closed and opened again. @returns its URL */
export function removalPage(shop: ShopServer, { now, collections }: RemovalPageOptions): string {
  const options = {
    catalog: "/catalog.json",
    assets: "/assets/",
    // All vectors are of one tier from the first ranking on.
    encoder: "table",
    consent: { products: "persistent", ads: "persistent" },
    capture: "off",
    workerUrl: shop.worker(`Date.now = () => ${now};`),
    collections,
  };
  return shop.modulePage(
    "/removal",
    `import { createAisle } from "/dist/index.js";
     let client;
     window.closeClient = async () => client?.dispose();
     window.openClient = async () => {
       await window.closeClient();
       client = createAisle(${JSON.stringify(options)});
       window.aisle = Object.assign((name, ...args) => name.split(".").reduce((at, key) => at[key], client)(...args),
         { version: client.version, client });
     };
     await window.openClient();`,
  );
}

/** Deletes what sampled reasons cite, one after the other, and ranks anew each time. */
export async function testRemovals(page: AnyPage, options: RemovalOptions): Promise<Removal[]> {
  const { histories, queries, each, random, onShopper } = options;
  const removals: Removal[] = [];
  for (const [shopper, history] of histories.entries()) {
    await settled(page, queries);
    const file = { format: "aisle-profile", schemaVersion: 1, exportedAt: 0, attributes: {}, events: history };
    await call(page, "profile.import", file);
    const claims = await claimsOf(page, queries);
    const drawn = sample(claims, each, random);
    const rowOf = await rows(page, history);
    for (const cited of new Set(drawn.map((claim) => claim.cited))) {
      const ids = history.flatMap(({ itemId }) => (itemId !== undefined && rowOf[itemId] === cited ? [itemId] : []));
      const restore = await deleteEvents(page, ids);
      await page.evaluate(() => openClient(), undefined);
      await settled(page, queries);
      for (const claim of drawn.filter((one) => one.cited === cited)) {
        removals.push({ ...claim.told, acts: ids.length, ...(await after(page, claim)) });
      }
      await restore();
    }
    await page.evaluate(() => openClient(), undefined);
    onShopper?.(shopper + 1, removals);
  }
  return removals;
}

interface Claim {
  readonly query: RecommendQuery;
  readonly cited: string;
  readonly score: number;
  readonly told: Pick<Removal, "query" | "item" | "signal" | "cited" | "claimed" | "mayGo">;
}

/** Reasons that cite an act: a look, a purchase, what lies in the cart. */
async function claimsOf(page: AnyPage, queries: readonly RecommendQuery[]): Promise<Claim[]> {
  const claims: Claim[] = [];
  for (const query of queries) {
    const { items } = await recommend(page, { ...query, limit: SHELF });
    for (const { item, score, why } of items) {
      for (const { evidence, contribution, signal } of why) {
        const cited = citedItem(evidence);
        if (cited === undefined) continue;
        const mayGo = cited === item.id ? "itself" : item.campaign?.targets ? "aimed" : undefined;
        claims.push({
          query,
          cited,
          score,
          told: { query, item: item.id, signal, cited, claimed: contribution, mayGo },
        });
      }
    }
  }
  return claims;
}

function citedItem(evidence: Evidence): string | undefined {
  return evidence.kind === "event" || evidence.kind === "due" || evidence.kind === "basket"
    ? evidence.itemId
    : undefined;
}

async function after(page: AnyPage, { query, score, told }: Claim): Promise<Pick<Removal, "lost" | "left" | "mayGo">> {
  const { mayGo } = told;
  const shelf = await recommend(page, { ...query, limit: SHELF });
  if (shelf.reason === "empty_basket") return { lost: undefined, left: true, mayGo: "shelf" };
  const shown = find(shelf, told.item);
  if (shown) return { lost: score - shown.score, left: false, mayGo };
  for (let at = 0; at < MAX_PAGES; at++) {
    const more = await recommend(page, { ...query, limit: PAGE, offset: at * PAGE });
    const found = find(more, told.item);
    if (found) return { lost: score - found.score, left: true, mayGo };
    if (more.items.length < PAGE) break;
  }
  return { lost: undefined, left: true, mayGo };
}

function find({ items }: Shelf, id: string): RankedItem | undefined {
  return items.find(({ item }) => item.id === id);
}

/** For every id of the log the item that its row of the catalogue goes by: variants stand in one row. */
async function rows(page: AnyPage, history: readonly EventRecord[]): Promise<Readonly<Record<string, string>>> {
  const ids = [...new Set(history.flatMap(({ itemId }) => (itemId === undefined ? [] : [itemId])))];
  return page.evaluate(async (ids) => {
    const found: Record<string, string> = {};
    for (const id of ids) {
      const item = await (aisle.client as Aisle).catalog.get(id);
      if (item) found[id] = item.id;
    }
    return found;
  }, ids);
}

/** Closes the client, then deletes from the log itself. @returns puts back what was deleted */
async function deleteEvents(page: AnyPage, ids: readonly string[]): Promise<() => Promise<void>> {
  const deleted = await page.evaluate(
    async ({ name, ids }) => {
      await closeClient();
      const request = indexedDB.open(name);
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
      const transaction = database.transaction(["events", "checkpoints"], "readwrite");
      // The profile is folded from the log anew.
      transaction.objectStore("checkpoints").clear();
      const events = transaction.objectStore("events");
      const rows: { readonly sequence: number; readonly itemId?: string }[] = [];
      const all = events.getAll();
      all.onsuccess = () => {
        for (const row of all.result) {
          if (!ids.includes(row.itemId)) continue;
          rows.push(row);
          events.delete(row.sequence);
        }
      };
      await new Promise((resolve) => {
        transaction.oncomplete = resolve;
      });
      database.close();
      return rows;
    },
    { name: DATABASE, ids },
  );
  if (deleted.length < new Set(ids).size)
    throw new Error(`${ids.length} acts were to be deleted, ${deleted.length} were`);
  return () =>
    page.evaluate(
      async ({ name, rows }) => {
        await closeClient();
        const request = indexedDB.open(name);
        const database = await new Promise<IDBDatabase>((resolve) => {
          request.onsuccess = () => resolve(request.result);
        });
        const transaction = database.transaction(["events", "checkpoints"], "readwrite");
        transaction.objectStore("checkpoints").clear();
        for (const row of rows) transaction.objectStore("events").put(row);
        await new Promise((resolve) => {
          transaction.oncomplete = resolve;
        });
        database.close();
      },
      { name: DATABASE, rows: deleted },
    );
}

/** Waits until every vector is there, those of other collections included: their shelves do not change any more. */
function settled(page: AnyPage, queries: readonly RecommendQuery[]): Promise<void> {
  return page.evaluate(
    async (others) => {
      const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
      for (;;) {
        const { catalog, assets, encoder } = (await aisle("status")) as Status;
        const whole = catalog.state === "ready" && catalog.embedded.done === catalog.items;
        if (assets.state !== "loading" && encoder.state === "ready" && whole) break;
        await pause();
      }
      for (const query of others) {
        for (let before = "", now = "-"; now !== before; await pause()) {
          before = now;
          const { items } = (await aisle("recommend", query)) as Shelf;
          now = JSON.stringify(items.map(({ score }) => score));
        }
      }
    },
    queries.filter(({ collection }) => collection !== undefined),
  );
}

function sample<T>(all: readonly T[], count: number, random: () => number): T[] {
  const left = [...all];
  const drawn: T[] = [];
  while (drawn.length < count && left.length > 0) drawn.push(...left.splice(Math.floor(random() * left.length), 1));
  return drawn;
}
