/** The ranking, whole: candidates → score → rerank → explain. Pure: the same query and context give the same shelf. */
import type { RecommendQuery } from "../types";
import { blendWeights } from "./blend";
import { gatherCandidates } from "./candidates/gatherCandidates";
import { matchingRows } from "./candidates/matchingRows";
import { closeness } from "./closeness";
import { explain } from "./explain";
import { historyShelf } from "./historyShelf";
import { type InterestPoint, interestPoints } from "./interestPoints";
import { itemPoints, itemsInCart } from "./itemPoints";
import { PRIOR_WEIGHT, pointWeights } from "./personalScore";
import type { RankContext } from "./rankContext";
import { emptyList, type RankedList, rankedList, withoutSeen } from "./rankedList";
import { type ReadQuery, readQuery } from "./readQuery";
import { DIVERSITY, diversify } from "./rerank/diversity";
import { type Eligible, eligible } from "./rerank/eligible";
import { withoutSubstitutes } from "./rerank/substitutes";
import { adjusted, arranged, rowsOf } from "./rerank/takeSteps";
import { rungOf } from "./rungOf";
import { scoreCandidates } from "./scoreCandidates";
import { byScore } from "./scored";
import type { ShelfSteps } from "./shelfSteps";
import { usableVectors } from "./usableVectors";
import { vectorSpace } from "./vectorSpace";
import { wordIndexOf } from "./words/wordIndexOf";

/** @throws AisleError `QUERY_INVALID`; anything else that is wrong ends in an empty list with its reason */
export function recommend(query: RecommendQuery, context: RankContext): RankedList {
  const read = readQuery(query);
  const steps = context.steps?.(read, context) ?? [];
  return Object.assign(rank(read, context, steps), ...steps.map((step) => step.report?.()));
}

function rank(read: ReadQuery, context: RankContext, steps: readonly ShelfSteps[]): RankedList {
  if (read.placement === "search" && read.text === "") return emptyList(read, "empty_query");
  const given = givenPoints(read, context);
  const rows = eligible(read, context, steps);
  if (rows.reason) return emptyList(read, rows.reason);
  if (given?.length === 0) return emptyList(read, read.item === undefined ? "empty_basket" : "unknown_item");
  const learned = context.learned?.ranks(read.placement) ? context.learned.rank(read, context, rows, given) : undefined;
  if (learned) return learned;
  if (read.placement === "recent" || read.placement === "again") return fromHistory(read, context, rows);
  const personal = read.placement === "home" || read.placement === "search";
  const points = given ?? (personal ? interestPoints(context, read.collection) : []);
  return blended(
    read,
    context,
    read.placement === "complement" ? withoutSubstitutes(rows, points, context) : rows,
    points,
  );
}

/** The items a shelf is for: the one on the page, or those in the basket; undefined for a shelf for the shopper. */
function givenPoints(query: ReadQuery, context: RankContext): InterestPoint[] | undefined {
  const { placement, item, basket, collection } = query;
  if (placement === "related") return itemPoints("item", [item ?? ""], context.catalog);
  if (placement !== "complement") return undefined;
  const ids = basket ?? (item === undefined ? itemsInCart(context.profile, collection) : [item]);
  return itemPoints("basket", ids, context.catalog);
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
  if (matches?.rows.length === 0) return emptyList(query, "no_match");
  const candidates = matches?.rows ?? gatherCandidates(points, sources, { needed, allowed, also: rowsOf(rows.steps) });
  const blend = blendWeights(query.placement, context, vectors?.covered ?? 0);
  const near = closeness(candidates, points, sources, blend);
  const isForItems = query.placement === "related" || query.placement === "complement";
  const prior = isForItems ? 0 : PRIOR_WEIGHT;
  const scores = scoreCandidates(candidates, {
    items,
    near,
    weights: pointWeights(points),
    blend,
    prior,
    now: context.now,
    matches: matches?.scores,
  });
  const ranked = [...adjusted(scores, rows.steps)].sort(byScore);
  const strength = DIVERSITY[query.placement] ?? 0;
  const placed = diversify(ranked, { items, words: sources.words, space: sources.space, strength, needed });
  const shown = arranged(placed, rows.steps, needed).slice(query.offset, needed);
  const rung = rungOf(query.placement, shown, { byMeaning: matches?.byMeaning ?? false });
  const text = query.placement === "search" ? query.text : undefined;
  return rankedList(query, context, shown, rung, (entry) =>
    explain(entry, { items, points, near, blend, prior, query: text }),
  );
}

function fromHistory(query: ReadQuery, context: RankContext, rows: Eligible): RankedList {
  const blend = blendWeights(query.placement, context, 0);
  const { ranked, reasonsOf } = historyShelf(query, context, { allowed: rows.allowed, blend });
  if (ranked.length === 0) return emptyList(query, "no_history");
  const needed = query.offset + query.limit;
  const placed = arranged([...adjusted(ranked, rows.steps)].sort(byScore), rows.steps, needed);
  return rankedList(query, context, placed.slice(query.offset, needed), "personal", (entry) => [
    ...reasonsOf(entry),
    ...(entry.reasons ?? []),
  ]);
}
