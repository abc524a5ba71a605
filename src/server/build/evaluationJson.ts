/** The figures of an evaluation, as a program wants them. */
import type { EvaluationReport } from "../evaluate/evaluationReport";
import type { Protocol } from "../evaluate/protocols";
import type { Interval, MetricTable } from "../report/report";

export interface EvaluationFigures {
  readonly protocol: Protocol;
  readonly aisle: Readonly<Record<string, unknown>>;
  readonly baselines: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Aisle's NDCG@10 less the baseline's, cases paired. */
  readonly ci: Readonly<Record<string, unknown>>;
}

/** By job (`all`, `new`) where there are two: `{"aisle": {"all": {"ndcg@10": …}}}`; else the metrics themselves. */
export function evaluationJson({ tables }: EvaluationReport, protocol: Protocol): EvaluationFigures {
  const jobs = tables.map((table) => [table.name.startsWith("all") ? "all" : "new", table] as const);
  const joined = (of: (table: MetricTable) => unknown): Readonly<Record<string, unknown>> =>
    jobs.length === 1
      ? (of(jobs[0][1]) as Readonly<Record<string, unknown>>)
      : Object.fromEntries(jobs.map(([job, table]) => [job, of(table)]));
  const rowOf = (table: MetricTable, name: string) => table.rows.find((row) => row.name === name);
  const names = [...new Set(tables.flatMap(({ rows }) => rows.map(({ name }) => name)))].filter(
    (name) => name !== "aisle",
  );
  return {
    protocol,
    aisle: joined((table) => ({ ...rowOf(table, "aisle")?.values, cases: table.cases })),
    baselines: Object.fromEntries(names.map((name) => [name, joined((table) => rowOf(table, name)?.values ?? {})])),
    ci: Object.fromEntries(
      names.map((name) => [
        name,
        joined((table) => (rowOf(table, name)?.differences ?? {}) as Readonly<Record<string, Interval>>),
      ]),
    ),
  };
}
