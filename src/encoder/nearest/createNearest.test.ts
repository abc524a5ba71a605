import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { createNearest } from "./createNearest";
import type { NearestTable } from "./scoreRows";

/** Any table, rows that are missing and extreme values included. */
const tables = fc.tuple(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 0, max: 23 })).chain(([dimensions, rows]) =>
  fc.record({
    dimensions: fc.constant(dimensions),
    values: fc.int8Array({ minLength: rows * dimensions, maxLength: rows * dimensions }),
    scales: fc.float32Array({ minLength: rows, maxLength: rows, min: 0, max: 1, noNaN: true }),
    present: fc
      .array(fc.constantFrom(0, 1, 1), { minLength: rows, maxLength: rows })
      .map((marks) => Uint8Array.from(marks)),
  }),
);
const queries = tables.chain((table) =>
  fc.record({
    table: fc.constant(table),
    vector: fc.float32Array({
      minLength: table.dimensions,
      maxLength: table.dimensions,
      noNaN: true,
      noDefaultInfinity: true,
    }),
    k: fc.integer({ min: 1, max: 30 }),
    filter: fc.option(
      fc
        .array(fc.constantFrom(0, 1), { minLength: table.present.length, maxLength: table.present.length })
        .map((marks) => Uint8Array.from(marks)),
      { nil: undefined },
    ),
  }),
);

function randomTable(rows: number, dimensions: number): NearestTable {
  let state = 7;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state >>> 8;
  };
  const values = Int8Array.from({ length: rows * dimensions }, () => (next() % 255) - 127);
  const scales = Float32Array.from({ length: rows }, (_, row) => {
    let squares = 0;
    for (let d = 0; d < dimensions; d++) squares += values[row * dimensions + d] ** 2;
    return 1 / Math.sqrt(squares);
  });
  return { dimensions, values, scales, present: new Uint8Array(rows).fill(1) };
}

describe("createNearest", () => {
  it("gives the same answer with WebAssembly and without, for any table", () => {
    fc.assert(
      fc.property(queries, ({ table, vector, k, filter }) => {
        const plain = createNearest(table, { kernel: "plain" }).nearest(vector, k, filter);
        const wasm = createNearest(table, { kernel: "wasm" }).nearest(vector, k, filter);
        expect(wasm).toEqual(plain);
      }),
      { numRuns: 300 },
    );
  });

  it("answers what sorting all rows answers", () => {
    fc.assert(
      fc.property(queries, ({ table, vector, k, filter }) => {
        const { rows, scores } = createNearest(table).nearest(vector, k, filter && ((row) => filter[row] === 1));
        const every = createNearest(table).nearest(vector, table.present.length || 1);
        const allowed = Array.from(every.rows).filter((row) => !filter || filter[row] === 1);
        expect(Array.from(rows)).toEqual(allowed.slice(0, k));
        expect(every.rows.length).toBe(table.present.filter((mark) => mark === 1).length);
        for (let i = 1; i < rows.length; i++) expect(scores[i - 1]).toBeGreaterThanOrEqual(scores[i]);
      }),
      { numRuns: 200 },
    );
  });

  it("scores a row as the float dot product does, to four digits", () => {
    const table = randomTable(500, 384);
    const vector = Float32Array.from({ length: 384 }, (_, d) => Math.sin(d * d) / Math.sqrt(192));
    const { rows, scores } = createNearest(table).nearest(vector, 500);
    expect(rows.length).toBe(500);
    rows.forEach((row, place) => {
      let dot = 0;
      for (let d = 0; d < 384; d++) dot += table.values[row * 384 + d] * table.scales[row] * vector[d];
      expect(scores[place]).toBeCloseTo(dot, 4);
    });
  });

  it("never leaves int32, however long the vectors", () => {
    const dimensions = 2_048;
    const values = new Int8Array(2 * dimensions).fill(-128).fill(127, dimensions);
    const table = { dimensions, values, scales: new Float32Array(2).fill(1), present: new Uint8Array(2).fill(1) };
    const vector = new Float32Array(dimensions).fill(3);
    for (const kernel of ["plain", "wasm"] as const) {
      const { rows, scores } = createNearest(table, { kernel }).nearest(vector, 2);
      expect(Array.from(rows)).toEqual([1, 0]);
      expect(scores[0] / (127 * 3 * dimensions)).toBeCloseTo(1, 5);
      expect(scores[1] / (-128 * 3 * dimensions)).toBeCloseTo(1, 5);
    }
  });

  it("finds a vector that is written into its table later", () => {
    const given = randomTable(40, 24);
    given.present.fill(0);
    const { table, nearest } = createNearest(given, { kernel: "wasm" });
    const vector = new Float32Array(24).fill(1);
    expect(nearest(vector, 5).rows.length).toBe(0);
    table.values.fill(100, 3 * 24, 4 * 24);
    table.scales[3] = 0.01;
    table.present[3] = 1;
    expect(Array.from(nearest(vector, 5).rows)).toEqual([3]);
  });

  it("passes over rows whose scale is broken", () => {
    const table = randomTable(6, 16);
    table.scales.set([Number.NaN, Number.POSITIVE_INFINITY], 1);
    for (const kernel of ["plain", "wasm"] as const) {
      const { rows } = createNearest(table, { kernel }).nearest(new Float32Array(16).fill(0.25), 6);
      expect(Array.from(rows).sort()).toEqual([0, 3, 4, 5]);
    }
  });

  it("keeps the order of rows when all are alike", () => {
    const table = randomTable(5, 16);
    expect(Array.from(createNearest(table).nearest(new Float32Array(16), 3).rows)).toEqual([0, 1, 2]);
  });

  it.each([
    ["a vector of another length", () => createNearest(randomTable(3, 8)).nearest(new Float32Array(9), 1)],
    ["a vector with NaN", () => createNearest(randomTable(3, 8)).nearest(new Float32Array(8).fill(Number.NaN), 1)],
    ["k = 0", () => createNearest(randomTable(3, 8)).nearest(new Float32Array(8), 0)],
    ["k = 1.5", () => createNearest(randomTable(3, 8)).nearest(new Float32Array(8), 1.5)],
    [
      "a filter of another length",
      () => createNearest(randomTable(3, 8)).nearest(new Float32Array(8), 1, new Uint8Array(2)),
    ],
  ])("refuses %s", (_, call) => {
    expect(call).toThrow(expect.objectContaining({ name: "AisleError", code: "QUERY_INVALID" }));
  });

  it("refuses a table whose arrays do not fit together", () => {
    const table = { ...randomTable(3, 8), scales: new Float32Array(2) };
    expect(() => createNearest(table)).toThrow(AisleError);
    expect(() => createNearest(table)).toThrow(expect.objectContaining({ code: "OPTIONS_INVALID" }));
  });
});
