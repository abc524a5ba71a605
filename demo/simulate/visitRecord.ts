/** What came of one visit: the rows that every measure is made of. */
export interface VisitRecord {
  readonly shopper: number;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly seconds: number;
  /** Goods on shelves: looked at, and clicked. */
  readonly shelf: { seen: number; clicked: number };
  /** `used`: 1 when the order had a promotion's discount. */
  readonly promotions: { seen: number; clicked: number; used: number };
  /** `bought`: 1 when the order held a good of the ad that was clicked. */
  readonly ads: { seen: number; clicked: number; bought: number };
  /** Rows of the goods of the order; empty without one. */
  readonly bought: number[];
  /** Euros paid. */
  value: number;
}
