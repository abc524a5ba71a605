import type { EmptyReason, ExploredPlace, Item, RankedItem, Reason, Rung, Shelf } from "../types";
import type { RankContext } from "./rankContext";
import type { ReadQuery } from "./readQuery";
import type { Eligible } from "./rerank/eligible";
import type { Scored } from "./scored";

/** A shelf that has not been given an id and a time yet. */
export type RankedList = Omit<Shelf, "id" | "at">;

/** @param shown the page's part of the ranking, from `query.offset` on */
export function rankedList(
  query: ReadQuery,
  context: RankContext,
  shown: readonly Scored[],
  rung: Rung,
  reasonsOf: (entry: Scored) => Reason[],
): RankedList {
  // A page past the end is empty like any other list that has nothing to say.
  if (shown.length === 0) return emptyList(query, "no_match");
  const { items: all } = context.catalog;
  const items = shown.map(
    (entry, i): RankedItem => ({
      item: all[entry.row],
      position: query.offset + i,
      score: entry.score,
      propensity: entry.propensity ?? 1,
      ...(entry.explored && { explored: exploredPlace(entry.explored, all) }),
      why: context.reasons === "none" ? [] : reasonsOf(entry),
      contributions: entry.parts,
    }),
  );
  return { placement: query.placement, collection: query.collection, items, rung };
}

function exploredPlace({ best, pool }: NonNullable<Scored["explored"]>, items: readonly Item[]): ExploredPlace {
  return { best, pool: pool.map(({ row, ...entry }) => ({ id: items[row].id, ...entry })) };
}

export function emptyList(query: ReadQuery, reason: EmptyReason): RankedList {
  return { placement: query.placement, collection: query.collection, items: [], rung: "none", reason };
}

/** Discoveries first: pages the shopper knows come back only when the shelf could not be filled without them. */
export function withoutSeen(rows: Eligible, needed: number): Uint8Array {
  if (rows.count - rows.seen.size < needed) return rows.allowed;
  const allowed = rows.allowed.slice();
  for (const row of rows.seen) allowed[row] = 0;
  return allowed;
}
