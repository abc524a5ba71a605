/** Where a build may be written: a new folder, an empty one, or one that holds a build already. */
import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { AisleError } from "../../errors";
import { MANIFEST_FILE } from "../../format/assets/manifest";

/**
 * @returns the folder's real path
 * @throws AisleError `OUTPUT_REFUSED` for anything that somebody may miss afterwards
 */
export function checkOutputFolder(out: string): string {
  const folder = existsSync(out) ? realpathSync(out) : resolve(out);
  if (!existsSync(folder)) return folder;
  if (!statSync(folder).isDirectory()) throw refused(folder, "it is a file");
  const entries = readdirSync(folder).filter((name) => !name.startsWith(".") && name !== "encoder");
  if (entries.length === 0) return folder;
  if (!entries.includes(MANIFEST_FILE))
    throw refused(folder, `it holds ${entries.slice(0, 3).join(", ")} and no build`);
  if (!isBuild(join(folder, MANIFEST_FILE))) throw refused(folder, `its ${MANIFEST_FILE} is not Aisle's`);
  return folder;
}

function isBuild(path: string): boolean {
  try {
    const { kind } = JSON.parse(readFileSync(path, "utf8")) as { kind?: unknown };
    return kind === "aisle-assets";
  } catch {
    return false;
  }
}

function refused(folder: string, why: string): AisleError {
  return new AisleError("OUTPUT_REFUSED", `Nothing is written to ${folder}: ${why}.`, {
    seen: folder,
    fix: "Name a new or empty folder with --out, or one that an earlier build wrote.",
  });
}
