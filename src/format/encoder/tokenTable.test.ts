import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { CENTROIDS, readTokenTable, storedSize, type TokenTable, writeTokenTable } from "./tokenTable";

/** A table whose values are whatever the seed says. */
function tableOf({ rows, groups, group, seed = 1 }: Record<"rows" | "groups" | "group", number> & { seed?: number }) {
  const dimensions = groups * group;
  let state = seed;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return state % limit;
  };
  const table: TokenTable = {
    modelId: "model-é",
    rows,
    dimensions,
    group,
    scales: Float32Array.from({ length: groups }, () => next(1_000) / 7_000),
    centroids: Int8Array.from({ length: CENTROIDS * dimensions }, () => next(255) - 127),
    sizes: Float32Array.from({ length: rows }, () => storedSize(next(1_000) / 3)),
    codes: Uint8Array.from({ length: rows * groups }, () => next(256)),
  };
  return table;
}

const shapes = fc.record({
  rows: fc.integer({ min: 1, max: 40 }),
  groups: fc.integer({ min: 1, max: 12 }),
  group: fc.integer({ min: 1, max: 8 }),
  seed: fc.integer({ min: 1, max: 1e6 }),
});

describe("the table of word pieces", () => {
  it("is read as it was written, and the same table gives the same bytes", () => {
    fc.assert(
      fc.property(shapes, (shape) => {
        const table = tableOf(shape);
        const bytes = writeTokenTable(table);
        expect(readTokenTable(bytes)).toEqual(table);
        expect(writeTokenTable(readTokenTable(bytes))).toEqual(bytes);
      }),
    );
  });

  it("is read from the middle of a buffer", () => {
    const table = tableOf({ rows: 5, groups: 3, group: 4 });
    const bytes = writeTokenTable(table);
    const padded = new Uint8Array(bytes.length + 7);
    padded.set(bytes, 3);
    expect(readTokenTable(padded.subarray(3, 3 + bytes.length))).toEqual(table);
  });

  it("rounds sizes to the nearest that can be stored", () => {
    expect(storedSize(1)).toBe(1);
    expect(storedSize(1.004)).toBe(1.0078125);
    expect(storedSize(0)).toBe(0);
    fc.assert(
      fc.property(fc.float({ min: Math.fround(1e-30), max: Math.fround(1e30), noNaN: true }), (size) => {
        expect(Math.abs(storedSize(size) - size)).toBeLessThanOrEqual(size / 255);
        expect(storedSize(storedSize(size))).toBe(storedSize(size));
      }),
    );
  });

  it.each<[string, Partial<TokenTable>]>([
    ["no rows", { rows: 0, sizes: new Float32Array(0), codes: new Uint8Array(0) }],
    ["a group that does not divide the dimensions", { group: 5 }],
    ["too few codes", { codes: new Uint8Array(3) }],
    ["too few centroids", { centroids: new Int8Array(3) }],
    ["a size below 0", { sizes: new Float32Array(4).fill(-1) }],
    ["a size that is no number", { sizes: new Float32Array(4).fill(Number.NaN) }],
    ["a size that rounds to infinity", { sizes: new Float32Array(4).fill(3.4e38) }],
    ["a scale that is infinite", { scales: new Float32Array(3).fill(Number.POSITIVE_INFINITY) }],
    ["no model", { modelId: "" }],
    ["a model's name that is too long", { modelId: "x".repeat(201) }],
  ])("is not written with %s", (_, change) => {
    const table = { ...tableOf({ rows: 4, groups: 3, group: 4 }), ...change };
    expect(() => writeTokenTable(table)).toThrow(expect.objectContaining({ code: "OPTIONS_INVALID" }));
  });

  it("of a newer schema is refused as such", () => {
    const bytes = writeTokenTable(tableOf({ rows: 4, groups: 3, group: 4 }));
    bytes[4] = 2;
    expect(() => readTokenTable(bytes)).toThrow(expect.objectContaining({ code: "ASSET_SCHEMA_NEWER" }));
  });

  it("hostile bytes are refused, or read as a table that is whole", () => {
    const good = writeTokenTable(tableOf({ rows: 6, groups: 3, group: 4 }));
    const spoilt = fc
      .tuple(
        fc.array(fc.tuple(fc.nat({ max: good.length - 1 }), fc.integer({ min: 0, max: 255 })), { maxLength: 6 }),
        fc.array(fc.tuple(fc.nat({ max: 5 }), fc.constantFrom(0, 1, 2 ** 16, 2 ** 31, 2 ** 32 - 1)), { maxLength: 2 }),
        fc.integer({ min: 0, max: good.length + 8 }),
        fc.boolean(),
      )
      .map(([bytes, words, length, cut]) => {
        const changed = new Uint8Array(cut ? length : good.length);
        changed.set(good.subarray(0, changed.length));
        for (const [at, value] of bytes) if (at < changed.length) changed[at] = value;
        const view = new DataView(changed.buffer);
        for (const [at, value] of words) if (4 * at + 4 <= changed.length) view.setUint32(4 * at, value, true);
        return changed;
      });
    fc.assert(
      fc.property(fc.oneof(spoilt, fc.uint8Array({ maxLength: 200 })), (bytes) => {
        let table: TokenTable;
        try {
          table = readTokenTable(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(AisleError);
          expect((error as AisleError).code).toMatch(/^ASSET_/);
          return;
        }
        expect(table.codes.length).toBe((table.rows * table.dimensions) / table.group);
        expect(table.centroids.length).toBe(CENTROIDS * table.dimensions);
        expect([...table.sizes, ...table.scales].every((value) => value >= 0 && Number.isFinite(value))).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});
