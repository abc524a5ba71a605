/** The report of one `aisle build`, put together from what its steps found. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { AssetFiles, AssetParts } from "../../format/assets/assetParts";
import type { LoadedAssets } from "../assets/assetFolder";
import { curvesOf } from "../evaluate/evaluationReport";
import { pairedBootstrap } from "../evaluate/pairedBootstrap";
import { dataReport } from "../ingest/dataReport";
import type { ItemVectors } from "../ingest/dataset";
import type { PreparedData } from "../ingest/prepareDataset";
import { type GateResult, ownInterval } from "../publish/gate";
import { makeReport } from "../report/makeReport";
import type { MetricRow, MetricTable, Report } from "../report/report";
import { writeReportFiles } from "../report/reportFiles";
import { curveFiles } from "../train/curves/trainingCurves";
import { seededRandom } from "../train/seededRandom";
import type { Learned } from "./learnAssets";
import type { BuiltPlacement } from "./placementTerms";
import { spaceChoices } from "./spaceGains";
import type { TuningResult } from "./tuneEncoder";

export interface BuildReportInput {
  readonly title: string;
  readonly prepared: PreparedData;
  readonly vectors?: ItemVectors;
  readonly parts: AssetParts;
  readonly learned?: Learned;
  readonly tuning?: TuningResult;
  readonly assets: AssetFiles;
  readonly previous?: { readonly assets: LoadedAssets };
  readonly gate: GateResult;
  readonly forced?: string;
}

/** Also of a build that the gate refuses: that is when it is wanted most. */
export function writeBuildReport(folder: string, input: BuildReportInput): void {
  const { title, prepared, vectors, parts, learned, tuning, assets, previous, gate, forced } = input;
  const { dataset } = prepared;
  const report = makeReport({
    title,
    data: dataReport(prepared),
    dataset: { ...dataset, vectors },
    parts,
    assets,
    past: learned && { parts: { ids: parts.ids, ...learned.past }, at: learned.split },
    previous: previous?.assets.manifest,
    gate,
    forced,
    found: learned && {
      tables: jobTables(learned),
      curves: [...curvesOf(learned.curve), ...(tuning ? curvesOf(tuning.curve, "Tuning the last layers") : [])],
      ...(tuning && tuningReport(tuning)),
      choices: [...spaceChoices(learned.placements), ...((tuning && tuningReport(tuning).choices) ?? [])],
    },
  });
  writeReportFiles(folder, report);
  if (learned && learned.curve.length > 0) writeCurves(folder, learned);
  if (learned && tuning) writeCurves(join(folder, "tuning"), { curve: tuning.curve, split: learned.split });
}

/** For `tensorboard --logdir`, to which a folder is a run, and for programs. */
function writeCurves(folder: string, { curve, split }: Pick<Learned, "curve" | "split">): void {
  const { jsonl, events } = curveFiles(curve, split);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "training.jsonl"), jsonl);
  writeFileSync(join(folder, `events.out.tfevents.${Math.floor(split / 1000)}.aisle`), events);
}

const NAMES: Readonly<Record<BuiltPlacement, string>> = {
  home: "home: items new to the shopper",
  again: "again: all items, owned ones included",
  related: "related: beside one item of an order, the others",
  complement: "complement: of all but one item of an order, that one",
};

function tuningReport(tuning: TuningResult): Pick<Report, "choices" | "notWon"> {
  const { won, headAlone, tuned, difference, cases, budget } = tuning;
  const name =
    tuning.layers === 1 ? "the encoder's last layer tuned" : `the encoder's last ${tuning.layers} layers tuned`;
  if (!won) {
    const text = `Low-rank adapters in the encoder itself, under the head; ${cases} validation cases that had no part in choosing the epoch.`;
    return { notWon: [{ name, text, budget, metric: "ndcg@10", difference }] };
  }
  const tried = [
    { value: "head alone", quality: headAlone },
    { value: name, quality: tuned },
  ];
  return { choices: [{ name: `encoder (${budget})`, chosen: name, tried }] };
}

/** Validation, until an evaluation of its own says more. */
function jobTables({ placements, split }: Learned): MetricTable[] {
  return placements.map(({ job, aisle, baselines }): MetricTable => {
    const own = ownInterval(aisle);
    return {
      name: NAMES[job],
      protocol: `Validation: orders after ${new Date(split).toISOString().slice(0, 10)}, all items ranked, models fitted on what came before.`,
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
