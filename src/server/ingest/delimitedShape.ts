/** The shape of a CSV or TSV file from its first rows: delimiter, columns, and whether the first row names them. */
import Papa from "papaparse";

export interface DelimitedShape {
  readonly delimiter: string;
  /** Unique names; `column1`, `column2` … when the file has no header. */
  readonly columns: readonly string[];
  readonly header: boolean;
  /** Rows of the head, the header apart. */
  readonly sample: readonly (readonly string[])[];
}

const DELIMITERS = ["\t", ",", ";", "|"];
const SAMPLE_ROWS = 200;

export function sniffDelimited(head: string): DelimitedShape {
  // The last line of the head may be cut.
  const end = head.lastIndexOf("\n");
  const text = end > 0 ? head.slice(0, end) : head;
  const { data, meta } = Papa.parse<string[]>(text, {
    delimitersToGuess: DELIMITERS,
    preview: SAMPLE_ROWS,
    skipEmptyLines: "greedy",
  });
  const [first = [], ...others] = data;
  const header = !first.some(isValue);
  return {
    delimiter: meta.delimiter,
    columns: unique(first.map((cell, column) => (header && cell.trim()) || `column${column + 1}`)),
    header,
    sample: header ? others : data,
  };
}

/** Numbers and times are no names of columns. */
function isValue(cell: string): boolean {
  return /^-?\d+([.,]\d+)?$|^\d{4}-\d\d-\d\d/.test(cell.trim());
}

function unique(names: readonly string[]): readonly string[] {
  const seen = new Map<string, number>();
  return names.map((name) => {
    const count = (seen.get(name.toLowerCase()) ?? 0) + 1;
    seen.set(name.toLowerCase(), count);
    return count === 1 ? name : `${name}_${count}`;
  });
}
