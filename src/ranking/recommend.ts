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
  const rows = eligible(read, context);
  if (rows.reason) return empty(read, rows.reason);
  if (read.placement === "recent" || read.placement === "again") return fromHistory(read, context, rows);
  const points = pointsOf(read, context);
  return points ? blended(read, context, rows, points) : empty(read, "unknown_item");
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

function blended(query: ReadQuery, context: RankContext, rows: Eligible, points: readonly InterestPoint[]): RankedList {
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
  const { now, ruleBook } = context;
  const gathered = matches?.rows ?? gatherCandidates(points, sources, { needed, allowed });
  const candidates = (!matches && ruleBook?.candidates(gathered, allowed)) || gathered;
  const blend = blendWeights(query.placement, context, vectors?.covered ?? 0);
  const near = closeness(candidates, points, sources, blend);
  const prior = query.placement === "related" ? 0 : PRIOR_WEIGHT;
  const scores = scoreCandidates(candidates, {
    items,
    near,
    weights: pointWeights(points),
    blend,
    prior,
    now,
    matches: matches?.scores,
  });
  const ranked = [...(ruleBook?.score(scores) ?? scores)].sort(byScore);
  const strength = DIVERSITY[query.placement] ?? 0;
  const diverse = diversify(ranked, { items, words: sources.words, space: sources.space, strength, needed });
  const placed = ruleBook?.place(diverse) ?? diverse;
  const shown = placed.slice(query.offset, needed);
  const rung = rungOf(query.placement, shown, { byMeaning: matches?.byMeaning ?? false });
  const text = query.placement === "search" ? query.text : undefined;
  return list(query, context, shown, rung, (entry) =>
    explain(entry, { items, points, near, blend, prior, query: text }),
  );
}

function fromHistory(query: ReadQuery, context: RankContext, rows: Eligible): RankedList {
  const blend = blendWeights(query.placement, context, 0);
  const { ranked, reasonsOf } = historyShelf(query, context, { allowed: rows.allowed, blend });
  if (ranked.length === 0) return empty(query, "no_history");
  return list(query, context, ranked.slice(query.offset, query.offset + query.limit), "personal", reasonsOf);
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
      propensity: 1,
      why: reasonsOf(entry),
      contributions: entry.parts,
    }),
  );
  return { placement: query.placement, collection: query.collection, items, rung };
}

function empty(query: ReadQuery, reason: EmptyReason): RankedList {
  return { placement: query.placement, collection: query.collection, items: [], rung: "none", reason };
}
