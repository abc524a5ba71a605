/**
 * Promotions, ads, articles are ranked by what the shopper did with products. Their catalogue is therefore seen together
 * with the few products that speak: those of the history, and those on the page and in the basket. Products stand behind
 * the collection's own rows and are never shown.
 *
 * What is usual (the middle of the vectors, how rare a word is, what sells best) is told by all products, or by the
 * collection: never by the few that speak, or a reason's share of the score would hang on everything else they did.
 */
import { affinity } from "../../profile/affinity";
import { itemKey } from "../../profile/keys";
import type { ItemHistory, ProfileState } from "../../profile/profileState";
import type { Item } from "../../types";
import { itemIdOf, MAX_POINTS } from "../interestPoints";
import { itemsInCart } from "../itemPoints";
import type { CatalogView, RankContext } from "../rankContext";
import type { ReadQuery } from "../readQuery";
import type { ShelfSteps } from "../shelfSteps";
import { vectorSpace } from "../vectorSpace";
import type { VectorTable } from "../vectorTable";
import { wordIndexOf } from "../words/wordIndexOf";

export interface CollectionParts {
  readonly catalog: CatalogView;
  readonly vectors?: VectorTable;
}

export interface CollectionInput {
  readonly query: ReadQuery;
  /** The collection's own items. */
  readonly own: CollectionParts;
  /** Products, and everything else that a ranking of products would depend on. */
  readonly products: RankContext;
  /** Further steps for this collection, such as who may see an offer. */
  readonly steps?: (context: RankContext) => readonly ShelfSteps[];
}

/** Product rows are known by ids that no shop gives. */
const PRODUCT = "product\u001f";

/** The context in which `recommend` ranks a collection other than products. */
export function collectionContext({ query, own, products, steps }: CollectionInput): RankContext {
  const { collection } = query;
  const speaking = speakingProducts(query, products);
  const rows = [...speaking.keys()];
  const items = [
    ...own.catalog.items,
    ...rows.map((row) => ({ ...products.catalog.items[row], popularity: undefined })),
  ];
  const rowOf = new Map<string, number>();
  rows.forEach((row, i) => {
    const { id } = products.catalog.items[row];
    const at = own.catalog.items.length + i;
    rowOf.set(PRODUCT + id, at);
    // The item on the page and those in the basket are asked for by their own ids.
    rowOf.set(id, at);
  });
  for (const [id, row] of own.catalog.rowOf) rowOf.set(id, row);
  const shown = own.catalog.items.length;
  const context: RankContext = {
    ...products,
    catalog: { items, rowOf, revision: own.catalog.revision, collection, background: wordIndexOf(products.catalog) },
    vectors: joinedVectors(own, products, rows),
    profile: seenFrom(collection, products.profile, speaking),
    // What a build learned speaks of products alone.
    learned: undefined,
    steps: undefined,
  };
  const onlyOwn: ShelfSteps = { allow: (allowed) => void allowed.fill(0, shown) };
  return { ...context, steps: () => [onlyOwn, ...(steps?.(context) ?? [])] };
}

/** The shop's own id of a product that speaks for a collection. */
export function productIdOf(id: string): string {
  return id.startsWith(PRODUCT) ? id.slice(PRODUCT.length) : id;
}

/** Rows of the products that speak, with their histories where there is one. */
function speakingProducts(
  query: ReadQuery,
  { catalog, profile, now }: RankContext,
): Map<number, ItemHistory | undefined> {
  const rows = new Map<number, ItemHistory | undefined>();
  for (const { key, history } of affinity(profile, now).items) {
    if (rows.size > MAX_POINTS) break;
    if (history.collection !== "products") continue;
    const row = catalog.rowOf.get(itemIdOf(key));
    if (row !== undefined && !rows.has(row)) rows.set(row, history);
  }
  const named = [query.item, ...(query.basket ?? itemsInCart(profile, "products"))];
  for (const id of named) {
    const row = id === undefined ? undefined : catalog.rowOf.get(id);
    if (row !== undefined && !rows.has(row)) rows.set(row, undefined);
  }
  return rows;
}

/** The profile as if the shopper had met those products in this collection; what they did with its own items stays. */
function seenFrom(
  collection: string,
  profile: ProfileState,
  speaking: ReadonlyMap<number, ItemHistory | undefined>,
): ProfileState {
  const wanted = new Set(speaking.values());
  const items: Record<string, ItemHistory> = {};
  for (const [key, history] of Object.entries(profile.items)) {
    if (history.collection === collection) items[key] = history;
    else if (wanted.has(history)) items[itemKey(collection, PRODUCT + itemIdOf(key))] = { ...history, collection };
  }
  return { ...profile, items };
}

function joinedVectors(own: CollectionParts, products: RankContext, rows: readonly number[]): VectorTable | undefined {
  const [first, second] = [own.vectors, products.vectors];
  if (!first || !second || first.modelId !== second.modelId || first.dimensions !== second.dimensions) return undefined;
  const { dimensions, modelId } = first;
  const count = own.catalog.items.length;
  const table = {
    modelId,
    dimensions,
    values: new Int8Array((count + rows.length) * dimensions),
    scales: new Float32Array(count + rows.length),
    present: new Uint8Array(count + rows.length),
    center: vectorSpace(second, products.catalog.items.length).center,
  };
  table.values.set(first.values.subarray(0, count * dimensions));
  table.scales.set(first.scales.subarray(0, count));
  table.present.set(first.present.subarray(0, count));
  rows.forEach((row, i) => {
    table.values.set(second.values.subarray(row * dimensions, (row + 1) * dimensions), (count + i) * dimensions);
    table.scales[count + i] = second.scales[row];
    table.present[count + i] = second.present[row];
  });
  return table;
}

/** Whether products of a scope are among those; a scope without lists matches everything. */
export function inScope(
  item: Item,
  { ids, brands, categories }: { ids?: readonly string[]; brands?: readonly string[]; categories?: readonly string[] },
): boolean {
  const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();
  if (ids && !ids.includes(item.id) && !ids.includes(item.itemGroupId ?? "")) return false;
  if (brands && !brands.some((brand) => item.brand !== undefined && same(brand, item.brand))) return false;
  return !categories || categories.some((name) => item.category?.some((level) => same(level, name)));
}
