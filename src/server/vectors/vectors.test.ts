import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { main } from "../cli";
import { convertEncoder } from "../encoder/convertEncoder";
import { readEncoderFolder, writeEncoderFolder } from "../encoder/encoderFolder";
import { writeTinyCheckpoint } from "../encoder/tinyCheckpoint";
import { openDatabase } from "../ingest/database";
import { inspectFile } from "../ingest/sourceFiles";
import { embedItems } from "./embedItems";
import { readVectors } from "./readVectors";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "aisle-vectors-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const items = ["the red cup", "mug", "board", "mug"].map((title, i) => ({ id: `i${i}`, title }));

describe("embedItems", () => {
  it("gives the encoder's own vectors, each text once, and keeps them for the next build", async () => {
    const encoderFolder = join(folder, "encoder");
    writeEncoderFolder(encoderFolder, await convertEncoder(writeTinyCheckpoint(), {}));
    const options = { encoderFolder, cacheFolder: join(folder, "cache") };
    const embedded: number[] = [];
    const { dimensions, modelId, scales, values } = await embedItems(items, {
      ...options,
      onProgress: (_, total) => embedded.push(total),
    });
    expect(embedded).toEqual([3]);
    const { manifest, vocabulary, weights } = await readEncoderFolder(encoderFolder);
    expect(modelId).toBe(manifest.modelId);
    const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
    const exact = await createReferenceForward(weights).forward(items.map(({ title }) => tokenizer.encode(title)));
    items.forEach((_, row) => {
      let dot = 0;
      for (let d = 0; d < dimensions; d++)
        dot += exact[row * dimensions + d] * values[row * dimensions + d] * scales[row];
      expect(dot).toBeGreaterThan(0.999);
    });
    const more = [...items, { id: "new", title: "a new cup" }];
    const again = await embedItems(more, { ...options, onProgress: (_, total) => embedded.push(total) });
    expect(embedded).toEqual([3, 1]);
    expect([...again.values.subarray(0, values.length)]).toEqual([...values]);
    // A part that was damaged is embedded again.
    const [cache] = readdirSync(join(folder, "cache"));
    for (const part of readdirSync(join(folder, "cache", cache)))
      writeFileSync(join(folder, "cache", cache, part), "x");
    expect(await embedItems(items, options)).toEqual({ dimensions, modelId, scales, values });
  });
});

describe("aisle embed", () => {
  it("makes parts that together are what a build needs", async () => {
    const encoderFolder = join(folder, "encoder");
    writeEncoderFolder(encoderFolder, await convertEncoder(writeTinyCheckpoint(), {}));
    const feed = join(folder, "feed.csv");
    writeFileSync(feed, ["id,title", ...items.map(({ id, title }) => `${id},${title}`)].join("\n"));
    let written = "";
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      written += text;
      return true;
    });
    const cache = join(folder, "cache");
    const embed = (...more: string[]) => main(["embed", feed, "--cache", cache, "--encoder", encoderFolder, ...more]);
    for (const shard of ["1/3", "2/3", "3/3"]) expect(await embed("--shard", shard)).toBe(0);
    const counts = [...written.matchAll(/(\d+) of them embedded/g)].map(([, count]) => Number(count));
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(3);
    expect(await embed()).toBe(0);
    expect(written).toMatch(/3 texts, 0 of them embedded now/);
    write.mockRestore();
    const errors = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(await embed("--shard", "4/3")).toBe(2);
    expect(await main(["embed", feed])).toBe(2);
    errors.mockRestore();
  });
});

describe("readVectors", () => {
  const read = async (content: string) => {
    const path = join(folder, "vectors.jsonl");
    writeFileSync(path, content);
    const db = await openDatabase({ memoryBytes: 2 ** 28 });
    try {
      return await readVectors(db, [await inspectFile(path)], items, { modelId: "own" });
    } finally {
      db.close();
    }
  };
  const lines = (rows: readonly unknown[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join("");

  it("takes rows of known items in any order, to unit length", async () => {
    const { vectors, ...counts } = await read(
      lines([
        { id: "i2", vector: [0, 2] },
        { id: "gone", vector: [1, 1] },
        // A feed that has a column of vectors is read too.
        { id: "i0", title: "the red cup", price: "3.50 EUR", vector: [3, -4], tags: ["a"] },
        { id: "i1", vector: [0, 0] },
      ]),
    );
    expect(counts).toEqual({ items: 2, left: { unknown: 1, empty: 0, unusable: 1 } });
    const { dimensions, scales, values } = vectors;
    expect(dimensions).toBe(2);
    expect([...values]).toEqual([95, -127, 0, 0, 0, 127, 0, 0]);
    expect([...scales].map((scale) => scale > 0)).toEqual([true, false, true, false]);
    expect(127 * scales[2]).toBeCloseTo(1, 6);
  });

  it("leaves out and counts what is not finite, has a number missing, or is empty", async () => {
    const path = join(folder, "vectors.parquet");
    const db = await openDatabase({ memoryBytes: 2 ** 28 });
    try {
      await db.run(`COPY (
        SELECT unnest(['i0', 'i1', 'i2', 'i3', 'i1', 'i2', NULL]) AS id,
               unnest([[1, 'nan'::DOUBLE], [0.6, 0.8], ['inf'::DOUBLE, 1], [1, NULL], NULL, [], [1, 2]]) AS vector
      ) TO '${path}' (FORMAT parquet)`);
      const { vectors, ...counts } = await readVectors(db, [await inspectFile(path)], items, { modelId: "own" });
      expect(counts).toEqual({ items: 1, left: { unknown: 1, empty: 2, unusable: 3 } });
      expect([...vectors.values]).toEqual([0, 0, 95, 127, 0, 0, 0, 0]);
      expect([...vectors.scales].map((scale) => scale > 0)).toEqual([false, true, false, false]);
    } finally {
      db.close();
    }
  });

  it.each([
    [
      "of unlike lengths",
      [
        { id: "i0", vector: [1, 2] },
        { id: "i1", vector: [1] },
      ],
      /1 numbers, others have 2/,
    ],
    ["that are all zeros", [{ id: "i0", vector: [0, 0] }], /no vector of finite numbers/],
    ["that are empty", [{ id: "i0", vector: [] }], /none of the catalogue's ids/],
    ["of nine thousand numbers", [{ id: "i0", vector: new Array(9_000).fill(1) }], /9000 numbers, more than 8192/],
    ["beyond all bounds", [{ id: "i0", vector: [1e300, 1] }], /vectors\.jsonl/],
    ["of no known item", [{ id: "x", vector: [1, 2] }], /none of the catalogue's ids/],
    ["that are words", [{ id: "i0", vector: "wide" }], /vectors\.jsonl/],
  ])("refuses vectors %s", async (_, rows, message) => {
    await expect(read(lines(rows))).rejects.toThrowError(
      expect.objectContaining({ code: "DATA_UNREADABLE", message: expect.stringMatching(message) }),
    );
  });
});
