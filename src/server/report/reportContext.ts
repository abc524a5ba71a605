import type { AssetParts } from "../../format/assets/assetParts";
import type { ProfileState } from "../../profile/profileState";
import { createLearnedRanking } from "../../ranking/learned/createLearnedRanking";
import type { CatalogView, LearnedRanking, RankContext } from "../../ranking/rankContext";
import type { RankedList } from "../../ranking/rankedList";
import { recommend } from "../../ranking/recommend";
import type { VectorTable } from "../../ranking/vectorTable";
import type { Item, RecommendQuery } from "../../types";
import { withKnownRows } from "../evaluate/knownRows";
import { catalogOf } from "../evaluate/shopperProfile";
import type { Dataset } from "../ingest/dataset";
import type { ShownItem } from "./report";

/** What shelves are made from: a build, its items, and the moment they are looked at. */
export interface ReportContext {
  readonly dataset: Dataset;
  readonly catalog: CatalogView;
  readonly vectors?: VectorTable;
  readonly learned: LearnedRanking;
  readonly language: RankContext["language"];
  /** Epoch milliseconds: shoppers' histories end here. */
  readonly now: number;
}

export interface ReportContextOptions {
  readonly dataset: Dataset;
  /** Fitted on what came before `now`, so that what was bought afterwards is news to it. */
  readonly parts: AssetParts;
  readonly language?: RankContext["language"];
  readonly now: number;
}

export function reportContext({ dataset, parts, language = "covered", now }: ReportContextOptions): ReportContext {
  const { vectors } = dataset.vectors ? dataset : parts;
  return {
    dataset,
    catalog: catalogOf(dataset),
    vectors: vectors && { ...vectors, present: Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0)) },
    learned: createLearnedRanking(parts, withKnownRows),
    language,
    now,
  };
}

/** The shelf that the page would show: the page's own ranking. */
export function shelfOf(context: ReportContext, query: RecommendQuery, profile: ProfileState): RankedList {
  const { catalog, vectors, learned, language, now } = context;
  return recommend(query, {
    catalog,
    vectors,
    learned,
    profile,
    language,
    now,
    sensitiveCategories: [],
    random: () => 0,
  });
}

export function shownItem({ title, brand, category, price, salePrice, currency, imageLink }: Item): ShownItem {
  return { title, brand, category: category?.at(-1), price: salePrice ?? price, currency, imageLink };
}
