import { setFlagsFromString } from "node:v8";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MINILM_SHAPE, type RandomEncoderOptions, randomEncoder } from "../../../format/encoder/randomEncoder";
import { sourceOf } from "../../../format/encoder/tensors";
import { createReferenceForward } from "../reference/createReferenceForward";
import { createWasmForward, type WasmForwardOptions } from "./createWasmForward";

// Node 20 knows relaxed SIMD behind this flag; later versions know it anyway and ignore the flag. The baseline compiler
// of its V8 11.3 computes relaxed_dot_add wrongly, the optimising one rightly.
setFlagsFromString("--experimental-wasm-relaxed-simd");
setFlagsFromString("--no-liftoff");

const variants: readonly (WasmForwardOptions & { readonly name: string })[] = [
  { name: "SIMD128", build: "simd128" },
  { name: "relaxed, fused dot", build: "relaxed", dot: "fused" },
  { name: "relaxed, paired dot", build: "relaxed", dot: "paired" },
];

const shapes: readonly (RandomEncoderOptions & { readonly name: string })[] = [
  { name: "default" },
  { name: "head width 12", hidden: 48, heads: 4, intermediate: 80, seed: 2 },
  { name: "head width 5, odd widths", hidden: 35, heads: 7, intermediate: 51, seed: 3 },
  { name: "one head, width 3", hidden: 3, heads: 1, intermediate: 7, layers: 3, seed: 4 },
  { name: "cls pooling", hidden: 64, heads: 2, intermediate: 256, pooling: "cls", seed: 5 },
  { name: "long", hidden: 32, heads: 1, layers: 1, maxPositions: 256, seed: 6 },
];

describe.each(variants)("the wasm forward pass ($name)", ({ name: _name, ...options }) => {
  for (const { name, ...shape } of shapes) {
    it(`equals the reference: ${name}`, async () => {
      const weights = randomEncoder(shape);
      const reference = createReferenceForward(weights);
      const wasm = await createWasmForward(sourceOf(weights), { ...options, batchTokens: 40 });
      const { vocabulary, maxTokens } = weights.config;
      const sequence = (length: number) => Int32Array.from({ length }, (_, i) => (i * 31 + length * 7) % vocabulary);
      const lengths = [1, 2, 3, 4, 5, 6, 7, 9, 13, 16, 17, 31, 64, 255, 256].filter((length) => length <= maxTokens);
      const sequences = lengths.map(sequence);
      expect(firstDifference(await wasm.forward(sequences), await reference.forward(sequences))).toBeUndefined();
    });
  }

  it.each([35, 48])("takes tensors in any order, words in slices, at width %i", async (hidden) => {
    const weights = randomEncoder({ hidden, heads: hidden === 35 ? 7 : 4, seed: 8 });
    const { vocabulary } = weights.config;
    const source = sourceOf(weights);
    const tensors = async function* () {
      for (const tensor of [...source.tensors()].reverse()) {
        if (tensor.part !== "values" || tensor.name !== "embeddings.word") yield tensor;
        else {
          for (let row = 0; row < vocabulary; row += 30) {
            const first = row * hidden;
            yield { ...tensor, first, values: tensor.values.slice(first, first + 30 * hidden) };
          }
        }
      }
    };
    const wasm = await createWasmForward({ ...source, tensors }, options);
    const sequences = [
      Int32Array.from({ length: vocabulary }, (_, id) => id).slice(0, 60),
      Int32Array.of(vocabulary - 1),
    ];
    const expected = await createReferenceForward(weights).forward(sequences);
    expect(firstDifference(await wasm.forward(sequences), expected)).toBeUndefined();
  });

  it("equals the reference on 300 random batches of token sequences", async () => {
    const weights = randomEncoder({ seed: 7 });
    const reference = createReferenceForward(weights);
    const wasm = await createWasmForward(sourceOf(weights), options);
    const ids = fc.array(fc.nat(99), { minLength: 1, maxLength: 24 }).map((list) => Int32Array.from(list));
    await fc.assert(
      fc.asyncProperty(fc.array(ids, { maxLength: 3 }), async (sequences) => {
        const expected = await reference.forward(sequences);
        expect(firstDifference(await wasm.forward(sequences), expected)).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  it("equals the reference at the width of MiniLM", async () => {
    const weights = randomEncoder({ ...MINILM_SHAPE, layers: 1, vocabulary: 200, seed: 8 });
    const sequences = [1, 7, 16].map((length) => Int32Array.from({ length }, (_, i) => (i * 37 + length) % 200));
    const expected = await createReferenceForward(weights).forward(sequences);
    const wasm = await createWasmForward(sourceOf(weights), options);
    expect(firstDifference(await wasm.forward(sequences), expected)).toBeUndefined();
  });
});

describe("the wasm forward pass, as a guest of the event loop", () => {
  const weights = randomEncoder();
  const sequences = Array.from({ length: 12 }, (_, i) => Int32Array.of(i, i + 1, i + 2, i + 3));

  it("pauses between batches, and stops there when aborted", async () => {
    const abort = new AbortController();
    let pauses = 0;
    const wasm = await createWasmForward(sourceOf(weights), {
      batchTokens: 64,
      yieldToEventLoop: async () => {
        pauses++;
        if (pauses === 2) abort.abort();
      },
    });
    const many = Array.from({ length: 80 }, () => Int32Array.of(1, 2, 3, 4));
    expect(await wasm.forward(many.slice(0, 16))).toHaveLength(16 * 32);
    expect(pauses).toBe(0);
    await expect(wasm.forward(many, { signal: abort.signal })).rejects.toMatchObject({ code: "ABORTED" });
    expect(pauses).toBe(2);
    expect(await wasm.forward(many.slice(0, 1))).toEqual((await wasm.forward(many)).slice(0, 32));
  });

  it("keeps concurrent calls apart when it pauses between layers", async () => {
    const whole = await createWasmForward(sourceOf(weights));
    const sliced = await createWasmForward(sourceOf(weights), { yieldBetween: "layers" });
    const calls = await Promise.all(
      [sequences.slice(0, 5), sequences.slice(5), sequences].map((s) => sliced.forward(s)),
    );
    expect(calls[0]).toEqual(await whole.forward(sequences.slice(0, 5)));
    expect(calls[1]).toEqual(await whole.forward(sequences.slice(5)));
    expect(calls[2]).toEqual(await whole.forward(sequences));
  });

  it("refuses ids outside the vocabulary and work after dispose", async () => {
    const wasm = await createWasmForward(sourceOf(weights));
    await expect(wasm.forward([Int32Array.of(100)])).rejects.toMatchObject({ code: "ENCODER_UNREADABLE" });
    wasm.dispose();
    await expect(wasm.forward([Int32Array.of(1)])).rejects.toMatchObject({ code: "DISPOSED" });
  });

  it("finds its dot product while working, without changing a bit", async () => {
    let clock = 0;
    const measured = await createWasmForward(sourceOf(weights), { build: "relaxed", now: () => clock++ });
    const fixed = await createWasmForward(sourceOf(weights), { build: "relaxed" });
    for (let round = 0; round < 3; round++) {
      expect(await measured.forward(sequences)).toEqual(await fixed.forward(sequences));
    }
  });
});

function firstDifference(actual: Float32Array, expected: Float32Array): string | undefined {
  if (actual.length !== expected.length) return `${actual.length} values instead of ${expected.length}`;
  const at = expected.findIndex((value, i) => !Object.is(value + 0, actual[i] + 0));
  return at < 0 ? undefined : `[${at}]: ${actual[at]} instead of ${expected[at]}`;
}
