import type { ExplorePolicy } from "../../../types";
import { byScore, type Scored } from "../../scored";
import { drawn, expectedRegret, propensities, temper } from "./propensities";

export interface ExploreOptions {
  readonly policy: ExplorePolicy;
  /** Share of the shown places that may be explored, counted from the last; 0 to 1. */
  readonly places: number;
  /** How much of the shelf's total score may be given away on average, 0 to 1. */
  readonly budget: number;
  /** Scores this close to the place's own, in units of the best, are near-ties. */
  readonly width: number;
  /** Items beside the best that one place draws from, at most. */
  readonly reserve: number;
  /** Places shown on the first page. */
  readonly needed: number;
  /** Whether the row of `other` may stand where `row` does; a pinned one, say, stays. Default: always. */
  readonly mayReplace?: (row: number, other: number) => boolean;
  /** Uniform in [0, 1), the same for the same place as long as the shelf shall not change. */
  readonly draw: (place: number) => number;
}

/**
 * Lets items that just missed the shelf stand in its last places now and then. Every explored place has candidates of its
 * own: the item that would stand there, and near-ties from behind the shelf that no other place draws from. Draws are
 * therefore independent, each item has one place it may stand at, and the logged propensity is exactly the probability
 * that the policy puts this item at this place.
 */
export function explore(placed: readonly Scored[], options: ExploreOptions): Scored[] {
  const { policy, budget, width, reserve, needed, mayReplace = () => true, draw } = options;
  const shown = Math.min(needed, placed.length);
  const best = placed.reduce((most, { score }) => Math.max(most, score), 0);
  const count = Math.min(Math.ceil(options.places * shown), shown);
  if (!(best > 0) || count === 0 || placed.length === shown) return [...placed];
  const places = Array.from({ length: count }, (_, i) => shown - count + i);
  const pools = poolsOf(placed, { places, shown, reserve, mayReplace, width: width * best });
  const plans = pools.map((pool) => {
    const scores = pool.map(({ score }) => score);
    const odds = propensities(scores, policy, best);
    return { pool, odds, regret: expectedRegret(scores, odds) };
  });
  const regret = plans.reduce((sum, plan) => sum + plan.regret, 0);
  const allowed = budget * placed.slice(0, shown).reduce((sum, { score }) => sum + Math.max(0, score), 0);
  const share = regret > allowed ? allowed / regret : 1;

  const result: Scored[] = [...placed];
  plans.forEach(({ pool, odds }, i) => {
    if (pool.length < 2) return;
    const place = places[i];
    const tempered = temper(odds, share);
    const chosen = drawn(tempered, draw(place));
    const explored = {
      best,
      pool: pool.map(({ row, score }, at) => ({ row, score, propensity: tempered[at] })),
    };
    // What can never happen teaches nothing of what else would have.
    const drew = tempered.every((probability) => probability > 0);
    const entry = { ...pool[chosen], propensity: tempered[chosen], ...(drew && { explored }) };
    // The one that gives way takes the place behind the shelf that the chosen one leaves.
    if (chosen > 0) result[placed.indexOf(pool[chosen])] = pool[0];
    result[place] = entry;
  });
  return result;
}

/**
 * Near-ties from behind the shelf are dealt out in turn, so that no two places share one. Diversity may have put a better
 * score behind a place: only items at most as good as the place's own are its near-ties.
 */
function poolsOf(
  placed: readonly Scored[],
  options: {
    readonly places: readonly number[];
    readonly shown: number;
    readonly reserve: number;
    readonly width: number;
    readonly mayReplace: (row: number, other: number) => boolean;
  },
): Scored[][] {
  const { places, shown, reserve, width, mayReplace } = options;
  const pools = places.map((place) => [placed[place]]);
  let turn = 0;
  // By score: how the places behind the shelf are arranged depends on how many of them are asked for.
  for (const entry of placed.slice(shown).sort(byScore)) {
    for (let tries = 0; tries < pools.length; tries++) {
      const pool = pools[(turn + tries) % pools.length];
      const gap = pool[0].score - entry.score;
      if (pool.length > reserve || gap < 0 || gap > width || !mayReplace(pool[0].row, entry.row)) continue;
      pool.push(entry);
      turn = (turn + tries + 1) % pools.length;
      break;
    }
    if (pools.every((pool) => pool.length > reserve)) break;
  }
  return pools;
}
