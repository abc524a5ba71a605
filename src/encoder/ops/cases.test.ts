import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createWasmOperators } from "../tiers/wasm/createWasmOperators";
import { loadKernels } from "../tiers/wasm/loadKernels";
import { checkCases } from "./checkCases";
import { type Operators, quantizedMatrix, referenceOperators } from "./operators";

// Node 20 knows relaxed SIMD behind this flag, and only its optimising compiler computes it rightly.
setFlagsFromString("--experimental-wasm-relaxed-simd");
setFlagsFromString("--no-liftoff");

const wasmBackends: readonly (readonly [string, () => Promise<Operators>])[] = [
  ["SIMD128", async () => createWasmOperators(await loadKernels("simd128"))],
  ["relaxed, fused", async () => createWasmOperators(await loadKernels("relaxed"), "fused")],
  ["relaxed, paired", async () => createWasmOperators(await loadKernels("relaxed"), "paired")],
];

describe.each([["reference", async () => referenceOperators] as const, ...wasmBackends])(
  "the case tables on %s",
  (_name, create) => {
    it("hold", async () => {
      const results = await checkCases(await create());
      expect(results.filter(({ error, atol }) => !(error <= atol))).toEqual([]);
      expect(new Set(results.map(({ operator }) => operator)).size).toBe(7);
    });
  },
);

describe.each(wasmBackends)("random operands on %s equal the reference", (_name, create) => {
  const size = fc.integer({ min: 1, max: 40 });
  const float = fc.oneof(
    fc.float({ min: -8, max: 8, noNaN: true }),
    fc.constantFrom(0, 1e-31, -1e-25, 1e4, -3e4, 0.5, -127),
  );
  const floats = (length: number) =>
    fc.array(float, { minLength: length, maxLength: length }).map((x) => Float32Array.from(x));
  const int8s = (length: number, limit: number) =>
    fc
      .array(fc.oneof(fc.integer({ min: -limit, max: limit }), fc.constantFrom(-limit, limit)), {
        minLength: length,
        maxLength: length,
      })
      .map((x) => Int8Array.from(x));
  const numRuns = 60;

  it("quantizeRows", async () => {
    const operators = await create();
    const operands = fc
      .tuple(size, size)
      .chain(([rows, columns]) => fc.tuple(fc.constant(rows), floats(rows * columns)));
    await fc.assert(
      fc.asyncProperty(operands, async ([rows, x]) => {
        const columns = x.length / rows;
        const actual = await operators.quantizeRows(x, rows, columns);
        const expected = await referenceOperators.quantizeRows(x, rows, columns);
        expect(actual).toEqual(expected);
      }),
      { numRuns },
    );
  });

  it("linear, at the limits of int8 too", async () => {
    const operators = await create();
    const operands = fc.tuple(fc.integer({ min: 1, max: 12 }), size, size).chain(([rows, inputs, outputs]) =>
      fc.record({
        rows: fc.constant(rows),
        values: int8s(rows * inputs, 127),
        scales: floats(rows),
        weight: int8s(outputs * inputs, 63),
        channelScales: floats(outputs),
        bias: floats(outputs),
        residual: fc.option(floats(rows * outputs), { nil: undefined }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(operands, async ({ rows, values, scales, weight, channelScales, bias, residual }) => {
        const columns = values.length / rows;
        const matrix = { rows: bias.length, columns, values: weight, scales: channelScales };
        const run = (backend: Operators) =>
          backend.linear({ values, scales }, rows, { weight: matrix, bias }, { residual });
        expect(positiveZeros(await run(operators))).toEqual(positiveZeros(await run(referenceOperators)));
      }),
      { numRuns },
    );
  });

  it("layerNorm, gelu and pool", async () => {
    const operators = await create();
    const operands = fc.tuple(fc.integer({ min: 1, max: 6 }), size).chain(([rows, columns]) =>
      fc.record({
        rows: fc.constant(rows),
        x: floats(rows * columns),
        gamma: floats(columns),
        beta: floats(columns),
      }),
    );
    await fc.assert(
      fc.asyncProperty(operands, async ({ rows, x, gamma, beta }) => {
        const columns = gamma.length;
        for (const run of [
          (backend: Operators) => backend.layerNorm(x, rows, columns, { gamma, beta }, 1e-12),
          (backend: Operators) => backend.gelu(x),
          (backend: Operators) => backend.pool(x, rows, columns, { pooling: "mean" }),
          (backend: Operators) => backend.pool(x, rows, columns, { pooling: "cls" }),
        ]) {
          expect(positiveZeros(await run(operators))).toEqual(positiveZeros(await run(referenceOperators)));
        }
      }),
      { numRuns },
    );
  });

  it("attention", async () => {
    const operators = await create();
    const operands = fc
      .tuple(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 10 }))
      .chain(([tokens, heads, width]) =>
        fc.tuple(fc.constant(tokens), fc.constant(heads), floats(tokens * 3 * heads * width)),
      );
    await fc.assert(
      fc.asyncProperty(operands, async ([tokens, heads, qkv]) => {
        const hidden = qkv.length / tokens / 3;
        const run = (backend: Operators) => backend.attention(qkv, tokens, heads, hidden);
        expect(positiveZeros(await run(operators))).toEqual(positiveZeros(await run(referenceOperators)));
      }),
      { numRuns },
    );
  });
});

describe("quantizedMatrix", () => {
  it("lays rows side by side", () => {
    expect(
      quantizedMatrix(
        [
          [1, 2],
          [3, -4],
        ],
        [0.5, 1],
      ),
    ).toEqual({
      rows: 2,
      columns: 2,
      values: Int8Array.of(1, 2, 3, -4),
      scales: Float32Array.of(0.5, 1),
    });
  });
});

/** Padding lanes may turn -0 into 0; nothing downstream can tell. */
function positiveZeros(values: Float32Array): Float32Array {
  return values.map((value) => value + 0);
}
