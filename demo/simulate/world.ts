/** What is so in the simulated shop, and the part of it that anybody can see. */

/** What the shop publishes of a good: all that a recommender may know. */
export interface PublicItem {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly brand: string;
  readonly category: readonly [department: string, kind: string];
  readonly price: number;
  readonly currency: "EUR";
  /** Epoch milliseconds. */
  readonly availableSince: number;
}

export interface PublicPromotion {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  /** Share of the price. */
  readonly discount: number;
  readonly category?: readonly string[];
  readonly brand?: string;
  readonly minimumBasket: number;
  /** Epoch milliseconds. */
  readonly from: number;
  readonly to: number;
}

export interface PublicCampaign {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly sponsor: string;
  readonly category: readonly string[];
  readonly brand: string;
  /** Euros a click. */
  readonly bid: number;
}

/** A good with what nobody is told. Goods, kinds and departments are known by their place in the lists. */
export interface Good {
  readonly row: number;
  readonly public: PublicItem;
  readonly vector: Float64Array;
  readonly appeal: number;
  readonly department: number;
  readonly kind: number;
  readonly lastsDays?: number;
}

export interface Promotion {
  readonly public: PublicPromotion;
  readonly goods: readonly Good[];
}

export interface Campaign {
  readonly public: PublicCampaign;
  readonly goods: readonly Good[];
}

export interface World {
  readonly goods: readonly Good[];
  readonly kinds: number;
  /** Rows of each kind, in the order of the shop's own listing. */
  readonly listing: readonly (readonly number[])[];
  /** Kinds used together with each kind. */
  readonly together: readonly (readonly number[])[];
  readonly promotions: readonly Promotion[];
  readonly campaigns: readonly Campaign[];
}

export interface Shopper {
  readonly id: number;
  readonly taste: Float64Array;
  /** Share of errands for each kind; sums to 1. */
  readonly errandShares: Float64Array;
  readonly visitsPerDay: number;
  readonly comfortLogPrice: number;
  /** Euros in thirty days. */
  readonly budget: number;
  readonly errandVisits: number;
  readonly logErrands: number;
  readonly eye: number;
  readonly patience: number;
  readonly curiosity: number;
  readonly dealLove: number;
  readonly adDislike: number;
  /** Epoch milliseconds of the first visit. */
  readonly arrives: number;
}

export const DAY_MS = 86_400_000;
