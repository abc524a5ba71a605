/** Everything that can be wrong with a feed's rows: stable codes, counted with examples; `problemTexts.ts` explains them. */
import type { RowProblem } from "../../types";

export type ProblemKind = "rejected" | "repaired";

/** The row is not shown. */
const REJECTED = [
  "missing_id",
  "id_too_long",
  "missing_title",
  "duplicate_id",
  "expired",
  "too_many_items",
  "row_not_object",
  "row_too_long",
  "bad_json",
  "bad_xml",
  "bad_quotes",
  "too_broken",
  "feed_cut",
  "missing_sponsor",
  "bad_bid",
  "bad_dates",
] as const;

/** The row is shown, without or with a corrected field. */
const REPAIRED = [
  "json_repaired",
  "xml_repaired",
  "quotes_repaired",
  "ragged_row",
  "not_utf8",
  "unknown_charset",
  "title_too_long",
  "description_too_long",
  "html_in_title",
  "bad_price",
  "ambiguous_price",
  "decimal_comma",
  "price_range",
  "bad_sale_price",
  "bad_availability",
  "bad_link",
  "bad_image_link",
  "bad_date",
  "bad_popularity",
  "margin_dropped",
  "bad_terms",
] as const;

export type ProblemCode = (typeof REJECTED)[number] | (typeof REPAIRED)[number];

export function problemKind(code: ProblemCode): ProblemKind {
  return (REJECTED as readonly string[]).includes(code) ? "rejected" : "repaired";
}

export interface ItemProblem {
  readonly code: ProblemCode;
  /** What was seen; shortened by the tally. */
  readonly example: string;
}

export type ReportProblem = (code: ProblemCode, example: string) => void;

const EXAMPLES = 3;
const EXAMPLE_CHARACTERS = 80;

export interface ProblemTally {
  add(code: ProblemCode, example: string): void;
  /** Most frequent first. */
  list(kind: ProblemKind): readonly RowProblem[];
}

/** Counts problems by code, each with the first three examples. */
export function createProblemTally(): ProblemTally {
  const counts = new Map<ProblemCode, { count: number; readonly examples: string[] }>();
  return {
    add(code, example) {
      const entry = counts.get(code) ?? { count: 0, examples: [] };
      counts.set(code, entry);
      entry.count++;
      if (entry.examples.length < EXAMPLES) entry.examples.push(shorten(example));
    },
    list: (kind) =>
      [...counts]
        .filter(([code]) => problemKind(code) === kind)
        .map(([code, { count, examples }]) => ({ code, count, examples: [...examples] }))
        .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code)),
  };
}

function shorten(example: string): string {
  const line = example
    .slice(0, EXAMPLE_CHARACTERS * 4)
    .replace(/\s+/g, " ")
    .trim();
  return line.length > EXAMPLE_CHARACTERS ? `${line.slice(0, EXAMPLE_CHARACTERS - 1)}…` : line;
}
