/** Rows of CSV and TSV by papaparse's row parser, with a way back from quotes that are never closed. */
import { AisleError } from "../../errors";
import { MAX_RESTARTS, MAX_ROW_CHARACTERS, type RawRow } from "./feedRow";
import { isItemField } from "./fieldNames";
import type { ReportProblem } from "./problems";

/** What is used of `Papa.Parser`; the published types leave its constructor's options and `parse` untyped. */
interface CellParser {
  parse(input: string, baseIndex: number, ignoreLastRow: boolean): unknown;
  abort(): void;
}
interface Step {
  readonly data: readonly (readonly string[])[];
  readonly errors: readonly { readonly code: string }[];
  readonly meta: { readonly cursor: number };
}
type CellParserConstructor = new (config: {
  readonly delimiter: string;
  readonly newline: string;
  readonly quoteChar?: string;
  readonly fastMode?: boolean;
  readonly step: (step: Step) => void;
}) => CellParser;

export interface DelimitedOptions {
  /** Whether a column of that name is of any use; default: whether an item has such a field. */
  readonly isColumn?: (name: string) => boolean;
}

const DELIMITERS = ["\t", ",", ";", "|"] as const;

/**
 * The first row names the columns. A row that spans lines although its quotes or its number of cells are wrong has an
 * unclosed quote: its first line is read with the quote as text, and reading goes on at the next line, so that the
 * rows behind it are not swallowed.
 *
 * @throws AisleError `FEED_UNREADABLE` when no column is known.
 */
export async function* readDelimitedRows(
  chunks: AsyncIterable<string>,
  onProblem: ReportProblem,
  { isColumn = isItemField }: DelimitedOptions = {},
): AsyncGenerator<RawRow[]> {
  const { default: Papa } = await import("papaparse");
  const Parser = Papa.Parser as unknown as CellParserConstructor;
  let buffer = "";
  /** Not tried again before the buffer is this long: a row in many pieces is parsed a logarithmic number of times. */
  let retryAt = 0;
  let shape: { readonly delimiter: string; readonly newline: string } | undefined;
  let header: readonly string[] | undefined;
  let restarts = 0;
  /** Inside a line that was given up before its end had arrived. */
  let skipping = false;

  function take(last: boolean): RawRow[] {
    const rows: RawRow[] = [];
    if (skipping) {
      const end = buffer.indexOf(shape?.newline ?? "\n");
      buffer = end === -1 ? "" : buffer.slice(end + 1);
      skipping = end === -1;
      if (skipping) return rows;
    }
    const accept = (cells: readonly string[], line: string): void => {
      if (cells.every((cell) => cell.trim() === "")) return;
      if (!header) {
        header = readHeader(cells, isColumn);
        return;
      }
      if (cells.length > header.length) onProblem("ragged_row", line.slice(0, 200));
      rows.push(toRow(header, cells));
    };

    for (let again = true; again; ) {
      again = false;
      shape ??= detectShape(buffer);
      const { delimiter, newline } = shape;
      const width = header?.length;
      let consumed = 0;
      let broken = false;
      const parser = new Parser({
        delimiter,
        newline,
        fastMode: restarts > MAX_RESTARTS ? true : undefined,
        step: ({ data, errors, meta }) => {
          const text = buffer.slice(consumed, meta.cursor);
          const spansLines = text.trimEnd().includes(newline);
          if (text.length > MAX_ROW_CHARACTERS) {
            onProblem("row_too_long", text.slice(0, 200));
            consumed = meta.cursor;
            return;
          }
          if (spansLines && (errors.length > 0 || (width !== undefined && data[0].length !== width))) {
            broken = true;
            parser.abort();
            return;
          }
          consumed = meta.cursor;
          accept(restarts > MAX_RESTARTS ? data[0].map(unquote) : data[0], text);
        },
      });
      parser.parse(buffer, 0, !last);
      buffer = buffer.slice(consumed);
      if (broken || buffer.length > MAX_ROW_CHARACTERS) {
        skipBrokenLine(broken ? "bad_quotes" : "row_too_long", accept);
        again = buffer !== "";
      }
    }
    retryAt = buffer.length * 2;
    return rows;
  }

  function skipBrokenLine(
    code: "bad_quotes" | "row_too_long",
    accept: (cells: readonly string[], line: string) => void,
  ): void {
    const { delimiter, newline } = shape ?? detectShape(buffer);
    const end = buffer.indexOf(newline);
    const line = end === -1 ? buffer : buffer.slice(0, end);
    buffer = end === -1 ? "" : buffer.slice(end + newline.length);
    skipping = end === -1;
    const cells = line.split(delimiter);
    if (header && cells.length === header.length && line.length <= MAX_ROW_CHARACTERS) {
      onProblem("quotes_repaired", line.slice(0, 200));
      accept(cells.map(unquote), line);
    } else {
      onProblem(code, line.slice(0, 200));
    }
    if (++restarts === MAX_RESTARTS + 1) onProblem("too_broken", line.slice(0, 200));
  }

  for await (const chunk of chunks) {
    buffer += chunk;
    if (buffer.length < retryAt) continue;
    const rows = take(false);
    if (rows.length > 0) yield rows;
  }
  const rows = take(true);
  if (rows.length > 0) yield rows;
  if (!header) throw noColumns([]);
}

/** Delimiter and line end of the first line that says something; `sep=;` is Excel's own way to say it. */
function detectShape(text: string): { readonly delimiter: string; readonly newline: string } {
  const newline = /\n/.test(text) || !/\r./s.test(text) ? "\n" : "\r";
  const lines = text.split(newline, 20).filter((line) => line.trim() !== "");
  const first = lines[0] ?? "";
  const declared = /^sep=(.)\s*$/i.exec(first)?.[1];
  if (declared) return { delimiter: declared, newline };
  const bare = first.replace(/"[^"]*"/g, "");
  const counts = DELIMITERS.map((delimiter) => bare.split(delimiter).length);
  return { delimiter: DELIMITERS[counts.indexOf(Math.max(...counts))], newline };
}

function readHeader(cells: readonly string[], isColumn: (name: string) => boolean): readonly string[] | undefined {
  if (/^sep=.?\s*$/i.test(cells[0]) && cells.slice(1).every((cell) => cell.trim() === "")) return undefined;
  const header = cells.map((cell) => unquote(cell).trim());
  if (!header.some(isColumn)) throw noColumns(header);
  return header;
}

function noColumns(header: readonly string[]): AisleError {
  const seen = header.slice(0, 12).join(", ").slice(0, 200);
  return new AisleError("FEED_UNREADABLE", `The feed's first row names no known column (${seen || "it is empty"}).`, {
    seen,
    fix: 'Name the columns as Merchant Center does, at least "id" and "title".',
  });
}

function toRow(header: readonly string[], cells: readonly string[]): RawRow {
  const row: Record<string, string> = Object.create(null);
  for (let column = 0; column < header.length && column < cells.length; column++) {
    const name = header[column];
    const cell = column === cells.length - 1 ? cells[column].replace(/\r$/, "") : cells[column];
    // Of columns with the same name the first with a value counts.
    if (name !== "" && cell !== "" && row[name] === undefined) row[name] = cell;
  }
  return row;
}

function unquote(cell: string): string {
  return cell.trim().replace(/^"|"$/g, "").replaceAll('""', '"');
}
