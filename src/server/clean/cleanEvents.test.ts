/** Runs every case of `cases/*.json` through all rules of cleaning. */
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Item } from "../../types";
import { type Database, openDatabase } from "../ingest/database";
import { EVENT_KINDS, NO_ORDER } from "../ingest/dataset";
import { exportDataset } from "../ingest/exportDataset";
import { rowsOfNumbers } from "../ingest/prepareDataset";
import { createRawEvents, RAW_COLUMNS } from "../ingest/rawEvents";
import { cleanEvents } from "./cleanEvents";
import { cleanItems } from "./cleanItems";
import { type CleanOptions, DEFAULT_CLEAN_OPTIONS } from "./cleanOptions";
import { createFindings } from "./findings";

interface Row {
  /** The row so many times, `{i}` in a text counting from 0. */
  readonly repeat?: number;
  /** Added to a numeric `time` each time. */
  readonly step?: number;
  readonly [field: string]: string | number | undefined;
}

interface Case {
  readonly name: string;
  /** Absent: items come from the events. `{"repeat": n, "id": "i{i}", …}` works here too. */
  readonly catalog?: readonly (Item & { readonly repeat?: number })[];
  readonly events: readonly Row[];
  readonly options?: Partial<CleanOptions>;
  /** What is kept, in the data set's order: shopper, item, kind, and what else the case cares for. */
  readonly kept?: readonly Readonly<Record<string, unknown>>[];
  readonly keptCount?: number;
  /** `"dropped exact_duplicate": 1`; all that is found about events. */
  readonly findings: Readonly<Record<string, number>>;
  readonly items?: readonly Partial<Item>[];
  readonly error?: string;
}

const NOW = Date.UTC(2026, 0, 1);
const files = readdirSync(new URL("./cases", import.meta.url)).sort();
let db: Database;

beforeAll(async () => {
  db = await openDatabase({ memoryBytes: 2 ** 28 });
});
afterAll(() => db.close());

describe.each(files)("%s", (file) => {
  const { cases } = JSON.parse(readFileSync(new URL(`./cases/${file}`, import.meta.url), "utf8")) as { cases: Case[] };
  it.each(cases.map((one) => [one.name, one] as const))("%s", async (_, one) => {
    if (one.error !== undefined) {
      await expect(run(one)).rejects.toThrowError(
        expect.objectContaining({ message: expect.stringMatching(one.error) }),
      );
      return;
    }
    const { dataset, findings, read } = await run(one);
    const { events } = dataset;
    const kept = Array.from({ length: events.length }, (_, i) => ({
      shopper: events.user[i] >= dataset.knownUsers ? "guest" : events.user[i],
      item: dataset.items[events.item[i]].id,
      kind: EVENT_KINDS[events.kind[i]],
      at: events.at[i],
      quantity: events.quantity[i],
      price: Number.isNaN(events.price[i]) ? null : events.price[i],
      order: events.order[i] === NO_ORDER ? null : events.order[i],
      rating: events.rating ? events.rating[i] : null,
      group: dataset.groups[0]?.labels[dataset.groups[0].of[events.user[i]]],
    }));
    if (one.kept) {
      expect(kept).toHaveLength(one.kept.length);
      expect(kept).toMatchObject(one.kept);
    }
    if (one.keptCount !== undefined) expect(kept).toHaveLength(one.keptCount);
    if (one.items) expect(dataset.items).toMatchObject(one.items);
    const about = findings.filter(({ about }) => about === "events");
    expect(Object.fromEntries(about.map(({ action, code, count }) => [`${action} ${code}`, count]))).toEqual(
      one.findings,
    );
    // Every row is either kept or dropped for one reason.
    const dropped = about.filter(({ action }) => action === "dropped").reduce((sum, { count }) => sum + count, 0);
    expect(dropped + events.length).toBe(read);
  });
});

async function run(one: Case) {
  const findings = createFindings();
  const rows = one.events.flatMap(repeated);
  await createRawEvents(db);
  const texts = rows.map((row) => [
    0,
    ...RAW_COLUMNS.map((column) => {
      const value = row[column.slice(0, -"_text".length)];
      return value === undefined ? null : String(value);
    }),
  ]);
  await db.append("raw_events", texts);
  const catalog = one.catalog?.flatMap((item) => repeated(item as unknown as Row) as unknown as Item[]);
  const items = catalog && cleanItems({ items: catalog, otherTexts: new Map() }, findings);
  const cleaning = {
    db,
    options: { ...DEFAULT_CLEAN_OPTIONS, now: NOW, ...one.options },
    findings,
    sources: ["events.csv"],
  };
  const cleaned = await cleanEvents(cleaning, {
    known: items && { rows: items.rowOf, example: "" },
    items: items?.items.length,
  });
  const final = items ?? cleanItems({ items: cleaned.seen ?? [], otherTexts: new Map() }, findings);
  const dataset = await exportDataset(db, final, rowsOfNumbers(final, cleaned));
  return { dataset, findings: findings.list(), read: rows.length };
}

function repeated({ repeat = 1, step = 0, ...row }: Row): Row[] {
  return Array.from({ length: repeat }, (_, i) =>
    Object.fromEntries(
      Object.entries(row).map(([name, value]) => {
        if (name === "time" && typeof value === "number") return [name, value + i * step];
        return [name, typeof value === "string" ? value.replaceAll("{i}", String(i)) : value];
      }),
    ),
  );
}
