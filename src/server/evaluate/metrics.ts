/** Ranking metrics of one target a case, all items ranked. */

export const CUTS = [5, 10, 20, 50] as const;

export interface RankingMetrics {
  readonly cases: number;
  readonly mrr: number;
  /** By cut. */
  readonly ndcg: Readonly<Record<number, number>>;
  readonly recall: Readonly<Record<number, number>>;
}

/** Rank of the target from 1; among equal scores, the mean of the ranks they share. */
export function averageRank(scores: ArrayLike<number>, target: number): number {
  const score = scores[target];
  let above = 0;
  let equal = 0;
  for (let item = 0; item < scores.length; item++) {
    if (scores[item] > score) above++;
    else if (scores[item] === score) equal++;
  }
  return above + (equal + 1) / 2;
}

/** Gain of one target at a rank: 1 / log₂(rank + 1) within the cut. */
export function ndcgAt(rank: number, cut: number): number {
  return rank <= cut ? 1 / Math.log2(rank + 1) : 0;
}

export function summarise(ranks: ArrayLike<number>): RankingMetrics {
  const mean = (value: (rank: number) => number) => {
    let sum = 0;
    for (let i = 0; i < ranks.length; i++) sum += value(ranks[i]);
    return ranks.length === 0 ? 0 : sum / ranks.length;
  };
  const perCut = (value: (rank: number, cut: number) => number) =>
    Object.fromEntries(CUTS.map((cut) => [cut, mean((rank) => value(rank, cut))]));
  return {
    cases: ranks.length,
    mrr: mean((rank) => 1 / rank),
    ndcg: perCut(ndcgAt),
    recall: perCut((rank, cut) => (rank <= cut ? 1 : 0)),
  };
}
