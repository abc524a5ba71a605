import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createWasmForward } from "../../encoder/tiers/wasm/createWasmForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { goldenVector } from "../../format/encoder/readEncoder";
import { sourceOf } from "../../format/encoder/tensors";
import { type LoadedEncoder, readEncoderFolder } from "./encoderFolder";
import type { GoldenTexts } from "./writeGoldenTexts";

const { modelId, texts } = JSON.parse(readFileSync("src/encoder/golden/texts.json", "utf8")) as GoldenTexts;

describe("the demo's encoder", () => {
  let encoder: LoadedEncoder;
  let sequences: Int32Array[];
  beforeAll(async () => {
    encoder = await readEncoderFolder("public/aisle/encoder");
    const { manifest, vocabulary } = encoder;
    const tokenizer = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
    sequences = texts.map(({ text }) => tokenizer.encode(text));
  });

  it("is the one the golden texts were computed with", () => {
    expect(encoder.manifest.modelId).toBe(modelId);
    expect(texts.length).toBeGreaterThanOrEqual(40);
    expect(encoder.manifest.golden.length).toBeGreaterThanOrEqual(3);
  });

  it("splits every golden text into the golden ids", () => {
    expect(sequences.map((ids) => [...ids])).toEqual(texts.map(({ ids }) => ids));
  });

  it("has the golden vectors on wasm", async () => {
    const forward = await createWasmForward(sourceOf(encoder.weights), { build: "simd128" });
    const vectors = await forward.forward(sequences);
    forward.dispose();
    for (const [index, entry] of texts.entries()) expectGolden(vectors, index, entry);
  });

  it("has the golden vectors on the reference", async () => {
    const some = texts.map((_, index) => index).filter((index) => sequences[index].length <= 8);
    const vectors = await createReferenceForward(encoder.weights).forward(some.map((index) => sequences[index]));
    expect(some.length).toBeGreaterThan(5);
    for (const [row, index] of some.entries()) expectGolden(vectors, row, texts[index]);
  });

  it("puts like things near each other", async () => {
    const { config } = encoder.manifest;
    const vectorOf = (start: string) => goldenVector(texts.find(({ text }) => text.startsWith(start))!, config);
    const [mug, cup, drill] = ["Stoneware coffee mug", "Red enamel camping cup", "Cordless drill"].map(vectorOf);
    expect(cosine(mug, cup)).toBeGreaterThan(cosine(mug, drill) + 0.1);
  });

  /** Within what rounding the golden vector to int8 costs. */
  function expectGolden(vectors: Float32Array, row: number, entry: GoldenTexts["texts"][number]): void {
    const { hidden } = encoder.manifest.config;
    const golden = goldenVector(entry, encoder.manifest.config);
    const vector = vectors.subarray(row * hidden, (row + 1) * hidden);
    const furthest = golden.reduce((most, value, index) => Math.max(most, Math.abs(value - vector[index])), 0);
    expect(furthest, entry.text).toBeLessThanOrEqual(entry.scale * 0.5001);
  }
});

function cosine(a: Float32Array, b: Float32Array): number {
  const dot = (x: Float32Array, y: Float32Array) => x.reduce((sum, value, index) => sum + value * y[index], 0);
  return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
}
