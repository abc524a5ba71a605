/**
 * The auction of one ad placement, run in the page. Everybody's bid is public like the file it comes from; what it is
 * multiplied with, the predicted click, is this shopper's own.
 */

export interface Bid {
  readonly id: string;
  /** Currency units a click. */
  readonly bid: number;
  /** Predicted probability of a click, above 0. */
  readonly clickRate: number;
}

export interface Award extends Bid {
  /** Expected revenue of showing it: bid × predicted click. */
  readonly rank: number;
  /** Currency units to be paid for a click; never above the bid, never below the reserve. */
  readonly price: number;
}

export interface AuctionOptions {
  readonly places: number;
  /** Lowest price of a click. Bids below it do not take part. */
  readonly reserve: number;
}

/**
 * Places go to the highest bid × predicted click. Each winner pays the lowest bid with which it would still have won:
 * the best loser's rank over its own click rate, or the reserve. For places alike this is Vickrey's auction (1961): no
 * campaign gains by a bid other than what a click is worth to it. Of equal ranks the id that sorts first wins.
 */
export function secondPriceAuction(bids: readonly Bid[], { places, reserve }: AuctionOptions): Award[] {
  const ranked = bids
    .filter(({ bid, clickRate }) => isUsable(bid) && isUsable(clickRate) && bid >= reserve)
    .map((entry) => ({ ...entry, rank: entry.bid * entry.clickRate }))
    .sort((a, b) => b.rank - a.rank || (a.id < b.id ? -1 : 1));
  const toBeat = ranked[places]?.rank ?? 0;
  return ranked.slice(0, places).map((entry) => ({
    ...entry,
    // Rounding must not push the price a hair above the bid.
    price: Math.min(entry.bid, Math.max(reserve, toBeat / entry.clickRate)),
  }));
}

function isUsable(value: number): boolean {
  return value > 0 && Number.isFinite(value);
}
