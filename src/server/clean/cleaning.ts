/** What every rule of cleaning works with, and how it takes rows out: counted, with examples, by reason. */
import type { Database } from "../ingest/database";
import type { CleanOptions } from "./cleanOptions";
import type { Findings } from "./findings";

export interface Cleaning {
  readonly db: Database;
  readonly options: CleanOptions;
  readonly findings: Findings;
  /** Names of the files of events, by `raw_events.source`. */
  readonly sources: readonly string[];
}

const EXAMPLES = 3;

/**
 * Takes rows out of `events`, or only counts them.
 * @param chosen SQL: `pos` and `code` of each row, a row once
 */
export async function dropRows(cleaning: Cleaning, chosen: string): Promise<void> {
  const { db } = cleaning;
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS ${chosen}`);
  const dropped = await countChosen(cleaning, "dropped");
  if (dropped > 0) await db.run("DELETE FROM events WHERE pos IN (SELECT pos FROM chosen)");
  await db.run("DROP TABLE chosen");
}

/** Counts the rows in the table `chosen` (`pos`, `code`). @returns how many there are */
export async function countChosen(
  { db, findings, sources }: Cleaning,
  action: "dropped" | "repaired" | "noticed",
): Promise<number> {
  const counts = await db.rows<{ code: string; n: number }>(
    "SELECT code, COUNT(*) AS n FROM chosen GROUP BY code ORDER BY code",
  );
  if (counts.length === 0) return 0;
  const examples = await db.rows<{ code: string; example: string; source: number }>(`
    SELECT code, source, ${EXAMPLE} AS example
    FROM (SELECT code, pos, row_number() OVER (PARTITION BY code ORDER BY pos) AS nth FROM chosen) AS picked
    JOIN raw_events ON raw_events.rowid = pos
    WHERE nth <= ${EXAMPLES} ORDER BY code, pos`);
  for (const { code, n } of counts) {
    const own = examples.filter((row) => row.code === code);
    findings.add({
      code,
      about: "events",
      action,
      count: n,
      examples: own.map(({ source, example }) => (sources.length > 1 ? `${sources[source]}: ${example}` : example)),
    });
  }
  return counts.reduce((sum, { n }) => sum + n, 0);
}

/** A raw row as a person looks for it in the file; shoppers are not named. */
const EXAMPLE = `concat_ws(', ',
  'item ' || item_text, 'event ' || event_text, 'time ' || time_text, 'quantity ' || quantity_text,
  'price ' || price_text, 'order ' || order_text, 'rating ' || rating_text, title_text)`;
