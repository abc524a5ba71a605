/** How the arms are compared. Fixed, like `demo/simulate/parameters.ts`, before a recommender was run. */
export const PROTOCOL = {
  /** Earlier shoppers, whose orders every arm may learn from, and the days they had. */
  pastShoppers: 5_000,
  pastDays: 180,
  /** Shoppers of the comparison: new to the shop; first visits within `arriveDays`, each followed for `followDays`. */
  shoppers: 800,
  arriveDays: 14,
  followDays: 60,
  /** Each seed is another world: goods, people, promotions, luck. */
  seeds: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
} as const;

/** What the article behind Aisle says to have seen, as shares of what was before. It names no baseline and no spread. */
export const CLAIMS = {
  dwell: 0.25,
  clickThrough: 0.3,
  retention: 0.15,
  basketValue: 0.2,
  promotionClickThrough: 0.35,
  participation: 0.15,
  adClickThrough: 0.25,
  adConversion: 0.3,
} as const;

/** It says +15% for product recommendation and +10% for advertising. */
export const AD_RETENTION_CLAIM = 0.1;
