import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { createReferenceForward } from "../../encoder/tiers/reference/createReferenceForward";
import { createTokenizer } from "../../encoder/tokenizer/createTokenizer";
import { main } from "../cli";
import { convertEncoder } from "./convertEncoder";
import { readEncoderFolder, writeEncoderFolder } from "./encoderFolder";
import { createFloatForward } from "./float/createFloatForward";
import { readFloatEncoder } from "./float/floatWeights";
import { readCheckpoint } from "./readCheckpoint";
import { TINY_VOCABULARY, writeTinyCheckpoint } from "./tinyCheckpoint";

const texts = [
  "red mug",
  "the cupboard",
  "mugging the red cup",
  "a board",
  "red red cup the mug",
  "zebra",
  "board mug",
];
const compact = { bits: 4, embeddingBits: 5, texts };

async function cosinesToExact(folder: string, bits: number): Promise<number[]> {
  const out = mkdtempSync(join(tmpdir(), "aisle-compact-"));
  writeEncoderFolder(out, await convertEncoder(folder, { compact: { ...compact, bits } }));
  const { manifest, weights, vocabulary } = await readEncoderFolder(out);
  const { encode } = createTokenizer(vocabulary, manifest.tokenizer, manifest.config);
  const sequences = ["mug", "red board the cup", "cup"].map(encode);
  const found = await createReferenceForward(weights).forward(sequences);
  const exact = await createFloatForward(await readFloatEncoder(readCheckpoint(folder))).forward(sequences);
  return sequences.map((_, i) => {
    const row = (vectors: Float32Array) => vectors.subarray(i * 16, (i + 1) * 16);
    return row(found).reduce((sum, value, d) => sum + value * row(exact)[d], 0);
  });
}

describe("a compact encoder", () => {
  const folder = writeTinyCheckpoint();

  it("stays near full precision, nearer with more bits", async () => {
    const [fine, coarse] = [await cosinesToExact(folder, 6), await cosinesToExact(folder, 2)];
    expect(Math.min(...fine)).toBeGreaterThan(0.98);
    const sum = (values: number[]) => values.reduce((a, b) => a + b, 0);
    expect(sum(fine)).toBeGreaterThan(sum(coarse));
  });

  it("has the same bytes each time, deflated, and says what was done to it", async () => {
    const first = await convertEncoder(folder, { compact });
    expect(await convertEncoder(folder, { compact })).toEqual(first);
    const { manifest, files } = first;
    expect(manifest.derivedFrom).toContain("about 4 bits");
    const [chunk] = manifest.weights.chunks;
    expect(files.get(chunk.file)!.length).toBe(chunk.bytes);
    expect(chunk.bytes).toBeLessThan(chunk.inflated!);
    expect(manifest.golden.length).toBeGreaterThanOrEqual(3);
  });

  it("is another encoder for other texts", async () => {
    const other = await convertEncoder(folder, { compact: { ...compact, texts: ["zebra zebra", "cup"] } });
    expect(other.manifest.modelId).not.toBe((await convertEncoder(folder, { compact })).manifest.modelId);
  });

  it("keeps the whole of a vocabulary that is small already", async () => {
    const { manifest } = await convertEncoder(folder, { vocabulary: "small", compact });
    expect(manifest.vocabulary.pieces).toBe(TINY_VOCABULARY.length);
    expect(manifest.vocabulary.prunedFrom).toBeUndefined();
  });
});

describe("aisle encoder", () => {
  const folder = writeTinyCheckpoint();
  const out = () => mkdtempSync(join(tmpdir(), "aisle-out-"));

  it.each<[string, string[]]>([
    ["an unknown size", ["--size", "medium"]],
    ["no number of bits", ["--bits", "few"]],
    ["too few bits", ["--bits", "1"]],
    ["bits that are fixed widths already", ["--bits", "8"]],
    ["embedding bits alone", ["--embedding-bits", "4"]],
    ["calibration of fixed widths", ["--calibration", "texts.txt"]],
    ["calibration texts that are not there", ["--size", "small", "--calibration", join(tmpdir(), "aisle-none.txt")]],
  ])("refuses %s", async (_, flags) => {
    expect(await main(["encoder", folder, "--out", out(), ...flags])).toBe(2);
  });

  it("makes a small one", async () => {
    const to = out();
    expect(await main(["encoder", folder, "--out", to, "--size", "small"])).toBe(0);
    expect((await readEncoderFolder(to)).manifest.derivedFrom).toContain("calibration texts");
  });
});
