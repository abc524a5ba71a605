/** The table `raw_events`: what the files of events say, every field as text, in the order of the files. */
import { EVENT_FIELDS, type EventField } from "./columnMapping";
import type { Database } from "./database";

type RawColumn = `${EventField | "device"}_text`;

/**
 * Columns behind `source`, the file's number. `device` is GA4's id of a browser, which a log-in may tie to a shopper.
 * Rows keep their order in the pseudo-column `rowid`.
 */
export const RAW_COLUMNS: readonly RawColumn[] = [
  ...(Object.keys(EVENT_FIELDS) as EventField[]).map((field): RawColumn => `${field}_text`),
  "device_text",
];

export async function createRawEvents(db: Database): Promise<void> {
  const columns = RAW_COLUMNS.map((name) => `${name} VARCHAR`).join(", ");
  await db.run(`CREATE OR REPLACE TABLE raw_events (source INTEGER, ${columns})`);
}

/** @param query selects the columns behind `source` */
export async function insertRawEvents(db: Database, source: number, query: string): Promise<void> {
  await db.run(`INSERT INTO raw_events SELECT ${source}, * FROM (${query})`);
}
