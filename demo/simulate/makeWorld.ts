/** The goods: a hidden vector and an appeal each, and the words, brand and price that give some of it away. */
import { createDeck, type Deck, type Dice } from "./dice";
import { BRANDS, GOODS, type KindOfGoods, SIZES } from "./goods";
import { makeCampaigns, makePromotions } from "./makeOffers";
import type { Parameters } from "./parameters";
import { DAY_MS, type Good, type World } from "./world";

const CATALOGUE = 101;

export interface MakeWorldOptions {
  readonly dice: Dice;
  readonly parameters: Parameters;
  /** Epoch milliseconds: the day on which promotions begin. */
  readonly opens: number;
  /** Epoch milliseconds: the day from which newness counts back. */
  readonly ends: number;
  /** Days over which promotions run. */
  readonly days: number;
}

export function makeWorld(options: MakeWorldOptions): World {
  const { dice, parameters } = options;
  const deck = createDeck(dice, CATALOGUE);
  const kinds = GOODS.flatMap((department, d) => department.kinds.map((kind) => ({ kind, department: d })));
  const kindNames = kinds.map(({ kind }) => kind.name);
  const goods = makeGoods(deck, kinds, options);
  const together = kinds.map(({ kind, department }) =>
    GOODS[department].together.flatMap(([a, b]) =>
      a === kind.name ? [kindNames.indexOf(b)] : b === kind.name ? [kindNames.indexOf(a)] : [],
    ),
  );
  const listing = kinds.map((_, k) =>
    goods
      .filter((good) => good.kind === k)
      .sort((a, b) => b.appeal - a.appeal || a.row - b.row)
      .map((good) => good.row),
  );
  return {
    goods,
    kinds: kinds.length,
    listing,
    together,
    promotions: makePromotions(goods, { dice, parameters, opens: options.opens, days: options.days }),
    campaigns: makeCampaigns(goods, { dice, parameters }),
  };
}

interface Kind {
  readonly kind: KindOfGoods;
  readonly department: number;
}

function makeGoods(deck: Deck, kinds: readonly Kind[], { parameters, ends }: MakeWorldOptions): Good[] {
  const { catalogue } = parameters;
  const direction = () => unit(Float64Array.from({ length: catalogue.dimensions }, deck.normal));
  const departments = GOODS.map(direction);
  const kindDirections = kinds.map(direction);
  const styles = new Map([...new Set(GOODS.flatMap(({ styles }) => styles))].map((word) => [word, direction()]));
  const brands = new Map(BRANDS.map((brand) => [brand, { direction: direction(), tier: 0.25 * deck.normal() }]));
  const brandsOf = GOODS.map(() => deck.sample(BRANDS, 7));
  return Array.from({ length: catalogue.items }, (_, row): Good => {
    const k = row % kinds.length;
    const { kind, department: d } = kinds[k];
    const department = GOODS[d];
    const [style, second] = deck.sample(department.styles, 2);
    const brand = deck.pick(brandsOf[d]);
    const size = deck.pick(SIZES);
    const known = brands.get(brand) as { direction: Float64Array; tier: number };
    const vector = unit(
      sum([
        [catalogue.department, departments[d]],
        [catalogue.kind, kindDirections[k]],
        [catalogue.style, styles.get(style) as Float64Array],
        [catalogue.style / 2, styles.get(second) as Float64Array],
        [catalogue.brand, known.direction],
        [catalogue.own, direction()],
      ]),
    );
    const price = kind.price * size.priceFactor * Math.exp(known.tier + catalogue.priceSpread * deck.normal());
    const age =
      deck.uniform() < catalogue.freshShare ? deck.uniform() * catalogue.freshDays : 60 + deck.uniform() * 700;
    const title = `${brand} ${style} ${kind.name}${size.text && `, ${size.text}`}`;
    return {
      row,
      public: {
        id: `good-${row}`,
        title,
        description: `A ${second} ${kind.name} for ${deck.pick(department.uses)}, by ${brand}.`,
        brand,
        category: [department.name, kind.name],
        price: Math.max(0.5, Math.round(price * 100) / 100),
        currency: "EUR",
        availableSince: ends - age * DAY_MS,
      },
      vector,
      appeal: catalogue.appeal * deck.normal(),
      department: d,
      kind: k,
      lastsDays: kind.lastsDays,
    };
  });
}

export function sum(parts: readonly (readonly [number, Float64Array])[]): Float64Array {
  const total = new Float64Array(parts[0][1].length);
  for (const [weight, vector] of parts) for (let i = 0; i < total.length; i++) total[i] += weight * vector[i];
  return total;
}

export function unit(vector: Float64Array): Float64Array {
  const norm = Math.hypot(...vector);
  return vector.map((value) => value / norm);
}
