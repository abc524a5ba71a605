/** What a shopper remembers and feels. It moves with every visit; `wanting` reads it. */
import type { Dice } from "./dice";
import { dot } from "./makeShoppers";
import type { Parameters } from "./parameters";
import { DAY_MS, type Good, type Shopper, type World } from "./world";

export interface ShopperState {
  readonly shopper: Shopper;
  /** Visits so far, the present one included. */
  visits: number;
  /** Running average, about −1 to 1. */
  satisfaction: number;
  gone: boolean;
  /** Times of purchase of each good, ascending. */
  readonly bought: Map<number, number[]>;
  /** Last purchase of each kind. */
  readonly kindBought: Map<number, number>;
  /** When each good was passed over, newest last. */
  readonly passedOver: Map<number, number[]>;
  readonly spending: { readonly at: number; readonly amount: number }[];
}

export function newcomer(shopper: Shopper): ShopperState {
  return {
    shopper,
    visits: 0,
    satisfaction: 0,
    gone: false,
    bought: new Map(),
    kindBought: new Map(),
    passedOver: new Map(),
    spending: [],
  };
}

export interface Moment {
  readonly world: World;
  readonly parameters: Parameters;
  readonly dice: Dice;
  /** Epoch milliseconds. */
  readonly at: number;
  readonly basket: ReadonlySet<number>;
}

const FATIGUE_DAYS = 14;
const TOGETHER_DAYS = 30;
const OWNS_DAYS = 365;

/** How much a good is wanted now, by what can be told from a shelf; about −3 to 5. */
export function wanting(state: ShopperState, good: Good, moment: Moment): number {
  const { choice } = moment.parameters;
  const { shopper } = state;
  let want = choice.taste * dot(shopper.taste, good.vector) + good.appeal;
  want -= choice.price * Math.max(0, Math.log(good.public.price) - shopper.comfortLogPrice);
  want += possession(state, good, moment);
  if (goesTogether(state, good, moment)) want += choice.together;
  const passed = state.passedOver.get(good.row) ?? [];
  const lately = passed.filter((at) => moment.at - at < FATIGUE_DAYS * DAY_MS).length;
  return want - choice.fatigue * lately;
}

/** Things that last are wanted less once owned; things that are used up are wanted again when their time has come. */
function possession(state: ShopperState, good: Good, { parameters, at }: Moment): number {
  const { choice } = parameters;
  const times = state.bought.get(good.row);
  const kindAt = state.kindBought.get(good.kind);
  if (good.lastsDays !== undefined) {
    if (kindAt === undefined) return 0;
    const used = (at - kindAt) / (good.lastsDays * DAY_MS);
    if (used < 0.6) return -choice.ownsKind;
    return times ? choice.need : choice.need / 2;
  }
  if (times && at - times[times.length - 1] < OWNS_DAYS * DAY_MS) return -choice.ownsIt;
  return kindAt !== undefined && at - kindAt < OWNS_DAYS * DAY_MS ? -choice.ownsKind : 0;
}

function goesTogether(state: ShopperState, good: Good, { world, basket, at }: Moment): boolean {
  const partners = world.together[good.kind];
  if (partners.some((kind) => at - (state.kindBought.get(kind) ?? Number.NEGATIVE_INFINITY) < TOGETHER_DAYS * DAY_MS)) {
    return true;
  }
  for (const row of basket) if (partners.includes(world.goods[row].kind)) return true;
  return false;
}

export function passOver(state: ShopperState, row: number, at: number): void {
  const times = state.passedOver.get(row);
  if (times) times.push(at);
  else state.passedOver.set(row, [at]);
}

export function spentLately(state: ShopperState, at: number): number {
  let total = 0;
  for (const { at: when, amount } of state.spending) if (at - when < 30 * DAY_MS) total += amount;
  return total;
}
