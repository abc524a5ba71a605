import type { AssetFiles, AssetParts } from "../../format/assets/assetParts";
import type { AssetManifest } from "../../format/assets/manifest";
import type { Dataset } from "../ingest/dataset";
import type { GateResult } from "../publish/gate";
import { assetSizes } from "./assetSizes";
import { blendReports } from "./blendReports";
import { exampleShoppers } from "./exampleShoppers";
import { exposureReports } from "./exposureReports";
import { itemNeighbours } from "./itemNeighbours";
import { type DataReport, REPORT_SCHEMA_VERSION, type Report } from "./report";
import { reportContext } from "./reportContext";

export interface ReportInput {
  readonly title: string;
  readonly data: DataReport;
  /** With the vectors that were used. */
  readonly dataset: Dataset;
  /** What is published. */
  readonly parts: AssetParts;
  readonly assets?: AssetFiles;
  /**
   * The same, fitted on what came before `at` alone: shelves made from it show what the build did not know yet. Absent
   * without behaviour.
   */
  readonly past?: { readonly parts: AssetParts; readonly at: number };
  readonly previous?: AssetManifest;
  readonly gate?: GateResult;
  readonly forced?: string;
  /** What training and evaluation found. */
  readonly found?: Pick<
    Report,
    "summary" | "splits" | "tables" | "slices" | "curves" | "choices" | "notWon" | "blends"
  >;
}

/** Everything but the training's own figures comes from the data, the build and the page's ranking. */
export function makeReport(input: ReportInput): Report {
  const { title, data, dataset, parts, assets, past, previous, gate, forced, found = {} } = input;
  const language = assets?.manifest.language?.language;
  const context = past && reportContext({ dataset, parts: past.parts, language, now: past.at });
  const now = reportContext({ dataset, parts, language, now: data.to });
  return {
    kind: "aisle-report",
    schemaVersion: REPORT_SCHEMA_VERSION,
    title,
    buildId: assets?.manifest.buildId,
    asOf: data.to,
    blends: parts.blend && blendReports(parts.blend),
    ...found,
    gate: gate && { passed: gate.passed, checks: gate.checks, ...(!gate.passed && forced && { forced }) },
    data,
    shoppers: context && exampleShoppers(context),
    neighbours: itemNeighbours(now, parts),
    exposure: context && exposureReports(context),
    sizes: assets && assetSizes(assets, previous),
  };
}
