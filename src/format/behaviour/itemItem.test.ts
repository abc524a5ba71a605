import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { ITEM_ITEM_DIGEST_BYTES, type ItemItemWeights, readItemItem, writeItemItem } from "./itemItem";

const digest = new Uint8Array(ITEM_ITEM_DIGEST_BYTES).map((_, i) => i);

const anyWeights: fc.Arbitrary<ItemItemWeights> = fc
  .integer({ min: 0, max: 30 })
  .chain((items) =>
    fc.tuple(
      fc.constant(items),
      fc.array(fc.uniqueArray(fc.integer({ min: 0, max: Math.max(0, items - 1) }), { maxLength: items }), {
        minLength: items,
        maxLength: items,
      }),
      fc.array(fc.float({ min: 0, noNaN: true, noDefaultInfinity: true }), { minLength: items, maxLength: items }),
      fc.infiniteStream(fc.integer({ min: -127, max: 127 })),
    ),
  )
  .map(([items, rows, scales, stream]) => {
    const starts = new Uint32Array(items + 1);
    rows.forEach((row, i) => {
      starts[i + 1] = starts[i] + row.length;
    });
    const columns = Uint32Array.from(rows.flatMap((row) => row.toSorted((a, b) => a - b)));
    const values = Int8Array.from(columns, () => stream.next().value as number);
    return { items, starts, columns, values, scales: Float32Array.from(scales), catalogDigest: digest };
  });

const sample: ItemItemWeights = {
  items: 3,
  starts: Uint32Array.of(0, 2, 2, 3),
  columns: Uint32Array.of(1, 2, 0),
  values: Int8Array.of(127, -5, 64),
  scales: Float32Array.of(0.5, 0, 0.25),
  catalogDigest: digest,
};

function codeOf(bytes: Uint8Array): string {
  try {
    readItemItem(bytes);
    return "read";
  } catch (error) {
    expect(error).toBeInstanceOf(AisleError);
    return (error as AisleError).code;
  }
}

/** The sample with bytes overwritten. */
function damaged(at: number, ...bytes: readonly number[]): Uint8Array {
  const copy = writeItemItem(sample);
  copy.set(bytes, at);
  return copy;
}

describe("item-item weights", () => {
  it("read back as they were written, to the byte", () => {
    fc.assert(
      fc.property(anyWeights, (weights) => {
        const bytes = writeItemItem(weights);
        const back = readItemItem(bytes);
        expect(back).toEqual(weights);
        expect(writeItemItem(back)).toEqual(bytes);
      }),
      { numRuns: 100 },
    );
  });

  it("read from the middle of a buffer, aligned or not", () => {
    const bytes = writeItemItem(sample);
    const shifted = new Uint8Array(bytes.length + 3);
    shifted.set(bytes, 3);
    expect(readItemItem(shifted.subarray(3))).toEqual(sample);
  });

  it("take columns of 32 bits above 65,536 items", () => {
    const items = 65_537;
    const starts = new Uint32Array(items + 1).fill(1, 1);
    const wide: ItemItemWeights = {
      items,
      starts,
      columns: Uint32Array.of(65_536),
      values: Int8Array.of(3),
      scales: new Float32Array(items),
      catalogDigest: digest,
    };
    expect(readItemItem(writeItemItem(wide)).columns).toEqual(wide.columns);
  });

  it.each([
    ["nothing", new Uint8Array(0), "ASSET_CORRUPT"],
    ["another file", damaged(0, 1), "ASSET_CORRUPT"],
    ["a newer schema", damaged(4, 2), "ASSET_SCHEMA_NEWER"],
    ["schema 0", damaged(4, 0), "ASSET_CORRUPT"],
    ["four billion items", damaged(8, 255, 255, 255, 255), "ASSET_CORRUPT"],
    ["four billion entries", damaged(12, 255, 255, 255, 255), "ASSET_CORRUPT"],
    ["a scale that is no number", damaged(32, 0, 0, 192, 127), "ASSET_CORRUPT"],
    ["a negative scale", damaged(32, 0, 0, 128, 191), "ASSET_CORRUPT"],
    ["a row longer than announced", damaged(44, 3), "ASSET_CORRUPT"],
    ["a value of -128", damaged(50, 128), "ASSET_CORRUPT"],
    ["a column beyond the items", damaged(56, 3), "ASSET_CORRUPT"],
    ["columns out of order", damaged(56, 2, 0, 1, 0), "ASSET_CORRUPT"],
    ["one byte too many", Uint8Array.of(...writeItemItem(sample), 0), "ASSET_CORRUPT"],
    ["one byte too few", writeItemItem(sample).slice(0, -1), "ASSET_CORRUPT"],
  ])("refuse %s", (_name, bytes, code) => {
    expect(codeOf(bytes)).toBe(code);
  });

  it("answer hostile bytes with weights that hold, or a typed error", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), fc.boolean(), (noise, headed) => {
        const bytes = headed ? damaged(0) : noise;
        if (headed) bytes.set(noise.slice(0, bytes.length - 8), 8);
        if (codeOf(bytes) !== "read") return;
        const { items, columns, starts, values } = readItemItem(bytes);
        expect(columns.every((column) => column < items)).toBe(true);
        expect(starts[items]).toBe(values.length);
      }),
      { numRuns: 500 },
    );
  });

  it("refuse to write what cannot be read", () => {
    const wrong: Partial<ItemItemWeights>[] = [
      { columns: Uint32Array.of(1, 9, 0) },
      { scales: Float32Array.of(1, Number.NaN, 1) },
      { values: Int8Array.of(1, 2) },
      { starts: Uint32Array.of(0, 2, 1, 3) },
      { catalogDigest: new Uint8Array(3) },
    ];
    for (const part of wrong) {
      expect(() => writeItemItem({ ...sample, ...part })).toThrowError(
        expect.objectContaining({ code: "OPTIONS_INVALID" }),
      );
    }
  });
});
