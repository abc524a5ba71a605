/**
 * Every number of the simulated shop. They were chosen so that the orders of today's shop (best sellers on its shelves)
 * have the shape of real ones (`targets.ts`), and were frozen before any recommender was run in it.
 */
export const PARAMETERS = {
  catalogue: {
    items: 1_200,
    /** Share of the items that came into the shop in the last `freshDays`. */
    freshShare: 0.12,
    freshDays: 45,
    /** Length of the hidden vectors that tastes and goods share. */
    dimensions: 16,
    /** How much of a good is its department, its kind, its style words, its brand, and nothing anybody could read. */
    department: 0.45,
    kind: 0.6,
    style: 0.5,
    brand: 0.25,
    own: 0.45,
    /** Spread of how good a thing is, whoever looks: it makes the tail. */
    appeal: 0.54,
    priceSpread: 0.35,
  },
  shoppers: {
    /** Visits a day: gamma distributed over shoppers. */
    visitShape: 0.8,
    visitScale: 0.053,
    /** Kinds, departments and styles a taste is made of. */
    favouriteDepartments: [1, 3],
    favouriteKinds: [3, 7],
    favouriteStyles: [1, 3],
    tasteNoise: 0.35,
    /** Logarithm of the typical price at which a shopper starts to hesitate, and its spread. */
    comfortPrice: 3.6,
    comfortSpread: 0.5,
    /** Money for this shop in thirty days: logarithm of euros, and its spread. */
    budget: 4.9,
    budgetSpread: 0.7,
    /** Share of visits that have errands at all: lowest and highest of all shoppers. */
    errandVisits: [0.08, 0.42],
    /** Errands in such a visit: logarithm of the median, spread over shoppers and over visits of one. */
    errands: 1.4,
    errandsSpread: 0.6,
    errandsMood: 0.85,
    /** Share of errands that are for something bought before. */
    habit: 0.38,
    /** Probability to go on to the next place of a list: lowest and highest of all shoppers. */
    eye: [0.72, 0.94],
    /** Things looked at in one visit before the shopper is tired: lowest and highest. */
    patience: [25, 70],
    /** Probability to look at a shelf at all. */
    curiosity: [0.35, 0.9],
    dealLove: [0, 1.2],
    adDislike: [0.1, 0.7],
  },
  choice: {
    /** Weight of taste in how much a thing is wanted. */
    taste: 2.6,
    /** Wanted less for every factor e above the comfortable price. */
    price: 0.7,
    /** Used up, or of a kind the errand is for. */
    need: 1.3,
    errand: 2.6,
    /** Goes with what lies in the basket or was bought in the last thirty days. */
    together: 0.9,
    /** Owns one already, or one of its kind. */
    ownsIt: 2.5,
    ownsKind: 0.8,
    /** Each time it was seen and passed over in the last fourteen days. */
    fatigue: 0.3,
    clickSteepness: 1.5,
    /** Wanted this much, a thing that is looked at is clicked every second time. */
    clickBar: 4.1,
    buySteepness: 1.6,
    buyBar: 2.6,
    /** What the product's own page reveals: nobody could know before. */
    surprise: 0.7,
    /** Harder to please when the month's money is spent. */
    overBudget: 1.5,
    habitBuys: 0.85,
    checksOut: 0.86,
  },
  dwell: {
    /** Seconds on a product page: logarithm of the median, its spread, and how it grows with wanting. */
    log: 3.1,
    spread: 0.6,
    wanting: 0.25,
    /** Seconds over each thing looked at in a list. */
    look: 1.6,
    errand: 20,
  },
  satisfaction: {
    /** Share of the newest visit in the running average. */
    memory: 0.35,
    shelf: 0.9,
    errand: 0.5,
    ad: 0.35,
    /** Log odds never to come back after a visit, when neither pleased nor displeased. */
    churn: -2.75,
    churnSlope: 1.6,
    /** A pleased shopper comes sooner: share of the gap for one unit of satisfaction. */
    returnsSooner: 0.15,
  },
  offers: {
    promotions: 16,
    promotionDays: [7, 21],
    discounts: [0.1, 0.15, 0.2, 0.25, 0.3],
    /** Wanting that a discount adds, for one who loves deals. */
    dealWeight: 2,
    promotionBar: 3.4,
    campaigns: 30,
    bids: [0.05, 0.6],
    adBar: 2.9,
    /** Goods behind one promotion or ad that a shopper who follows it looks at. */
    landing: 12,
  },
} as const;

/** The same shape with any numbers: tests turn single forces off. */
export type Parameters = Numbers<typeof PARAMETERS>;

type Numbers<T> = T extends number ? number : { readonly [Key in keyof T]: Numbers<T[Key]> };
