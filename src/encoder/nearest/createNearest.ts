/** Exact nearest neighbours among int8 vectors: every row is read, at the speed of memory. */
import { AisleError, shown } from "../../errors";
import { bestRows, type RowFilter } from "./bestRows";
import { type NearestKernels, tryLoadNearestKernels } from "./loadNearestKernels";
import { type QuantizedQuery, quantizeQuery } from "./quantizeQuery";
import { type NearestTable, scoreRows } from "./scoreRows";

export interface NearestOptions {
  /** `auto` (default): WebAssembly where it may run, else plain JavaScript; both give the same answer. */
  readonly kernel?: "auto" | "wasm" | "plain";
}

export interface Neighbours {
  /** Best first; equal scores in the order of rows. */
  readonly rows: Int32Array;
  /** Dot product of each row with the vector: the cosine, when both have unit length. */
  readonly scores: Float32Array;
}

export interface Nearest {
  readonly kernel: "wasm" | "plain";
  /**
   * The rows, live: with WebAssembly they lie in its memory. Write new vectors here; whoever keeps this table instead of
   * the one given has the vectors in memory once.
   */
  readonly table: NearestTable;
  /**
   * @param vector `[dimensions]`, rounded to int16 (to 15 bits up to 500 dimensions); the sums are exact
   * @param k at most so many rows; fewer when fewer are present and allowed
   * @throws AisleError `QUERY_INVALID`
   */
  nearest(vector: Float32Array, k: number, filter?: RowFilter): Neighbours;
}

/**
 * @param table copied when WebAssembly serves; 100,000 rows of 384 dimensions take 39 MB
 * @throws AisleError `OPTIONS_INVALID` for a table whose arrays do not fit together, `BACKEND_UNAVAILABLE` when
 * `kernel` is `wasm` and it cannot run or has no room
 */
export function createNearest(table: NearestTable, { kernel = "auto" }: NearestOptions = {}): Nearest {
  const rows = rowsOf(table);
  const kernels = kernel === "plain" ? undefined : tryLoadNearestKernels(table.dimensions, rows);
  if (kernel === "wasm" && !kernels) {
    throw new AisleError("BACKEND_UNAVAILABLE", "WebAssembly cannot search the vectors here.", {
      fix: "Allow 'wasm-unsafe-eval' in script-src, or take the plain kernel.",
    });
  }
  if (!kernels) {
    const scores = new Float32Array(rows);
    return offer("plain", table, (query) => {
      scoreRows(table, query, scores);
      return scores;
    });
  }
  const own = kernels.table;
  own.values.set(table.values);
  own.scales.set(table.scales);
  own.present.set(table.present);
  return offer("wasm", own, (query) => scoreWithKernels(kernels, query));
}

type Score = (query: QuantizedQuery["values"]) => Float32Array;

function offer(kernel: Nearest["kernel"], table: NearestTable, score: Score): Nearest {
  return {
    kernel,
    table,
    nearest(vector, k, filter) {
      checkQuery(table, vector, k, filter);
      const query = quantizeQuery(vector);
      const unscaled = score(query.values);
      const rows = bestRows(unscaled, k, { present: table.present, filter }).slice();
      return { rows, scores: Float32Array.from(rows, (row) => unscaled[row] * query.scale) };
    },
  };
}

function scoreWithKernels({ scoreQuery, query, scores }: NearestKernels, values: Int16Array): Float32Array {
  query.set(values);
  scoreQuery();
  return scores;
}

function rowsOf({ dimensions, values, scales, present }: NearestTable): number {
  const rows = present.length;
  const fits = Number.isSafeInteger(dimensions) && dimensions > 0 && values.length === rows * dimensions;
  if (fits && scales.length === rows) return rows;
  throw new AisleError(
    "OPTIONS_INVALID",
    `A table of ${rows} rows × ${dimensions} dimensions has ${values.length} values and ${scales.length} scales.`,
    { fix: "Give rows × dimensions values, and a scale and a mark of presence for each row." },
  );
}

function checkQuery({ dimensions, present }: NearestTable, vector: Float32Array, k: number, filter?: RowFilter): void {
  if (vector.length !== dimensions) {
    throw new AisleError("QUERY_INVALID", `The vector has ${vector.length} dimensions, the table ${dimensions}.`, {
      fix: "Compare vectors of one encoder only.",
    });
  }
  if (!vector.every((value) => Number.isFinite(value))) {
    throw new AisleError("QUERY_INVALID", "The vector holds a value that is no finite number.");
  }
  if (!Number.isSafeInteger(k) || k < 1) {
    throw new AisleError("QUERY_INVALID", `k is ${shown(k)}.`, { seen: k, fix: "Take a whole number above 0." });
  }
  if (filter instanceof Uint8Array && filter.length !== present.length) {
    throw new AisleError("QUERY_INVALID", `The filter has ${filter.length} entries for ${present.length} rows.`);
  }
}
