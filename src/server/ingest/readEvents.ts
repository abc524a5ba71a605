/** Files of events → the table `raw_events`: one row a line and item, every field as text, in the order of the files. */
import { createReadStream, createWriteStream, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { AisleError } from "../../errors";
import { decodeText } from "../../format/feed/decodeText";
import type { RawRow } from "../../format/feed/feedRow";
import type { ProblemCode, ReportProblem } from "../../format/feed/problems";
import { readBytes } from "../../format/feed/readBytes";
import { readDelimitedRows } from "../../format/feed/readDelimitedRows";
import { readJsonLines, readJsonRows } from "../../format/feed/readJsonRows";
import {
  type ColumnMapping,
  type ColumnSample,
  columnsUnknown,
  type EventField,
  mapColumns,
  missingFields,
} from "./columnMapping";
import { type Database, quoted, quotedName, quotedPath } from "./database";
import { type DelimitedShape, sniffDelimited } from "./delimitedShape";
import { ga4Query, isGa4 } from "./ga4Events";
import { createRawEvents, insertRawEvents, RAW_COLUMNS } from "./rawEvents";
import type { SourceFile } from "./sourceFiles";

export interface ReadEventsOptions {
  readonly mapping: ColumnMapping;
  /** For temporary files. */
  readonly folder: string;
  readonly onProblem: ReportProblem;
  readonly onFile?: (file: SourceFile, index: number) => void;
}

const SAMPLE_ROWS = 200;
const HEAD_CHARACTERS = 64 * 1024;
/** A GA4 event with its items and parameters; longer lines are no rows. */
const MAX_OBJECT_BYTES = 32 * 1024 * 1024;

/** How each file was read, for the log. */
export interface EventSource {
  /** Without folders. */
  readonly file: string;
  readonly rows: number;
  /** `ga4`: the BigQuery export's own fields. */
  readonly mapping: ColumnMapping | "ga4";
}

/**
 * @throws AisleError `COLUMNS_UNKNOWN` with a proposal, `DATA_UNREADABLE`
 */
export async function readEvents(
  db: Database,
  files: readonly SourceFile[],
  options: ReadEventsOptions,
): Promise<readonly EventSource[]> {
  await createRawEvents(db);
  const sources: EventSource[] = [];
  for (const [index, file] of files.entries()) {
    options.onFile?.(file, index);
    const mapping = await readFile(db, file, index, options);
    const [{ rows }] = await db.rows<{ rows: number }>(
      `SELECT COUNT(*) AS rows FROM raw_events WHERE source = ${index}`,
    );
    sources.push({ file: basename(file.path), rows, mapping });
  }
  return sources;
}

async function readFile(db: Database, file: SourceFile, source: number, options: ReadEventsOptions) {
  if (file.format === "xml") {
    throw new AisleError("DATA_UNREADABLE", `${file.path}: events are not read from XML.`, {
      fix: "Export them as CSV, TSV, JSON Lines or Parquet.",
    });
  }
  if (file.format === "parquet") return readParquet(db, file, source, options);
  const shape = file.format === "delimited" ? sniffDelimited(file.head) : undefined;
  // The fast way is DuckDB's own reader. Where it gives up, and for what it cannot read, rows go through the readers of
  // feeds, which repair what can be repaired and count the rest.
  if (shape && file.utf8) {
    const mapping = mappingOf(file, { columns: shape.columns, rows: shape.sample }, options);
    if (await attempt(db, source, query(mapping, quotedName, csvRelation(file, shape)))) return mapping;
  }
  if (file.format === "jsonl" && file.utf8) {
    const { mapping, sql } = jsonQuery(file, sampleOf(parsedLines(file.head)), options, file.path);
    if (await attempt(db, source, sql)) return mapping;
  }
  return readRepairing(db, file, source, options);
}

/** Through the feed readers into a temporary file of JSON Lines. */
async function readRepairing(
  db: Database,
  file: SourceFile,
  source: number,
  options: ReadEventsOptions,
): Promise<ColumnMapping | "ga4"> {
  const path = join(options.folder, `rows-${source}.jsonl`);
  const shape = file.format === "delimited" ? sniffDelimited(await decodedHead(file)) : undefined;
  let first: RawRow[] = [];
  const lines = async function* () {
    for await (const rows of rowsOf(file, shape, options.onProblem)) {
      if (first.length < SAMPLE_ROWS) first = first.concat(rows.slice(0, SAMPLE_ROWS));
      yield rows.map((row) => `${JSON.stringify(row)}\n`).join("");
    }
  };
  try {
    await pipeline(Readable.from(lines()), createWriteStream(path));
    const sample = shape ? { columns: shape.columns, rows: shape.sample } : sampleOf(first);
    const { mapping, sql } = jsonQuery(file, sample, options, path);
    if (first.length > 0) await insertRawEvents(db, source, sql);
    return mapping;
  } catch (cause) {
    throw unreadable(file, cause);
  } finally {
    rmSync(path, { force: true });
  }
}

function jsonQuery(file: SourceFile, sample: ColumnSample, options: ReadEventsOptions, path: string) {
  const relation = `read_ndjson_objects(${quotedPath(path)}, maximum_object_size = ${MAX_OBJECT_BYTES})`;
  if (isGa4(sample.columns)) return { mapping: "ga4" as const, sql: ga4Query(relation) };
  const mapping = mappingOf(file, sample, options);
  return { mapping, sql: query(mapping, jsonOf, relation) };
}

async function* rowsOf(
  file: SourceFile,
  shape: DelimitedShape | undefined,
  onProblem: ReportProblem,
): AsyncGenerator<RawRow[]> {
  // A line in another character set is repaired and counted once, however many pieces it comes in.
  const report = (code: ProblemCode, example: string): void => onProblem(code, `${basename(file.path)}: ${example}`);
  const text = decodeText(readBytes(createReadStream(file.path), Number.POSITIVE_INFINITY), { onProblem: report });
  if (!shape) {
    yield* file.format === "jsonl" ? readJsonLines(text, report) : readJsonRows(text, report);
    return;
  }
  const named = shape.header ? text : withHeader(shape, text);
  yield* readDelimitedRows(named, report, { isColumn: () => true });
}

/** The start of a file whose text is not UTF-8. */
async function decodedHead(file: SourceFile): Promise<string> {
  if (file.utf8) return file.head;
  const source = readBytes(createReadStream(file.path), Number.POSITIVE_INFINITY);
  let head = "";
  for await (const text of decodeText(source, { onProblem: () => undefined })) {
    head += text;
    if (head.length >= HEAD_CHARACTERS) break;
  }
  return head;
}

async function* withHeader({ columns, delimiter }: DelimitedShape, text: AsyncIterable<string>) {
  yield `${columns.join(delimiter)}\n`;
  yield* text;
}

async function readParquet(db: Database, file: SourceFile, source: number, options: ReadEventsOptions) {
  const relation = `read_parquet(${quotedPath(file.path)})`;
  try {
    const described = await db.rows<{ column_name: string; column_type: string }>(`DESCRIBE SELECT * FROM ${relation}`);
    const names = described.map(({ column_name }) => column_name);
    if (isGa4(names)) {
      await insertRawEvents(db, source, ga4Query(relation, names));
      return "ga4" as const;
    }
    const paths = described.flatMap(({ column_name, column_type }) => structPaths(column_name, column_type));
    const columns = paths.map((path) => path.join("."));
    const read = (column: string) => `CAST(${pathOf(paths, column).map(quotedName).join(".")} AS VARCHAR)`;
    const sample = await db.rows(
      `SELECT ${columns.map((column, i) => `${read(column)} AS c${i}`).join(", ")} FROM ${relation} LIMIT ${SAMPLE_ROWS}`,
    );
    const rows = sample.map((row) => columns.map((_, i) => String(row[`c${i}`] ?? "")));
    const mapping = mappingOf(file, { columns, rows }, options);
    await insertRawEvents(db, source, query(mapping, read, relation));
    return mapping;
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

/** A struct's fields, one level down, stand for columns of their own. */
function structPaths(name: string, type: string): string[][] {
  const fields = /^STRUCT\((.*)\)$/s.exec(type)?.[1];
  if (fields === undefined) return [[name]];
  return [...fields.matchAll(/(?:^|, )("(?:[^"]|"")+"|\w+) [A-Z]/g)].map(([, field]) => [
    name,
    field.startsWith('"') ? field.slice(1, -1).replaceAll('""', '"') : field,
  ]);
}

function pathOf(paths: readonly string[][], column: string): string[] {
  return paths.find((path) => path.join(".") === column) ?? [column];
}

function mappingOf(file: SourceFile, sample: ColumnSample, { mapping: asked }: ReadEventsOptions): ColumnMapping {
  const mapping = mapColumns(sample.columns, asked);
  if (missingFields(mapping).length > 0) throw columnsUnknown(basename(file.path), mapping, sample);
  return mapping;
}

/** The columns of `raw_events` as a file has them. */
function query(mapping: ColumnMapping, read: (column: string) => string, relation: string): string {
  const fields = RAW_COLUMNS.map((name) => {
    const column = mapping[name.slice(0, -"_text".length) as EventField];
    return column === undefined ? `NULL AS ${name}` : `${read(column)} AS ${name}`;
  });
  return `SELECT ${fields.join(", ")} FROM ${relation}`;
}

/** `user.id` is the key `id` of the object under `user`, or a key of that very name. */
function jsonOf(column: string): string {
  const key = (name: string) => `json ->> ${quoted(`$.${name}`)}`;
  if (!column.includes(".")) return key(quotedName(column));
  return `COALESCE(${key(quotedName(column))}, ${key(column.split(".").map(quotedName).join("."))})`;
}

function csvRelation(file: SourceFile, { delimiter, columns, header }: DelimitedShape): string {
  const types = columns.map((column) => `${quoted(column)}: 'VARCHAR'`).join(", ");
  return `read_csv(${quotedPath(file.path)}, auto_detect = false, delim = ${quoted(delimiter)}, quote = '"', escape = '"',
    header = ${header}, columns = {${types}}, compression = ${file.gzip ? "'gzip'" : "'none'"})`;
}

/** @returns false, with nothing inserted, when DuckDB cannot read the file */
async function attempt(db: Database, source: number, sql: string): Promise<boolean> {
  await db.run("BEGIN TRANSACTION");
  try {
    await insertRawEvents(db, source, sql);
    await db.run("COMMIT");
    return true;
  } catch (error) {
    if (error instanceof AisleError) throw error;
    await db.run("ROLLBACK");
    return false;
  }
}

function parsedLines(head: string): RawRow[] {
  return head.split("\n").flatMap((line) => {
    try {
      const row: unknown = JSON.parse(line);
      return typeof row === "object" && row !== null && !Array.isArray(row) ? [row as RawRow] : [];
    } catch {
      return [];
    }
  });
}

/** Keys of the first rows, those of nested objects with a point between. */
function sampleOf(objects: readonly RawRow[]): ColumnSample {
  const flat = objects.slice(0, SAMPLE_ROWS).map((object) => new Map(flattened(object)));
  const columns = [...new Set(flat.flatMap((row) => [...row.keys()]))];
  return { columns, rows: flat.map((row) => columns.map((column) => row.get(column) ?? "")) };
}

function flattened(object: RawRow): [string, string][] {
  return Object.entries(object).flatMap(([name, value]): [string, string][] => {
    if (typeof value !== "object" || value === null) return [[name, value === null ? "" : String(value)]];
    if (Array.isArray(value)) return [[name, "[]"]];
    const inner = Object.entries(value).filter(([, field]) => typeof field !== "object");
    return inner.map(([key, field]) => [`${name}.${key}`, String(field)]);
  });
}

function unreadable(file: SourceFile, cause: unknown): AisleError {
  if (cause instanceof AisleError && cause.code !== "FEED_UNREADABLE") return cause;
  const message = cause instanceof Error ? cause.message.split("\n", 1)[0].slice(0, 300) : String(cause);
  return new AisleError("DATA_UNREADABLE", `${file.path}: ${message}`, { seen: file.path, cause });
}
