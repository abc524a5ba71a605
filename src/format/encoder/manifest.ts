/**
 * The encoder's manifest (`manifest.json` of an encoder folder): the model card and the map of the binary files.
 *
 * ```
 * manifest.json                 this file, UTF-8 JSON; served without cache
 * weights-00.<sha256/16>.bin …  the tensor stream, cut in chunks of at most 1 MiB; concatenated in order they are the stream
 * vocabulary-00.<sha256/16>.txt the word pieces, UTF-8, one a line, each line ended by \n; line number = token id
 * table-00.<sha256/16>.bin …    the table tier (`tokenTable.ts`), where there is one: left alone by readers that do not know it
 * ```
 *
 * A chunk with `inflated` is a raw DEFLATE stream (RFC 1951) of that many bytes: weights of three or four bits stored a
 * byte a value take no more on the wire than their entropy, whatever the host compresses. Sizes and hashes of chunks are
 * those of the files.
 *
 * The stream (little-endian) is a row of regions, each starting at a multiple of 64 bytes, gaps zero:
 *
 * - `dtype: "float32"`: IEEE 754 values in row-major order.
 * - `dtype: "int"`, shape `[rows, columns]`: integers of `bits` bits, two's complement, row-major. With
 *   `storageBits: 8` a value takes a byte. With `storageBits: bits < 8` values are packed densely, first value in the
 *   lowest bits of the first byte, and each row starts on a byte boundary.
 *   `scales`: one float32 a row. With `group: n`, `multipliers` holds one unsigned byte for every n columns of a row
 *   (`ceil(columns / n)` a row): the integer in use is the stored one times its multiplier, so that mixed widths expand
 *   at load to plain int8 rows with one scale.
 *   `clip`: the largest magnitude of the integers in use (63 for linear layers, so that +64 is an unsigned 7-bit
 *   number; 127 for embeddings). Weight = integer in use × scale of its row.
 *
 * A reader takes the tensors of its own `tier` and leaves the others alone.
 */
import * as v from "valibot";
import { AisleError } from "../../errors";
import type { EncoderConfig } from "./weights";

export const ENCODER_SCHEMA_VERSION = 1;
/** Tensors of the BERT forward pass; what reference, wasm and webgpu read. */
export const BERT_TIER = "bert";
export const MAX_CHUNK_BYTES = 1_048_576;
/** Of one chunk: what a hostile one may ask of a reader. */
export const MAX_INFLATED_BYTES = 2 * MAX_CHUNK_BYTES;
const MAX_STREAM_BYTES = 2 ** 31 - 1;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const countUpTo = (limit: number) => v.pipe(v.number(), v.safeInteger(), v.minValue(1), v.maxValue(limit));
const shortText = v.pipe(v.string(), v.maxLength(2_000));

const SpanSchema = v.object({ byteOffset: count, byteLength: count });

const MatrixSchema = v.object({
  name: shortText,
  dtype: v.literal("int"),
  shape: v.strictTuple([countUpTo(2 ** 24), countUpTo(2 ** 16)]),
  bits: v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(8)),
  storageBits: v.pipe(v.number(), v.integer(), v.minValue(4), v.maxValue(8)),
  group: v.nullable(countUpTo(2 ** 16)),
  clip: countUpTo(127),
  /** How `clip` was set against the weights: `absmax`, or searched per channel for the least squared error. */
  clipping: shortText,
  packing: shortText,
  tier: shortText,
  ...SpanSchema.entries,
  scales: SpanSchema,
  multipliers: v.optional(SpanSchema),
});

const VectorSchema = v.object({
  name: shortText,
  dtype: v.literal("float32"),
  shape: v.strictTuple([countUpTo(2 ** 24)]),
  bits: v.literal(32),
  group: v.null(),
  clip: v.null(),
  packing: shortText,
  tier: shortText,
  ...SpanSchema.entries,
});

/** No slashes and no leading dot: a manifest cannot point outside its folder. */
const fileName = v.pipe(v.string(), v.maxLength(200), v.regex(/^[A-Za-z0-9_-][A-Za-z0-9._-]*$/));
const ChunkSchema = v.object({
  file: fileName,
  bytes: countUpTo(MAX_CHUNK_BYTES),
  sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  /** Bytes after inflating, for a chunk that is deflated. */
  inflated: v.optional(countUpTo(MAX_INFLATED_BYTES)),
});

const SpecialTokenSchema = v.object({ token: v.pipe(v.string(), v.minLength(1), v.maxLength(200)), id: count });

const TokenizerSchema = v.object({
  kind: v.literal("wordpiece"),
  lowercase: v.boolean(),
  stripAccents: v.boolean(),
  splitChineseCharacters: v.boolean(),
  /** Longer words become one [UNK]. */
  maxWordCharacters: countUpTo(10_000),
  unknown: SpecialTokenSchema,
  classification: SpecialTokenSchema,
  separator: SpecialTokenSchema,
  /** Further tokens that are matched whole in raw text, such as [PAD] and [MASK]. */
  others: v.array(SpecialTokenSchema),
});

const ConfigSchema = v.object({
  layers: countUpTo(96),
  hidden: countUpTo(8_192),
  heads: countUpTo(256),
  intermediate: countUpTo(65_536),
  vocabulary: countUpTo(2_000_000),
  maxPositions: countUpTo(65_536),
  typeVocabulary: countUpTo(256),
  layerNormEpsilon: v.pipe(v.number(), v.finite(), v.minValue(0), v.maxValue(1)),
  activation: v.literal("gelu"),
  pooling: v.picklist(["mean", "cls"]),
  maxTokens: countUpTo(65_536),
});

const GoldenSchema = v.object({
  text: v.pipe(v.string(), v.maxLength(10_000)),
  ids: v.array(count),
  /** Base64 of int8[hidden]; the vector is these times `scale`. */
  values: v.pipe(v.string(), v.maxLength(20_000), v.regex(/^[A-Za-z0-9+/]+={0,2}$/)),
  scale: v.pipe(v.number(), v.finite(), v.minValue(0)),
});

const ManifestSchema = v.object({
  kind: v.literal("aisle-encoder"),
  schemaVersion: v.literal(ENCODER_SCHEMA_VERSION),
  /** Name and the first 8 hexadecimal digits of a SHA-256 over configuration, tokenizer, vocabulary and stream. */
  modelId: v.pipe(v.string(), v.minLength(1), v.maxLength(200)),
  licence: shortText,
  /** What it was made from, by whom, and what was changed. */
  derivedFrom: shortText,
  config: ConfigSchema,
  tokenizer: TokenizerSchema,
  vocabulary: v.object({
    pieces: count,
    bytes: count,
    chunks: v.pipe(v.array(ChunkSchema), v.maxLength(64)),
    /** Pieces of the checkpoint's vocabulary, when some were left out. */
    prunedFrom: v.optional(count),
  }),
  weights: v.object({ bytes: countUpTo(MAX_STREAM_BYTES), chunks: v.pipe(v.array(ChunkSchema), v.maxLength(2_048)) }),
  /** Vectors of word pieces in the same space, for the first answers; made by `aisle encoder table`. */
  table: v.optional(v.object({ bytes: count, chunks: v.pipe(v.array(ChunkSchema), v.maxLength(64)) })),
  tensors: v.pipe(v.array(v.variant("dtype", [MatrixSchema, VectorSchema])), v.maxLength(8_192)),
  /** Texts with ids and vectors of the reference engine: the self-test of every start. */
  golden: v.optional(v.pipe(v.array(GoldenSchema), v.maxLength(64)), []),
});

export type ByteSpan = v.InferOutput<typeof SpanSchema>;
export type MatrixEntry = v.InferOutput<typeof MatrixSchema>;
export type VectorEntry = v.InferOutput<typeof VectorSchema>;
export type TensorEntry = MatrixEntry | VectorEntry;
export type ChunkEntry = v.InferOutput<typeof ChunkSchema>;
export type SpecialToken = v.InferOutput<typeof SpecialTokenSchema>;
export type TokenizerSettings = v.InferOutput<typeof TokenizerSchema>;
export type GoldenEntry = v.InferOutput<typeof GoldenSchema>;
export type EncoderManifest = Omit<v.InferOutput<typeof ManifestSchema>, "config"> & { config: EncoderConfig };

/**
 * Checks a parsed `manifest.json`: types, ranges, chunk sums, and that every region lies inside the stream and touches no other.
 * @throws AisleError `ENCODER_SCHEMA_NEWER`, `ENCODER_UNREADABLE`
 */
export function readEncoderManifest(value: unknown): EncoderManifest {
  refuseNewerSchema(value);
  const result = v.safeParse(ManifestSchema, value);
  if (!result.success) {
    const [issue] = result.issues;
    throw unreadable(`${v.getDotPath(issue) ?? "the file"}: ${issue.message}`);
  }
  const manifest = result.output;
  checkConfig(manifest.config);
  for (const name of ["weights", "vocabulary", "table"] as const) {
    const part = manifest[name];
    if (part) checkChunks(name, part.chunks, part.bytes);
  }
  if (manifest.vocabulary.pieces !== manifest.config.vocabulary) {
    throw unreadable(
      `vocabulary.pieces is ${manifest.vocabulary.pieces}, the config says ${manifest.config.vocabulary}`,
    );
  }
  checkRegions(manifest.tensors, manifest.weights.bytes);
  checkTokenIds(manifest.tokenizer, manifest.golden, manifest.config);
  return manifest;
}

function refuseNewerSchema(value: unknown): void {
  if (typeof value !== "object" || value === null) throw unreadable("it is not a JSON object");
  const { kind, schemaVersion } = value as { kind?: unknown; schemaVersion?: unknown };
  if (kind !== "aisle-encoder") throw unreadable(`kind is ${shown(kind)}, not "aisle-encoder"`);
  if (typeof schemaVersion === "number" && schemaVersion > ENCODER_SCHEMA_VERSION) {
    throw new AisleError("ENCODER_SCHEMA_NEWER", `The encoder has schema version ${schemaVersion}.`, {
      seen: schemaVersion,
      fix: `This Aisle reads up to ${ENCODER_SCHEMA_VERSION}: update it, or publish an older encoder.`,
    });
  }
}

function checkConfig(config: EncoderConfig): void {
  if (config.hidden % config.heads !== 0) {
    throw unreadable(`config.hidden ${config.hidden} is not a multiple of config.heads ${config.heads}`);
  }
  if (config.maxTokens > config.maxPositions) {
    throw unreadable(`config.maxTokens ${config.maxTokens} exceeds config.maxPositions ${config.maxPositions}`);
  }
  if (config.maxTokens < 2) throw unreadable("config.maxTokens is below 2");
}

function checkChunks(what: string, chunks: readonly ChunkEntry[], bytes: number): void {
  const sum = chunks.reduce((total, chunk) => total + inflatedBytes(chunk), 0);
  if (sum !== bytes) throw unreadable(`the chunks of ${what} have ${sum} bytes, ${bytes} are announced`);
  if (new Set(chunks.map((chunk) => chunk.file)).size !== chunks.length) {
    throw unreadable(`a chunk of ${what} is named twice`);
  }
}

/** What a chunk adds to the stream. */
export function inflatedBytes({ bytes, inflated }: ChunkEntry): number {
  return inflated ?? bytes;
}

function checkRegions(tensors: readonly TensorEntry[], streamBytes: number): void {
  if (new Set(tensors.map((tensor) => tensor.name)).size !== tensors.length)
    throw unreadable("a tensor is named twice");
  const regions = tensors.flatMap((tensor) => regionsOf(tensor).map((span) => ({ ...span, name: tensor.name })));
  regions.sort((a, b) => a.byteOffset - b.byteOffset || a.byteLength - b.byteLength);
  let end = 0;
  for (const region of regions) {
    if (region.byteOffset < end) throw unreadable(`tensor ${region.name} overlaps another`);
    end = region.byteOffset + region.byteLength;
    if (end > streamBytes) throw unreadable(`tensor ${region.name} ends at ${end}, the stream at ${streamBytes}`);
  }
}

/** The tensor's regions, each checked to be as long as its shape says. */
function regionsOf(tensor: TensorEntry): ByteSpan[] {
  const expect = (part: string, span: ByteSpan, bytes: number): ByteSpan => {
    if (span.byteLength !== bytes) {
      throw unreadable(`${part} of tensor ${tensor.name} have ${span.byteLength} bytes, their shape needs ${bytes}`);
    }
    return span;
  };
  if (tensor.dtype === "float32") return [expect("values", tensor, tensor.shape[0] * 4)];
  const [rows, columns] = tensor.shape;
  if (tensor.storageBits !== 8 && tensor.storageBits !== tensor.bits) {
    throw unreadable(`tensor ${tensor.name} stores ${tensor.bits} bits in ${tensor.storageBits}`);
  }
  const regions = [
    expect("values", tensor, rows * Math.ceil((columns * tensor.storageBits) / 8)),
    expect("scales", tensor.scales, rows * 4),
  ];
  if ((tensor.group === null) !== (tensor.multipliers === undefined)) {
    throw unreadable(`tensor ${tensor.name} has only one of group and multipliers`);
  }
  if (tensor.group !== null && tensor.multipliers) {
    regions.push(expect("multipliers", tensor.multipliers, rows * Math.ceil(columns / tensor.group)));
  }
  return regions;
}

function checkTokenIds(tokenizer: TokenizerSettings, golden: readonly GoldenEntry[], config: EncoderConfig): void {
  const specials = [tokenizer.unknown, tokenizer.classification, tokenizer.separator, ...tokenizer.others];
  const ids = [...specials.map((special) => special.id), ...golden.flatMap((entry) => entry.ids)];
  const stray = ids.find((id) => id >= config.vocabulary);
  if (stray !== undefined) throw unreadable(`token id ${stray} is outside the vocabulary of ${config.vocabulary}`);
}

/** `ENCODER_UNREADABLE` with what is wrong. */
export function unreadable(what: string, cause?: unknown): AisleError {
  return new AisleError("ENCODER_UNREADABLE", `The encoder cannot be read: ${what}.`, {
    cause,
    fix: "Publish the folder again as `aisle encoder` wrote it.",
  });
}

function shown(value: unknown): string {
  return String(JSON.stringify(value) ?? typeof value).slice(0, 80);
}
