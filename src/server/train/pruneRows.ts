/** A dense item-item matrix → the sparse int8 form that ships. */
import { type ItemItemWeights, MAX_ROW_ENTRIES } from "../../format/behaviour/itemItem";
import { topRows } from "../../ranking/topRows";
import type { Matrix } from "./dense";

export interface PruneOptions {
  /** Entries kept of each row: those of the largest magnitude. */
  readonly perRow: number;
  /** Of the ids the rows stand for (`catalogDigest`). */
  readonly catalogDigest: Uint8Array;
}

/** Of equal magnitudes the lower column is kept; entries that round to 0 are left out. */
export function pruneRows(weights: Matrix, { perRow, catalogDigest }: PruneOptions): ItemItemWeights {
  const items = weights.rows;
  const count = Math.min(perRow, items, MAX_ROW_ENTRIES);
  const starts = new Uint32Array(items + 1);
  const scales = new Float32Array(items);
  const columns = new Uint32Array(items * count);
  const values = new Int8Array(items * count);
  let end = 0;
  for (let row = 0; row < items; row++) {
    const all = weights.values.subarray(row * items, (row + 1) * items);
    const kept = topRows(all.map(Math.abs), count);
    const most = kept.length === 0 ? 0 : Math.abs(all[kept[0]]);
    // In float32, as the file holds it, so that values are rounded against the very scale they are read with.
    const scale = Math.fround(most / 127);
    scales[row] = scale;
    for (const column of kept.sort()) {
      const value = scale > 0 ? Math.max(-127, Math.min(127, Math.round(all[column] / scale))) : 0;
      if (value === 0) continue;
      columns[end] = column;
      values[end++] = value;
    }
    starts[row + 1] = end;
  }
  return { items, starts, scales, columns: columns.slice(0, end), values: values.slice(0, end), catalogDigest };
}
