/** What an evaluation found out, as a report's parts and as plain figures for a file. */
import type { Dataset, ItemVectors } from "../ingest/dataset";
import type { BlendReport, Choice, Curve, Interval, MetricRow, MetricTable, SplitReport } from "../report/report";
import type { EpochReport } from "../train/adapt/fitAdapted";
import type { History } from "../train/itemItem";
import { seededRandom } from "../train/seededRandom";
import type { JobEvaluation } from "./evaluateDataset";
import { exposure } from "./exposure";
import { pairedBootstrap } from "./pairedBootstrap";
import type { EvaluationCase, ProtocolSplits } from "./protocols";
import { shelfQualities } from "./shelfQualities";
import { type Slice, slicesOf } from "./slices";
import { METRICS, metricsOf, type TargetRanks } from "./targetRanks";

export interface EvaluationReport {
  readonly splits: readonly SplitReport[];
  readonly tables: readonly MetricTable[];
  readonly slices: readonly MetricTable[];
  readonly curves: readonly Curve[];
  readonly choices: readonly Choice[];
  readonly blends: readonly BlendReport[];
}

export interface ReportInput {
  readonly dataset: Dataset;
  readonly vectors?: ItemVectors;
  readonly splits: ProtocolSplits;
  readonly jobs: readonly JobEvaluation[];
  /** What models of the test were fitted on. */
  readonly held: readonly History[];
  readonly curve: readonly EpochReport[];
}

/** The metric that decides. */
export const DECIDING = "ndcg@10";
/** The blend as it would be without the shop's own spaces: what they add is the difference. */
export const WITHOUT_SPACES = "aisle without own vectors";
const COLUMNS = [DECIDING, ...METRICS.filter((name) => name !== DECIDING)];
const SLICE_COLUMNS = [DECIDING, "recall@10", "recall@50"];
/** Cases below which a slice says nothing. */
const LEAST_CASES = 20;
const NAMES = { all: "all items, owned ones included (again)", new: "items new to the shopper (home)" } as const;

export function reportOf({ dataset, vectors, splits, jobs, held, curve }: ReportInput): EvaluationReport {
  const masking = { all: "No item is masked.", new: "Items the shopper has had are no candidates." };
  const counts = new Float64Array(dataset.items.length);
  for (const history of held) for (const row of new Set(Array.from(history))) counts[row]++;
  const context = { dataset, vectors, counts, histories: held.length };
  return {
    splits: [
      splitReport("train", splits.test.fit),
      splitReport("validation", splits.validation),
      splitReport("test", splits.test),
    ],
    tables: jobs.map((one) => ({
      name: NAMES[one.job],
      protocol: `${splits.text} ${masking[one.job]} All items of the catalogue are ranked; equal scores share the mean of their ranks. Intervals: 95%, bootstrap over cases, paired in differences.`,
      cases: one.cases.length,
      metrics: [...COLUMNS, "coverage", "gini", "novelty", "diversity", "calibration"],
      rows: modelRows(one, context),
    })),
    slices: jobs.map((one) => ({
      name: `${NAMES[one.job]}: slices`,
      protocol: `${splits.text} ${masking[one.job]} A slice of targets keeps the ranking of all items and asks for its targets alone. Differences: aisle less ${strongest(one)}, the best baseline.`,
      cases: one.cases.length,
      metrics: SLICE_COLUMNS,
      rows: sliceRows(one, slicesOf({ ...context, cases: one.cases })),
    })),
    curves: curvesOf(curve),
    choices: jobs.flatMap(choicesOf),
    blends: jobs.map(({ job, models }) => ({
      placement: job === "all" ? "again" : "home",
      terms: models.aisle.map((term) => ({ name: termName(term), weight: term.weight })),
    })),
  };
}

/** One value a case of the metric named. */
export function valuesOf(ranks: readonly TargetRanks[], metric: string): Float64Array {
  const at = METRICS.indexOf(metric);
  return Float64Array.from(ranks, (one) => metricsOf(one.ranks)[at]);
}

interface Context {
  readonly dataset: Dataset;
  readonly vectors?: ItemVectors;
  /** Histories of training that hold each item. */
  readonly counts: Float64Array;
  readonly histories: number;
}

function modelRows({ ranked, tried }: JobEvaluation, context: Context): MetricRow[] {
  const own = valuesOf(ranked.aisle.ranks, DECIDING);
  return Object.entries(ranked).map(([name, { ranks, shelves }]) => {
    const all = ranks.map((one) => metricsOf(one.ranks));
    const values: Record<string, number> = {};
    METRICS.forEach((metric, m) => {
      values[metric] = mean(all.map((one) => one[m]));
    });
    const theirs = valuesOf(ranks, DECIDING);
    const nothing = new Float64Array(theirs.length);
    const shown = exposure(
      shelves.map(({ rows }) => rows),
      context.counts,
      context.histories,
    );
    return {
      name,
      kind: name === "aisle" ? "aisle" : "baseline",
      values: { ...values, ...shown, ...shelfQualities(shelves, context) },
      intervals: { [DECIDING]: pairedBootstrap(theirs, nothing, { random: seededRandom(1) }) },
      differences:
        name === "aisle" ? undefined : { [DECIDING]: pairedBootstrap(own, theirs, { random: seededRandom(1) }) },
      note: `${tried[name]} settings and blends tried on validation`,
    };
  });
}

function sliceRows(one: JobEvaluation, slices: readonly Slice[]): MetricRow[] {
  const best = strongest(one);
  return slices.flatMap(({ name, keeps }): MetricRow[] => {
    const cut = (model: string) =>
      one.ranked[model].ranks.flatMap((ranks, c) => {
        const places = ranks.rows.flatMap((row, t) => (keeps(one.cases[c], row) ? [ranks.ranks[t]] : []));
        return places.length > 0 ? [metricsOf(places)] : [];
      });
    const own = cut("aisle");
    if (own.length < LEAST_CASES) return [];
    const theirs = cut(best);
    const at = METRICS.indexOf(DECIDING);
    const column = (all: readonly Float64Array[]) => Float64Array.from(all, (values) => values[at]);
    const interval = (b: Float64Array): Interval => pairedBootstrap(column(own), b, { random: seededRandom(1) });
    return [
      {
        name,
        kind: "slice",
        cases: own.length,
        values: Object.fromEntries(
          SLICE_COLUMNS.map((metric) => [metric, mean(own.map((values) => values[METRICS.indexOf(metric)]))]),
        ),
        intervals: { [DECIDING]: interval(new Float64Array(own.length)) },
        differences: { [DECIDING]: interval(column(theirs)) },
        note: `less ${best}`,
      },
    ];
  });
}

function strongest({ ranked }: JobEvaluation): string {
  const quality = (name: string) => mean(Array.from(valuesOf(ranked[name].ranks, DECIDING)));
  return Object.keys(ranked)
    .filter((name) => name !== "aisle" && name !== WITHOUT_SPACES)
    .reduce((a, b) => (quality(b) > quality(a) ? b : a));
}

/** How adapting the encoder went; none where it was not adapted. */
export function curvesOf(curve: readonly EpochReport[], training = "Adapting the encoder"): Curve[] {
  if (curve.length === 0) return [];
  const line = (name: string, of: (epoch: EpochReport) => number | undefined) => ({
    name,
    points: curve.flatMap((epoch): [number, number][] => {
      const value = of(epoch);
      return value === undefined || Number.isNaN(value) ? [] : [[epoch.epoch, value]];
    }),
  });
  const ndcg = line("NDCG@10", ({ validation }) => validation?.ndcg10);
  const chosenX = ndcg.points.reduce((best, point) => (point[1] > best[1] ? point : best), ndcg.points[0])?.[0];
  const shared = {
    xLabel: "epoch",
    chosenX,
    note: "Training ends when NDCG@10 no longer rises; the best epoch is kept.",
  };
  return [
    {
      ...shared,
      name: `${training}: loss`,
      yLabel: "mean −log P(next item)",
      series: [
        line("training", ({ trainLoss }) => trainLoss),
        line("validation", ({ validation }) => validation?.loss),
      ],
    },
    {
      ...shared,
      name: `${training}: ranking`,
      yLabel: "of next items held out for validation",
      series: [ndcg, line("recall@50", ({ validation }) => validation?.recall50)],
    },
  ];
}

function choicesOf({ job, models, tried }: JobEvaluation): Choice[] {
  return Object.entries(models).map(([name, terms]) => ({
    name: `${NAMES[job]}: ${name}`,
    chosen: terms.map((term) => `${term.weight.toFixed(2)} × ${termName(term)}`).join(" + "),
    tried: [{ value: `${tried[name]} settings and blends` }],
  }));
}

function termName({ signal, of, decay, halfLifeDays, scope }: JobEvaluation["models"][string][number]): string {
  const details = [
    of,
    decay !== undefined && decay !== 1 ? `decay ${decay}` : "",
    halfLifeDays ? `half-life ${halfLifeDays} days` : "",
    scope === "latest" ? "latest visit" : "",
  ].filter(Boolean);
  return details.length > 0 ? `${signal} (${details.join(", ")})` : signal;
}

function splitReport(
  name: SplitReport["name"],
  part: { readonly histories: readonly History[] } | { readonly cases: readonly EvaluationCase[] },
): SplitReport {
  if ("histories" in part) {
    const events = part.histories.reduce((sum, { length }) => sum + length, 0);
    return { name, events, shoppers: part.histories.length };
  }
  const events = part.cases.reduce((sum, { target }) => sum + target.size, 0);
  return { name, events, shoppers: part.cases.length };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
}
