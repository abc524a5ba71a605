/** Today's shop: best sellers on every shelf, promotions by how soon they end, ads by bid. And a shop without shelves. */
import type { Policy, ShelfRequest, ShopKnowledge } from "./policy";
import { DAY_MS } from "./world";

const SALES_DAYS = 30;

/** Promotions and ads are shown to everybody alike; no shelf is. */
export function noRecommendations(shop: ShopKnowledge): Policy {
  return {
    show: (request) => offersFor(request, shop),
    observe: () => undefined,
  };
}

export function bestSellers(shop: ShopKnowledge, at: number): Policy {
  const ranked = idsBySales(shop, at);
  return {
    show(request) {
      const { slot, item, basket, limit } = request;
      if (slot === "promotions" || slot === "ads") return offersFor(request, shop);
      const skip = slot === "again" ? 8 : 0;
      const hidden = new Set([...basket, item]);
      return ranked.filter((id) => !hidden.has(id)).slice(skip, skip + limit);
    },
    observe: () => undefined,
  };
}

/** Ids by the orders of the last thirty days. */
export function idsBySales({ items, orders }: Pick<ShopKnowledge, "items" | "orders">, at: number): string[] {
  const sales = new Map<string, number>();
  for (const order of orders) {
    if (order.at < at - SALES_DAYS * DAY_MS || order.at > at) continue;
    for (const id of order.items) sales.set(id, (sales.get(id) ?? 0) + 1);
  }
  return items
    .map(({ id }, i) => ({ id, i, sales: sales.get(id) ?? 0 }))
    .sort((a, b) => b.sales - a.sales || a.i - b.i)
    .map(({ id }) => id);
}

/** The promotions that end soonest; the campaigns that pay most, in turn. */
export function offersFor({ slot, at, shopper, limit }: ShelfRequest, shop: ShopKnowledge): string[] {
  if (slot === "promotions") {
    return shop.promotions
      .filter(({ from, to }) => from <= at && at < to)
      .sort((a, b) => a.to - b.to)
      .slice(0, limit)
      .map(({ id }) => id);
  }
  if (slot !== "ads") return [];
  const best = [...shop.campaigns].sort((a, b) => b.bid - a.bid).slice(0, 10);
  const turn = Math.floor(at / 60_000) + shopper;
  return Array.from({ length: Math.min(limit, best.length) }, (_, i) => best[(turn + i) % best.length].id);
}
