/** Fairness against relevance on one data set: fitted and chosen on validation, reported on test. */
import { DAY_MS } from "../../src/profile/decay";
import { learnAssets } from "../../src/server/build/learnAssets";
import { BOUNDS, chooseBound, PLACES } from "../../src/server/evaluate/fairness/chooseBound";
import { fairCases } from "../../src/server/evaluate/fairness/fairCases";
import { fairGroupings } from "../../src/server/evaluate/fairness/groupings";
import { gapReduction, type TradeOffPoint, tradeOff } from "../../src/server/evaluate/fairness/tradeOff";
import { pairedBootstrap } from "../../src/server/evaluate/pairedBootstrap";
import { temporalCases } from "../../src/server/evaluate/temporalCases";
import type { Dataset } from "../../src/server/ingest/dataset";
import { seededRandom } from "../../src/server/train/seededRandom";

/** Of the validation slice that `learnAssets` cuts off. */
const HORIZON_MS = 28 * DAY_MS;
export const GAP_GOAL = 0.3;

export interface FairnessResult {
  readonly name: string;
  readonly of: readonly string[];
  /** On validation, by bound: share of NDCG kept, and of the gap reduced. */
  readonly kept: readonly number[];
  readonly reduced: readonly number[];
  readonly test: readonly TradeOffPoint[];
  /** Index of the bound that validation chose. */
  readonly chosen: number;
  readonly text: string;
}

/**
 * @param before what was known at the test's moment: everything is learned from it
 * @param whole the same with what came after
 */
export function fairnessBench(
  name: string,
  { before, whole, at }: { readonly before: Dataset; readonly whole: Dataset; readonly at: number },
): FairnessResult {
  const span = spanOf(before);
  const learned = learnAssets({ dataset: before, span, comparison: "none" });
  const home = learned.placements.find(({ job }) => job === "home");
  const { groupings, asOf } = fairGroupings(before.items, at);
  const { items } = before;
  const { split: now, past } = learned;
  const validation = {
    cases: fairCases({ items, parts: past, cases: home?.cases ?? [], now }),
    groupings: asOf(now),
  };
  // As far ahead as validation looks: what is new later was not on sale yet when anything was learned.
  const tested = temporalCases(whole, at).filter(
    (one) => one.at < at + HORIZON_MS && [...one.target].some((row) => !one.owned.has(row)),
  );
  const test = { cases: fairCases({ items, parts: learned.parts, cases: tested, now: at }), groupings };
  const { chosen, kept, reduced } = chooseBound(validation);
  const onTest = tradeOff(validation, test, { bounds: BOUNDS, places: PLACES });
  const result = { name, of: groupings.map(({ of }) => of), test: onTest, chosen, kept, reduced };
  return { ...result, text: textOf(result, validation.cases.length, test.cases.length) };
}

function spanOf({ events }: Dataset): readonly [number, number] {
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  for (const at of events.at) [first, last] = [Math.min(first, at), Math.max(last, at)];
  return [first, last];
}

function textOf(result: Omit<FairnessResult, "text">, validation: number, test: number): string {
  const { name, of, chosen, test: points } = result;
  const percent = (value: number) => `${(100 * value).toFixed(1)}%`;
  const signed = (value: number) => `${value >= 0 ? "+" : "−"}${Math.abs(100 * value).toFixed(1)}%`;
  const difference = pairedBootstrap(points[chosen].ndcgs, points[0].ndcgs, { random: seededRandom(3) });
  const interval = [difference.mean, difference.low, difference.high].map((value) => signed(value / points[0].ndcg));
  return [
    `## ${name}`,
    "",
    `Offsets and bound from ${validation} validation shoppers, cross-validated in fifths; ${test} test shoppers.`,
    "",
    `| bound | NDCG@10 | change | ${of.map((one) => `gap by ${one}`).join(" | ")} | gap reduced by | on validation: NDCG@10 | gap reduced by |`,
    `| ---: | ---: | ---: | ${of.map(() => "---:").join(" | ")} | ---: | ---: | ---: |`,
    ...points.map((point, i) =>
      [
        "",
        i === chosen ? `**${point.bound}**` : point.bound,
        point.ndcg.toFixed(4),
        signed(point.ndcg / points[0].ndcg - 1),
        ...point.gaps.map(percent),
        percent(gapReduction(point, points[0])),
        signed(result.kept[i] - 1),
        percent(result.reduced[i]),
        "",
      ]
        .join(" | ")
        .trim(),
    ),
    "",
    `Chosen bound ${points[chosen].bound}: gap ${signed(-gapReduction(points[chosen], points[0]))}, NDCG@10 ${interval[0]} (95%: ${interval[1]} to ${interval[2]}).`,
    "",
  ].join("\n");
}
