/** A shop before anybody recommends: its world, and the orders of a season from which a recommender may learn. */
import { noRecommendations } from "./bestSellers";
import { createDice, type Dice } from "./dice";
import { makeShoppers } from "./makeShoppers";
import { makeWorld } from "./makeWorld";
import type { Parameters } from "./parameters";
import type { ShopKnowledge } from "./policy";
import { ordersOf, simulate } from "./simulate";
import { DAY_MS, type World } from "./world";

export const OPENS = Date.UTC(2026, 0, 1);

export interface SeasonOptions {
  readonly seed: number;
  readonly parameters: Parameters;
  readonly shoppers: number;
  readonly days: number;
  /** Days after the season for which promotions are planned. */
  readonly daysAhead: number;
}

export interface Season {
  readonly world: World;
  readonly dice: Dice;
  /** Epoch milliseconds. */
  readonly ends: number;
  readonly shop: ShopKnowledge;
}

export function season({ seed, parameters, shoppers: count, days, daysAhead }: SeasonOptions): Season {
  const dice = createDice(seed);
  const ends = OPENS + days * DAY_MS;
  const world = makeWorld({ dice, parameters, opens: OPENS, ends, days: days + daysAhead });
  const known = {
    items: world.goods.map((good) => good.public),
    promotions: world.promotions.map((promotion) => promotion.public),
    campaigns: world.campaigns.map((campaign) => campaign.public),
    orders: [],
  };
  const shoppers = makeShoppers(world, { dice, parameters, count, firstId: 0, from: OPENS, overDays: 0.9 * days });
  const visits = simulate({ world, shoppers, policy: noRecommendations(known), dice, parameters, until: ends });
  return { world, dice, ends, shop: { ...known, orders: ordersOf(visits, world) } };
}
