import { tasteKey } from "../../profile/keys";
import type { Item, Placement } from "../../types";
import { unitTerms } from "../closeness";
import type { Scored } from "../scored";
import { centredCosine, centredRows, type VectorSpace } from "../vectorSpace";
import type { WordIndex } from "../words/wordIndex";

/**
 * Share of the best score that an item loses for being the same as one already on the shelf. Small: on validation
 * shoppers bought the red one and the blue one together.
 */
export const DIVERSITY: Readonly<Partial<Record<Placement, number>>> = {
  home: 0.05,
  related: 0.03,
  complement: 0.05,
  trending: 0.05,
  new: 0.05,
};
/** Two items of one leaf category count as this alike, even where neither vectors nor words agree. */
const SAME_CATEGORY = 0.3;
/** Nobody notices the order of the twenty-fifth item; below it the score decides. */
const PLACES = 24;
const POOL = 4;

export interface DiversityOptions {
  readonly items: readonly Item[];
  readonly words: WordIndex;
  readonly space?: VectorSpace;
  /** 0 leaves the order alone. */
  readonly strength: number;
  readonly needed: number;
}

/**
 * Maximal marginal relevance (Carbonell and Goldstein 1998): places go one by one to the item with the best score less
 * a penalty for likeness to those placed. Scores stay as they are; only the order changes.
 */
export function diversify(ranked: readonly Scored[], options: DiversityOptions): Scored[] {
  const { strength, needed } = options;
  const places = Math.min(PLACES, needed, ranked.length);
  if (strength === 0 || places < 2) return [...ranked];
  const pool = ranked.slice(0, Math.max(40, places * POOL));
  const likeness = likenessOf(pool, options);
  const penalty = strength * Math.max(0, ranked[0].score);
  const closest = new Float64Array(pool.length);
  const placed: number[] = [];
  const left = new Set(pool.keys());
  while (placed.length < places) {
    let best = -1;
    let bestValue = Number.NEGATIVE_INFINITY;
    for (const i of left) {
      const value = pool[i].score - penalty * closest[i];
      if (value > bestValue) [best, bestValue] = [i, value];
    }
    placed.push(best);
    left.delete(best);
    for (const i of left) closest[i] = Math.max(closest[i], likeness(i, best));
  }
  const first = placed.map((i) => pool[i]);
  const taken = new Set(first);
  return [...first, ...ranked.filter((item) => !taken.has(item))];
}

function likenessOf(pool: readonly Scored[], options: DiversityOptions): (a: number, b: number) => number {
  const { items, space, words } = options;
  const rows = pool.map((entry) => entry.row);
  const at = space && centredRows(space, rows);
  const leaves = rows.map((row) => tasteKey(items[row].category?.at(-1) ?? ""));
  const terms = new Map<number, Map<number, number>>();
  const termsOf = (i: number) => {
    const known = terms.get(i);
    if (known) return known;
    const found = new Map(unitTerms(words, items[rows[i]], rows[i]));
    terms.set(i, found);
    return found;
  };
  return (a, b) => {
    const category = leaves[a] !== "" && leaves[a] === leaves[b] ? SAME_CATEGORY : 0;
    if (space && at && at.at.norms[a] > 0 && at.at.norms[b] > 0) {
      return Math.max(category, centredCosine(space, at, a, at, b));
    }
    let shared = 0;
    const other = termsOf(b);
    for (const [term, value] of termsOf(a)) shared += value * (other.get(term) ?? 0);
    return Math.max(category, shared);
  };
}
