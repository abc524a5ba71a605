/**
 * What a shop adds to the ranking of one shelf: rules, exploration, fairness. Each is loaded only where it is used, and
 * stands between the same stages: eligible → candidates → score → rerank.
 */
import type { Shelf } from "../types";
import type { RankContext } from "./rankContext";
import type { ReadQuery } from "./readQuery";
import type { Scored } from "./scored";

export interface ShelfSteps {
  /** Takes rows out of `allowed`, in place. */
  allow?(allowed: Uint8Array): void;
  /** Rows that are scored whatever the sources put forward. */
  readonly rows?: readonly number[];
  /** Changes scores; the parts of each still sum to its score. The order does not matter. */
  adjust?(ranked: readonly Scored[]): readonly Scored[];
  /** Changes the order. @param needed places that will be shown, from the first */
  arrange?(placed: readonly Scored[], needed: number): readonly Scored[];
  /** Once arranged: whether `other` may stand in the place of `row` without undoing what this step has done. */
  mayReplace?(row: number, other: number): boolean;
  /** What to say of it on the shelf, once all is done. */
  report?(): Pick<Shelf, "rules">;
}

/** Makes the steps of one query; the order of the list is the order in which they are taken. */
export type StepsOf = (query: ReadQuery, context: RankContext) => readonly ShelfSteps[];
