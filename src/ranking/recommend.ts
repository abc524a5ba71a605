/** The ranking, whole: candidates → score → rerank → explain. Pure: the same query and context give the same shelf. */
import type { EmptyReason, RankedItem, Reason, RecommendQuery, Rung, Shelf } from "../types";
import { blendWeights } from "./blend";
import { gatherCandidates } from "./candidates/gatherCandidates";
import { matchingRows } from "./candidates/matchingRows";
import { closeness } from "./closeness";
import { explain } from "./explain";
import { historyShelf } from "./historyShelf";
import { type InterestPoint, interestPoints } from "./interestPoints";
import { PRIOR_WEIGHT, pointWeights } from "./personalScore";
import type { CatalogView, RankContext } from "./rankContext";
import { type ReadQuery, readQuery } from "./readQuery";
import { DIVERSITY, diversify } from "./rerank/diversity";
import { type Eligible, eligible } from "./rerank/eligible";
import { rungOf } from "./rungOf";
import { scoreCandidates } from "./scoreCandidates";
import { byScore, type Scored } from "./scored";
import type { ShelfSteps } from "./shelfSteps";
import { usableVectors } from "./usableVectors";
import { vectorSpace } from "./vectorSpace";
import { wordIndexOf } from "./words/wordIndexOf";

/** A shelf that has not been given an id and a time yet. */
export type RankedList = Omit<Shelf, "id" | "at">;

/** @throws AisleError `QUERY_INVALID`; anything else that is wrong ends in an empty list with its reason */
export function recommend(query: RecommendQuery, context: RankContext): RankedList {
  const read = readQuery(query);
  if (read.placement === "complement") return empty(read, "disabled");
  if (read.placement === "search" && read.text === "") return empty(read, "empty_query");
  const steps = context.steps?.(read, context) ?? [];
  const rows = eligible(read, context, steps);
  if (rows.reason) return empty(read, rows.reason);
  const points = pointsOf(read, context);
  if (!points) return empty(read, "unknown_item");
  const shelf = isHistory(read) ? fromHistory(read, context, rows, steps) : blended(read, context, rows, points, steps);
  return Object.assign(shelf, ...steps.map((step) => step.report?.()));
}

/** What candidates are compared with; undefined when the query names an item that is not there. */
function pointsOf(query: ReadQuery, context: RankContext): InterestPoint[] | undefined {
  switch (query.placement) {
    case "related":
      return itemPoint(query, context.catalog);
    case "home":
    case "search":
      return interestPoints(context, query.collection);
    default:
      return [];
  }
}

function itemPoint(query: ReadQuery, catalog: CatalogView): InterestPoint[] | undefined {
  const row = catalog.rowOf.get(query.item ?? "");
  if (row === undefined) return undefined;
  const { id, title } = catalog.items[row];
  return [{ row, weight: 1, evidence: { kind: "item", itemId: id, title } }];
}

function isHistory({ placement }: ReadQuery): boolean {
  return placement === "recent" || placement === "again";
}

function blended(
  query: ReadQuery,
  context: RankContext,
  rows: Eligible,
  points: readonly InterestPoint[],
  steps: readonly ShelfSteps[],
): RankedList {
  const { items } = context.catalog;
  const needed = query.offset + query.limit;
  const vectors = usableVectors(context);
  const sources = {
    items,
    words: wordIndexOf(context.catalog),
    space: vectors && vectorSpace(vectors.table, items.length),
    sensitiveCategories: context.sensitiveCategories,
  };
  const allowed = withoutSeen(rows, needed);
  const matches =
    query.placement === "search"
      ? matchingRows(sources.words, query.text, {
          count: Math.max(300, needed),
          allowed,
          vectors: vectors?.table,
          queryVector: context.queryVector,
        })
      : undefined;
  if (matches?.rows.length === 0) return empty(query, "no_match");
  const candidates = matches?.rows ?? gatherCandidates(points, sources, { needed, allowed, also: rowsOf(steps) });
  const blend = blendWeights(query.placement, context, vectors?.covered ?? 0);
  const near = closeness(candidates, points, sources, blend);
  const prior = query.placement === "related" ? 0 : PRIOR_WEIGHT;
  const scores = scoreCandidates(candidates, {
    items,
    near,
    weights: pointWeights(points),
    blend,
    prior,
    now: context.now,
    matches: matches?.scores,
  });
  const ranked = [...adjusted(scores, steps)].sort(byScore);
  const strength = DIVERSITY[query.placement] ?? 0;
  const placed = diversify(ranked, { items, words: sources.words, space: sources.space, strength, needed });
  const shown = arranged(placed, steps, needed).slice(query.offset, needed);
  const rung = rungOf(query.placement, shown, { byMeaning: matches?.byMeaning ?? false });
  const text = query.placement === "search" ? query.text : undefined;
  return list(query, context, shown, rung, (entry) =>
    explain(entry, { items, points, near, blend, prior, query: text }),
  );
}

function fromHistory(query: ReadQuery, context: RankContext, rows: Eligible, steps: readonly ShelfSteps[]): RankedList {
  const blend = blendWeights(query.placement, context, 0);
  const { ranked, reasonsOf } = historyShelf(query, context, { allowed: rows.allowed, blend });
  if (ranked.length === 0) return empty(query, "no_history");
  const needed = query.offset + query.limit;
  const sorted = [...adjusted(ranked, steps)].sort(byScore);
  return list(query, context, arranged(sorted, steps, needed).slice(query.offset, needed), "personal", (entry) => [
    ...reasonsOf(entry),
    ...(entry.reasons ?? []),
  ]);
}

function rowsOf(steps: readonly ShelfSteps[]): readonly number[] {
  return steps.flatMap((step) => step.rows ?? []);
}

function adjusted(ranked: readonly Scored[], steps: readonly ShelfSteps[]): readonly Scored[] {
  return steps.reduce((entries, step) => step.adjust?.(entries) ?? entries, ranked);
}

function arranged(placed: readonly Scored[], steps: readonly ShelfSteps[], needed: number): readonly Scored[] {
  return steps.reduce((entries, step) => step.arrange?.(entries, needed) ?? entries, placed);
}

/** Discoveries first: pages the shopper knows come back only when the shelf could not be filled without them. */
function withoutSeen(rows: Eligible, needed: number): Uint8Array {
  if (rows.count - rows.seen.size < needed) return rows.allowed;
  const allowed = rows.allowed.slice();
  for (const row of rows.seen) allowed[row] = 0;
  return allowed;
}

function list(
  query: ReadQuery,
  context: RankContext,
  shown: readonly Scored[],
  rung: Rung,
  reasonsOf: (entry: Scored) => Reason[],
): RankedList {
  // A page past the end is empty like any other list that has nothing to say.
  if (shown.length === 0) return empty(query, "no_match");
  const items = shown.map(
    (entry, i): RankedItem => ({
      item: context.catalog.items[entry.row],
      position: query.offset + i,
      score: entry.score,
      propensity: entry.propensity ?? 1,
      why: reasonsOf(entry),
      contributions: entry.parts,
    }),
  );
  return { placement: query.placement, collection: query.collection, items, rung };
}

function empty(query: ReadQuery, reason: EmptyReason): RankedList {
  return { placement: query.placement, collection: query.collection, items: [], rung: "none", reason };
}
