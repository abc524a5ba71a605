import { createHash } from "node:crypto";
import { deflateRawSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { AisleError } from "../../errors";
import { packBits, packedBytes, unpackBits } from "./bitPacking";
import { collectWeights } from "./collectWeights";
import { createChunkInflater } from "./inflate/createChunkInflater";
import { type EncoderManifest, inflatedBytes, type MatrixEntry, readEncoderManifest } from "./manifest";
import { randomEncoder } from "./randomEncoder";
import { goldenVector, type ReadRange, readEncoder, readTensors, readVocabulary } from "./readEncoder";
import { sampleEncoder } from "./sampleEncoder";
import { EMBEDDING_PRECISION, LINEAR_PRECISION, type Precision } from "./tensorPlan";
import { sourceOf } from "./tensors";
import type { EncoderWeights } from "./weights";
import { allocateEncoder, type EncoderFiles, goldenEntry, sealEncoder, writeEncoder } from "./writeEncoder";

const sha256 = async (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");
const sample = sampleEncoder();
const inflateChunk = createChunkInflater();

/** Ranges of a stream as a download gives them: forwards only, each overwritten once the next is asked for. */
function rangesOf(stream: Uint8Array): ReadRange {
  let end = 0;
  let last = new Uint8Array(0);
  return async (byteOffset, byteLength) => {
    expect(byteOffset).toBeGreaterThanOrEqual(end);
    end = byteOffset + byteLength;
    last.fill(0xaa);
    last = stream.slice(byteOffset, end);
    return last;
  };
}

/** The same weights, tensor by tensor. */
function streamed(manifest: EncoderManifest, stream: Uint8Array): Promise<EncoderWeights> {
  const tensors = () => readTensors(manifest, rangesOf(stream));
  return collectWeights({ modelId: manifest.modelId, config: manifest.config, tensors });
}

function streamOf({ manifest, files }: EncoderFiles): Uint8Array {
  return Uint8Array.from(manifest.weights.chunks.flatMap(({ file }) => [...files.get(file)!]));
}

function vocabularyOf({ manifest, files }: EncoderFiles): Uint8Array {
  return Uint8Array.from(manifest.vocabulary.chunks.flatMap(({ file }) => [...files.get(file)!]));
}

function throughJson(manifest: EncoderManifest): EncoderManifest {
  return readEncoderManifest(JSON.parse(JSON.stringify(manifest)));
}

function withoutId({ modelId: _, ...weights }: EncoderWeights): Omit<EncoderWeights, "modelId"> {
  return weights;
}

function codeOf(act: () => unknown): string | undefined {
  try {
    act();
    return undefined;
  } catch (error) {
    if (error instanceof AisleError) return error.code;
    throw error;
  }
}

describe("an encoder written and read", () => {
  it("is the same", async () => {
    const written = await writeEncoder(sample.weights, sample.card, { sha256 });
    const manifest = throughJson(written.manifest);
    const read = readEncoder(manifest, streamOf(written));
    expect(withoutId(read)).toEqual(withoutId(sample.weights));
    expect(read.modelId).toMatch(/^sample-[0-9a-f]{8}$/);
    expect(readVocabulary(manifest, vocabularyOf(written))).toEqual(sample.card.vocabulary);
  });

  it("has the same bytes and id each time, and another id for other weights", async () => {
    const first = await writeEncoder(sample.weights, sample.card, { sha256 });
    const again = await writeEncoder(sampleEncoder().weights, sample.card, { sha256 });
    const other = await writeEncoder(sampleEncoder({ seed: 2 }).weights, sample.card, { sha256 });
    expect(again).toEqual(first);
    expect(other.manifest.modelId).not.toBe(first.manifest.modelId);
  });

  it("is the same when its stream is filled in place", async () => {
    const stream = allocateEncoder(sample.weights.config);
    const fill = (target: object, source: object): void => {
      for (const [key, value] of Object.entries(source)) {
        const to = (target as Record<string, unknown>)[key];
        if (ArrayBuffer.isView(value)) (to as Int8Array).set(value as Int8Array);
        else if (typeof value === "object") fill(to as object, value);
      }
    };
    fill(stream.weights, sample.weights);
    const sealed = await sealEncoder(stream, sample.card, { sha256 });
    expect(sealed).toEqual(await writeEncoder(sample.weights, sample.card, { sha256 }));
  });

  it("views the stream without copying when it is aligned, and reads it from any address", async () => {
    const written = await writeEncoder(sample.weights, sample.card, { sha256 });
    const stream = streamOf(written);
    expect(readEncoder(written.manifest, stream).layers[0].up.weight.values.buffer).toBe(stream.buffer);
    const shifted = new Uint8Array(stream.length + 1).subarray(1);
    shifted.set(stream);
    expect(withoutId(readEncoder(written.manifest, shifted))).toEqual(withoutId(sample.weights));
  });

  it("cuts chunks of at most 1 MiB, named by their content", async () => {
    const large = sampleEncoder({ layers: 3, hidden: 256, intermediate: 1024 });
    const { manifest, files } = await writeEncoder(large.weights, large.card, { sha256 });
    expect(manifest.weights.chunks.length).toBeGreaterThan(2);
    for (const { file, bytes, sha256: hash } of manifest.weights.chunks) {
      expect(bytes).toBeLessThanOrEqual(1_048_576);
      expect(file).toContain(hash.slice(0, 16));
      expect(await sha256(files.get(file)!)).toBe(hash);
    }
  });

  const widths: Precision[] = [4, 5, 6, 7].flatMap((bits) => [
    { bits, storageBits: bits, group: null, clip: 2 ** (bits - 1) - 1, clipping: "absmax" },
    { bits, storageBits: bits, group: 32, clip: 63, clipping: "absmax" },
    { bits, storageBits: 8, group: 24, clip: 63, clipping: "absmax" },
  ]);
  it.each(widths)("expands $bits bits in $storageBits, groups of $group, to the same integers", async (precision) => {
    const { weights } = sampleEncoder({ layers: 1 });
    const limit = 2 ** (precision.bits - 1) - 1;
    const { up } = weights.layers[0];
    for (let index = 0; index < up.weight.values.length; index++) {
      const multiplier = precision.group === null ? 1 : 1 + (Math.floor((index % 32) / precision.group) % 2);
      up.weight.values[index] = (((index * 37) % (2 * limit + 1)) - limit) * multiplier;
      if (Math.abs(up.weight.values[index]) > precision.clip) up.weight.values[index] = multiplier;
    }
    const precisionOf = ({ name, kind }: { name: string; kind: string }) =>
      name === "layers.0.up.weight" ? precision : kind === "linear" ? LINEAR_PRECISION : EMBEDDING_PRECISION;
    const written = await writeEncoder(weights, sample.card, { sha256, precisionOf });
    expect(withoutId(readEncoder(throughJson(written.manifest), streamOf(written)))).toEqual(withoutId(weights));
    expect(withoutId(await streamed(throughJson(written.manifest), streamOf(written)))).toEqual(withoutId(weights));
  });

  it("comes with its words in slices where they are many", async () => {
    const weights = randomEncoder({ vocabulary: 2_500, layers: 1 });
    const more = Array.from({ length: 2_500 - sample.card.vocabulary.length }, (_, i) => `word${i}`);
    const card = { ...sample.card, vocabulary: [...sample.card.vocabulary, ...more] };
    const written = await writeEncoder(weights, card, { sha256 });
    const slices: number[] = [];
    for await (const tensor of readTensors(written.manifest, rangesOf(streamOf(written)))) {
      if (tensor.name === "embeddings.word" && tensor.part === "values") slices.push(tensor.first ?? 0);
    }
    expect(slices).toEqual([0, 1_024, 2_048].map((row) => row * weights.config.hidden));
    expect(withoutId(await streamed(written.manifest, streamOf(written)))).toEqual(withoutId(weights));
  });

  it("comes tensor by tensor from memory too", async () => {
    expect(await collectWeights(sourceOf(sample.weights))).toEqual(sample.weights);
  });

  it("refuses a value beyond its clip, wherever it stands", async () => {
    const written = await writeEncoder(sample.weights, sample.card, { sha256 });
    const matrices = written.manifest.tensors.filter((entry): entry is MatrixEntry => entry.dtype === "int");
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...matrices), fc.nat(), fc.boolean(), async (entry, place, negative) => {
        const stream = streamOf(written);
        const [byte, least] = [entry.byteOffset + (place % entry.byteLength), entry.clip + 1];
        if (least > 127 && !negative) return;
        const codes = async () => [
          codeOf(() => readEncoder(written.manifest, stream)),
          await streamed(written.manifest, stream).then(
            () => undefined,
            ({ code }) => code,
          ),
        ];
        stream[byte] = negative ? -entry.clip : entry.clip;
        expect(await codes()).toEqual([undefined, undefined]);
        stream[byte] = negative ? -least : least;
        expect(await codes()).toEqual(["ENCODER_UNREADABLE", "ENCODER_UNREADABLE"]);
      }),
      { numRuns: 60 },
    );
  });

  it("refuses to write a value that its bits cannot say", async () => {
    const precisionOf = () => ({ ...LINEAR_PRECISION, bits: 4, storageBits: 4 });
    await expect(writeEncoder(sample.weights, sample.card, { sha256, precisionOf })).rejects.toThrow(RangeError);
  });

  it("keeps golden vectors within a rounding of int8", () => {
    const { config } = sample.weights;
    const vector = Float32Array.from({ length: config.hidden }, (_, index) => Math.sin(index));
    const entry = goldenEntry("mug", Int32Array.of(2, 4, 3), vector);
    goldenVector(entry, config).forEach((value, index) => {
      expect(Math.abs(value - vector[index])).toBeLessThanOrEqual(entry.scale / 2 + 1e-6);
    });
    expect(codeOf(() => goldenVector({ ...entry, values: "AAAA" }, config))).toBe("ENCODER_UNREADABLE");
    expect(codeOf(() => goldenVector({ ...entry, values: "A" }, config))).toBe("ENCODER_UNREADABLE");
  });
});

describe("deflated chunks", () => {
  let written: EncoderFiles;
  beforeAll(async () => {
    written = await writeEncoder(sample.weights, sample.card, {
      sha256,
      deflate: (bytes) => new Uint8Array(deflateRawSync(bytes)),
    });
  });
  const inflate = async ({ manifest, files }: EncoderFiles) => {
    const whole = new Uint8Array(manifest.weights.bytes);
    let at = 0;
    for (const chunk of manifest.weights.chunks) {
      whole.set(await inflateChunk(chunk, files.get(chunk.file)!), at);
      at += inflatedBytes(chunk);
    }
    return whole;
  };

  it("are smaller, and the same encoder with the same id", async () => {
    const plain = await writeEncoder(sample.weights, sample.card, { sha256 });
    const { manifest, files } = written;
    const [chunk] = manifest.weights.chunks;
    expect(manifest.modelId).toBe(plain.manifest.modelId);
    expect(chunk.bytes).toBe(files.get(chunk.file)!.length);
    expect(chunk.bytes).toBeLessThan(chunk.inflated!);
    expect(await inflate({ manifest: throughJson(manifest), files })).toEqual(streamOf(plain));
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array, number]>([
    ["cut short", (bytes) => bytes.subarray(0, bytes.length / 2), 0],
    ["that are no DEFLATE stream", (bytes) => bytes.map(() => 255), 0],
    ["that inflate to more than was said", (bytes) => bytes, -1],
    ["that inflate to less than was said", (bytes) => bytes, 1],
  ])("%s are refused", async (_, spoil, more) => {
    const [chunk] = written.manifest.weights.chunks;
    const inflated = chunk.inflated! + more;
    const bytes = spoil(written.files.get(chunk.file)!);
    await expect(inflateChunk({ ...chunk, inflated }, bytes)).rejects.toMatchObject({
      code: "ENCODER_UNREADABLE",
    });
  });

  it("of any bytes are inflated or refused, never anything else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 300 }), async (bytes, inflated) => {
        const chunk = { file: "x.bin", bytes: bytes.length, sha256: "", inflated };
        const error = await inflateChunk(chunk, bytes).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) expect((error as AisleError).code).toBe("ENCODER_UNREADABLE");
      }),
    );
  });

  it("are cut so that each file is at most 1 MiB, whatever they deflate to", async () => {
    const large = sampleEncoder({ layers: 3, hidden: 256, intermediate: 1024 });
    const halve = (bytes: Uint8Array) => bytes.slice(0, Math.ceil(bytes.length * 0.49));
    const hardly = (bytes: Uint8Array) => bytes.slice(0, bytes.length - 1);
    for (const [deflate, most] of [
      [halve, 2 ** 21],
      [hardly, 2 ** 20],
      [(bytes: Uint8Array) => bytes.slice(), undefined],
    ] as const) {
      const { manifest, files } = await writeEncoder(large.weights, large.card, { sha256, deflate });
      expect(manifest.weights.chunks[0].inflated).toBe(most);
      for (const { file, bytes } of manifest.weights.chunks) {
        expect(bytes).toBe(files.get(file)!.length);
        expect(bytes).toBeLessThanOrEqual(2 ** 20);
      }
    }
  });

  it.each([0, 2 ** 21 + 1, 1.5])("of %s bytes are refused by the manifest", (inflated) => {
    const manifest = JSON.parse(JSON.stringify(written.manifest)) as EncoderManifest;
    Object.assign(manifest.weights.chunks[0], { inflated });
    expect(codeOf(() => readEncoderManifest(manifest))).toBe("ENCODER_UNREADABLE");
  });
});

describe("bit packing", () => {
  it("gives back what it was given", () => {
    const shape = fc.record({ rows: fc.integer({ min: 1, max: 5 }), columns: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(shape, fc.integer({ min: 4, max: 8 }), fc.infiniteStream(fc.integer()), (size, bits, numbers) => {
        const limit = 2 ** (bits - 1) - 1;
        const values = Int8Array.from({ length: size.rows * size.columns }, () => {
          return (Math.abs(numbers.next().value) % (2 * limit + 1)) - limit;
        });
        const packed = packBits(values, { ...size, bits });
        expect(packed.length).toBe(packedBytes({ ...size, bits }));
        expect(unpackBits(packed, { ...size, bits })).toEqual(values);
      }),
    );
  });
});

describe("a hostile encoder", () => {
  let written: EncoderFiles;
  let json: string;
  beforeAll(async () => {
    written = await writeEncoder(sample.weights, sample.card, { sha256 });
    json = JSON.stringify(written.manifest);
  });

  /** The manifest with one thing changed. */
  const altered = (change: (manifest: EncoderManifest) => void): EncoderManifest => {
    const manifest = JSON.parse(json) as EncoderManifest;
    change(manifest);
    return manifest;
  };
  const matrix = (manifest: EncoderManifest) => manifest.tensors.find(({ dtype }) => dtype === "int") as MatrixEntry;

  it.each<[string, (manifest: EncoderManifest) => void]>([
    ["another kind", (m) => Object.assign(m, { kind: "aisle-head" })],
    ["an older schema", (m) => Object.assign(m, { schemaVersion: 0 })],
    ["an offset outside the stream", (m) => Object.assign(m.tensors.at(-1)!, { byteOffset: 2 ** 40 })],
    ["a negative offset", (m) => Object.assign(m.tensors[0], { byteOffset: -64 })],
    ["a fractional offset", (m) => Object.assign(m.tensors[0], { byteOffset: 0.5 })],
    ["overlapping tensors", (m) => Object.assign(m.tensors[1], { byteOffset: m.tensors[0].byteOffset })],
    ["scales over values", (m) => Object.assign(matrix(m).scales, { byteOffset: matrix(m).byteOffset })],
    ["a length that its shape denies", (m) => Object.assign(m.tensors[0], { byteLength: 1 })],
    ["a shape beyond all bounds", (m) => Object.assign(m.tensors[0], { shape: [2 ** 52, 2 ** 52] })],
    ["nine bits", (m) => Object.assign(m.tensors[0], { bits: 9 })],
    ["five bits in six", (m) => Object.assign(m.tensors[0], { bits: 5, storageBits: 6 })],
    ["a group without multipliers", (m) => Object.assign(m.tensors[0], { group: 32 })],
    ["a tensor named twice", (m) => Object.assign(m.tensors[1], { name: m.tensors[0].name })],
    ["a chunk outside the folder", (m) => Object.assign(m.weights.chunks[0], { file: "../secret" })],
    ["a chunk on another host", (m) => Object.assign(m.weights.chunks[0], { file: "//host/x.bin" })],
    ["chunks that do not add up", (m) => Object.assign(m.weights.chunks[0], { bytes: 1 })],
    ["a hash that is none", (m) => Object.assign(m.weights.chunks[0], { sha256: "00" })],
    ["heads that do not divide", (m) => Object.assign(m.config, { heads: 5 })],
    ["more tokens than positions", (m) => Object.assign(m.config, { maxTokens: 65 })],
    ["a token outside the vocabulary", (m) => Object.assign(m.tokenizer.unknown, { id: 1_000_000 })],
    ["an activation it does not know", (m) => Object.assign(m.config, { activation: "relu" })],
    ["no tensors list", (m) => Object.assign(m, { tensors: undefined })],
  ])("with %s is refused by the manifest", (_, change) => {
    expect(codeOf(() => readEncoderManifest(altered(change)))).toBe("ENCODER_UNREADABLE");
  });

  it("of a newer schema is refused as such", () => {
    const newer = altered((manifest) => Object.assign(manifest, { schemaVersion: 2, tensors: "unknown" }));
    expect(codeOf(() => readEncoderManifest(newer))).toBe("ENCODER_SCHEMA_NEWER");
  });

  it.each<[string, string, (manifest: EncoderManifest) => void]>([
    ["a missing tensor", "ENCODER_UNREADABLE", (m) => m.tensors.pop()],
    ["a tensor of another tier only", "ENCODER_UNREADABLE", (m) => Object.assign(m.tensors[0], { tier: "table" })],
    ["another width", "ENCODER_UNREADABLE", (m) => Object.assign(m.config, { intermediate: 65 })],
    ["a packing of the future", "ENCODER_UNSUPPORTED", (m) => Object.assign(m.tensors[0], { packing: "tiled" })],
    ["values beyond the clip", "ENCODER_UNREADABLE", (m) => Object.assign(matrix(m), { clip: 3 })],
    [
      "linear layers of 8 bits",
      "ENCODER_UNREADABLE",
      (m) => Object.assign(m.tensors.find(({ name }) => name === "layers.0.up.weight")!, { clip: 127 }),
    ],
  ])("with %s is refused by the reader: %s", (_, code, change) => {
    const manifest = readEncoderManifest(altered(change));
    expect(codeOf(() => readEncoder(manifest, streamOf(written)))).toBe(code);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, -1])("with a scale of %s is refused", (scale) => {
    const stream = streamOf(written);
    new DataView(stream.buffer).setFloat32(matrix(written.manifest).scales.byteOffset, scale, true);
    expect(codeOf(() => readEncoder(written.manifest, stream))).toBe("ENCODER_UNREADABLE");
  });

  it("with a NaN in a bias is refused", () => {
    const stream = streamOf(written);
    const bias = written.manifest.tensors.find(({ name }) => name === "layers.1.up.bias")!;
    new DataView(stream.buffer).setFloat32(bias.byteOffset, Number.NaN, true);
    expect(codeOf(() => readEncoder(written.manifest, stream))).toBe("ENCODER_UNREADABLE");
  });

  it("cut short is refused", () => {
    const { manifest } = written;
    expect(codeOf(() => readEncoder(manifest, streamOf(written).subarray(1)))).toBe("ENCODER_UNREADABLE");
    expect(codeOf(() => readVocabulary(manifest, vocabularyOf(written).subarray(1)))).toBe("ENCODER_UNREADABLE");
  });

  it("with a vocabulary that is not UTF-8, or has other lines, is refused", () => {
    const { manifest } = written;
    const broken = vocabularyOf(written).fill(255, 10, 12);
    expect(codeOf(() => readVocabulary(manifest, broken))).toBe("ENCODER_UNREADABLE");
    const joined = vocabularyOf(written);
    joined[joined.indexOf(10)] = 32;
    expect(codeOf(() => readVocabulary(manifest, joined))).toBe("ENCODER_UNREADABLE");
  });

  it("of any JSON is refused with a typed error", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(codeOf(() => readEncoderManifest(value))).toBe("ENCODER_UNREADABLE");
      }),
    );
  });

  it("with any one field replaced is read or refused, never anything else", () => {
    const paths = fieldPaths(JSON.parse(json));
    fc.assert(
      fc.property(fc.constantFrom(...paths), fc.oneof(fc.jsonValue(), fc.integer(), fc.double()), (path, value) => {
        const manifest = altered((whole) => replaceAt(whole, path, value));
        const code = codeOf(() => readEncoder(readEncoderManifest(manifest), streamOf(written)));
        expect([undefined, "ENCODER_UNREADABLE", "ENCODER_UNSUPPORTED", "ENCODER_SCHEMA_NEWER"]).toContain(code);
      }),
      { numRuns: 200 },
    );
  });

  it("of any bytes is read or refused, never anything else", () => {
    const spot = fc.tuple(fc.nat(written.manifest.weights.bytes - 1), fc.nat(255));
    fc.assert(
      fc.property(fc.array(spot, { maxLength: 20 }), (spots) => {
        const stream = streamOf(written);
        for (const [at, byte] of spots) stream[at] = byte;
        expect([undefined, "ENCODER_UNREADABLE"]).toContain(codeOf(() => readEncoder(written.manifest, stream)));
      }),
      { numRuns: 50 },
    );
  });
});

function fieldPaths(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return Object.entries(value).flatMap(([key, child]) => [[...path, key], ...fieldPaths(child, [...path, key])]);
}

function replaceAt(whole: unknown, path: readonly string[], value: unknown): void {
  let holder = whole as Record<string, unknown>;
  for (const key of path.slice(0, -1)) holder = holder[key] as Record<string, unknown>;
  holder[path.at(-1)!] = value;
}
