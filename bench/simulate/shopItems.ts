/** What the simulated shop publishes, as the items of Aisle's catalogues. */

import type { PastOrder } from "../../demo/simulate/policy";
import type { PublicCampaign, PublicItem, PublicPromotion } from "../../demo/simulate/world";
import { DAY_MS } from "../../demo/simulate/world";
import type { Item } from "../../src/types";

/** With the orders of the last thirty days as `popularity`, as a feed would have them. */
export function productItems(items: readonly PublicItem[], orders: readonly PastOrder[], at: number): Item[] {
  const sales = new Map<string, number>();
  for (const order of orders) {
    if (order.at < at - 30 * DAY_MS || order.at >= at) continue;
    for (const id of order.items) sales.set(id, (sales.get(id) ?? 0) + 1);
  }
  return items.map((item) => ({ ...item, popularity: sales.get(item.id) ?? 0 }));
}

export function promotionItem({ minimumBasket, discount, from, to, brand, category, ...rest }: PublicPromotion): Item {
  return {
    ...rest,
    brand,
    category,
    promotion: {
      from,
      to,
      percentOff: Math.round(100 * discount),
      ...(minimumBasket > 0 && { minimumPurchase: minimumBasket }),
      appliesTo: {
        ...(brand && { brands: [brand] }),
        ...(category && { categories: [category[category.length - 1]] }),
      },
    },
  };
}

export function campaignItem({ sponsor, bid, ...rest }: PublicCampaign): Item {
  return { ...rest, campaign: { sponsor, bid } };
}
