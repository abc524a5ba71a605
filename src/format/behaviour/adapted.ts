/**
 * Item vectors adapted to behaviour, the head that made them from the encoder's, and each item's prior. `adapted.bin`:
 *
 * ```
 * offset  type      content (little-endian)
 * 0       4 bytes   "AISM"
 * 4       u32       schema version, 1
 * 8       u32       items n
 * 12      u32       dimensions k of the adapted vectors, 1 to 1,024
 * 16      16 bytes  start of the SHA-256 of the ids the rows stand for, joined by \n
 * 32      u32       dimensions d of the encoder, 1 to 8,192
 * 36      u32       bytes m of the model id, 1 to 200
 * 40      f32       temperature, positive
 * 44      f32       background, positive
 * 48      f32       prior of an item that is not listed, finite
 * 52      m bytes   id of the encoder whose vectors the head takes, UTF-8; then zeros up to a multiple of 4
 * …       f32[d]    centre, finite
 * …       f32[k]    scale of each row of the head, finite and not negative
 * …       f32[n]    scale of each item's vector, finite and not negative; 0: the item has none
 * …       f32[n]    prior of each item, finite
 * …       i8[k·d]   the head, row-major, in [-127, 127]; value × scale of its row
 * …       i8[n·k]   the vectors, row-major, in [-127, 127]; value × scale of its row
 * ```
 *
 * M(x) = unit(head · (x − centre)) for the encoder's vector x of an item that is not listed; those listed have learned
 * from their own orders besides. Two items are close by exp((M(x)·M(y) − 1) / temperature), and a history says
 * log(1 + mean closeness / background) of an item. At 4,000 items, 64 dimensions and an encoder of 384: 314 kB.
 */
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, HEADER_BYTES, readHeader, writeHeader } from "./assetHeader";

const KIND: AssetKind = { magic: "AISM", schemaVersion: 1, name: "adapted vectors" };
const DIGEST_BYTES = 16;
const FIELDS_AT = HEADER_BYTES + DIGEST_BYTES;
const ID_AT = FIELDS_AT + 20;
const MAX_DIMENSIONS = 1_024;
const MAX_ENCODER_DIMENSIONS = 8_192;
const MAX_ID_BYTES = 200;
/** 2⁻¹²⁶: below it an f32 loses bits of its mantissa. */
const SMALLEST_NORMAL = 2 ** -126;

export interface AdaptedItems {
  /** The encoder whose vectors the head takes. */
  readonly modelId: string;
  readonly encoderDimensions: number;
  readonly dimensions: number;
  readonly temperature: number;
  /** Mean closeness at which an item begins to stand out. */
  readonly background: number;
  /** `[encoderDimensions]`, subtracted from a vector first. */
  readonly center: Float32Array;
  /** `[dimensions × encoderDimensions]`, row-major. */
  readonly head: Int8Array;
  readonly headScales: Float32Array;
  /** `[items × dimensions]`, each row of unit length up to rounding when multiplied by its scale. */
  readonly vectors: Int8Array;
  /** One an item; 0 where there is no vector. */
  readonly scales: Float32Array;
  /** Log of how likely an item is before anything is known of the shopper, up to a constant. One an item. */
  readonly priors: Float32Array;
  readonly unlistedPrior: number;
  readonly catalogDigest: Uint8Array;
}

/** Rounds rows of `columns` values to int8 and one scale each; a row too small to be scaled back becomes zeros. */
export function int8Rows(
  values: ArrayLike<number>,
  columns: number,
): { readonly values: Int8Array; readonly scales: Float32Array } {
  const rows = columns === 0 ? 0 : values.length / columns;
  const rounded = new Int8Array(rows * columns);
  const scales = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    let most = 0;
    for (let i = row * columns; i < (row + 1) * columns; i++) most = Math.max(most, Math.abs(values[i]));
    const scale = Math.fround(most / 127);
    if (!(scale >= SMALLEST_NORMAL)) continue;
    scales[row] = scale;
    for (let i = row * columns; i < (row + 1) * columns; i++) {
      rounded[i] = Math.max(-127, Math.min(127, Math.round(values[i] / scale)));
    }
  }
  return { values: rounded, scales };
}

/** @throws AisleError `OPTIONS_INVALID` for values that no reader would accept */
export function writeAdapted(adapted: AdaptedItems): Uint8Array<ArrayBuffer> {
  const { encoderDimensions, dimensions, scales } = adapted;
  const id = new TextEncoder().encode(adapted.modelId);
  const problem = possible(dimensions, encoderDimensions, id.length)
    ? problemOf(adapted)
    : "its model id or dimensions are impossible";
  if (problem) throw new AisleError("OPTIONS_INVALID", `These adapted vectors cannot be written: ${problem}.`);
  const layout = layOut(scales.length, dimensions, encoderDimensions, id.length);
  const bytes = new Uint8Array(layout.end);
  const view = new DataView(bytes.buffer);
  const floats = (at: number, values: Float32Array) => {
    values.forEach((value, i) => {
      view.setFloat32(at + 4 * i, value, true);
    });
  };
  writeHeader(bytes, KIND, [scales.length, dimensions]);
  bytes.set(adapted.catalogDigest, HEADER_BYTES);
  view.setUint32(FIELDS_AT, encoderDimensions, true);
  view.setUint32(FIELDS_AT + 4, id.length, true);
  floats(FIELDS_AT + 8, Float32Array.of(adapted.temperature, adapted.background, adapted.unlistedPrior));
  bytes.set(id, ID_AT);
  floats(layout.center, adapted.center);
  floats(layout.headScales, adapted.headScales);
  floats(layout.scales, scales);
  floats(layout.priors, adapted.priors);
  bytes.set(new Uint8Array(adapted.head.buffer, adapted.head.byteOffset, adapted.head.length), layout.head);
  bytes.set(new Uint8Array(adapted.vectors.buffer, adapted.vectors.byteOffset, adapted.vectors.length), layout.vectors);
  return bytes;
}

/** @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know */
export function readAdapted(bytes: Uint8Array): AdaptedItems {
  const [items, dimensions] = readHeader(bytes, KIND);
  if (bytes.length < ID_AT) throw corruptAsset(KIND, "it is shorter than its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const encoderDimensions = view.getUint32(FIELDS_AT, true);
  const idBytes = view.getUint32(FIELDS_AT + 4, true);
  if (!possible(dimensions, encoderDimensions, idBytes)) {
    throw corruptAsset(KIND, `it announces ${dimensions} dimensions from ${encoderDimensions}`);
  }
  // Doubles hold these lengths exactly, so a huge count gives a huge length, never a wrapped one.
  const layout = layOut(items, dimensions, encoderDimensions, idBytes);
  if (bytes.length !== layout.end) {
    throw corruptAsset(KIND, `it has ${bytes.length} bytes where ${layout.end} were announced`);
  }
  const floats = (at: number, count: number) =>
    Float32Array.from({ length: count }, (_, i) => view.getFloat32(at + 4 * i, true));
  const [temperature, background, unlistedPrior] = floats(FIELDS_AT + 8, 3);
  const adapted: AdaptedItems = {
    modelId: readId(bytes.subarray(ID_AT, ID_AT + idBytes)),
    encoderDimensions,
    dimensions,
    temperature,
    background,
    unlistedPrior,
    center: floats(layout.center, encoderDimensions),
    headScales: floats(layout.headScales, dimensions),
    scales: floats(layout.scales, items),
    priors: floats(layout.priors, items),
    head: new Int8Array(bytes.slice(layout.head, layout.vectors).buffer),
    vectors: new Int8Array(bytes.slice(layout.vectors, layout.end).buffer),
    catalogDigest: bytes.slice(HEADER_BYTES, FIELDS_AT),
  };
  const problem = problemOf(adapted);
  if (problem) throw corruptAsset(KIND, problem);
  return adapted;
}

function readId(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw corruptAsset(KIND, "its model id is not UTF-8");
  }
}

function possible(dimensions: number, encoderDimensions: number, idBytes: number): boolean {
  const within = (value: number, most: number) => Number.isInteger(value) && value >= 1 && value <= most;
  return (
    within(dimensions, MAX_DIMENSIONS) &&
    within(encoderDimensions, MAX_ENCODER_DIMENSIONS) &&
    within(idBytes, MAX_ID_BYTES)
  );
}

function problemOf(adapted: AdaptedItems): string | undefined {
  const { dimensions, encoderDimensions, center, head, headScales, vectors, scales, priors } = adapted;
  if (center.length !== encoderDimensions || headScales.length !== dimensions) return "its head has another shape";
  if (head.length !== dimensions * encoderDimensions) return "its head has another shape";
  if (vectors.length !== scales.length * dimensions || priors.length !== scales.length) {
    return "its parts have different numbers of items";
  }
  if (adapted.catalogDigest.length !== DIGEST_BYTES) return "the digest of its ids has another length";
  if (!(adapted.temperature > 0 && adapted.background > 0)) return "its temperature or background is not positive";
  if (![adapted.temperature, adapted.background, adapted.unlistedPrior].every(Number.isFinite)) {
    return "its temperature, background or prior is not finite";
  }
  if (!center.every(Number.isFinite)) return "its centre is not finite";
  for (const [name, values] of Object.entries({ head: headScales, vectors: scales })) {
    const row = values.findIndex((scale) => !(scale >= 0) || !Number.isFinite(scale));
    if (row >= 0) return `row ${row} of its ${name} has the scale ${values[row]}`;
  }
  const row = priors.findIndex((prior) => !Number.isFinite(prior));
  if (row >= 0) return `item ${row} has the prior ${priors[row]}`;
  return head.includes(-128) || vectors.includes(-128) ? "it holds a value of -128" : undefined;
}

function layOut(items: number, dimensions: number, encoderDimensions: number, idBytes: number) {
  const center = ID_AT + Math.ceil(idBytes / 4) * 4;
  const headScales = center + 4 * encoderDimensions;
  const scales = headScales + 4 * dimensions;
  const priors = scales + 4 * items;
  const head = priors + 4 * items;
  const vectors = head + dimensions * encoderDimensions;
  return { center, headScales, scales, priors, head, vectors, end: vectors + items * dimensions };
}
