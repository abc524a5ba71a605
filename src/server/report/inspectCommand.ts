/** `aisle inspect`: what an asset folder holds, every file checked, and what its report says. */
import { readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { AisleError } from "../../errors";
import type { AssetManifest } from "../../format/assets/manifest";
import { createItemReader } from "../../format/feed/readItem";
import type { Item } from "../../types";
import { brotli, type LoadedAssets, readAssetFolder } from "../assets/assetFolder";
import { catalogOf } from "../evaluate/shopperProfile";
import { blendReports } from "./blendReports";
import { itemNeighbours } from "./itemNeighbours";
import { day } from "./numbers";
import { printReport } from "./printReport";
import { REPORT_SCHEMA_VERSION, type Report } from "./report";
import { readReportFile, reportFolderOf } from "./reportFiles";

export const INSPECT_FLAGS = { report: { type: "string" } } as const;

export const INSPECT_HELP = `  aisle inspect <asset-folder> [--report DIR]
      Checks every file of a folder that \`aisle build\` wrote, and prints what it holds and what its report says.
      DIR: the report's folder; default <asset-folder>-report.
`;

/** @returns the exit status */
export async function inspectCommand(
  positionals: readonly string[],
  flags: { readonly report?: string },
): Promise<number> {
  if (positionals.length !== 1) {
    throw new AisleError("OPTIONS_INVALID", "`inspect` takes one folder.", {
      fix: "`aisle --help` shows the commands.",
    });
  }
  const folder = resolve(positionals[0]);
  const assets = await readAssetFolder(folder);
  process.stdout.write(`${manifestLines(assets.manifest).join("\n")}\n\n`);
  const colours = process.stdout.isTTY ? "ansi" : "none";
  process.stdout.write(printReport(reportOf(folder, assets, flags.report), { colours }));
  return 0;
}

function manifestLines(manifest: AssetManifest): string[] {
  const { buildId, enabled, asOf, items, encoder, language, availability, files } = manifest;
  const yes = "every file is there and has its hash";
  return [
    `build ${buildId}${enabled ? "" : ", switched OFF: shelves are empty"}`,
    `  ${items} items, events up to ${day(asOf)}, ${files.length} files: ${yes}`,
    `  encoder ${encoder ? `${encoder.modelId} in ${encoder.folder}` : "none"}`,
    `  language ${language ? `${language.language} (${(100 * language.uncovered).toFixed(0)}% of pieces unknown)` : "not looked at"}`,
    `  availability ${availability ? `asked for every ${availability.maxAgeSeconds} s` : "not published apart"}`,
  ];
}

/** The build's own report; where there is none, or it is another build's, what the folder itself tells. */
function reportOf(folder: string, assets: LoadedAssets, reportFolder: string | undefined): Report {
  const report = readReportFile(reportFolder ?? reportFolderOf(folder));
  if (reportFolder !== undefined && !report) {
    throw new AisleError("REPORT_UNREADABLE", `There is no report in ${reportFolder}.`, {
      fix: "Name the folder that `aisle build --report` wrote.",
    });
  }
  if (report?.buildId === assets.manifest.buildId) return report;
  if (report) process.stderr.write(`The report is of build ${report.buildId}: it is left aside.\n`);
  const { manifest, parts, catalog } = assets;
  const items = itemsOf(parts.ids, catalog);
  return {
    kind: "aisle-report",
    schemaVersion: REPORT_SCHEMA_VERSION,
    title: basename(folder),
    buildId: manifest.buildId,
    asOf: manifest.asOf,
    blends: parts.blend && blendReports(parts.blend),
    neighbours: items && itemNeighbours({ ...withVectors(parts.vectors), catalog: catalogOf(items) }, parts),
    sizes: manifest.files.map(({ role, name, bytes, chunks }) => ({
      role,
      name,
      bytes,
      brotli: chunks.reduce((sum, { file }) => sum + brotli(readFileSync(join(folder, file))).length, 0),
    })),
  };
}

/** Items by the build's rows, as the catalogue file tells; without it nobody knows their names. */
function itemsOf(ids: readonly string[], rows: readonly unknown[] | undefined) {
  if (!rows) return undefined;
  const readRow = createItemReader();
  const byId = new Map<string, Item>();
  for (const row of rows) {
    const { item } = readRow(row);
    if (item) byId.set(item.id, item);
  }
  return { items: ids.map((id) => byId.get(id) ?? { id, title: id }), variants: [] };
}

function withVectors(vectors: LoadedAssets["parts"]["vectors"]) {
  return {
    vectors: vectors && { ...vectors, present: Uint8Array.from(vectors.scales, (scale) => (scale > 0 ? 1 : 0)) },
  };
}
