/** `aisle evaluate`: trains, tunes on validation and tests on any shop's files, beside baselines tuned as hard. */
import { writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { AisleError } from "../../errors";
import { printQuality } from "../clean/findings";
import { evaluateDataset } from "../evaluate/evaluateDataset";
import { dataReport } from "../ingest/dataReport";
import { prepareDataset } from "../ingest/prepareDataset";
import { storageError } from "../ingest/storageError";
import { type MetricTable, REPORT_SCHEMA_VERSION, type Report } from "../report/report";
import { writeReportFiles } from "../report/reportFiles";
import { DATA_FLAGS, type DataFlags, prepareOptions } from "./dataFlags";
import { evaluationJson } from "./evaluationJson";
import { loadVectors, printVectors } from "./loadVectors";
import { createProgress } from "./progress";
import { readChoiceFlag, readTimeFlag, readWholeFlag } from "./readFlags";
import { untilInterrupted } from "./untilInterrupted";

export const EVALUATE_FLAGS = {
  ...DATA_FLAGS,
  protocol: { type: "string" },
  split: { type: "string" },
  seed: { type: "string" },
  trials: { type: "string" },
  json: { type: "string" },
  report: { type: "string" },
} as const;

export interface EvaluateFlags extends DataFlags {
  readonly protocol?: string;
  readonly split?: string;
  readonly seed?: string;
  readonly trials?: string;
  readonly json?: string;
  readonly report?: string;
}

export const EVALUATE_HELP = `  aisle evaluate [FEED…] --events PATH… [--protocol temporal|loo|basket] [options]
      Trains, tunes on validation and tests in one go, and prints NDCG, recall and more beside popularity, personal
      frequency, item-kNN, EASE, TF-IDF and others, tuned as hard. Reads what \`build\` reads, with its options.
  --protocol NAME     temporal (default): shoppers with a past before a moment, asked for their first order after it;
                      loo: the last item of each shopper's history; basket: one line of each order.
  --split DATE        The moment; default four weeks before the end. What is chosen is chosen on the weeks before.
  --seed N            Of the order of lines within baskets.
  --trials N          Settings of the adapted encoder that are tried on validation; default 2.
  --json FILE         The figures, for a program.
  --report DIR        report.html and report.json with slices, curves and intervals.
`;

/** @returns the exit status */
export async function evaluateCommand(feeds: readonly string[], flags: EvaluateFlags): Promise<number> {
  if (!flags.events?.length) {
    throw new AisleError("OPTIONS_INVALID", "There is nothing to evaluate on.", { fix: "Name events with --events." });
  }
  const protocol = readChoiceFlag("--protocol", flags.protocol, ["temporal", "loo", "basket"]) ?? "temporal";
  const split = readTimeFlag("--split", flags.split);
  if (split !== undefined && protocol !== "temporal") {
    throw new AisleError("OPTIONS_INVALID", `--split does not go with --protocol ${protocol}.`, {
      fix: "Leave-one-out and baskets are not cut in time.",
    });
  }
  const seed = readWholeFlag("--seed", flags.seed);
  const trials = readWholeFlag("--trials", flags.trials);
  const progress = createProgress(process.stderr, () => performance.now());
  try {
    const options = prepareOptions(flags, feeds, {
      place: flags.json ?? flags.report ?? "evaluation",
      now: Date.now(),
    });
    const { prepared, loaded } = await untilInterrupted(async (signal) => {
      const given = { ...options, signal, onProgress: progress.tell };
      const prepared = await prepareDataset(given);
      return { prepared, loaded: await loadVectors(prepared.dataset, flags, given, progress) };
    });
    progress.end();
    process.stdout.write(printQuality(prepared.quality) + printVectors(loaded, prepared.dataset.items.length));
    const { report } = evaluateDataset(prepared.dataset, {
      protocol,
      split,
      seed,
      trials,
      vectors: loaded.vectors,
      spaces: loaded.spaces,
      onStep: (step) => progress.tell(step),
    });
    progress.end();
    if (report.tables.every(({ cases }) => cases === 0)) {
      throw new AisleError("DATA_UNUSABLE", "No shopper has a past and a future to compare on.", {
        fix: protocol === "temporal" ? "Move --split, or take --protocol basket." : "Give it longer histories.",
      });
    }
    for (const table of report.tables) process.stdout.write(`\n${printTable(table)}`);
    for (const table of report.slices) process.stdout.write(`\n${printTable(table)}`);
    if (flags.json) writeFile(flags.json, `${JSON.stringify(evaluationJson(report, protocol), null, 2)}\n`);
    if (flags.report) {
      const title = basename(feeds[0] ?? flags.events[0]);
      const whole: Report = {
        kind: "aisle-report",
        schemaVersion: REPORT_SCHEMA_VERSION,
        title,
        asOf: prepared.span?.[1] ?? 0,
        data: dataReport(prepared),
        ...report,
      };
      writeReportFiles(flags.report, whole);
    }
    return 0;
  } catch (error) {
    progress.end();
    if (!(error instanceof AisleError) && progress.step !== "") process.stderr.write(`while ${progress.step}:\n`);
    throw error;
  }
}

function writeFile(path: string, text: string): void {
  try {
    writeFileSync(path, text);
  } catch (error) {
    throw storageError(error, dirname(path));
  }
}

const SHOWN = ["ndcg@10", "recall@10", "recall@50", "mrr", "coverage", "gini"];

/** A table of at most 120 characters a line; the first metric with its interval, and the difference to Aisle's. */
export function printTable({ name, protocol, cases, metrics, rows }: MetricTable): string {
  const columns = SHOWN.filter((metric) => metrics.includes(metric));
  const width = Math.max(...rows.map((row) => row.name.length), 8);
  const head = columns.map((metric) => metric.padStart(9)).join(" ");
  const lines = rows.map((row) => {
    const values = columns.map((metric) => (row.values[metric]?.toFixed(4) ?? "").padStart(9)).join(" ");
    const difference = row.differences?.[metrics[0]];
    const gain = difference
      ? `  ${row.kind === "slice" ? (row.note ?? "") : "aisle's gain"} ${signed(difference.mean)} [${signed(difference.low)}, ${signed(difference.high)}]`
      : "";
    const count = row.cases === undefined ? "" : `  ${row.cases} cases`;
    return `  ${row.name.padEnd(width)} ${values}${gain}${count}`;
  });
  return `${name}, ${cases} cases\n  ${"".padEnd(width)} ${head}\n${lines.join("\n")}\n  ${protocol}\n`;
}

export function signed(value: number): string {
  return `${value < 0 ? "−" : "+"}${Math.abs(value).toFixed(4)}`;
}
