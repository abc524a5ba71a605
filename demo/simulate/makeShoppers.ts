/** The people: tastes, purse, patience. Nothing of it is ever told to a recommender. */
import { createDeck, type Deck, type Dice } from "./dice";
import { sum, unit } from "./makeWorld";
import type { Parameters } from "./parameters";
import { DAY_MS, type Shopper, type World } from "./world";

const PEOPLE = 104;
/** Steepness of the errands' shares: how much more often the kinds one likes are needed. */
const ERRAND_FOCUS = 4;

export interface MakeShoppersOptions {
  readonly dice: Dice;
  readonly parameters: Parameters;
  readonly count: number;
  /** Number of the first: two crowds in one world stay apart. */
  readonly firstId: number;
  /** Epoch milliseconds; first visits fall evenly into `overDays` from here. */
  readonly from: number;
  readonly overDays: number;
}

export function makeShoppers(world: World, options: MakeShoppersOptions): Shopper[] {
  return Array.from({ length: options.count }, (_, i) => makeShopper(world, options.firstId + i, options));
}

function makeShopper(world: World, id: number, { dice, parameters, from, overDays }: MakeShoppersOptions): Shopper {
  const { shoppers } = parameters;
  const deck = createDeck(dice, PEOPLE * 1_000_003 + id);
  const between = ([low, high]: readonly [number, number]) => low + deck.uniform() * (high - low);
  const taste = tasteOf(deck, world, parameters);
  const liking = world.listing.map((rows) => Math.exp(ERRAND_FOCUS * meanDot(taste, rows, world)));
  const total = liking.reduce((all, one) => all + one, 0);
  return {
    id,
    taste,
    errandShares: Float64Array.from(liking, (value) => value / total),
    visitsPerDay: Math.max(1 / 200, deck.gamma(shoppers.visitShape, shoppers.visitScale)),
    comfortLogPrice: shoppers.comfortPrice + shoppers.comfortSpread * deck.normal(),
    budget: Math.exp(shoppers.budget + shoppers.budgetSpread * deck.normal()),
    errandVisits: between(shoppers.errandVisits),
    logErrands: shoppers.errands + shoppers.errandsSpread * deck.normal(),
    eye: between(shoppers.eye),
    patience: Math.round(between(shoppers.patience)),
    curiosity: between(shoppers.curiosity),
    dealLove: between(shoppers.dealLove),
    adDislike: between(shoppers.adDislike),
    arrives: from + deck.uniform() * overDays * DAY_MS,
  };
}

/** A few departments, kinds and styles, met through goods that have them, and some whim. */
function tasteOf(deck: Deck, world: World, { shoppers, catalogue }: Parameters): Float64Array {
  const howMany = ([low, high]: readonly [number, number]) => low + deck.below(high - low + 1);
  const departments = deck.sample(
    [...new Set(world.goods.map((good) => good.department))],
    howMany(shoppers.favouriteDepartments),
  );
  const own = world.goods.filter((good) => departments.includes(good.department));
  const kinds = deck.sample([...new Set(own.map((good) => good.kind))], howMany(shoppers.favouriteKinds));
  const liked = own.filter((good) => kinds.includes(good.kind));
  const parts: [number, Float64Array][] = kinds.map((kind) => [
    0.5 + deck.uniform(),
    mean(liked.filter((good) => good.kind === kind).map((good) => good.vector)),
  ]);
  for (const good of deck.sample(liked, howMany(shoppers.favouriteStyles))) parts.push([0.6, good.vector]);
  const whim = unit(Float64Array.from({ length: catalogue.dimensions }, deck.normal));
  return unit(
    sum([
      [1, unit(sum(parts))],
      [shoppers.tasteNoise, whim],
    ]),
  );
}

function mean(vectors: readonly Float64Array[]): Float64Array {
  return sum(vectors.map((vector) => [1 / vectors.length, vector]));
}

function meanDot(taste: Float64Array, rows: readonly number[], world: World): number {
  let total = 0;
  for (const row of rows) total += dot(taste, world.goods[row].vector);
  return total / rows.length;
}

export function dot(a: Float64Array, b: Float64Array): number {
  let total = 0;
  for (let i = 0; i < a.length; i++) total += a[i] * b[i];
  return total;
}
