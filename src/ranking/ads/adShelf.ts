/** A ranking of ads → the ads that are shown: caps, predicted clicks, the auction, and who pays. */
import type { RankedItem } from "../../types";
import type { RankedList } from "../rankedList";
import { secondPriceAuction } from "./auction";
import { clickRate, DEFAULT_CLICK_RATE } from "./clickRate";
import type { Claim } from "./frequencyCap";
import { nextClaim } from "./frequencyCap";

export interface AdShelfOptions {
  readonly places: number;
  /** Lowest price of a click, in the currency of the bids. */
  readonly reserve: number;
  /** Impressions granted in this browser, by campaign. */
  readonly claims: ReadonlyMap<string, readonly Claim[]>;
  readonly now: number;
}

/** An ad that won, and the id under which its impression is to be claimed before it is shown. */
export interface AdPlacement {
  readonly ranked: RankedItem;
  readonly claim: string;
}

/** @param list every eligible ad, ranked for this shopper */
export function adShelf(list: RankedList, { places, reserve, claims, now }: AdShelfOptions): AdPlacement[] {
  const open = list.items.flatMap((ranked) => {
    const { campaign, id } = ranked.item;
    const claim = campaign && nextClaim(id, claims.get(id) ?? [], { cap: campaign.cap, now });
    return campaign && claim !== undefined ? [{ ranked, campaign, claim }] : [];
  });
  const mean = open.reduce((sum, { ranked }) => sum + ranked.score, 0) / Math.max(1, open.length);
  const byId = new Map(open.map((entry) => [entry.ranked.item.id, entry]));
  const bids = open.map(({ ranked, campaign }) => ({
    id: ranked.item.id,
    bid: campaign.bid,
    clickRate: clickRate(campaign.clickRate ?? DEFAULT_CLICK_RATE, mean > 0 ? ranked.score / mean : 1),
  }));
  return secondPriceAuction(bids, { places, reserve }).map(({ id, price, clickRate: predicted }, position) => {
    const { ranked, campaign, claim } = byId.get(id) as (typeof open)[number];
    const ad = { sponsor: campaign.sponsor, price, predictedClickRate: predicted };
    return { ranked: { ...ranked, position, ad }, claim };
  });
}
