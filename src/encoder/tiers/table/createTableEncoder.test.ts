import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sampleEncoder } from "../../../format/encoder/sampleEncoder";
import { CENTROIDS, type TokenTable, writeTokenTable } from "../../../format/encoder/tokenTable";
import { createTokenizer } from "../../tokenizer/createTokenizer";
import { createTableEncoder } from "./createTableEncoder";
import { createTableForward } from "./createTableForward";

const { weights, card } = sampleEncoder({ layers: 1, hidden: 32, heads: 2, intermediate: 64 });
const manifest = { modelId: "sample-1", config: weights.config };
const { vocabulary } = card;
const tokenizer = createTokenizer(vocabulary, card.tokenizer, weights.config);
const GROUP = 4;

function tableOf(changes: Partial<TokenTable> = {}): TokenTable {
  let state = 1;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % limit;
  };
  const rows = vocabulary.length;
  return {
    modelId: manifest.modelId,
    rows,
    dimensions: 32,
    group: GROUP,
    scales: Float32Array.from({ length: 8 }, () => 0.5 + next(100) / 100),
    centroids: Int8Array.from({ length: CENTROIDS * 32 }, () => next(255) - 127),
    sizes: Float32Array.from({ length: rows }, () => 2 ** (next(8) - 4)),
    codes: Uint8Array.from({ length: rows * 8 }, () => next(256)),
    ...changes,
  };
}

/** The definition, in doubles, before it is brought to unit length. */
function exactSum(table: TokenTable, ids: Int32Array): Float64Array {
  const sum = new Float64Array(table.dimensions);
  for (const id of ids) {
    for (let i = 0; i < table.dimensions; i++) {
      const group = Math.floor(i / GROUP);
      const code = table.codes[(id * table.dimensions) / GROUP + group];
      const value = table.centroids[(group * CENTROIDS + code) * GROUP + (i % GROUP)];
      sum[i] += table.sizes[id] * table.scales[group] * value;
    }
  }
  return sum;
}

/** Every value of every row is rounded to one unit for all: what a unit is in the exact sum's terms. */
function unitOf({ sizes, scales }: TokenTable): number {
  return (Math.max(...sizes) * Math.max(...scales) * 128) / 1023;
}

describe("createTableForward", () => {
  const table = tableOf();

  it("sums the pieces' vectors and brings the sum to unit length", async () => {
    const forward = createTableForward(table);
    const ids = fc.array(fc.nat({ max: table.rows - 1 }), { minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.array(ids, { minLength: 1, maxLength: 5 }), async (lists) => {
        const sequences = lists.map((list) => Int32Array.from(list));
        const vectors = await forward.forward(sequences);
        for (const [row, sequence] of sequences.entries()) {
          const vector = vectors.subarray(row * 32, (row + 1) * 32);
          expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
          const exact = exactSum(table, sequence);
          const length = Math.hypot(...exact);
          // Half a unit a value and row; normalising at most doubles it.
          const bound = (sequence.length * Math.sqrt(table.dimensions) * unitOf(table)) / length;
          const off = Math.hypot(...exact.map((value, i) => value / length - vector[i]));
          expect(off).toBeLessThanOrEqual(bound + 1e-6);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("answers the same whatever was asked before, and whatever the order of the pieces", async () => {
    const [first, second] = [Int32Array.of(2, 7, 9, 30, 3), Int32Array.of(3, 30, 9, 7, 2)];
    const fresh = await createTableForward(table).forward([first]);
    const used = createTableForward(table);
    await used.forward([Int32Array.of(11, 12, 13)]);
    expect(await used.forward([first])).toEqual(fresh);
    expect(await used.forward([second])).toEqual(fresh);
  });

  it("answers nothing with nothing, and pieces of no size with zeros", async () => {
    expect(await createTableForward(table).forward([])).toEqual(new Float32Array(0));
    const weightless = createTableForward(tableOf({ sizes: new Float32Array(table.rows) }));
    expect(await weightless.forward([Int32Array.of(1, 2)])).toEqual(new Float32Array(32));
  });

  it("refuses ids that it has no row for", async () => {
    for (const id of [-1, table.rows]) {
      await expect(createTableForward(table).forward([Int32Array.of(id)])).rejects.toMatchObject({
        code: "ENCODER_UNREADABLE",
      });
    }
  });

  it("never overflows its integers", async () => {
    const loud = tableOf({
      centroids: new Int8Array(CENTROIDS * 32).fill(-128),
      sizes: new Float32Array(table.rows).fill(3e38),
    });
    const vector = await createTableForward(loud).forward([new Int32Array(60_000).fill(7)]);
    expect(Math.hypot(...vector)).toBeCloseTo(1, 5);
    expect(Math.max(...vector)).toBeLessThan(0);
  });
});

describe("createTableEncoder", () => {
  const bytes = writeTokenTable(tableOf());

  it("is an engine in the encoder's space, its pieces those of the encoder's tokeniser", async () => {
    const engine = createTableEncoder({ manifest, tokenizer, bytes });
    expect([engine.tier, engine.modelId, engine.dimensions]).toEqual(["table", "sample-1", 32]);
    const texts = Array.from({ length: 1_200 }, (_, at) => `mug ${at % 7}${"s".repeat(at % 3)}`);
    const expected = await createTableForward(tableOf()).forward(texts.map((text) => tokenizer.encode(text)));
    expect(await engine.embed(texts)).toEqual(expected);
    expect(await engine.embed([])).toEqual(new Float32Array(0));
  });

  it("stops between slices when aborted, and refuses work once disposed", async () => {
    const engine = createTableEncoder({ manifest, tokenizer, bytes });
    const controller = new AbortController();
    const embedding = engine.embed(Array(5_000).fill("mug"), { signal: controller.signal });
    controller.abort();
    await expect(embedding).rejects.toMatchObject({ code: "ABORTED" });
    engine.dispose();
    await expect(engine.embed(["mug"])).rejects.toMatchObject({ code: "DISPOSED" });
  });

  it.each([
    ["another model", { modelId: "sample-2" }],
    ["another vocabulary", tableOf({ rows: 1, sizes: Float32Array.of(1), codes: new Uint8Array(8) })],
  ])("refuses a table of %s", (_, changes) => {
    const other = writeTokenTable(tableOf(changes));
    expect(() => createTableEncoder({ manifest, tokenizer, bytes: other })).toThrow(
      expect.objectContaining({ code: "BACKEND_UNAVAILABLE" }),
    );
  });
});
