/**
 * Item-item weights of catalogues too large for a dense inverse. EASE's column of a candidate is the ridge regression of
 * its purchases on those of all other items (Steck, WWW 2019); here on those of its nearest items only, an independent
 * small system each: linear in the catalogue, and the same where all items are neighbours.
 */
import { type ItemItemWeights, MAX_ROW_ENTRIES } from "../../format/behaviour/itemItem";
import type { History } from "./itemItem";

export interface SparseItemItemOptions {
  /** In histories; more smooths more. */
  readonly lambda: number;
  /** Entries kept of each row: those of the largest magnitude. */
  readonly perRow: number;
  /** Items that a candidate is regressed on; default what the size of the catalogue allows. */
  readonly neighbours?: number;
  readonly catalogDigest: Uint8Array;
}

/** Co-occurrences kept in memory: 8 bytes each. */
const MOST_ENTRIES = 64_000_000;
const MOST_NEIGHBOURS = 128;
const LEAST_NEIGHBOURS = 24;
/** The latest items of a history that count. */
const HISTORY_CUT = 500;

/** Weights from `neighbourCounts`, which regressions of any λ share. */
export function sparseItemItem(counts: NeighbourCounts, options: SparseItemItemOptions): ItemItemWeights {
  const { lambda, perRow, catalogDigest } = options;
  const items = counts.held.length;
  const neighbours = Math.min(options.neighbours ?? MOST_NEIGHBOURS, counts.width);
  const columns = regressColumns(counts, { items, neighbours, lambda });
  return pruneToRows(columns, { items, perRow: Math.min(perRow, MAX_ROW_ENTRIES), catalogDigest });
}

/** Item-kNN of a large catalogue: cosines over histories of the nearest items of each. */
export function sparseCosines(
  { width, held, lengths, columns, values }: NeighbourCounts,
  { perRow, catalogDigest }: Pick<SparseItemItemOptions, "perRow" | "catalogDigest">,
): ItemItemWeights {
  const items = held.length;
  const cosines = new Float32Array(values.length);
  for (let item = 0; item < items; item++) {
    for (let k = item * width; k < item * width + lengths[item]; k++) {
      cosines[k] = values[k] / Math.sqrt(held[item] * held[columns[k]]);
    }
  }
  const nearest = { width, columns, values: cosines, lengths: lengths.map((length) => Math.min(length, perRow)) };
  return pruneToRows(nearest, { items, perRow: Math.min(perRow, MAX_ROW_ENTRIES), catalogDigest });
}

/** Some of a square matrix, `width` entries a row at most. */
interface Entries {
  readonly width: number;
  /** Entries used of each row. */
  readonly lengths: Uint32Array;
  /** `[items × width]`. */
  readonly columns: Uint32Array;
  readonly values: Float32Array;
}

export interface NeighbourCounts extends Entries {
  /** Histories that hold each item. */
  readonly held: Float64Array;
}

/**
 * How many histories hold both items, for the nearest by cosine of each item, nearest first.
 * @param histories list item rows, oldest first; repeats count once
 */
export function neighbourCounts(histories: readonly History[], items: number): NeighbourCounts {
  const most = Math.min(MOST_NEIGHBOURS * 2, Math.max(LEAST_NEIGHBOURS, Math.floor(MOST_ENTRIES / items)));
  const kept = Math.max(0, Math.min(items - 1, most));
  const { starts: historyStarts, values: rows } = packed(histories, HISTORY_CUT);
  const held = new Float64Array(items);
  for (const row of rows) held[row]++;
  // Which histories hold an item: the same pairs, sorted by item.
  const itemStarts = new Float64Array(items + 1);
  for (let row = 0; row < items; row++) itemStarts[row + 1] = itemStarts[row] + held[row];
  const holders = new Uint32Array(rows.length);
  const next = itemStarts.slice(0, items);
  for (let h = 0; h + 1 < historyStarts.length; h++) {
    for (let i = historyStarts[h]; i < historyStarts[h + 1]; i++) holders[next[rows[i]]++] = h;
  }
  const result: NeighbourCounts = {
    width: kept,
    held,
    lengths: new Uint32Array(items),
    columns: new Uint32Array(items * kept),
    values: new Float32Array(items * kept),
  };
  const together = new Uint32Array(items);
  for (let item = 0; item < items; item++) {
    const touched: number[] = [];
    for (let i = itemStarts[item]; i < itemStarts[item + 1]; i++) {
      const h = holders[i];
      for (let k = historyStarts[h]; k < historyStarts[h + 1]; k++) {
        const other = rows[k];
        if (other !== item && together[other]++ === 0) touched.push(other);
      }
    }
    // The item's own norm is common to all of its cosines.
    const closeness = (other: number) => together[other] / Math.sqrt(held[other]);
    const nearest = touched.sort((a, b) => closeness(b) - closeness(a) || a - b).slice(0, kept);
    nearest.forEach((other, n) => {
      result.columns[item * kept + n] = other;
      result.values[item * kept + n] = together[other];
    });
    result.lengths[item] = nearest.length;
    for (const other of touched) together[other] = 0;
  }
  return result;
}

/** Histories without repeats, of two items and more, in one array. */
function packed(histories: readonly History[], cut: number) {
  const starts: number[] = [0];
  let size = 0;
  const unique = histories.map((history) => {
    const rows = [...new Set(Array.from(history).slice(-cut))];
    if (rows.length < 2) return [];
    size += rows.length;
    return rows;
  });
  const values = new Uint32Array(size);
  let at = 0;
  for (const rows of unique) {
    if (rows.length === 0) continue;
    values.set(rows, at);
    at += rows.length;
    starts.push(at);
  }
  return { starts: Float64Array.from(starts), values };
}

/** Row j of the result: weights of the neighbours of candidate j. */
function regressColumns(
  counts: NeighbourCounts,
  { items, neighbours, lambda }: { readonly items: number; readonly neighbours: number; readonly lambda: number },
): Entries {
  const result: Entries = {
    width: neighbours,
    lengths: counts.lengths.map((length) => Math.min(length, neighbours)),
    columns: new Uint32Array(items * neighbours),
    values: new Float32Array(items * neighbours),
  };
  const place = new Int32Array(items).fill(-1);
  const gram = new Float64Array(neighbours * neighbours);
  const target = new Float64Array(neighbours);
  for (let item = 0; item < items; item++) {
    const size = result.lengths[item];
    const start = item * counts.width;
    for (let a = 0; a < size; a++) place[counts.columns[start + a]] = a;
    gram.fill(0, 0, size * size);
    for (let a = 0; a < size; a++) {
      const row = counts.columns[start + a];
      gram[a * size + a] = counts.held[row] + lambda;
      target[a] = counts.values[start + a];
      // What is not among the nearest of either is taken to be 0.
      for (let k = row * counts.width; k < row * counts.width + counts.lengths[row]; k++) {
        const b = place[counts.columns[k]];
        if (b < 0) continue;
        gram[a * size + b] = counts.values[k];
        gram[b * size + a] = counts.values[k];
      }
    }
    solve(gram, target, size);
    for (let a = 0; a < size; a++) {
      result.columns[item * neighbours + a] = counts.columns[start + a];
      result.values[item * neighbours + a] = target[a];
      place[counts.columns[start + a]] = -1;
    }
  }
  return result;
}

/**
 * Solves the symmetric system in place by LDLᵀ. Counts that were cut off may leave it not quite positive definite; a pivot
 * that is too small is lifted, which smooths that neighbour more.
 */
function solve(matrix: Float64Array, target: Float64Array, size: number): void {
  for (let k = 0; k < size; k++) {
    const own = matrix[k * size + k];
    let pivot = own;
    for (let m = 0; m < k; m++) pivot -= matrix[k * size + m] ** 2 * matrix[m * size + m];
    if (!(pivot > own * 1e-3)) pivot = Math.max(own, 1) * 1e-3;
    matrix[k * size + k] = pivot;
    for (let i = k + 1; i < size; i++) {
      let sum = matrix[i * size + k];
      for (let m = 0; m < k; m++) sum -= matrix[i * size + m] * matrix[k * size + m] * matrix[m * size + m];
      matrix[i * size + k] = sum / pivot;
    }
  }
  for (let i = 0; i < size; i++) for (let m = 0; m < i; m++) target[i] -= matrix[i * size + m] * target[m];
  for (let i = 0; i < size; i++) target[i] /= matrix[i * size + i];
  for (let i = size - 1; i >= 0; i--) for (let m = i + 1; m < size; m++) target[i] -= matrix[m * size + i] * target[m];
}

interface PruneOptions {
  readonly items: number;
  readonly perRow: number;
  readonly catalogDigest: Uint8Array;
}

/** Turned around, so that rows are items of a history, and cut to the largest of each row, in int8. */
function pruneToRows({ width, lengths, columns, values }: Entries, options: PruneOptions): ItemItemWeights {
  const { items, perRow, catalogDigest } = options;
  const sizes = new Float64Array(items + 1);
  for (let j = 0; j < items; j++) for (let a = 0; a < lengths[j]; a++) sizes[columns[j * width + a] + 1]++;
  for (let row = 0; row < items; row++) sizes[row + 1] += sizes[row];
  const candidates = new Uint32Array(sizes[items]);
  const weights = new Float32Array(sizes[items]);
  const next = sizes.slice(0, items);
  for (let j = 0; j < items; j++) {
    for (let a = 0; a < lengths[j]; a++) {
      const at = next[columns[j * width + a]]++;
      candidates[at] = j;
      weights[at] = values[j * width + a];
    }
  }
  const starts = new Uint32Array(items + 1);
  const scales = new Float32Array(items);
  const keptColumns: Uint32Array = new Uint32Array(Math.min(sizes[items], items * perRow));
  const keptValues = new Int8Array(keptColumns.length);
  let end = 0;
  for (let row = 0; row < items; row++) {
    const entries = Array.from({ length: sizes[row + 1] - sizes[row] }, (_, i) => sizes[row] + i)
      .sort((a, b) => Math.abs(weights[b]) - Math.abs(weights[a]) || candidates[a] - candidates[b])
      .slice(0, perRow);
    const scale = Math.fround(entries.length > 0 ? Math.abs(weights[entries[0]]) / 127 : 0);
    scales[row] = scale;
    for (const at of entries.sort((a, b) => candidates[a] - candidates[b])) {
      const value = scale > 0 ? Math.max(-127, Math.min(127, Math.round(weights[at] / scale))) : 0;
      if (value === 0) continue;
      keptColumns[end] = candidates[at];
      keptValues[end++] = value;
    }
    starts[row + 1] = end;
  }
  return { items, starts, scales, columns: keptColumns.slice(0, end), values: keptValues.slice(0, end), catalogDigest };
}
