import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import cases from "./cases/feed.json";
import { MAX_ROW_CHARACTERS, type RawRow } from "./feedRow";
import { problemTexts } from "./problemTexts";
import { type ReadFeedOptions, readFeed } from "./readFeed";

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function readAll(bytes: Uint8Array, options: ReadFeedOptions = {}, size = 1 << 20) {
  const rows: RawRow[] = [];
  const problems: string[] = [];
  const onProblem: ReadFeedOptions["onProblem"] = (code) => problems.push(code);
  for await (const batch of readFeed(pieces(bytes, size), { onProblem, ...options })) rows.push(...batch);
  return { rows: rows.map((row) => ({ ...row })), problems };
}

describe("readFeed", () => {
  for (const example of cases) {
    it(example.name, async () => {
      // Whole, and cut at every possible place: pieces must not matter.
      for (const size of [1 << 20, 1, 7]) {
        let format: string | undefined;
        const reading = readAll(utf8(example.text), { onFormat: (known) => (format = known) }, size);
        if (example.error) {
          await expect(reading).rejects.toMatchObject({ name: "AisleError", code: example.error });
          continue;
        }
        const { rows, problems } = await reading;
        expect(rows).toEqual(example.rows);
        expect(problems).toEqual(example.problems ?? []);
        expect(format).toBe(example.format);
      }
    });
  }

  it("names the feed in its errors", async () => {
    await expect(readAll(utf8(""), { name: "shop.csv" })).rejects.toThrow("shop.csv: The feed is empty.");
  });

  it("unpacks gzip, also in tiny pieces, and says when it is cut off", async () => {
    const packed = gzipSync("id,title\n1,Mug\n2,Cup\n");
    for (const size of [1, 1 << 20]) expect((await readAll(packed, {}, size)).rows).toHaveLength(2);
    await expect(readAll(packed.subarray(0, packed.length - 12))).rejects.toMatchObject({ code: "FEED_UNREADABLE" });
  });

  it("refuses a gzip bomb", async () => {
    const bomb = gzipSync(new Uint8Array(8_000_000).fill(120));
    await expect(readAll(bomb, { maxBytes: 1_000_000 })).rejects.toMatchObject({ code: "FEED_TOO_LARGE" });
  });

  it("passes a broken download on as it is", async () => {
    async function* broken(): AsyncGenerator<Uint8Array> {
      yield utf8(`id,title\n${"1,Mug\n".repeat(20_000)}`);
      throw new TypeError("network error");
    }
    const reading = (async () => {
      let rows = 0;
      for await (const batch of readFeed(broken())) rows += batch.length;
      return rows;
    })();
    await expect(reading).rejects.toThrow(new TypeError("network error"));
  });

  it("stops at the limit and tells the source", async () => {
    let stopped = false;
    async function* endless(): AsyncGenerator<Uint8Array> {
      try {
        yield utf8("id,title\n");
        for (;;) yield utf8("1,Mug\n".repeat(1000));
      } finally {
        stopped = true;
      }
    }
    const problems: string[] = [];
    let rows = 0;
    for await (const batch of readFeed(endless(), { limit: 2_500, onProblem: (code) => problems.push(code) })) {
      rows += batch.length;
    }
    expect({ rows, problems, stopped }).toEqual({ rows: 2_500, problems: ["too_many_items"], stopped: true });
  });

  it("reads titles of a megabyte and skips rows beyond two, in every format", async () => {
    const title = "x".repeat(1_000_000);
    const huge = "y".repeat(MAX_ROW_CHARACTERS + 100_000);
    const feeds = {
      csv: `id,title\n1,"${title}"\n2,"${huge}"\n3,Cup\n`,
      json: JSON.stringify([
        { id: "1", title },
        { id: "2", title: huge },
        { id: "3", title: "Cup" },
      ]),
      jsonl: [title, huge, "Cup"].map((text, at) => JSON.stringify({ id: String(at + 1), title: text })).join("\n"),
      xml: `<rss>${[title, huge, "Cup"].map((text, at) => `<item><id>${at + 1}</id><title>${text}</title></item>`).join("")}</rss>`,
    };
    for (const [format, text] of Object.entries(feeds)) {
      const { rows, problems } = await readAll(utf8(text));
      expect([format, rows.map((row) => row.id)]).toEqual([format, ["1", "3"]]);
      expect(problems).toContain("row_too_long");
    }
  });

  it("works through hostile repetition without hanging", async () => {
    const unclosed = `id,title\n${'1,"a\n'.repeat(30_000)}`;
    const inches = `id,title\n1,"${'x"y'.repeat(300_000)}\n2,Cup\n`;
    const braces = `[${'{"a":'.repeat(200_000)}`;
    const brokenRows = `[${'{"id":"1},'.repeat(100_000)}]`;
    const cdata = `<rss><item>${"<![CDATA[".repeat(100_000)}</item></rss>`;
    const sections = `<rss><item>${"<![CDATA[]]>".repeat(100_000)}<id>1</id></item></rss>`;
    const opened = `<rss>${"<item><a>".repeat(5_000)}</rss>`;
    const doctypes = `<!DOCTYPE `.repeat(100_000);
    for (const text of [unclosed, inches, braces, brokenRows, cdata, sections, opened]) await readAll(utf8(text));
    await expect(readAll(utf8(doctypes))).rejects.toBeInstanceOf(AisleError);
  });

  it("yields to the page while it parses", async () => {
    let clock = 0;
    let yields = 0;
    const row = JSON.stringify({ id: "1", title: "x".repeat(1_000) });
    await readAll(utf8(`${row}\n`.repeat(3_000)), {
      now: () => (clock += 3),
      yieldNow: async () => {
        yields++;
      },
    });
    expect(yields).toBeGreaterThan(40);
  });
});

describe("encodings", () => {
  const row = { id: "1", title: "Café für Œuvre €5" };
  const csv = `id,title\n1,${row.title}\n`;
  const western = Uint8Array.from([...csv].map((character) => WESTERN[character] ?? character.charCodeAt(0)));
  const utf16 = (bigEndian: number): Uint8Array => {
    const bytes = new DataView(new ArrayBuffer(csv.length * 2));
    [...csv].forEach((character, at) => {
      bytes.setUint16(at * 2, character.charCodeAt(0), bigEndian === 0);
    });
    return new Uint8Array(bytes.buffer);
  };
  const withMark = (mark: readonly number[], bytes: Uint8Array): Uint8Array => Uint8Array.from([...mark, ...bytes]);

  const inputs: Record<string, Uint8Array> = {
    "UTF-8": utf8(csv),
    "UTF-8 with a mark": withMark([0xef, 0xbb, 0xbf], utf8(csv)),
    "UTF-16 LE with a mark": withMark([0xff, 0xfe], utf16(0)),
    "UTF-16 BE with a mark": withMark([0xfe, 0xff], utf16(1)),
    "UTF-16 LE without a mark": utf16(0),
    "Windows-1252": western,
  };
  for (const [name, bytes] of Object.entries(inputs)) {
    it(name, async () => {
      for (const size of [1, 3, 1 << 20]) expect((await readAll(bytes, {}, size)).rows).toEqual([row]);
    });
  }

  it("believes a declared Asian character set, and no declared Latin one", async () => {
    const gbk = Uint8Array.from([...utf8("id,title\n1,"), 0xc6, 0xbd, 0xb9, 0xfb, 0x0a]);
    expect((await readAll(gbk, { contentType: "text/csv; charset=GBK" })).rows).toEqual([{ id: "1", title: "平果" }]);
    const latin = await readAll(utf8(csv), { contentType: 'text/csv; charset="iso-8859-1"' });
    expect(latin.rows).toEqual([row]);
    const xml = Uint8Array.from([
      ...utf8('<?xml version="1.0" encoding="gb2312"?><rss><item><id>1</id><title>'),
      ...[0xc6, 0xbd, 0xb9, 0xfb],
      ...utf8("</title></item></rss>"),
    ]);
    expect((await readAll(xml)).rows).toEqual([{ id: "1", title: "平果" }]);
  });

  it("reports a character set nobody knows", async () => {
    const { rows, problems } = await readAll(utf8(csv), { contentType: "text/csv; charset=klingon" });
    expect({ rows, problems }).toEqual({ rows: [row], problems: ["unknown_charset"] });
  });

  it("reads a stray Windows-1252 row without harm to its UTF-8 neighbours", async () => {
    const mixed = Uint8Array.from([...utf8("id,title\n1,Café\n2,Caf"), 0xe9, ...utf8("\n3,日本\n")]);
    const { rows, problems } = await readAll(mixed);
    expect(rows.map((each) => each.title)).toEqual(["Café", "Café", "日本"]);
    expect(problems).toEqual(["not_utf8"]);
  });
});

const WESTERN: Readonly<Record<string, number>> = { é: 0xe9, ü: 0xfc, Œ: 0x8c, "€": 0x80 };

describe("readFeed, any input", () => {
  const source = (bytes: Uint8Array, size: number) => readAll(bytes, {}, size);

  it("answers any bytes with rows or an AisleError", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          fc.uint8Array({ maxLength: 300 }),
          fc.string({ unit: "binary", maxLength: 300 }).map(utf8),
          fc.array(fc.constantFrom(...'<>item/&;![CDATA]{}":,\n\tid1')).map((parts) => utf8(parts.join(""))),
        ),
        fc.constantFrom("", "<rss><item>", "[{", "id,title\n", '{"items":[', "\u001f\u008b"),
        fc.integer({ min: 1, max: 40 }),
        async (bytes, start, size) => {
          try {
            const { problems } = await source(Uint8Array.from([...utf8(start), ...bytes]), size);
            for (const code of problems) expect(problemTexts).toHaveProperty(code);
          } catch (error) {
            expect(error).toBeInstanceOf(AisleError);
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("loses no good JSON Lines row beside a bad one", async () => {
    const bad = fc.string({ maxLength: 60 }).map((text) => text.replaceAll(/[\n\r]/g, " "));
    await fc.assert(
      fc.asyncProperty(fc.array(bad, { maxLength: 5 }), async (lines) => {
        const text = ['{"id":"first"}', ...lines, '{"id":"last"}', ""].join("\n");
        const ids = (await source(utf8(text), 11)).rows.map((row) => row.id);
        expect(ids[0]).toBe("first");
        expect(ids.at(-1)).toBe("last");
      }),
    );
  });

  it("loses no good CSV row beside a bad one", async () => {
    const bad = fc
      .array(fc.constantFrom('"', '""', ",", "a", " ", ';"', '",', "\t", "'"))
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(bad, { maxLength: 5 }), async (lines) => {
        const text = ["id,title", "first,Mug", ...lines, "last,Cup", ""].join("\n");
        const ids = (await source(utf8(text), 9)).rows.map((row) => row.id);
        expect(ids[0]).toBe("first");
        expect(ids.at(-1)).toBe("last");
      }),
      { numRuns: 500 },
    );
  });

  it("loses no good XML item beside a bad one", async () => {
    const bad = fc
      .array(
        fc.constantFrom("&", "<", ">", "</", "a", " ", '"', "<b>", "</b>", "<g:id", "]]>", "&#0;", "<!", "<?", "/>"),
      )
      .map((parts) => parts.join(""));
    await fc.assert(
      fc.asyncProperty(fc.array(bad, { maxLength: 5 }), async (bodies) => {
        const items = ["<id>first</id>", ...bodies, "<id>last</id>"].map((body) => `<item>${body}</item>`);
        const ids = (await source(utf8(`<rss>${items.join("\n")}</rss>`), 13)).rows.map((row) => row.id);
        expect(ids[0]).toBe("first");
        expect(ids.at(-1)).toBe("last");
      }),
    );
  });

  it("reads back any table it is given as CSV, TSV and JSON", async () => {
    // No bare control characters: a short table full of them is rightly taken for a binary file.
    const printable = fc.oneof(
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
      fc.constantFrom('"', ",", ";", "\t", "\n", "|"),
    );
    const cell = fc.string({ unit: printable, minLength: 1, maxLength: 12 }).map((text) => `.${text}.`);
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), async (table) => {
        const rows = table.map(([id, title]) => ({ id, title }));
        const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
        for (const delimiter of [",", "\t", ";"]) {
          const text = [`id${delimiter}title`, ...table.map((cells) => cells.map(quote).join(delimiter))].join("\r\n");
          expect((await source(utf8(text), 17)).rows).toEqual(rows);
        }
        expect((await source(utf8(JSON.stringify(rows)), 17)).rows).toEqual(rows);
      }),
    );
  });
});
