import type { Item } from "../../types";
import type { InterestPoint } from "../interestPoints";
import type { VectorSpace } from "../vectorSpace";
import type { WordIndex } from "../words/wordIndex";
import { firstRows } from "./firstRows";
import { freshRows } from "./freshRows";
import { popularRows } from "./popularRows";
import { similarRows } from "./similarRows";
import { wordedRows } from "./wordedRows";

/** Below this many rows every one is scored. */
export const SCORE_ALL = 600;
/** Rows each source may put forward; a source that a deep page needs more of gives more. */
const COUNTS = { similar: 200, worded: 120, popular: 120, fresh: 50 } as const;

export interface CandidateSources {
  readonly items: readonly Item[];
  readonly words: WordIndex;
  readonly space?: VectorSpace;
}

/** Rows worth scoring, ascending; at least `needed` of the allowed ones, where there are so many. */
export function gatherCandidates(
  points: readonly InterestPoint[],
  sources: CandidateSources,
  options: {
    readonly needed: number;
    readonly allowed: Uint8Array;
    /** Rows to score in any case, where they are allowed. */
    readonly also?: readonly number[];
  },
): Int32Array {
  const { items, words, space } = sources;
  const { allowed, needed, also = [] } = options;
  if (items.length <= SCORE_ALL) return firstRows({ count: items.length, allowed });
  const rows = new Set<number>();
  const add = (found: Int32Array) => {
    for (const row of found) rows.add(row);
  };
  const count = (usual: number) => ({ count: Math.max(usual, needed), allowed });
  if (points.length > 0) {
    if (space) add(similarRows(space, points, { rows: items.length, ...count(COUNTS.similar) }));
    add(wordedRows(words, items, points, count(COUNTS.worded)));
  }
  add(popularRows(items, count(COUNTS.popular)));
  add(freshRows(items, count(COUNTS.fresh)));
  if (rows.size < needed) add(firstRows({ count: needed, allowed }));
  for (const row of also) if (allowed[row]) rows.add(row);
  return Int32Array.from(rows).sort();
}
