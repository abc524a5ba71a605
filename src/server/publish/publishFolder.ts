/**
 * Puts a build in the place of an earlier one without a moment in which the folder is neither: everything is written to a
 * folder beside, moved in file by file (their names hold their hash, so nothing is overwritten by anything else), and the
 * manifest comes last. The manifest that was there before is kept as `manifest.previous.json`, with its files, for a
 * rollback.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { AisleError } from "../../errors";
import { type AssetManifest, MANIFEST_FILE, readAssetManifest } from "../../format/assets/manifest";
import { storageError } from "../ingest/storageError";

export const PREVIOUS_MANIFEST_FILE = "manifest.previous.json";
/** Beside the files it will join, so that moving them is a renaming. */
const STAGING = ".aisle-new";

/**
 * @param folder as `checkOutputFolder` returned it
 * @param write puts the whole build, its manifest too, into the folder it is given
 * @throws AisleError `DISK_FULL`, `OUTPUT_REFUSED`; the build that was there stays as it was
 */
export async function publishFolder(folder: string, write: (staging: string) => void | Promise<void>): Promise<void> {
  const staging = join(folder, STAGING);
  try {
    // Of a build that was stopped in the middle.
    rmSync(staging, { recursive: true, force: true });
    mkdirSync(staging, { recursive: true });
    await write(staging);
    moveAll(staging, folder);
    const path = join(folder, MANIFEST_FILE);
    if (existsSync(path) && !sameBytes(path, join(staging, MANIFEST_FILE))) {
      copyFileSync(path, join(staging, PREVIOUS_MANIFEST_FILE));
      renameSync(join(staging, PREVIOUS_MANIFEST_FILE), join(folder, PREVIOUS_MANIFEST_FILE));
    }
    renameSync(join(staging, MANIFEST_FILE), path);
  } catch (error) {
    throw storageError(error, folder);
  } finally {
    rmSync(staging, { recursive: true, force: true });
  }
  removeOldFiles(folder);
}

/**
 * Makes the manifest before the current one the current one; once more undoes it.
 * @returns the build that is published now
 * @throws AisleError `ASSET_UNREACHABLE` when there is none or its files are gone, `ASSET_CORRUPT`
 */
export function rollBack(folder: string): AssetManifest {
  const path = join(folder, MANIFEST_FILE);
  const previous = join(folder, PREVIOUS_MANIFEST_FILE);
  if (!existsSync(previous)) {
    throw new AisleError("ASSET_UNREACHABLE", `${folder} holds no earlier build to go back to.`, {
      fix: "The build before the current one is kept from the second build on.",
    });
  }
  const manifest = readManifest(previous);
  const gone = namesOf(manifest).find((name) => !existsSync(join(folder, name)));
  if (gone) throw new AisleError("ASSET_UNREACHABLE", `The earlier build's ${gone} is gone.`, { fix: "Build again." });
  const kept = join(folder, `${STAGING}.json`);
  copyFileSync(path, kept);
  renameSync(previous, path);
  renameSync(kept, previous);
  return manifest;
}

/** Everything but the manifest, folders within too. */
function moveAll(from: string, to: string): void {
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    if (entry.name === MANIFEST_FILE) continue;
    const target = join(to, entry.name);
    if (entry.isDirectory()) {
      mkdirSync(target, { recursive: true });
      // A folder's own manifest comes last as well.
      moveAll(join(from, entry.name), target);
      const own = join(from, entry.name, MANIFEST_FILE);
      if (existsSync(own)) renameSync(own, join(target, MANIFEST_FILE));
    } else {
      mkdirSync(dirname(target), { recursive: true });
      renameSync(join(from, entry.name), target);
    }
  }
}

const HASHED = /^[a-z0-9-]+-\d{2}\.[0-9a-f]{16}\.(bin|json|txt)(\.br|\.gz)?$/;

/** Files that neither the build nor the one before it names. */
function removeOldFiles(folder: string): void {
  const manifests = [MANIFEST_FILE, PREVIOUS_MANIFEST_FILE].map((name) => join(folder, name)).filter(existsSync);
  const needed = new Set(manifests.flatMap((path) => namesOf(readManifest(path))));
  for (const name of readdirSync(folder)) {
    if (!HASHED.test(name) || needed.has(name.replace(/\.(br|gz)$/, ""))) continue;
    rmSync(join(folder, name), { force: true });
  }
}

function namesOf(manifest: AssetManifest): string[] {
  return manifest.files.flatMap(({ chunks }) => chunks.map(({ file }) => file));
}

function readManifest(path: string): AssetManifest {
  try {
    return readAssetManifest(JSON.parse(readFileSync(path, "utf8")));
  } catch (cause) {
    if (cause instanceof AisleError) throw cause;
    throw new AisleError("ASSET_CORRUPT", `${path} cannot be read.`, { cause });
  }
}

function sameBytes(a: string, b: string): boolean {
  return statSync(a).size === statSync(b).size && readFileSync(a).equals(readFileSync(b));
}
