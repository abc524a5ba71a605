/**
 * EASE for catalogues whose matrix does not fit: for each item, the same ridge regression on the items it is met with
 * most, instead of on all. With as many neighbours as items it is EASE to the digit. Memory grows with the histories and
 * the entries kept, never with the square of the items.
 */
import type { SparseWeights } from "../../format/behaviour/itemItem";
import type { History } from "./itemItem";
import { positiveSolve } from "./positiveSolve";

export interface SparseEaseOptions {
  readonly lambda: number;
  /** Items that each item is regressed on. */
  readonly neighbours: number;
  /** Entries kept of each row. */
  readonly perRow: number;
  /** Newest items of a history that count: pairs grow with its square. */
  readonly historyCut?: number;
  /** Histories, spread evenly, that an item met in more of them is counted in. */
  readonly mostHistories?: number;
  readonly onProgress?: (share: number) => void;
}

const PROGRESS_STEP = 4_096;

export function sparseEaseWeights(
  histories: readonly History[],
  items: number,
  { lambda, neighbours, perRow, historyCut = 200, mostHistories = 2_000, onProgress }: SparseEaseOptions,
): SparseWeights {
  const index = indexHistories(histories, items, historyCut);
  const counter = createCounter(index, mostHistories);
  const kept = Math.min(neighbours, Math.max(1, items - 1));
  const rows = new Uint32Array(items * kept);
  const values = new Float32Array(items * kept);
  const ends = new Float64Array(items + 1);
  const gram = new Float64Array(kept * kept);
  const right = new Float64Array(kept);
  const place = new Int32Array(items).fill(-1);
  let end = 0;
  for (let item = 0; item < items; item++) {
    if (item % PROGRESS_STEP === 0) onProgress?.(item / items);
    const near = nearest(counter.of(item), item, { index, count: kept });
    near.forEach(({ row, together }, i) => {
      place[row] = i;
      right[i] = together;
    });
    const size = near.length;
    near.forEach(({ row }, i) => {
      gram.fill(0, i * size, (i + 1) * size);
      const { others, counts } = counter.of(row);
      for (let o = 0; o < others.length; o++) {
        const column = place[others[o]];
        if (column >= 0) gram[i * size + column] = counts[o];
      }
      gram[i * size + i] = index.held[row] + lambda;
    });
    for (const { row } of near) place[row] = -1;
    const solution = positiveSolve(symmetric(gram, size), right, size);
    near.forEach(({ row }, i) => {
      rows[end] = row;
      values[end++] = solution[i];
    });
    ends[item + 1] = end;
  }
  onProgress?.(1);
  return prunedByRow({ rows, values, ends }, items, perRow);
}

/** Item-kNN: cosines of the items met together, the largest of each row. */
export function sparseCosineWeights(
  histories: readonly History[],
  items: number,
  {
    perRow,
    historyCut = 200,
    mostHistories = 2_000,
  }: Pick<SparseEaseOptions, "perRow" | "historyCut" | "mostHistories">,
): SparseWeights {
  const index = indexHistories(histories, items, historyCut);
  const counter = createCounter(index, mostHistories);
  const rows = new Uint32Array(items * perRow);
  const values = new Float32Array(items * perRow);
  const ends = new Float64Array(items + 1);
  let end = 0;
  for (let item = 0; item < items; item++) {
    for (const { row, together } of nearest(counter.of(item), item, { index, count: perRow })) {
      rows[end] = row;
      values[end++] = together / Math.sqrt(index.held[row] * index.held[item]);
    }
    ends[item + 1] = end;
  }
  return prunedByRow({ rows, values, ends }, items, perRow);
}

interface HistoryIndex {
  /** Items of history h: `items[starts[h]] ..`, each once. */
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
  /** Histories that hold item i: `histories[itemStarts[i]] ..`. */
  readonly itemStarts: Uint32Array;
  readonly histories: Uint32Array;
  /** How many histories hold each item. */
  readonly held: Uint32Array;
}

function indexHistories(histories: readonly History[], items: number, historyCut: number): HistoryIndex {
  const held = new Uint32Array(items);
  const starts = new Uint32Array(histories.length + 1);
  const distinct = histories.map((history, h) => {
    const from = Math.max(0, history.length - historyCut);
    const rows = new Set<number>();
    for (let i = from; i < history.length; i++) rows.add(history[i]);
    for (const row of rows) held[row]++;
    starts[h + 1] = starts[h] + rows.size;
    return Uint32Array.from(rows);
  });
  const all = new Uint32Array(starts[histories.length]);
  const itemStarts = new Uint32Array(items + 1);
  for (let item = 0; item < items; item++) itemStarts[item + 1] = itemStarts[item] + held[item];
  const next = itemStarts.slice();
  const holders = new Uint32Array(all.length);
  distinct.forEach((rows, h) => {
    all.set(rows, starts[h]);
    for (const row of rows) holders[next[row]++] = h;
  });
  return { starts, items: all, itemStarts, histories: holders, held };
}

interface Together {
  readonly others: Uint32Array;
  /** Histories that hold the item and each other one. */
  readonly counts: Float32Array;
}

/** Rows of the co-occurrence matrix as they are asked for; those that cost most are kept. */
function createCounter(index: HistoryIndex, mostHistories: number): { of(item: number): Together } {
  const { starts, items, itemStarts, histories, held } = index;
  const sums = new Float32Array(held.length);
  const known = new Map<number, Together>();
  const MOST_KNOWN = 20_000;
  const COSTLY = 64;
  const count = (item: number): Together => {
    const touched: number[] = [];
    const [first, last] = [itemStarts[item], itemStarts[item + 1]];
    const every = Math.max(1, (last - first) / mostHistories);
    for (let at = 0; first + Math.floor(at) < last; at += every) {
      const h = histories[first + Math.floor(at)];
      for (let i = starts[h]; i < starts[h + 1]; i++) {
        const other = items[i];
        if (other === item) continue;
        if (sums[other] === 0) touched.push(other);
        sums[other] += every;
      }
    }
    const others = Uint32Array.from(touched);
    const counts = Float32Array.from(touched, (other) => sums[other]);
    for (const other of touched) sums[other] = 0;
    return { others, counts };
  };
  return {
    of(item) {
      const cached = known.get(item);
      if (cached) return cached;
      const found = count(item);
      if (held[item] >= COSTLY) {
        if (known.size >= MOST_KNOWN) known.delete(known.keys().next().value as number);
        known.set(item, found);
      }
      return found;
    },
  };
}

/** The items met with one most for how often both are met. */
function nearest(
  { others, counts }: Together,
  item: number,
  { index, count }: { readonly index: HistoryIndex; readonly count: number },
): { readonly row: number; readonly together: number }[] {
  const closeness = Float64Array.from(
    counts,
    (together, o) => together / Math.sqrt(index.held[others[o]] * index.held[item]),
  );
  const order = [...counts.keys()];
  if (order.length > count) order.sort((a, b) => closeness[b] - closeness[a] || others[a] - others[b]);
  return order
    .slice(0, count)
    .map((o) => ({ row: others[o], together: counts[o] }))
    .sort((a, b) => a.row - b.row);
}

/** Sampled counts of a pair differ by which of both was asked: their mean. */
function symmetric(gram: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < i; j++) {
      const both = (gram[i * size + j] + gram[j * size + i]) / 2;
      gram[i * size + j] = both;
      gram[j * size + i] = both;
    }
  }
  return gram;
}

interface Columns {
  readonly rows: Uint32Array;
  readonly values: Float32Array;
  /** Entries of column j are `ends[j] .. ends[j + 1]`. */
  readonly ends: Float64Array;
}

/** Columns → rows, the largest of each row in int8. */
function prunedByRow({ rows, values, ends }: Columns, items: number, perRow: number): SparseWeights {
  const total = ends[items];
  const firsts = new Float64Array(items + 1);
  for (let e = 0; e < total; e++) firsts[rows[e] + 1]++;
  for (let row = 0; row < items; row++) firsts[row + 1] += firsts[row];
  const next = firsts.slice();
  const columns = new Uint32Array(total);
  const sorted = new Float32Array(total);
  for (let column = 0; column < items; column++) {
    for (let e = ends[column]; e < ends[column + 1]; e++) {
      const at = next[rows[e]]++;
      columns[at] = column;
      sorted[at] = values[e];
    }
  }
  const starts = new Uint32Array(items + 1);
  const scales = new Float32Array(items);
  const keptColumns = new Uint32Array(Math.min(total, items * perRow));
  const keptValues = new Int8Array(keptColumns.length);
  let end = 0;
  for (let row = 0; row < items; row++) {
    const entries = Array.from({ length: firsts[row + 1] - firsts[row] }, (_, i) => firsts[row] + i);
    if (entries.length > perRow)
      entries.sort((a, b) => Math.abs(sorted[b]) - Math.abs(sorted[a]) || columns[a] - columns[b]);
    const chosen = entries.slice(0, perRow).sort((a, b) => columns[a] - columns[b]);
    const most = chosen.reduce((largest, e) => Math.max(largest, Math.abs(sorted[e])), 0);
    // In float32, as the file holds it, so that values are rounded against the very scale they are read with.
    const scale = Math.fround(most / 127);
    scales[row] = scale;
    for (const e of chosen) {
      const value = scale > 0 ? Math.max(-127, Math.min(127, Math.round(sorted[e] / scale))) : 0;
      if (value === 0) continue;
      keptColumns[end] = columns[e];
      keptValues[end++] = value;
    }
    starts[row + 1] = end;
  }
  return { items, starts, scales, columns: keptColumns.slice(0, end), values: keptValues.slice(0, end) };
}
