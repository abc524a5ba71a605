/** Promotions and advertising campaigns: what they apply to, and the words they are announced with. */
import { createDeck, type Dice } from "./dice";
import type { Parameters } from "./parameters";
import { type Campaign, DAY_MS, type Good, type Promotion } from "./world";

const PROMOTIONS = 102;
const CAMPAIGNS = 103;

export interface MakeOffersOptions {
  readonly dice: Dice;
  readonly parameters: Parameters;
}

/** At any moment about `offers.promotions` are running. */
export function makePromotions(
  goods: readonly Good[],
  { dice, parameters, opens, days }: MakeOffersOptions & { readonly opens: number; readonly days: number },
): Promotion[] {
  const { offers } = parameters;
  const deck = createDeck(dice, PROMOTIONS);
  const [shortest, longest] = offers.promotionDays;
  const promotions: Promotion[] = [];
  for (let slot = 0; slot < offers.promotions; slot++) {
    for (let day = -deck.uniform() * longest; day < days; ) {
      const length = shortest + deck.uniform() * (longest - shortest);
      const good = deck.pick(goods);
      const discount = deck.pick(offers.discounts);
      const [department, kind] = good.public.category;
      const { brand } = good.public;
      const scope = deck.pick(["kind", "brand", "department"] as const);
      const name = scope === "kind" ? `every ${kind}` : scope === "brand" ? `${brand}` : `everything for ${department}`;
      promotions.push({
        public: {
          id: `promotion-${promotions.length}`,
          title: `${Math.round(discount * 100)}% off ${name}`,
          description: `Save on ${name} for ${Math.round(length)} days.`,
          discount,
          ...(scope === "kind" && { category: [department, kind] }),
          ...(scope === "department" && { category: [department] }),
          ...(scope === "brand" && { brand }),
          minimumBasket: deck.pick([0, 0, 20, 40]),
          from: opens + day * DAY_MS,
          to: opens + (day + length) * DAY_MS,
        },
        goods: goods.filter((other) =>
          scope === "kind"
            ? other.kind === good.kind
            : scope === "brand"
              ? other.public.brand === brand
              : other.department === good.department,
        ),
      });
      day += length;
    }
  }
  return promotions;
}

export function makeCampaigns(goods: readonly Good[], { dice, parameters }: MakeOffersOptions): Campaign[] {
  const { offers } = parameters;
  const deck = createDeck(dice, CAMPAIGNS);
  const [lowest, highest] = offers.bids;
  return Array.from({ length: offers.campaigns }, (_, c): Campaign => {
    const good = deck.pick(goods);
    const { brand, category } = good.public;
    const wanted = goods.filter((other) => other.public.brand === brand && other.department === good.department);
    const kinds = [...new Set(wanted.map((other) => other.public.category[1]))].slice(0, 3).join(", ");
    return {
      public: {
        id: `campaign-${c}`,
        title: `${brand} for ${category[0].toLowerCase()}`,
        description: `Discover ${kinds} by ${brand}.`,
        sponsor: brand,
        category: [category[0]],
        brand,
        bid: Math.round(100 * (lowest + deck.uniform() ** 2 * (highest - lowest))) / 100,
      },
      goods: wanted,
    };
  });
}
