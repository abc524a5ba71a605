/** Are off-policy estimates within their intervals of the truth? In the simulated shop the truth is known. */
import { idsBySales } from "../../demo/simulate/bestSellers";
import { createDeck, type Deck } from "../../demo/simulate/dice";
import { makeShoppers } from "../../demo/simulate/makeShoppers";
import { PARAMETERS } from "../../demo/simulate/parameters";
import { type Season, season } from "../../demo/simulate/season";
import { newcomer, wanting } from "../../demo/simulate/shopperState";
import { logistic } from "../../demo/simulate/visit";
import type { Good } from "../../demo/simulate/world";
import { drawn, propensities } from "../../src/ranking/rerank/explore/propensities";
import type { Decision } from "../../src/server/evaluate/offPolicy/decision";
import { estimate } from "../../src/server/evaluate/offPolicy/estimators";
import { readTargetPolicy } from "../../src/server/evaluate/offPolicy/targetPolicy";
import type { ExplorePolicy } from "../../src/types";

const LOGGING: ExplorePolicy = { kind: "softmax", temperature: 0.1 };
const TARGETS = ["greedy", "uniform", "softmax:0.03", "epsilon:0.2"];
const KINDS = ["ips", "snips", "dr"] as const;
const SETTINGS = { runs: 200, shoppers: 2_000, decisionsEach: 2, pool: 5, truthShoppers: 40_000 };
/** Best sellers from here on are near-ties of the shelf's last places. */
const RANKS = [6, 60] as const;

interface Place {
  readonly scores: readonly number[];
  readonly clickRates: readonly number[];
}

export interface Coverage {
  readonly target: string;
  readonly truth: number;
  readonly effectiveSampleSize: number;
  readonly covered: Readonly<Record<(typeof KINDS)[number], number>>;
  readonly bias: Readonly<Record<(typeof KINDS)[number], number>>;
  readonly width: Readonly<Record<(typeof KINDS)[number], number>>;
}

export function offPolicyCoverage(runs = SETTINGS.runs): { readonly results: Coverage[]; readonly text: string } {
  const past = season({ seed: 1, parameters: PARAMETERS, shoppers: 5_000, days: 180, daysAhead: 0 });
  const deck = createDeck(past.dice, 555);
  const places = placesOf(past);
  const logs = Array.from({ length: runs }, (_, run) => log(places(run * SETTINGS.shoppers, SETTINGS.shoppers), deck));
  const crowd = places(10_000_000, SETTINGS.truthShoppers);
  const results = TARGETS.map((name): Coverage => {
    const target = readTargetPolicy(name);
    const truth = mean(
      crowd.flat().map((place) => {
        const odds = target(decisionOf(place, { unit: "", chosen: 0, reward: 0 }));
        return place.clickRates.reduce((sum, rate, i) => sum + rate * odds[i], 0);
      }),
    );
    const found = logs.map((decisions) => estimate(decisions, target));
    const per = (value: (kind: (typeof KINDS)[number]) => number) =>
      Object.fromEntries(KINDS.map((kind) => [kind, value(kind)])) as Coverage["covered"];
    return {
      target: name,
      truth,
      effectiveSampleSize: mean(found.map((one) => one.effectiveSampleSize)),
      covered: per((kind) => found.filter((one) => one[kind].low <= truth && truth <= one[kind].high).length),
      bias: per((kind) => mean(found.map((one) => one[kind].value)) / truth - 1),
      width: per((kind) => mean(found.map((one) => one[kind].high - one[kind].low)) / truth),
    };
  });
  return { results, text: coverageText(results, runs) };
}

/** Shoppers before places whose candidates are near-ties among best sellers: what the log's policy knows is what sells. */
function placesOf(past: Season): (firstId: number, count: number) => Place[][] {
  const { world, dice, shop, ends } = past;
  const sales = idsBySales(shop, ends).slice(...RANKS);
  const rowOf = new Map(world.goods.map((good) => [good.public.id, good]));
  const goods = sales.map((id) => rowOf.get(id) as Good);
  const { choice } = PARAMETERS;
  return (firstId, count) =>
    makeShoppers(world, { dice, parameters: PARAMETERS, count, firstId, from: ends, overDays: 1 }).map((shopper) => {
      const state = newcomer(shopper);
      const moment = { world, parameters: PARAMETERS, dice, at: ends, basket: new Set<number>() };
      const own = createDeck(dice, 900_000_000 + shopper.id);
      return Array.from({ length: SETTINGS.decisionsEach }, (): Place => {
        const pool = own.sample([...goods.keys()], SETTINGS.pool).sort((a, b) => a - b);
        return {
          scores: pool.map((rank) => 1 - 0.006 * rank),
          clickRates: pool.map((rank) =>
            logistic(choice.clickSteepness * (wanting(state, goods[rank], moment) - choice.clickBar)),
          ),
        };
      });
    });
}

function log(shoppers: readonly (readonly Place[])[], deck: Deck): Decision[] {
  return shoppers.flatMap((places, s) =>
    places.map((place) => {
      const chosen = drawn(propensities(place.scores, LOGGING, 1), deck.uniform());
      const reward = deck.uniform() < place.clickRates[chosen] ? 1 : 0;
      return decisionOf(place, { unit: `s${s}`, chosen, reward });
    }),
  );
}

function decisionOf({ scores }: Place, rest: Pick<Decision, "unit" | "chosen" | "reward">): Decision {
  return { ...rest, placement: "home", position: 7, best: 1, scores, propensities: propensities(scores, LOGGING, 1) };
}

function coverageText(results: readonly Coverage[], runs: number): string {
  const share = (count: number) => `${((100 * count) / runs).toFixed(1)}%`;
  const signed = (value: number) => `${value >= 0 ? "+" : "−"}${Math.abs(100 * value).toFixed(1)}%`;
  const half = 1.96 * Math.sqrt((0.95 * 0.05) / runs);
  return [
    "# Off-policy estimates beside the truth",
    "",
    `${runs} logs of ${SETTINGS.shoppers * SETTINGS.decisionsEach} decisions (${SETTINGS.shoppers} shoppers, ${SETTINGS.decisionsEach} each) of the`,
    `simulated shop, logged with softmax at temperature ${LOGGING.kind === "softmax" ? LOGGING.temperature : ""}; the truth is the expected click rate over`,
    `${SETTINGS.truthShoppers} other shoppers. Intervals say 95%; chance alone leaves coverage between ${share(runs * (0.95 - half))} and ${share(runs * (0.95 + half))}.`,
    "`npm run simulate -- --off-policy` prints this.",
    "",
    "| policy | truth | effective sample size | estimator | coverage | bias | mean width, of the truth |",
    "| --- | ---: | ---: | --- | ---: | ---: | ---: |",
    ...results.flatMap(({ target, truth, effectiveSampleSize, covered, bias, width }) =>
      KINDS.map(
        (kind) =>
          `| ${target} | ${(100 * truth).toFixed(3)}% | ${effectiveSampleSize.toFixed(0)} | ${kind.toUpperCase()} | ${share(covered[kind])} | ${signed(bias[kind])} | ${(100 * width[kind]).toFixed(0)}% |`,
      ),
    ),
    "",
  ].join("\n");
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
