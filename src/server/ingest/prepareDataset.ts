/** The shop's files → the cleaned data set: read, cleaned, counted, and kept for the next run. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { AisleError } from "../../errors";
import { problemKind } from "../../format/feed/problems";
import type { Item } from "../../types";
import { type CleanedEvents, cleanEvents } from "../clean/cleanEvents";
import { type CleanItems, cleanItems } from "../clean/cleanItems";
import { type CleanOptions, DAY_MS, DEFAULT_CLEAN_OPTIONS } from "../clean/cleanOptions";
import { createFindings, type Findings } from "../clean/findings";
import type { ColumnMapping } from "./columnMapping";
import { type Database, openDatabase } from "./database";
import type { DataQuality } from "./dataQuality";
import { type Dataset, datasetOf } from "./dataset";
import { readDataset, writeDataset } from "./datasetFiles";
import { exportDataset, keptBySource } from "./exportDataset";
import { readCatalog, type SourceCount } from "./readCatalog";
import { type EventSource, readEvents } from "./readEvents";
import { findFiles, inspectFile, type SourceFile } from "./sourceFiles";
import { createStepCache, stepKey } from "./stepCache";
import { storageError } from "./storageError";

export interface PrepareOptions {
  /** Paths, folders or patterns of the feed; none: items are taken from the events. */
  readonly catalog?: readonly string[];
  /** Paths, folders or patterns of events; none: a catalogue without behaviour. */
  readonly events?: readonly string[];
  readonly mapping?: ColumnMapping;
  /** For finished steps and temporary files. */
  readonly cacheFolder: string;
  /** DuckDB's share; default 2 GB. */
  readonly memoryBytes?: number;
  readonly timeZone?: string;
  readonly clean?: Partial<CleanOptions>;
  /** Epoch milliseconds. */
  readonly now: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (step: string, share?: number) => void;
}

export interface PreparedData {
  readonly dataset: Dataset;
  readonly quality: DataQuality;
  /** How each file of events was read, and how many of its rows are in the data set. */
  readonly sources: readonly (EventSource & SourceCount)[];
  readonly catalogFiles: readonly SourceCount[];
  /** 16 hexadecimal digits of everything the data set depends on. */
  readonly key: string;
  /** Earliest and latest kept event, epoch milliseconds; absent without events. */
  readonly span?: readonly [number, number];
}

export const DEFAULT_MEMORY_BYTES = 2 * 2 ** 30;
/** Files that unfold to tables well within the memory even when they are packed tightly. */
const SMALL_BYTES = 2 * 2 ** 20;
/** Raised when cleaning changes, so that what an older version kept is not reused. */
const CLEANING_VERSION = 1;

/**
 * @throws AisleError `DUCKDB_MISSING`, `DATA_UNREADABLE`, `FEED_UNREADABLE`, `COLUMNS_UNKNOWN`, `DATA_UNUSABLE`,
 * `MEMORY_EXCEEDED`, `DISK_FULL`, `ABORTED`
 */
export async function prepareDataset(options: PrepareOptions): Promise<PreparedData> {
  const { cacheFolder, mapping = {}, now, onProgress, signal, timeZone = "UTC" } = options;
  const catalog = await inspectAll(options.catalog ?? [], options);
  const events = await inspectAll(options.events ?? [], options);
  if (catalog.length + events.length === 0) {
    throw new AisleError("OPTIONS_INVALID", "There is neither a catalogue nor events.", {
      fix: "Name the feed's file, --events, or both.",
    });
  }
  const clean: CleanOptions = { ...DEFAULT_CLEAN_OPTIONS, now, ...options.clean };
  const hashes = (files: readonly SourceFile[]) => files.map(({ sha256 }) => sha256);
  // The day, not the moment: the same files give the same result, and tomorrow's expiry dates are looked at anew.
  const dependsOn = {
    CLEANING_VERSION,
    catalog: hashes(catalog),
    events: hashes(events),
    mapping,
    timeZone,
    clean: { ...clean, now: Math.floor(now / DAY_MS) },
  };
  try {
    mkdirSync(cacheFolder, { recursive: true });
  } catch (error) {
    throw storageError(error, cacheFolder);
  }
  return createStepCache(cacheFolder).step<PreparedData>("dataset", dependsOn, {
    make: () => make({ catalog, events, clean, mapping, timeZone, key: stepKey(dependsOn) }, options),
    async write(folder, { dataset, ...others }) {
      await writeDataset(folder, dataset);
      writeFileSync(join(folder, "prepared.json"), JSON.stringify(others));
    },
    async read(folder) {
      onProgress?.("cleaned data of an earlier run");
      const others = JSON.parse(readFileSync(join(folder, "prepared.json"), "utf8")) as Omit<PreparedData, "dataset">;
      signal?.throwIfAborted();
      return { ...others, dataset: await readDataset(folder) };
    },
  });
}

interface Inputs {
  readonly catalog: readonly SourceFile[];
  readonly events: readonly SourceFile[];
  readonly clean: CleanOptions;
  readonly mapping: ColumnMapping;
  readonly timeZone: string;
  readonly key: string;
}

async function make(inputs: Inputs, options: PrepareOptions): Promise<PreparedData> {
  const { cacheFolder, memoryBytes = DEFAULT_MEMORY_BYTES, onProgress, signal } = options;
  const folder = join(cacheFolder, `.work.${process.pid}`);
  let step = "";
  const tell = (next: string) => {
    step = next;
    onProgress?.(step);
  };
  // A feed alone is read without DuckDB.
  const needed = inputs.events.length > 0 || inputs.catalog.some(({ format }) => format === "parquet");
  const bytes = [...inputs.catalog, ...inputs.events].reduce((sum, file) => sum + file.bytes, 0);
  const database = {
    folder: bytes > SMALL_BYTES ? folder : undefined,
    memoryBytes,
    timeZone: inputs.timeZone,
    signal,
    onProgress: (share: number) => onProgress?.(step, share),
  };
  mkdirSync(folder, { recursive: true });
  const db = needed ? await openDatabase(database) : undefined;
  try {
    return await prepare(db, inputs, { folder, tell });
  } finally {
    db?.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Surroundings {
  /** For temporary files. */
  readonly folder: string;
  readonly tell: (step: string) => void;
}

async function prepare(
  db: Database | undefined,
  { catalog, clean, events, key, mapping }: Inputs,
  { folder, tell }: Surroundings,
): Promise<PreparedData> {
  const findings = createFindings();
  const feed =
    catalog.length > 0
      ? await readCatalog(db, catalog, { findings, now: clean.now, onItems: (rows) => tell(`feed: ${rows} rows`) })
      : undefined;
  const items = feed && cleanItems(feed, findings);
  if (items?.items.length === 0) throw unusable("The catalogue holds no usable item", findings);
  // Rows that the reader had to give up never reach a table.
  let unread = 0;
  const result = (dataset: Dataset, sources: PreparedData["sources"], seen: number): PreparedData => ({
    dataset,
    sources,
    catalogFiles: feed?.files ?? [],
    quality: {
      events: { read: sources.reduce((sum, { rows }) => sum + rows, unread), kept: dataset.events.length },
      items: { read: feed?.read ?? seen, kept: dataset.items.length },
      findings: findings.list(),
    },
    key,
    span: spanOf(dataset.events.at),
  });
  if (!db || events.length === 0) {
    const bare = datasetOf(items?.items ?? [], []);
    return result({ ...bare, ...(items && withoutIds(items)) }, [], 0);
  }
  const sources = await readEvents(db, events, {
    mapping,
    folder,
    onProblem(code, example) {
      const action = problemKind(code) === "rejected" ? "dropped" : "repaired";
      if (action === "dropped") unread++;
      findings.add({ code, about: "events", action, count: 1, examples: [example] });
    },
    onFile: (file, i) => tell(`events: ${basename(file.path)} (${i + 1} of ${events.length})`),
  });
  if (sources.every(({ rows }) => rows === 0)) throw unusable("The files of events hold no rows", findings);
  const cleaning = { db, options: clean, findings, sources: sources.map(({ file }) => file) };
  const cleaned = await cleanEvents(cleaning, {
    known: items && { rows: items.rowOf, example: examplesOf(items.items) },
    items: items?.items.length,
    onStep: (name) => tell(`cleaning: ${name}`),
  });
  const final = items ?? cleanItems({ items: cleaned.seen ?? [], otherTexts: new Map() }, findings);
  tell("cleaning: columns");
  const dataset = await exportDataset(db, final, rowsOfNumbers(final, cleaned));
  if (dataset.events.length === 0) throw unusable("No event is left", findings);
  if (dataset.users < 2)
    throw unusable("All events are of one shopper: there is nothing to learn from others", findings);
  if (dataset.items.length < 2) throw unusable("All events are of one item: there is nothing to rank", findings);
  const kept = await keptBySource(db);
  const counted = sources.map((source, i) => ({ ...source, kept: kept.get(i) ?? 0 }));
  return result(dataset, counted, cleaned.seen?.length ?? 0);
}

function withoutIds({ rowOf: _, ...items }: CleanItems): Omit<CleanItems, "rowOf"> {
  return items;
}

async function inspectAll(
  patterns: readonly string[],
  { onProgress, signal }: PrepareOptions,
): Promise<readonly SourceFile[]> {
  const files: SourceFile[] = [];
  for (const path of findFiles(patterns)) {
    onProgress?.(`looking at ${basename(path)}`);
    files.push(await inspectFile(path, signal));
  }
  return files;
}

/** With a catalogue, numbers of items are its rows. */
export function rowsOfNumbers(final: CleanItems, { numbers, seen }: CleanedEvents): Int32Array {
  if (!numbers || !seen) return Int32Array.from(final.items, (_, row) => row);
  const rows = new Int32Array(Math.max(-1, ...numbers) + 1).fill(-1);
  numbers.forEach((number, i) => {
    rows[number] = final.rowOf.get(seen[i].id) ?? -1;
  });
  return rows;
}

function spanOf(times: Float64Array): readonly [number, number] | undefined {
  if (times.length === 0) return undefined;
  let [first, last] = [times[0], times[0]];
  for (const time of times) {
    if (time < first) first = time;
    if (time > last) last = time;
  }
  return [first, last];
}

function examplesOf(items: readonly Item[]): string {
  return items
    .slice(0, 3)
    .map(({ id }) => JSON.stringify(id))
    .join(", ");
}

function unusable(what: string, findings: Findings): AisleError {
  const reasons = findings.list().filter(({ action }) => action === "dropped");
  const counted = reasons.slice(0, 6).map(({ code, count, examples }) => {
    return `${count} × ${code}${examples[0] ? ` (${examples[0]})` : ""}`;
  });
  return new AisleError("DATA_UNUSABLE", `${what}${counted.length > 0 ? `: ${counted.join("; ")}` : ""}.`, {
    seen: counted,
    fix: "Look at the reasons; --map says which column holds what.",
  });
}
