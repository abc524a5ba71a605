/** `aisle embed`: vectors of a feed's texts into the cache of builds, as a whole or in parts for many machines. */
import { AisleError } from "../../errors";
import { createProgress } from "../build/progress";
import { invalidFlag } from "../build/readFlags";
import { untilInterrupted } from "../build/untilInterrupted";
import { cleanItems } from "../clean/cleanItems";
import { createFindings } from "../clean/findings";
import { openDatabase } from "../ingest/database";
import { DEFAULT_MEMORY_BYTES } from "../ingest/prepareDataset";
import { readCatalog } from "../ingest/readCatalog";
import { findFiles, inspectFile } from "../ingest/sourceFiles";
import { fillVectorStore } from "./embedItems";
import { ownEncoder } from "./ownEncoder";

export const EMBED_FLAGS = {
  cache: { type: "string" },
  encoder: { type: "string" },
  shard: { type: "string" },
} as const;

export interface EmbedFlags {
  readonly cache?: string;
  readonly encoder?: string;
  readonly shard?: string;
}

export const EMBED_HELP = `  aisle embed <feed>… --cache DIR [--encoder DIR] [--shard K/N]
      Embeds a large feed's texts ahead of the build that is given the same --cache. --shard 2/8 does the second of eight
      parts: texts fall into parts by their hash, so that any job runner can spread them and repeat what failed.
`;

/** @returns the exit status */
export async function embedCommand(feeds: readonly string[], flags: EmbedFlags): Promise<number> {
  const { cache } = flags;
  if (feeds.length === 0 || !cache) {
    throw new AisleError("OPTIONS_INVALID", "`embed` takes a feed and --cache.", {
      fix: "Name the feed's file and the folder that `aisle build` is given with --cache.",
    });
  }
  const shard = readShard(flags.shard);
  const encoderFolder = flags.encoder ?? ownEncoder();
  const progress = createProgress(process.stderr, () => performance.now());
  const { texts, embedded } = await untilInterrupted(async (signal) => {
    const files = [];
    for (const path of findFiles(feeds)) files.push(await inspectFile(path, signal));
    const parquet = files.some(({ format }) => format === "parquet");
    const db = parquet ? await openDatabase({ memoryBytes: DEFAULT_MEMORY_BYTES, signal }) : undefined;
    try {
      const findings = createFindings();
      const { items } = cleanItems(await readCatalog(db, files, { findings, now: Date.now() }), findings);
      return await fillVectorStore(items, {
        encoderFolder,
        cacheFolder: cache,
        shard,
        signal,
        onProgress: (done, total) => progress.tell(`embedding ${total} texts`, done / total),
      });
    } finally {
      db?.close();
      progress.end();
    }
  });
  process.stdout.write(`${texts} texts, ${embedded} of them embedded now, in ${cache}\n`);
  return 0;
}

function readShard(value: string | undefined) {
  if (value === undefined) return undefined;
  const [, part, count] = (/^(\d+)\/(\d+)$/.exec(value) ?? []).map(Number);
  if (part >= 1 && part <= count) return { index: part - 1, count };
  throw invalidFlag("--shard", value, "Take a part of so many, such as 2/8.");
}
