/** Item ids of events → numbers, by the catalogue's rows or, without a catalogue, among themselves. */
import { AisleError } from "../../errors";
import { type Cleaning, countChosen } from "./cleaning";
import { isServiceLine } from "./serviceLines";

/** Ids of a catalogue and what else stands for them: variants, groups. */
export interface KnownIds {
  /** Row by id. */
  readonly rows: ReadonlyMap<string, number>;
  readonly example: string;
}

/**
 * Creates `item_map` (item_id, item) for the ids of usable rows of `parsed` that are known, and counts the rows of others.
 * An id is looked for as it is, then without regard to case and leading zeros where that is unambiguous.
 *
 * @throws AisleError `DATA_UNUSABLE` when no event is of a known item
 */
export async function matchCatalog(cleaning: Cleaning, known: KnownIds): Promise<void> {
  const { db, findings } = cleaning;
  await db.run("CREATE OR REPLACE TEMP TABLE known_ids (item_id VARCHAR, item DOUBLE)");
  await db.append("known_ids", known.rows);
  const loose = (id: string) => `regexp_replace(lower(${id}), '^0+', '')`;
  await db.run(`
    CREATE OR REPLACE TABLE item_map AS
    WITH seen AS (SELECT DISTINCT item_id FROM parsed WHERE verdict IS NULL),
    loose_ids AS (
      SELECT ${loose("item_id")} AS item_key, MIN(item) AS item FROM known_ids
      GROUP BY 1 HAVING COUNT(DISTINCT item) = 1
    )
    SELECT seen.item_id, CAST(COALESCE(known_ids.item, loose_ids.item) AS INTEGER) AS item,
      known_ids.item IS NULL AS loosely
    FROM seen LEFT JOIN known_ids USING (item_id) LEFT JOIN loose_ids ON loose_ids.item_key = ${loose("seen.item_id")}
    WHERE COALESCE(known_ids.item, loose_ids.item) IS NOT NULL`);
  const [{ matched, usable }] = await db.rows<{ matched: number; usable: number }>(`
    SELECT COUNT(item_map.item) AS matched, COUNT(*) AS usable
    FROM parsed LEFT JOIN item_map USING (item_id) WHERE verdict IS NULL`);
  if (matched === 0 && usable > 0) {
    const strangers = await db.rows<{ item_id: string }>(
      "SELECT item_id FROM parsed WHERE verdict IS NULL GROUP BY item_id ORDER BY COUNT(*) DESC, item_id LIMIT 3",
    );
    const seen = strangers.map(({ item_id }) => JSON.stringify(item_id)).join(", ");
    throw new AisleError(
      "DATA_UNUSABLE",
      `The catalogue and the events share no item id: events have ${seen}, the catalogue ${known.example}.`,
      { seen, fix: "Point --map item=… at the column that holds the catalogue's ids." },
    );
  }
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT pos, 'unknown_item' AS code FROM parsed WHERE verdict IS NULL AND item_id NOT IN (SELECT item_id FROM item_map)`);
  await countChosen(cleaning, "dropped");
  const [{ loosely }] = await db.rows<{ loosely: number }>(
    "SELECT COUNT(*) AS loosely FROM parsed JOIN item_map USING (item_id) WHERE verdict IS NULL AND loosely",
  );
  findings.add({ code: "id_spelled_otherwise", about: "events", action: "repaired", count: loosely });
}

interface SeenItem {
  readonly item_id: string;
  readonly title: string | null;
  readonly n: number;
}

/**
 * Creates `item_map` without a catalogue: every id of a usable row is an item, except lines that sell no product (postage,
 * fees). Ids that differ in case alone and have the same title are one item.
 * @returns the id of each item number
 */
export async function matchAmongThemselves(cleaning: Cleaning): Promise<readonly string[]> {
  const { db, findings } = cleaning;
  const seen = await db.rows<SeenItem>(`
    SELECT item_id, MIN(title) FILTER (WHERE nth = 1) AS title, CAST(SUM(n) AS BIGINT) AS n
    FROM (
      SELECT item_id, title, n, row_number() OVER (PARTITION BY item_id ORDER BY title IS NULL, n DESC, title) AS nth
      FROM (SELECT item_id, trim(title_text) AS title, COUNT(*) AS n
        FROM parsed JOIN raw_events ON raw_events.rowid = pos WHERE verdict IS NULL GROUP BY 1, 2) AS titled
    ) AS ranked GROUP BY item_id ORDER BY item_id`);
  const names: string[] = [];
  const numbers = new Map<string, number>();
  const spelled = new Map<string, SeenItem[]>();
  for (const item of seen) {
    if (isServiceLine(item.title ?? "", item.item_id)) continue;
    const key = `${item.item_id.toLowerCase()}\t${squash(item.title)}`;
    const same = spelled.get(key);
    if (same) same.push(item);
    else spelled.set(key, [item]);
  }
  for (const same of spelled.values()) {
    const [best] = same.toSorted((a, b) => b.n - a.n);
    for (const { item_id, n } of same) {
      numbers.set(item_id, names.length);
      if (item_id !== best.item_id) {
        findings.add({
          code: "id_spelled_otherwise",
          about: "events",
          action: "repaired",
          count: n,
          examples: [`${item_id} → ${best.item_id}`],
        });
      }
    }
    names.push(best.item_id);
  }
  await db.run("CREATE OR REPLACE TABLE item_map (item_id VARCHAR, item DOUBLE)");
  await db.append("item_map", numbers);
  await db.run(`CREATE OR REPLACE TEMP TABLE chosen AS
    SELECT pos, 'service_line' AS code FROM parsed WHERE verdict IS NULL AND item_id NOT IN (SELECT item_id FROM item_map)`);
  await countChosen(cleaning, "dropped");
  return names;
}

function squash(title: string | null): string {
  return (title ?? "").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}
