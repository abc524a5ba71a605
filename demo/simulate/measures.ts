/** The measures of an arm, from its visits. */
import type { VisitRecord } from "./visitRecord";
import { DAY_MS } from "./world";

export const MEASURES = [
  "dwell",
  "clickThrough",
  "conversion",
  "basketValue",
  "revenue",
  "promotionClickThrough",
  "participation",
  "adClickThrough",
  "adConversion",
  "retention",
] as const;
export type Measure = (typeof MEASURES)[number];

export const MEASURE_TEXTS: Readonly<Record<Measure, string>> = {
  dwell: "active seconds a visit",
  clickThrough: "clicks on products of shelves, of those looked at",
  conversion: "orders, of visits",
  basketValue: "euros an order",
  revenue: "euros a shopper in the time followed",
  promotionClickThrough: "clicks on promotions, of those looked at",
  participation: "shoppers who used a promotion, of all",
  adClickThrough: "clicks on ads, of those looked at",
  adConversion: "orders of advertised goods, of ads clicked",
  retention: "shoppers who came again 30 to 60 days after their first visit, of all",
};

/**
 * @param shoppers how many there were
 * @returns NaN where nothing was shown or sold
 */
export function measure(visits: readonly VisitRecord[], shoppers: number): Record<Measure, number> {
  const sum = (value: (visit: VisitRecord) => number) => visits.reduce((total, visit) => total + value(visit), 0);
  const orders = visits.filter(({ bought }) => bought.length > 0);
  const users = new Set(visits.filter(({ promotions }) => promotions.used > 0).map(({ shopper }) => shopper));
  const value = sum((visit) => visit.value);
  return {
    dwell: sum(({ seconds }) => seconds) / visits.length,
    clickThrough: sum(({ shelf }) => shelf.clicked) / sum(({ shelf }) => shelf.seen),
    conversion: orders.length / visits.length,
    basketValue: value / orders.length,
    revenue: value / shoppers,
    promotionClickThrough: sum(({ promotions }) => promotions.clicked) / sum(({ promotions }) => promotions.seen),
    participation: users.size / shoppers,
    adClickThrough: sum(({ ads }) => ads.clicked) / sum(({ ads }) => ads.seen),
    adConversion: sum(({ ads }) => ads.bought) / sum(({ ads }) => ads.clicked),
    retention: returned(visits) / shoppers,
  };
}

function returned(visits: readonly VisitRecord[]): number {
  const first = new Map<number, number>();
  for (const { shopper, at } of visits) first.set(shopper, Math.min(at, first.get(shopper) ?? at));
  const back = visits.filter(({ shopper, at }) => {
    const since = at - (first.get(shopper) as number);
    return since >= 30 * DAY_MS && since < 60 * DAY_MS;
  });
  return new Set(back.map(({ shopper }) => shopper)).size;
}
