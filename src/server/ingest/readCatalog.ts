/** The shop's feed → items, with what the readers of feeds had to repair or reject. */
import { createReadStream } from "node:fs";
import { basename } from "node:path";
import type { RawRow } from "../../format/feed/feedRow";
import { squashName } from "../../format/feed/fieldNames";
import { type ProblemCode, problemKind } from "../../format/feed/problems";
import { readFeed } from "../../format/feed/readFeed";
import { createItemReader } from "../../format/feed/readItem";
import type { Item } from "../../types";
import type { Findings } from "../clean/findings";
import { type Database, quotedPath } from "./database";
import type { SourceFile } from "./sourceFiles";

export interface Catalog {
  /** As the feed lists them; ids unique. */
  readonly items: readonly Item[];
  /** The feed's `text_aug` by id. */
  readonly otherTexts: ReadonlyMap<string, string>;
  /** Rows of the feed. */
  readonly read: number;
  readonly files: readonly SourceCount[];
}

/** How many rows of a file were read, and how many are in the data set. */
export interface SourceCount {
  /** Without folders. */
  readonly file: string;
  readonly rows: number;
  readonly kept: number;
}

export interface ReadCatalogOptions {
  readonly findings: Findings;
  /** Epoch milliseconds: expired items are left out. */
  readonly now: number;
  readonly onItems?: (items: number) => void;
}

/**
 * @param db needed for Parquet
 * @throws AisleError `FEED_UNREADABLE`, `DATA_UNREADABLE`
 */
export async function readCatalog(
  db: Database | undefined,
  files: readonly SourceFile[],
  { findings, now, onItems }: ReadCatalogOptions,
): Promise<Catalog> {
  const readItem = createItemReader({ now });
  const items = new Map<string, Item>();
  const otherTexts = new Map<string, string>();
  const counts: SourceCount[] = [];
  let read = 0;
  const report = (code: ProblemCode, example: string): void =>
    findings.add({
      code,
      about: "items",
      action: problemKind(code) === "rejected" ? "dropped" : "repaired",
      count: 1,
      examples: [example],
    });
  for (const file of files) {
    const before = { rows: read, kept: items.size };
    const batches = db && file.format === "parquet" ? parquetRows(db, file) : feedRows(file, report);
    for await (const rows of batches) {
      for (const row of rows) {
        read++;
        const { item, problems } = readItem(row);
        for (const { code, example } of problems) report(code, example);
        if (!item) continue;
        if (items.has(item.id)) {
          report("duplicate_id", item.id);
          continue;
        }
        items.set(item.id, item);
        const other = otherText(row);
        if (other) otherTexts.set(item.id, other);
      }
      onItems?.(read);
    }
    counts.push({ file: basename(file.path), rows: read - before.rows, kept: items.size - before.kept });
  }
  return { items: [...items.values()], otherTexts, read, files: counts };
}

function feedRows(file: SourceFile, onProblem: (code: ProblemCode, example: string) => void) {
  return readFeed(createReadStream(file.path), {
    name: file.path,
    limit: Number.POSITIVE_INFINITY,
    maxBytes: Number.POSITIVE_INFINITY,
    onProblem,
  });
}

async function* parquetRows(db: Database, file: SourceFile): AsyncGenerator<RawRow[]> {
  const relation = `read_parquet(${quotedPath(file.path)})`;
  for await (const chunk of db.chunks(`SELECT CAST(to_json(t) AS VARCHAR) FROM ${relation} AS t`)) {
    yield chunk.getColumnValues(0).map((json) => JSON.parse(String(json)) as RawRow);
  }
}

function otherText(row: RawRow): string | undefined {
  for (const name of Object.keys(row)) {
    const value = row[name];
    if (typeof value === "string" && value.trim() !== "" && squashName(name) === "textaug") return value.trim();
  }
  return undefined;
}
