/** Fairness against relevance on one data set: fitted and chosen on validation, reported on test. */
import type { AssetParts } from "../../src/format/assets/assetParts";
import { DAY_MS } from "../../src/profile/decay";
import { alignModel } from "../../src/ranking/learned/learnedModel";
import { learnedSources } from "../../src/ranking/learned/learnedSources";
import { blendScores } from "../../src/ranking/learned/termScores";
import { topRows } from "../../src/ranking/topRows";
import { wordIndexOf } from "../../src/ranking/words/wordIndexOf";
import { learnAssets } from "../../src/server/build/learnAssets";
import type { FairCase } from "../../src/server/evaluate/fairness/fitOffsets";
import { fairGroupings } from "../../src/server/evaluate/fairness/groupings";
import { gapReduction, type TradeOffPoint, tradeOff } from "../../src/server/evaluate/fairness/tradeOff";
import { pairedBootstrap } from "../../src/server/evaluate/pairedBootstrap";
import type { EvaluationCase } from "../../src/server/evaluate/protocols";
import { temporalCases } from "../../src/server/evaluate/temporalCases";
import type { Dataset } from "../../src/server/ingest/dataset";
import { seededRandom } from "../../src/server/train/seededRandom";

const PLACES = 10;
const CANDIDATES = 200;
const BOUNDS = [0, 0.02, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2, 0.3, 0.5];
/** Of the validation slice that `learnAssets` cuts off. */
const HORIZON_MS = 28 * DAY_MS;
export const GAP_GOAL = 0.3;
export const NDCG_COST = 0.02;

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
  const { groupings } = fairGroupings(before.items, at);
  const validation = fairCases(before, learned.past, home?.cases ?? [], learned.split);
  // As far ahead as validation looks: what is new later was not on sale yet when anything was learned.
  const tested = temporalCases(whole, at).filter(
    (one) => one.at < at + HORIZON_MS && [...one.target].some((row) => !one.owned.has(row)),
  );
  const test = fairCases(before, learned.parts, tested, at);
  // Each half of the validation shoppers judges what was fitted on the other; the bound with the smallest gap of those
  // that cost no more than the goal allows is then fitted on all of them.
  const options = { bounds: BOUNDS, places: PLACES };
  const halves = [0, 1].map((half) => validation.filter((_, i) => i % 2 === half));
  const curves = halves.map((half, i) => tradeOff(half, halves[1 - i], groupings, options));
  const mean = (of: (point: TradeOffPoint, curve: readonly TradeOffPoint[]) => number) =>
    BOUNDS.map((_, b) => curves.reduce((sum, curve) => sum + of(curve[b], curve), 0) / curves.length);
  const kept = mean((point, [base]) => point.ndcg / base.ndcg);
  const reduced = mean((point, [base]) => gapReduction(point, base));
  const affordable = BOUNDS.map((_, b) => b).filter((b) => kept[b] >= 1 - NDCG_COST);
  const chosen = affordable.reduce((best, b) => (reduced[b] > reduced[best] ? b : best), 0);
  const onTest = tradeOff(validation, test, groupings, options);
  const result = { name, of: groupings.map(({ of }) => of), test: onTest, chosen, kept, reduced };
  return { ...result, text: textOf(result, validation.length, test.length) };
}

function fairCases(
  dataset: Dataset,
  parts: Omit<AssetParts, "ids">,
  cases: readonly Pick<EvaluationCase, "past" | "owned" | "target">[],
  now: number,
): FairCase[] {
  const { items } = dataset;
  const catalog = { items, rowOf: new Map(items.map(({ id }, row) => [id, row])), revision: 1 };
  const model = alignModel({ ...parts, ids: items.map(({ id }) => id) }, catalog);
  const sources = learnedSources({ items, model, words: wordIndexOf(catalog) });
  const terms = parts.blend?.home?.terms ?? [];
  return cases.map(({ past, owned, target }) => {
    const { total } = blendScores(terms, past, sources, { now });
    for (const row of owned) total[row] = Number.NEGATIVE_INFINITY;
    const rows = topRows(total, CANDIDATES, { above: Number.NEGATIVE_INFINITY });
    const best = Math.max(1e-9, total[rows[0]]);
    return {
      rows,
      scores: Float64Array.from(rows, (row) => total[row] / best),
      wanted: new Set([...target].filter((row) => !owned.has(row))),
    };
  });
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
    `Offsets and bound from ${validation} validation shoppers, in two halves that judge each other; ${test} test shoppers.`,
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
    `Chosen bound ${points[chosen].bound}: gap −${percent(gapReduction(points[chosen], points[0]))}, NDCG@10 ${interval[0]} (95%: ${interval[1]} to ${interval[2]}).`,
    "",
  ].join("\n");
}
