/**
 * The table tier's vectors: one for each word piece, product-quantised, so that the sum over a text's pieces points where
 * the encoder's vector does. `table-….bin`, cut in chunks like the encoder's other files:
 *
 * ```
 * offset  type      content (little-endian)
 * 0       4 bytes   "AIST"
 * 4       u32       schema version, 1
 * 8       u32       word pieces n, 1 to 2,000,000: rows, in order of token ids
 * 12      u32       dimensions d of the encoder, 1 to 8,192
 * 16      u32       group g, 1 to 64, a divisor of d: as many dimensions as a code stands for
 * 20      u32       bytes m of the model id, 1 to 200
 * 24      m bytes   id of the encoder it was made from, UTF-8; then zeros up to a multiple of 4
 * …       f32[d/g]  scale of each group's centroids, not negative and finite
 * …       i8[256·d] centroids: 256 of g values each for the first group of dimensions, then for the next
 * …       u16[n]    size of each row, not negative and finite: the upper half of an f32; then zeros up to a multiple of 4
 * …       u8[n·d/g] codes: the centroid of each group, row by row
 * ```
 *
 * Dimension i of a row = size × scale of i's group × that value of the centroid coded. Sizes carry how much a piece counts
 * in a text: vectors are summed as they are.
 *
 * At 384 dimensions in groups of 4: 98 bytes a row, and 99 kB.
 */
import { AisleError } from "../../errors";
import { type AssetKind, corruptAsset, readHeader, writeHeader } from "../behaviour/assetHeader";

const KIND: AssetKind = { magic: "AIST", schemaVersion: 1, name: "table of word pieces" };
const FIXED_BYTES = 24;
const MAX_ROWS = 2_000_000;
const MAX_DIMENSIONS = 8_192;
const MAX_GROUP = 64;
const MAX_ID_BYTES = 200;
/** Centroids of a group: what a byte can name. */
export const CENTROIDS = 256;

export interface TokenTable {
  /** The encoder in whose space the vectors lie. */
  readonly modelId: string;
  /** Word pieces of the encoder. */
  readonly rows: number;
  readonly dimensions: number;
  /** Dimensions a code stands for. */
  readonly group: number;
  /** `[dimensions / group]` */
  readonly scales: Float32Array;
  /** `[dimensions / group × 256 × group]` */
  readonly centroids: Int8Array;
  /** `[rows]` */
  readonly sizes: Float32Array;
  /** `[rows × dimensions / group]` */
  readonly codes: Uint8Array;
}

/** A size as `writeTokenTable` stores it: 8 bits of mantissa, to the nearest. */
export function storedSize(size: number): number {
  const bits = new Uint32Array(Float32Array.of(size).buffer);
  // A carry into the exponent is the right number.
  bits[0] = ((bits[0] + 0x8000) >>> 16) << 16;
  return new Float32Array(bits.buffer)[0];
}

/** @throws AisleError `OPTIONS_INVALID` for a table that no reader would accept */
export function writeTokenTable(table: TokenTable): Uint8Array<ArrayBuffer> {
  const { rows, dimensions, group, scales, centroids, sizes, codes } = table;
  const id = new TextEncoder().encode(table.modelId);
  const layout = layOut({ rows, dimensions, group, idBytes: id.length });
  const fits =
    layout !== undefined &&
    scales.length === dimensions / group &&
    centroids.length === CENTROIDS * dimensions &&
    sizes.length === rows &&
    codes.length === (rows * dimensions) / group &&
    [...scales].every(isMagnitude) &&
    sizes.every((size) => isMagnitude(storedSize(size)));
  if (!fits) throw new AisleError("OPTIONS_INVALID", `This table of ${rows} rows cannot be written.`);
  const bytes = new Uint8Array(layout.end);
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, KIND, [rows, dimensions]);
  view.setUint32(16, group, true);
  view.setUint32(20, id.length, true);
  bytes.set(id, FIXED_BYTES);
  scales.forEach((scale, at) => {
    view.setFloat32(layout.scales + 4 * at, scale, true);
  });
  bytes.set(new Uint8Array(centroids.buffer, centroids.byteOffset, centroids.length), layout.centroids);
  sizes.forEach((size, at) => {
    view.setUint16(layout.sizes + 2 * at, new Uint32Array(Float32Array.of(storedSize(size)).buffer)[0] >>> 16, true);
  });
  bytes.set(codes, layout.codes);
  return bytes;
}

/**
 * Views the bytes, which must stay unchanged as long as the table is in use.
 * @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know
 */
export function readTokenTable(bytes: Uint8Array): TokenTable {
  const [rows, dimensions] = readHeader(bytes, KIND);
  if (bytes.length < FIXED_BYTES) throw corruptAsset(KIND, "it is shorter than its header");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [group, idBytes] = [16, 20].map((at) => view.getUint32(at, true));
  const layout = layOut({ rows, dimensions, group, idBytes });
  if (!layout) throw corruptAsset(KIND, `it announces ${rows} rows of ${dimensions} dimensions in groups of ${group}`);
  if (bytes.length !== layout.end) {
    throw corruptAsset(KIND, `it has ${bytes.length} bytes where ${layout.end} were announced`);
  }
  const groups = dimensions / group;
  const scales = Float32Array.from({ length: groups }, (_, at) => view.getFloat32(layout.scales + 4 * at, true));
  const strayScale = scales.findIndex((scale) => !isMagnitude(scale));
  if (strayScale >= 0) throw corruptAsset(KIND, `group ${strayScale} has the scale ${scales[strayScale]}`);
  const sizes = new Float32Array(rows);
  const sizeBits = new Uint32Array(sizes.buffer);
  for (let row = 0; row < rows; row++) sizeBits[row] = view.getUint16(layout.sizes + 2 * row, true) << 16;
  const straySize = sizes.findIndex((size) => !isMagnitude(size));
  if (straySize >= 0) throw corruptAsset(KIND, `row ${straySize} has the size ${sizes[straySize]}`);
  return {
    modelId: readId(bytes.subarray(FIXED_BYTES, FIXED_BYTES + idBytes)),
    rows,
    dimensions,
    group,
    scales,
    centroids: new Int8Array(bytes.buffer, bytes.byteOffset + layout.centroids, CENTROIDS * dimensions),
    sizes,
    codes: bytes.subarray(layout.codes),
  };
}

function isMagnitude(value: number): boolean {
  return value >= 0 && value < Number.POSITIVE_INFINITY;
}

function readId(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    throw new AisleError("ASSET_CORRUPT", `The ${KIND.name} cannot be read: its model id is not UTF-8.`, { cause });
  }
}

interface Shape {
  readonly rows: number;
  readonly dimensions: number;
  readonly group: number;
  readonly idBytes: number;
}

/** Where the parts lie; undefined for a shape that is not allowed. */
function layOut({ rows, dimensions, group, idBytes }: Shape) {
  const within = (value: number, least: number, most: number): boolean =>
    Number.isInteger(value) && value >= least && value <= most;
  const possible =
    within(rows, 1, MAX_ROWS) &&
    within(dimensions, 1, MAX_DIMENSIONS) &&
    within(group, 1, MAX_GROUP) &&
    dimensions % group === 0 &&
    within(idBytes, 1, MAX_ID_BYTES);
  if (!possible) return undefined;
  const aligned = (offset: number): number => Math.ceil(offset / 4) * 4;
  const scales = FIXED_BYTES + aligned(idBytes);
  const centroids = scales + (4 * dimensions) / group;
  const sizes = centroids + CENTROIDS * dimensions;
  const codes = sizes + aligned(2 * rows);
  return { scales, centroids, sizes, codes, end: codes + (rows * dimensions) / group };
}
