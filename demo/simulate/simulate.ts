/** Days go by: every shopper comes when their time has come, and stays away once they have had enough. */
import type { Dice } from "./dice";
import type { Parameters } from "./parameters";
import type { PastOrder, Policy } from "./policy";
import { newcomer, type ShopperState } from "./shopperState";
import { logistic, type VisitOptions, visit } from "./visit";
import type { VisitRecord } from "./visitRecord";
import { DAY_MS, type Shopper, type World } from "./world";

const TOPIC = { gap: 21, churn: 22 };

export interface SimulateOptions {
  readonly world: World;
  readonly shoppers: readonly Shopper[];
  readonly policy: Policy;
  readonly dice: Dice;
  readonly parameters: Parameters;
  /** Epoch milliseconds: nobody is seen from here on. */
  readonly until: number;
  /** Days after their first visit that each shopper is followed; default: to the end. */
  readonly followDays?: number;
  readonly onVisit?: VisitOptions["onVisit"];
}

/** @returns every visit, in order of time of each shopper, shopper by shopper */
export function simulate(options: SimulateOptions): VisitRecord[] {
  return options.shoppers.flatMap((shopper) => simulateShopper(newcomer(shopper), options));
}

function simulateShopper(state: ShopperState, options: SimulateOptions): VisitRecord[] {
  const { shopper } = state;
  const { world, policy, dice, parameters, followDays, onVisit } = options;
  const end = Math.min(options.until, shopper.arrives + (followDays ?? Number.POSITIVE_INFINITY) * DAY_MS);
  const visits: VisitRecord[] = [];
  for (let at = shopper.arrives; at < end && !state.gone; at += gapMs(state, dice, parameters)) {
    state.visits++;
    visits.push(visit(state, { world, policy, dice, parameters, onVisit, at: Math.round(at) }));
    const { churn, churnSlope } = parameters.satisfaction;
    state.gone =
      dice.uniform(shopper.id, state.visits, TOPIC.churn) < logistic(churn - churnSlope * state.satisfaction);
  }
  return visits;
}

/** Waiting times are exponential; one hour at least. */
function gapMs(state: ShopperState, dice: Dice, { satisfaction }: Parameters): number {
  const { visitsPerDay, id } = state.shopper;
  const days = -Math.log(1 - dice.uniform(id, state.visits, TOPIC.gap)) / visitsPerDay;
  return Math.max(DAY_MS / 24, days * DAY_MS * Math.exp(-satisfaction.returnsSooner * state.satisfaction));
}

/** The orders among the visits, as the shop's books have them. */
export function ordersOf(visits: readonly VisitRecord[], world: World): PastOrder[] {
  return visits
    .filter(({ bought }) => bought.length > 0)
    .map(({ shopper, at, bought }) => ({ shopper, at, items: bought.map((row) => world.goods[row].public.id) }))
    .sort((a, b) => a.at - b.at);
}
