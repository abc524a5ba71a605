/** `aisle availability`: prices and stock of a feed into a published folder, without building again. */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AisleError } from "../../errors";
import { writeAvailability } from "../../format/assets/availability";
import { AVAILABILITY_FILE } from "../../format/assets/manifest";
import { readAssetManifestFile } from "../assets/assetFolder";
import { createFindings } from "../clean/findings";
import { openDatabase } from "../ingest/database";
import { DEFAULT_MEMORY_BYTES } from "../ingest/prepareDataset";
import { readCatalog } from "../ingest/readCatalog";
import { findFiles, inspectFile } from "../ingest/sourceFiles";
import { storageError } from "../ingest/storageError";

export const AVAILABILITY_FLAGS = { out: { type: "string" } } as const;

export const AVAILABILITY_HELP = `  aisle availability <feed>… --out DIR
      Writes the feed's prices and stock to availability.json of a published folder; as often as you like. Pages ask for
      it where the folder was built with --availability.
`;

/** @returns the exit status */
export async function availabilityCommand(
  feeds: readonly string[],
  { out }: { readonly out?: string },
): Promise<number> {
  if (feeds.length === 0 || !out) {
    throw new AisleError("OPTIONS_INVALID", "`availability` takes a feed and --out.", {
      fix: "Name the feed's file and the folder that `aisle build` wrote.",
    });
  }
  if (readAssetManifestFile(out).availability === undefined) {
    throw new AisleError("OPTIONS_INVALID", `Pages do not ask for the availability file of ${out}.`, {
      fix: "Build it with --availability SECONDS.",
    });
  }
  const files = [];
  for (const path of findFiles(feeds)) files.push(await inspectFile(path));
  const parquet = files.some(({ format }) => format === "parquet");
  const db = parquet ? await openDatabase({ memoryBytes: DEFAULT_MEMORY_BYTES }) : undefined;
  try {
    const { items } = await readCatalog(db, files, { findings: createFindings(), now: Date.now() });
    const path = join(out, AVAILABILITY_FILE);
    try {
      writeFileSync(`${path}.new`, writeAvailability(items));
      renameSync(`${path}.new`, path);
    } catch (error) {
      throw storageError(error, out);
    }
    process.stdout.write(`${items.length} items, written to ${path}\n`);
    return 0;
  } finally {
    db?.close();
  }
}
