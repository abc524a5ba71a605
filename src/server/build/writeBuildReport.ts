/** The report of one `aisle build`, put together from what its steps found. */
import { basename } from "node:path";
import type { AssetFiles, AssetParts } from "../../format/assets/assetParts";
import type { LoadedAssets } from "../assets/assetFolder";
import { pairedBootstrap } from "../evaluate/pairedBootstrap";
import type { ItemVectors } from "../ingest/dataset";
import type { PreparedData } from "../ingest/prepareDataset";
import { type GateResult, ownInterval } from "../publish/gate";
import { makeReport } from "../report/makeReport";
import type { DataReport, MetricRow, MetricTable } from "../report/report";
import { writeReportFiles } from "../report/reportFiles";
import { seededRandom } from "../train/seededRandom";
import type { Learned } from "./learnAssets";

export interface BuildReportInput {
  readonly title: string;
  readonly prepared: PreparedData;
  readonly vectors?: ItemVectors;
  readonly parts: AssetParts;
  readonly learned?: Learned;
  readonly assets: AssetFiles;
  readonly previous?: { readonly assets: LoadedAssets };
  readonly gate: GateResult;
  readonly forced?: string;
  /** The feed's. */
  readonly files: readonly string[];
}

/** Also of a build that the gate refuses: that is when it is wanted most. */
export function writeBuildReport(folder: string, input: BuildReportInput): void {
  const { title, prepared, vectors, parts, learned, assets, previous, gate, forced } = input;
  const { dataset, quality, span } = prepared;
  const report = makeReport({
    title,
    data: { dataset: { ...dataset, vectors }, quality, files: filesOf(input), span: span ?? [0, 0] },
    parts,
    assets,
    past: learned && { parts: { ids: parts.ids, ...learned.past }, at: learned.split },
    previous: previous?.assets.manifest,
    gate,
    forced,
    found: learned && { tables: jobTables(learned) },
  });
  writeReportFiles(folder, report);
}

/** Rows of several files are counted together: what was kept is known for all of them alone. */
function filesOf({ files, prepared }: BuildReportInput): DataReport["files"] {
  const { quality, sources } = prepared;
  const of = (role: "catalog" | "events", paths: readonly string[], { read, kept }: typeof quality.events) =>
    paths.length === 0 ? [] : [{ name: paths.map((path) => basename(path)).join(", "), role, rows: read, kept }];
  const events = sources.map(({ file }) => file);
  return [...of("catalog", files, quality.items), ...of("events", events, quality.events)];
}

/** Validation, until an evaluation of its own says more. */
function jobTables({ jobs, split }: Learned): MetricTable[] {
  const names = { home: "home: new to the shopper", again: "again: all items" };
  return jobs.map(({ job, aisle, baselines }): MetricTable => {
    const own = ownInterval(aisle);
    return {
      name: names[job as keyof typeof names] ?? job,
      protocol: `Validation: first order after ${new Date(split).toISOString().slice(0, 10)}, all items ranked, models fitted on what came before.`,
      cases: aisle.length,
      metrics: ["ndcg@10"],
      rows: [
        ...Object.entries(baselines).map(([name, ndcg]): MetricRow => {
          const interval = ownInterval(ndcg);
          return {
            name,
            kind: "baseline",
            values: { "ndcg@10": interval.mean },
            intervals: { "ndcg@10": interval },
            differences: { "ndcg@10": pairedBootstrap(aisle, ndcg, { random: seededRandom(1) }) },
          };
        }),
        { name: "aisle", kind: "aisle", values: { "ndcg@10": own.mean }, intervals: { "ndcg@10": own } },
      ],
    };
  });
}
