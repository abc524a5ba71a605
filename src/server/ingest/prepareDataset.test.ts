import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { openDatabase } from "./database";
import { type Dataset, EVENT_KINDS } from "./dataset";
import { type PrepareOptions, prepareDataset } from "./prepareDataset";

let root: string;
let folder: string;
let next = 0;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), "aisle-ingest-"));
});
afterAll(() => rmSync(root, { recursive: true, force: true }));
beforeEach(() => {
  folder = join(root, String(next++));
  mkdirSync(folder);
});

function write(name: string, content: string | Uint8Array): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

function prepare(options: Partial<PrepareOptions>) {
  return prepareDataset({ cacheFolder: join(folder, "cache"), now: Date.UTC(2026, 0, 1), ...options });
}

/** One line an event: who, what, how, how many, for how much. */
function told({ events, items, knownUsers }: Dataset): string[] {
  return Array.from({ length: events.length }, (_, i) =>
    [
      events.user[i] < knownUsers ? events.user[i] : "guest",
      items[events.item[i]].id,
      EVENT_KINDS[events.kind[i]],
      events.quantity[i],
      events.price[i],
      new Date(events.at[i]).toISOString(),
    ].join(" "),
  );
}

const ROWS = [
  ["ann", "mug-1", "view_item", "2024-05-01T10:00:00Z", "", "9.5", "", ""],
  ["ann", "mug-1", "purchase", "2024-05-01T10:05:00Z", "2", "9.5", "o1", ""],
  ["ann", "tea, green", "purchase", "2024-05-01T10:05:00Z", "1", "4.25", "o1", ""],
  ["bob", "mug-1", "purchase", "2024-05-02T10:00:00Z", "1", "9.5", "o2", ""],
  ["", "tea, green", "purchase", "2024-05-03T10:00:00Z", "3", "4.25", "o3", ""],
];
const HEADER = ["user_id", "item_id", "event", "timestamp", "quantity", "price", "order_id", "rating"];
const TOLD = [
  "0 mug-1 view_item 1 9.5 2024-05-01T10:00:00.000Z",
  "0 mug-1 purchase 2 9.5 2024-05-01T10:05:00.000Z",
  "0 tea, green purchase 1 4.25 2024-05-01T10:05:00.000Z",
  "1 mug-1 purchase 1 9.5 2024-05-02T10:00:00.000Z",
  "guest tea, green purchase 3 4.25 2024-05-03T10:00:00.000Z",
];
const delimited = (delimiter: string, rows: readonly (readonly string[])[] = [HEADER, ...ROWS]) =>
  `${rows.map((row) => row.map((cell) => (/[",;]/.test(cell) ? `"${cell}"` : cell)).join(delimiter)).join("\n")}\n`;
const objects = ROWS.map((row) =>
  Object.fromEntries(HEADER.map((name, i) => [name, row[i]]).filter(([, v]) => v !== "")),
);
const FEED =
  'id,title,description,brand,category,price\nmug-1,Blue mug,,Potter,Kitchen > Mugs,9.50 GBP\n"tea, green",Green tea,,,Pantry,4.25 GBP\ncup-9,Cup,,,Kitchen > Cups,3 GBP\n';

describe("formats", () => {
  const files: readonly (readonly [string, () => string | Uint8Array])[] = [
    ["CSV", () => delimited(",")],
    ["TSV", () => delimited("\t")],
    ["CSV with semicolons and a byte order mark", () => `\ufeff${delimited(";")}`],
    ["CSV with Windows line ends", () => delimited(",").replaceAll("\n", "\r\n")],
    ["gzip", () => gzipSync(delimited(","))],
    ["UTF-16", () => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(delimited(","), "utf16le")])],
    ["JSON Lines", () => objects.map((row) => `${JSON.stringify(row)}\n`).join("")],
    ["a JSON array", () => JSON.stringify(objects)],
  ];
  it.each(files)("%s", async (_, content) => {
    const events = [write("events", content())];
    const { dataset, quality } = await prepare({ events, catalog: [write("feed.csv", FEED)] });
    expect(told(dataset)).toEqual(TOLD);
    expect(dataset.items.map(({ id }) => id)).toEqual(["cup-9", "mug-1", "tea, green"]);
    expect(quality.events).toEqual({ read: 5, kept: 5 });
  });

  it("Parquet, events and feed", async () => {
    const csv = write("events.csv", delimited(","));
    const feed = write("feed.csv", FEED);
    const db = await openDatabase({ memoryBytes: 2 ** 28 });
    for (const path of [csv, feed]) {
      await db.run(
        `COPY (SELECT * FROM read_csv('${path}', types = {'quantity': 'VARCHAR'})) TO '${path}.parquet'`.replace(
          path === feed ? ", types = {'quantity': 'VARCHAR'}" : "",
          "",
        ),
      );
    }
    db.close();
    const { dataset } = await prepare({ events: [`${csv}.parquet`], catalog: [`${feed}.parquet`] });
    expect(told(dataset)).toEqual(TOLD);
    expect(dataset.items[1]).toMatchObject({ id: "mug-1", brand: "Potter", price: 9.5, currency: "GBP" });
  });

  it("several files with columns in another order, by a pattern", async () => {
    write("e-1.csv", delimited(",", [HEADER, ...ROWS.slice(0, 2)]));
    write("e-2.csv", delimited(",", [[...HEADER].reverse(), ...ROWS.slice(2).map((row) => [...row].reverse())]));
    const { dataset, sources } = await prepare({
      events: [join(folder, "e-*.csv")],
      catalog: [write("feed.csv", FEED)],
    });
    expect(told(dataset)).toEqual(TOLD);
    expect(sources.map(({ file, rows }) => [file, rows])).toEqual([
      ["e-1.csv", 2],
      ["e-2.csv", 3],
    ]);
  });

  it("a folder, and a file with a name of signs", async () => {
    mkdirSync(join(folder, "e'[1]* 100%"));
    write("e'[1]* 100%/part [2]?.csv", delimited(","));
    for (const events of [[join(folder, "e'[1]* 100%")], [join(folder, "e'[1]* 100%", "part [2]?.csv")]]) {
      const { dataset } = await prepare({ events, catalog: [write("feed.csv", FEED)] });
      expect(told(dataset)).toEqual(TOLD);
    }
  });

  it("a file without a header, columns by number", async () => {
    const events = [
      write(
        "events.csv",
        delimited(
          ",",
          ROWS.map((row) => [row[0], row[1], String(Date.parse(row[3])), row[6]]),
        ),
      ),
    ];
    const mapping = { user: "#1", item: "#2", time: "#3", order: "#4" };
    const { dataset } = await prepare({ events, mapping });
    expect(dataset.events.length).toBe(5);
    expect(dataset.knownUsers).toBe(2);
  });

  it("a GA4 export of BigQuery, JSON Lines and Parquet", async () => {
    const item = (id: string, quantity: number) => ({
      item_id: id,
      item_name: `Item ${id}`,
      item_category: "Home",
      item_category2: "Mugs",
      price: 5,
      quantity,
    });
    const at = (minutes: number) => String((Date.UTC(2024, 4, 1) + minutes * 60_000) * 1000);
    const parameters = [{ key: "currency", value: { string_value: "EUR" } }];
    const lines = [
      { event_name: "session_start", event_timestamp: at(0), user_pseudo_id: "p1", items: [] },
      { event_name: "view_item", event_timestamp: at(1), user_pseudo_id: "p1", items: [item("a", 1)] },
      {
        event_name: "purchase",
        event_timestamp: at(2),
        user_pseudo_id: "p1",
        user_id: "ann",
        ecommerce: { transaction_id: "t1" },
        event_params: parameters,
        items: [item("a", 2), item("b", 1)],
      },
      {
        event_name: "view_item",
        event_timestamp: at(3),
        user_pseudo_id: "p2",
        geo: { country: "France" },
        items: [item("b", 1)],
      },
    ].map((line) => ({ user_id: null, ecommerce: null, event_params: [], geo: null, ...line }));
    const jsonl = write("ga4.jsonl", lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    const db = await openDatabase({ memoryBytes: 2 ** 28 });
    await db.run(`COPY (SELECT * FROM read_json('${jsonl}')) TO '${folder}/ga4.parquet'`);
    db.close();
    for (const events of [[jsonl], [join(folder, "ga4.parquet")]]) {
      const { dataset, quality, sources } = await prepare({ events });
      expect(sources[0].mapping).toBe("ga4");
      // The browser's look before the log-in is the shopper's.
      expect(told(dataset)).toEqual([
        "0 a view_item 1 5 2024-05-01T00:01:00.000Z",
        "0 a purchase 2 5 2024-05-01T00:02:00.000Z",
        "0 b purchase 1 5 2024-05-01T00:02:00.000Z",
        "1 b view_item 1 5 2024-05-01T00:03:00.000Z",
      ]);
      expect(dataset.items[0]).toMatchObject({ title: "Item a", category: ["Home", "Mugs"], currency: "EUR" });
      expect(quality.findings).toMatchObject([{ code: "event_without_use", count: 1 }]);
    }
  });
});

describe("broken files", () => {
  it("an unclosed quote, a ragged row and a line of another encoding cost nothing else", async () => {
    const lines = [
      "user_id,item_id,timestamp,title",
      "ann,a,1714557600,Mug",
      'ann,b,1714557601,"Cup of 5"" height',
      "ann,c,1714557602,Plate,too,many",
      "bob,a,1714557603,Mug",
      "bob,d,1714557604,Caf\u00e9",
    ];
    const events = [write("events.csv", Buffer.from(`${lines.join("\n")}\n`, "latin1"))];
    const { dataset, quality } = await prepare({ events });
    expect(dataset.items.map(({ title }) => title)).toEqual(["Mug", 'Cup of 5" height', "Plate", "Café"]);
    expect(quality.events).toEqual({ read: 5, kept: 5 });
    const codes = quality.findings.map(({ code }) => code).sort();
    expect(codes).toEqual(["not_utf8", "quotes_repaired", "ragged_row"]);
  });

  it("broken lines of JSON are counted and left out", async () => {
    const content = `${objects.map((row) => JSON.stringify(row)).join("\n")}\n{"user_id": "x", \n[1]\n`;
    const { dataset, quality } = await prepare({
      events: [write("events.jsonl", content)],
      catalog: [write("f.csv", FEED)],
    });
    expect(told(dataset)).toEqual(TOLD);
    expect(quality.events.read).toBeGreaterThan(5);
  });

  const refused: readonly (readonly [string, string | Uint8Array, string, RegExp])[] = [
    ["an empty file", "", "DATA_UNREADABLE", /is empty/],
    ["a header alone", "user_id,item_id,timestamp\n", "DATA_UNUSABLE", /no rows/],
    ["a picture", Uint8Array.from({ length: 400 }, (_, i) => (i * 7) % 32), "DATA_UNREADABLE", /binary/],
    ["a zip file", "PK\u0003\u0004abc", "DATA_UNREADABLE", /zip/],
    ["XML", "<rss><channel/></rss>", "DATA_UNREADABLE", /not read from XML/],
    ["a damaged gzip", gzipSync("user_id,item_id\n".repeat(999)).subarray(0, 60), "DATA_UNREADABLE", /events/],
    ["a Parquet file cut off", "PAR1abcdefgh", "DATA_UNREADABLE", /events/],
    ["one shopper", "user_id,item_id,timestamp\nu,a,1714557600\nu,b,1714557700\n", "DATA_UNUSABLE", /one shopper/],
    ["one item", "user_id,item_id,timestamp\nu,a,1714557600\nv,a,1714557700\n", "DATA_UNUSABLE", /one item/],
    ["nothing usable", "user_id,item_id,timestamp\nu,,1714557600\nv,a,never\n", "DATA_UNUSABLE", /missing_item/],
  ];
  it.each(refused)("%s is refused in words", async (_, content, code, message) => {
    const refusal = prepare({ events: [write("events", content)] });
    await expect(refusal).rejects.toThrowError(
      expect.objectContaining({ code, message: expect.stringMatching(message) }),
    );
  });

  it("a path that is not there is named", async () => {
    const refusal = prepare({ events: [join(folder, "no-*.csv")] });
    await expect(refusal).rejects.toThrowError(expect.objectContaining({ code: "DATA_UNREADABLE" }));
  });

  it("takes any bytes for what they are: a data set, or an error of its own", async () => {
    const cell = fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.constantFrom(
        '"',
        "=1+1",
        "@SUM(A1)",
        "1714557600",
        "2024-05-01",
        "a,b",
        "'; DROP TABLE raw_events; --",
        "\u0000",
      ),
    );
    const text = fc
      .array(fc.array(cell, { minLength: 3, maxLength: 3 }), { minLength: 1, maxLength: 6 })
      .map((rows) => ["user_id,item_id,timestamp", ...rows.map((row) => row.join(","))].join("\n"))
      .map((all) => Buffer.from(all));
    const bytes = fc.uint8Array({ maxLength: 300 }).map((values) => Buffer.from(values));
    await fc.assert(
      fc.asyncProperty(fc.oneof(text, bytes), async (content) => {
        const events = [write("any", content)];
        try {
          const { dataset, quality } = await prepare({ events });
          const dropped = quality.findings.filter(({ about, action }) => about === "events" && action === "dropped");
          expect(dataset.events.length + dropped.reduce((sum, { count }) => sum + count, 0)).toBe(quality.events.read);
        } catch (error) {
          expect(error).toBeInstanceOf(AisleError);
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe("columns", () => {
  const unknown =
    "kunde,artikel,wann,stk,wert\nk1,A-77,2024-05-01 10:00,2,9.50\nk1,B-12,2024-05-01 10:00,1,4.25\nk2,C-31,2024-05-02 11:00,1,9.50\nk2,A-77,2024-05-02 11:00,3,9.50\n";

  it("of unknown names come with a proposal that works once it is passed", async () => {
    const events = [write("events.csv", unknown)];
    const refusal = await prepare({ events }).catch((error: unknown) => error as AisleError);
    expect(refusal).toMatchObject({ code: "COLUMNS_UNKNOWN" });
    const proposed = /--map (\S+)/.exec((refusal as AisleError).message)?.[1] ?? "";
    const { parseMapping } = await import("./columnMapping");
    const mapping = parseMapping(proposed);
    expect(mapping).toEqual({ user: "kunde", item: "artikel", time: "wann", quantity: "stk", price: "wert" });
    const { dataset } = await prepare({ events, mapping });
    expect(dataset.events.length).toBe(4);
  });

  it("that are asked for and not there are an error", async () => {
    const events = [write("events.csv", unknown)];
    await expect(prepare({ events, mapping: { user: "customer" } })).rejects.toThrowError(
      /no column "customer" for user/,
    );
  });
});

describe("the cache", () => {
  it("gives the same data set again without reading the files anew, until something changes", async () => {
    const events = [write("events.csv", delimited(","))];
    const catalog = [write("feed.csv", FEED)];
    const steps: string[] = [];
    const first = await prepare({ events, catalog });
    const second = await prepare({ events, catalog, onProgress: (step) => steps.push(step) });
    expect(second).toEqual(first);
    expect(steps.at(-1)).toBe("cleaned data of an earlier run");
    expect(existsSync(join(folder, "cache"))).toBe(true);
    const third = await prepare({ events, catalog, timeZone: "Europe/Paris" });
    expect(third.key).not.toBe(first.key);
    // A result that was damaged is made again.
    for (const kept of readdirSync(join(folder, "cache"))) writeFileSync(join(folder, "cache", kept, "item.bin"), "x");
    expect(await prepare({ events, catalog })).toEqual(first);
  });

  it("leaves nothing unfinished behind when it is stopped", async () => {
    const controller = new AbortController();
    const refusal = prepare({
      events: [write("events.csv", delimited(","))],
      signal: controller.signal,
      onProgress: (step) => step.startsWith("cleaning") && controller.abort(),
    });
    await expect(refusal).rejects.toThrowError(expect.objectContaining({ code: "ABORTED" }));
    expect(readdirSync(join(folder, "cache"))).toEqual([]);
  });
});

it("keeps the latest events of a shopper with a hundred thousand", async () => {
  const rows = Array.from({ length: 100_000 }, (_, i) => `flood,i${i % 50},view,${1_600_000_000 + i * 10}`);
  const content = `user_id,item_id,event,timestamp\n${rows.join("\n")}\nann,i1,view,1600000000\n`;
  const { dataset, quality } = await prepare({ events: [write("events.csv", content)] });
  expect(dataset.events.length).toBe(10_001);
  expect(quality.findings).toMatchObject([{ code: "flood", count: 90_000 }]);
});
