/** Customers' histories through the very fold and ranking that the page runs. */
import { emptyProfile } from "../../src/profile/emptyProfile";
import { foldAll } from "../../src/profile/fold";
import type { ProfileState } from "../../src/profile/profileState";
import type { BlendWeights, RankContext } from "../../src/ranking/rankContext";
import { recommend } from "../../src/ranking/recommend";
import type { VectorTable } from "../../src/ranking/vectorTable";
import type { EventRecord, RecommendQuery } from "../../src/types";
import type { Customer, Split } from "./splitAt";

export const K = 10;

export function profileOf(customer: Customer, split: Split): ProfileState {
  const events = customer.history.map(
    (line, i): EventRecord => ({
      id: `${line.invoice}-${i}`,
      name: "purchase",
      at: line.at,
      collection: "products",
      purpose: "products",
      itemId: line.itemId,
      quantity: line.quantity,
      price: line.price,
      currency: "GBP",
      transactionId: line.invoice,
    }),
  );
  return foldAll(
    emptyProfile(),
    events,
    (event) => split.catalog.items[split.catalog.rowOf.get(event.itemId ?? "") ?? -1],
  );
}

export interface Shop {
  readonly split: Split;
  readonly vectors?: VectorTable;
  readonly weights?: Partial<BlendWeights>;
}

/** @returns rows, best first */
export function rank(query: RecommendQuery, profile: ProfileState, shop: Shop): number[] {
  const { split, vectors, weights } = shop;
  const context: RankContext = {
    catalog: split.catalog,
    vectors,
    profile,
    weights,
    language: "covered",
    sensitiveCategories: [],
    now: split.at,
    random: () => 0,
  };
  return recommend(query, context).items.map(({ item }) => split.catalog.rowOf.get(item.id) as number);
}

/** `home`, asked for what the customer has not bought yet. */
export function discover(customer: Customer, profile: ProfileState, shop: Shop): number[] {
  const exclude = [...customer.owned.keys()].map((row) => shop.split.catalog.items[row].id);
  return rank({ placement: "home", limit: K, exclude }, profile, shop);
}
