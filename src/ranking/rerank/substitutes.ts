import { tasteKey } from "../../profile/keys";
import type { InterestPoint } from "../interestPoints";
import type { RankContext } from "../rankContext";
import type { Eligible } from "./eligible";

/**
 * What completes a basket is no second one of what is in it: items of a leaf category that the basket has already are
 * left out, unless nothing else is there. Without orders to learn from, it is the best that texts can do.
 */
export function withoutSubstitutes(
  rows: Eligible,
  basket: readonly InterestPoint[],
  { catalog }: RankContext,
): Eligible {
  const { items } = catalog;
  const leafOf = (row: number) => tasteKey(items[row].category?.at(-1) ?? "");
  const leaves = new Set(basket.map(({ row }) => leafOf(row)).filter((leaf) => leaf !== ""));
  if (leaves.size === 0) return rows;
  const allowed = rows.allowed.map((value, row) => (value && !leaves.has(leafOf(row)) ? 1 : 0));
  const count = allowed.reduce((sum, value) => sum + value, 0);
  return count === 0 ? rows : { ...rows, allowed, count };
}
