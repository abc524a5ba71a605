/** A report's folder: `report.html` to read and send, `report.json` for programs and `aisle inspect`. */
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AisleError } from "../../errors";
import { readReport } from "./readReport";
import type { Report } from "./report";
import { writeReportHtml } from "./writeReportHtml";

export const REPORT_HTML = "report.html";
export const REPORT_JSON = "report.json";

/** Each file is whole or not there. */
export function writeReportFiles(folder: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of [
    [REPORT_JSON, `${JSON.stringify(report, null, 1)}\n`],
    [REPORT_HTML, writeReportHtml(report)],
  ]) {
    writeFileSync(join(folder, `${name}.new`), text);
    renameSync(join(folder, `${name}.new`), join(folder, name));
  }
}

/** Beside the asset folder, never in it: it tells of shoppers, and the folder is public. */
export function reportFolderOf(assetFolder: string): string {
  return `${assetFolder.replace(/[/\\]+$/, "")}-report`;
}

/** @returns undefined where there is none @throws AisleError `REPORT_UNREADABLE` */
export function readReportFile(folder: string): Report | undefined {
  const path = join(folder, REPORT_JSON);
  if (!existsSync(path)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (cause) {
    throw new AisleError("REPORT_UNREADABLE", `${path} is not JSON.`, { cause, fix: "Build again." });
  }
  return readReport(value);
}
