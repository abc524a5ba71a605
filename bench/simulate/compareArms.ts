/** Every arm in every world, with the same shoppers and the same luck. */
import { makeShoppers } from "../../demo/simulate/makeShoppers";
import { type Measure, measure } from "../../demo/simulate/measures";
import { PARAMETERS } from "../../demo/simulate/parameters";
import { season } from "../../demo/simulate/season";
import { type OrderShape, shapeOf } from "../../demo/simulate/shape";
import { simulate } from "../../demo/simulate/simulate";
import { DAY_MS } from "../../demo/simulate/world";
import type { Arm } from "./arms";
import { PROTOCOL } from "./protocol";

export interface SeedResult {
  readonly seed: number;
  readonly shape: OrderShape;
  readonly arms: Readonly<Record<string, Readonly<Record<Measure, number>>>>;
}

export interface CompareOptions {
  readonly seeds: readonly number[];
  readonly shoppers?: number;
  /** Results of a seed that an earlier run of the same program kept. */
  readonly known?: (seed: number) => SeedResult | undefined;
  readonly onSeed?: (result: SeedResult) => void;
  readonly onArm?: (seed: number, arm: string, seconds: number) => void;
}

/** Ids of the comparison's shoppers start here: nobody of the season before is among them. */
const FIRST_ID = 1_000_000;

export async function compareArms(arms: readonly Arm[], options: CompareOptions): Promise<SeedResult[]> {
  const results: SeedResult[] = [];
  for (const seed of options.seeds) {
    const known = options.known?.(seed);
    if (known) {
      results.push(known);
      continue;
    }
    const { pastShoppers, pastDays, arriveDays, followDays } = PROTOCOL;
    const daysAhead = arriveDays + followDays;
    const past = season({ seed, parameters: PARAMETERS, shoppers: pastShoppers, days: pastDays, daysAhead });
    const { world, dice, ends } = past;
    const count = options.shoppers ?? PROTOCOL.shoppers;
    const shoppers = makeShoppers(world, {
      dice,
      parameters: PARAMETERS,
      count,
      firstId: FIRST_ID,
      from: ends,
      overDays: arriveDays,
    });
    const found: Record<string, Record<Measure, number>> = {};
    for (const arm of arms) {
      const started = performance.now();
      const opened = await arm.open(past);
      const visits = simulate({
        ...opened,
        world,
        dice,
        shoppers,
        parameters: PARAMETERS,
        until: ends + daysAhead * DAY_MS,
        followDays,
      });
      found[arm.name] = measure(visits, count);
      options.onArm?.(seed, arm.name, (performance.now() - started) / 1000);
    }
    const result = { seed, shape: shapeOf(past.shop.orders), arms: found };
    options.onSeed?.(result);
    results.push(result);
  }
  return results;
}
