/**
 * Sparse item-item weights: what an item of the shopper's history says about other items. `item-item.bin`:
 *
 * ```
 * offset  type      content (little-endian)
 * 0       4 bytes   "AISI"
 * 4       u32       schema version, 1
 * 8       u32       items n: rows, and columns
 * 12      u32       entries e
 * 16      16 bytes  start of the SHA-256 of the ids the rows stand for, joined by \n: the catalogue it was built for
 * 32      f32[n]    scale of each row, finite and not negative
 * …       u16[n]    entries of each row, adding up to e
 * …       i8[e]     values in [-127, 127]; weight = value × scale of its row
 * …       u16|u32[e] columns, ascending within a row, below n; u16 up to 65,536 items, else u32; starts at a multiple of 4
 * ```
 *
 * A row is an item of the history, a column a candidate: score(j) = Σᵢ history(i) · weight(i, j). Nothing follows the
 * columns. At 4,000 items and 50 entries a row: 624 kB.
 */
import { AisleError } from "../../errors";
import { type AssetKind, HEADER_BYTES as COMMON_BYTES, corruptAsset, readHeader, writeHeader } from "./assetHeader";

export const ITEM_ITEM_DIGEST_BYTES = 16;
/** A row's entries are counted in 16 bits. */
export const MAX_ROW_ENTRIES = 65_535;
const KIND: AssetKind = { magic: "AISI", schemaVersion: 1, name: "item-item weights" };
const HEADER_BYTES = COMMON_BYTES + ITEM_ITEM_DIGEST_BYTES;
const NARROW_ITEMS = 65_536;
const MAX_VALUE = 127;

/** The matrix itself, whatever its rows stand for. */
export interface SparseWeights {
  readonly items: number;
  /** Entries of row `i` are `starts[i] .. starts[i + 1]`; `items + 1` values. */
  readonly starts: Uint32Array;
  /** Ascending within a row. */
  readonly columns: Uint32Array;
  readonly values: Int8Array;
  /** One a row. */
  readonly scales: Float32Array;
}

export interface ItemItemWeights extends SparseWeights {
  /** Says which ids the rows stand for. */
  readonly catalogDigest: Uint8Array;
}

/** @throws AisleError `OPTIONS_INVALID` for weights that no reader would accept */
export function writeItemItem(weights: ItemItemWeights): Uint8Array<ArrayBuffer> {
  const { items, columns, values, starts } = weights;
  const problem = problemOf(weights);
  if (problem) throw new AisleError("OPTIONS_INVALID", `These item-item weights cannot be written: ${problem}.`);
  const layout = layOut(items, values.length);
  const bytes = new Uint8Array(layout.end);
  const view = new DataView(bytes.buffer);
  writeHeader(bytes, KIND, [items, values.length]);
  bytes.set(weights.catalogDigest, COMMON_BYTES);
  for (let row = 0; row < items; row++) {
    view.setFloat32(layout.scales + 4 * row, weights.scales[row], true);
    view.setUint16(layout.counts + 2 * row, starts[row + 1] - starts[row], true);
  }
  bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.length), layout.values);
  for (let i = 0; i < columns.length; i++) {
    if (layout.columnBytes === 2) view.setUint16(layout.columns + 2 * i, columns[i], true);
    else view.setUint32(layout.columns + 4 * i, columns[i], true);
  }
  return bytes;
}

/**
 * Reads and checks every length, index and scale.
 * @throws AisleError `ASSET_CORRUPT`, or `ASSET_SCHEMA_NEWER` for a schema this version does not know
 */
export function readItemItem(bytes: Uint8Array): ItemItemWeights {
  const [items, entries] = readHeader(bytes, KIND);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  // Doubles hold both exactly, so a huge count gives a huge length, never a wrapped one.
  const layout = layOut(items, entries);
  if (bytes.length !== layout.end) throw corrupt(`it has ${bytes.length} bytes where ${layout.end} were announced`);
  const scales = new Float32Array(items);
  const starts = new Uint32Array(items + 1);
  for (let row = 0; row < items; row++) {
    scales[row] = view.getFloat32(layout.scales + 4 * row, true);
    starts[row + 1] = starts[row] + view.getUint16(layout.counts + 2 * row, true);
  }
  if (starts[items] !== entries)
    throw corrupt(`its rows have ${starts[items]} entries where ${entries} were announced`);
  const columns = new Uint32Array(entries);
  for (let i = 0; i < entries; i++) {
    columns[i] =
      layout.columnBytes === 2
        ? view.getUint16(layout.columns + 2 * i, true)
        : view.getUint32(layout.columns + 4 * i, true);
  }
  const weights: ItemItemWeights = {
    items,
    starts,
    columns,
    values: new Int8Array(bytes.slice(layout.values, layout.values + entries).buffer),
    scales,
    catalogDigest: bytes.slice(COMMON_BYTES, HEADER_BYTES),
  };
  const problem = problemOf(weights);
  if (problem) throw corrupt(problem);
  return weights;
}

/** Positions in the file; columns start at a multiple of 4. */
function layOut(items: number, entries: number) {
  const columnBytes = items <= NARROW_ITEMS ? 2 : 4;
  const scales = HEADER_BYTES;
  const counts = scales + 4 * items;
  const values = counts + 2 * items;
  const columns = Math.ceil((values + entries) / 4) * 4;
  return { columnBytes, scales, counts, values, columns, end: columns + columnBytes * entries };
}

/** What is wrong with the weights, or undefined. */
function problemOf({ items, starts, columns, values, scales, catalogDigest }: ItemItemWeights): string | undefined {
  if (starts.length !== items + 1 || scales.length !== items) return "its rows are not as many as its items";
  if (columns.length !== values.length || starts[0] !== 0 || starts[items] !== values.length) {
    return "its entries do not fill its rows";
  }
  if (catalogDigest.length !== ITEM_ITEM_DIGEST_BYTES) return "the digest of its ids has another length";
  for (let row = 0; row < items; row++) {
    if (!(scales[row] >= 0) || !Number.isFinite(scales[row])) return `row ${row} has the scale ${scales[row]}`;
    const end = starts[row + 1];
    if (end < starts[row] || end - starts[row] > MAX_ROW_ENTRIES) return `row ${row} has an impossible length`;
    for (let i = starts[row]; i < end; i++) {
      if (columns[i] >= items) return `row ${row} names item ${columns[i]} of ${items}`;
      if (i > starts[row] && columns[i] <= columns[i - 1]) return `the columns of row ${row} do not ascend`;
      if (values[i] < -MAX_VALUE) return `row ${row} has a value of ${values[i]}`;
    }
  }
  return undefined;
}

function corrupt(what: string): AisleError {
  return corruptAsset(KIND, what);
}
