/** Ranks of several seeds → means, intervals, slices. */
import { ndcgAt, type RankingMetrics, summarise } from "../../src/server/evaluate/metrics";
import { type Interval, pairedBootstrap } from "../../src/server/evaluate/pairedBootstrap";
import { seededRandom } from "../../src/server/train/seededRandom";
import type { SeedResult } from "./leaveOneOutBench";

/** Metrics by name, `ndcg@10` and the like, means over seeds. */
export type Row = Readonly<Record<string, number>>;

export interface QualityReport {
  readonly aisle: Row;
  readonly baselines: Readonly<Record<string, Row>>;
  /** With all item-item weights and the adapted vectors in float32. */
  readonly unpruned: Readonly<Record<string, Row>>;
  /** NDCG@10 of aisle less that of the baseline, over the cases of all seeds. */
  readonly ci: Readonly<Record<string, { readonly "ndcg@10": Interval }>>;
  readonly slices: Readonly<Record<string, Readonly<Record<string, Row>>>>;
  readonly exposure: Readonly<Record<string, Row>>;
  readonly itemItemBytes: number;
  readonly adaptedBytes: number;
  readonly seeds: readonly Readonly<Record<string, unknown>>[];
}

export function qualityReport(seeds: readonly SeedResult[]): QualityReport {
  const names = [...seeds[0].ranks.keys()];
  const rowOf = (name: string, keep: (seed: SeedResult, i: number) => boolean = () => true): Row =>
    meanRows(
      seeds.map((seed) => flat(summarise((seed.ranks.get(name) as Float64Array).filter((_, i) => keep(seed, i))))),
    );
  const gains = (name: string) =>
    seeds.flatMap((seed) => Array.from(seed.ranks.get(name) as Float64Array, (rank) => ndcgAt(rank, 10)));
  const baselines = names.filter((name) => name !== "aisle");
  const own = gains("aisle");
  const slices: Record<string, (seed: SeedResult, i: number) => boolean> = {
    "cold items (never in training)": (seed, i) => seed.targetCounts[i] === 0,
    "tail items (1 to 5 in training)": (seed, i) => seed.targetCounts[i] >= 1 && seed.targetCounts[i] <= 5,
    "history of 1 to 5": (seed, i) => seed.historyLengths[i] <= 5,
    "history of 6 to 10": (seed, i) => seed.historyLengths[i] > 5 && seed.historyLengths[i] <= 10,
    "history of more than 10": (seed, i) => seed.historyLengths[i] > 10,
  };
  return {
    aisle: rowOf("aisle"),
    baselines: Object.fromEntries(baselines.map((name) => [name, rowOf(name)])),
    unpruned: Object.fromEntries(
      [...seeds[0].unpruned.keys()].map((name) => [
        name,
        meanRows(seeds.map((seed) => flat(summarise(seed.unpruned.get(name) as Float64Array)))),
      ]),
    ),
    ci: Object.fromEntries(
      baselines.map((name) => [name, { "ndcg@10": pairedBootstrap(own, gains(name), { random: seededRandom(1) }) }]),
    ),
    slices: Object.fromEntries(
      Object.entries(slices).map(([slice, keep]) => [
        slice,
        Object.fromEntries(names.map((name) => [name, rowOf(name, keep)])),
      ]),
    ),
    exposure: Object.fromEntries(
      names.map((name) => [name, meanRows(seeds.map((seed) => ({ ...seed.exposure[name] })))]),
    ),
    itemItemBytes: seeds[0].itemItemBytes,
    adaptedBytes: seeds[0].adaptedBytes,
    seeds: seeds.map(({ chosen }) => chosen),
  };
}

function flat(metrics: RankingMetrics): Row {
  const row: Record<string, number> = { cases: metrics.cases, mrr: metrics.mrr };
  for (const [cut, value] of Object.entries(metrics.ndcg)) row[`ndcg@${cut}`] = value;
  for (const [cut, value] of Object.entries(metrics.recall)) row[`recall@${cut}`] = value;
  return row;
}

function meanRows(rows: readonly Row[]): Row {
  return Object.fromEntries(
    Object.keys(rows[0]).map((key) => [key, rows.reduce((sum, row) => sum + row[key], 0) / rows.length]),
  );
}

export function printReport({
  aisle,
  baselines,
  unpruned,
  ci,
  slices,
  exposure,
  itemItemBytes,
  adaptedBytes,
}: QualityReport): string {
  const line = (name: string, row: Row, note = "") =>
    `${name.padEnd(34)} ${["recall@10", "ndcg@10", "recall@50", "mrr"].map((key) => row[key].toFixed(4)).join("  ")}  ${note}`;
  return [
    `${"".padEnd(34)} R@10    N@10    R@50    MRR     aisle's N@10 less this row's, 95%`,
    ...Object.entries(baselines).map(([name, row]) => {
      const { mean, low, high } = ci[name]["ndcg@10"];
      return line(name, row, `${mean.toFixed(4)} [${low.toFixed(4)}, ${high.toFixed(4)}]`);
    }),
    line("aisle", aisle),
    ...Object.entries(unpruned).map(([name, row]) => {
      const shipped = name === "aisle" ? aisle : baselines[name];
      const loss = (100 * (row["ndcg@10"] - shipped["ndcg@10"])) / row["ndcg@10"];
      return line(`${name}, all weights in float32`, row, `int8 and pruning lose ${loss.toFixed(2)}% of its N@10`);
    }),
    ...Object.entries(slices).map(([slice, rows]) => line(`  ${slice}`, rows.aisle, `${rows.aisle.cases} cases`)),
    ...Object.entries(exposure).map(
      ([name, row]) =>
        `  ${name.padEnd(32)} coverage ${row.coverage.toFixed(3)}, Gini ${row.gini.toFixed(3)}, novelty ${row.novelty.toFixed(2)} bits`,
    ),
    `item-item weights: ${itemItemBytes} bytes, adapted vectors: ${adaptedBytes} bytes`,
  ].join("\n");
}
