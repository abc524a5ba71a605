/**
 * Dense float64 linear algebra for the closed-form models, on one small wasm kernel: the inverse of a symmetric positive
 * definite matrix, and products. A matrix of 4,000 rows takes 128 MB.
 */
import { AisleError } from "../../errors";
import { kernels } from "./dense.generated";

/** Row-major, `columns` values a row. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float64Array;
}

interface DenseKernels {
  readonly memory: WebAssembly.Memory;
  arenaStart(): number;
  subtractProduct(
    a: number,
    aPanels: number,
    b: number,
    bPanels: number,
    depth: number,
    c: number,
    stride: number,
    lower: number,
  ): void;
}

/** Pivot columns eliminated at once: deep enough that the sweep over the matrix costs little beside the products. */
const DEPTH = 96;
const PAGE = 65_536;
const VALUE_BYTES = 8;
/** A wasm memory's limit, 4 GiB, less the panels. */
const MAX_VALUES = (2 ** 32 - 2 ** 28) / VALUE_BYTES;

export function matrix(rows: number, columns: number): Matrix {
  return { rows, columns, values: new Float64Array(rows * columns) };
}

/**
 * Inverse of a symmetric positive definite matrix, of which only the lower triangle is read. In blocks of pivots, by the
 * sweep operator: n³ operations, half of a general inverse, and no second buffer.
 * @throws AisleError `TRAINING_FAILED` when the matrix is not positive definite or does not fit
 */
export function invertSymmetric(input: Matrix): Matrix {
  const size = input.rows;
  if (input.columns !== size) throw failed("Only a square matrix has an inverse.");
  const padded = roundUp(size, 4);
  const arena = allocate(padded * padded + 2 * padded * DEPTH);
  const { values: all, kernel, start } = arena;
  const c = all.subarray(0, padded * padded);
  for (let row = 0; row < size; row++) {
    c.set(input.values.subarray(row * size, row * size + row + 1), row * padded);
  }
  for (let row = size; row < padded; row++) c[row * padded + row] = 1;
  const plainAt = padded * padded;
  const scaledAt = plainAt + padded * DEPTH;
  for (let first = 0; first < padded; first += DEPTH) {
    const depth = Math.min(DEPTH, padded - first);
    const pivot = takePivot(c, padded, first, depth);
    const inverse = invertSmall(pivot, depth);
    packColumns(c, all.subarray(plainAt, scaledAt), { padded, first, depth });
    // The pivot's own rows and columns are written afterwards: here they take no part.
    all.fill(0, plainAt + first * depth, plainAt + (first + depth) * depth);
    scalePanels(all.subarray(plainAt, scaledAt), all.subarray(scaledAt), inverse, { padded, depth });
    const panels = padded / 4;
    kernel.subtractProduct(
      start + scaledAt * VALUE_BYTES,
      panels,
      start + plainAt * VALUE_BYTES,
      panels,
      depth,
      start,
      padded,
      1,
    );
    putPivot(c, all.subarray(scaledAt), inverse, { padded, first, depth });
  }
  const result = matrix(size, size);
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const value = -c[row * padded + column];
      result.values[row * size + column] = value;
      result.values[column * size + row] = value;
    }
  }
  return result;
}

/** A·Bᵀ: rows of A against rows of B, which have as many columns. */
export function multiplyTransposed(a: Matrix, b: Matrix): Matrix {
  if (a.columns !== b.columns) throw failed("The matrices have rows of different lengths.");
  const rows = roundUp(a.rows, 4);
  const columns = roundUp(b.rows, 4);
  const arena = allocate(rows * columns + (rows + columns) * DEPTH);
  const { values: all, kernel, start } = arena;
  const aAt = rows * columns;
  const bAt = aAt + rows * DEPTH;
  for (let first = 0; first < a.columns; first += DEPTH) {
    const depth = Math.min(DEPTH, a.columns - first);
    packRows(a, all.subarray(aAt, bAt), first, depth);
    packRows(b, all.subarray(bAt), first, depth);
    kernel.subtractProduct(
      start + aAt * VALUE_BYTES,
      rows / 4,
      start + bAt * VALUE_BYTES,
      columns / 4,
      depth,
      start,
      columns,
      0,
    );
  }
  const result = matrix(a.rows, b.rows);
  for (let row = 0; row < a.rows; row++) {
    for (let column = 0; column < b.rows; column++) {
      result.values[row * b.rows + column] = -all[row * columns + column];
    }
  }
  return result;
}

interface Arena {
  readonly kernel: DenseKernels;
  readonly values: Float64Array;
  /** Byte address of the first value. */
  readonly start: number;
}

/** A module of its own for each call: its memory goes with it. */
function allocate(values: number): Arena {
  if (values > MAX_VALUES) throw failed(`A matrix of ${values} values does not fit in memory.`);
  const bytes = Uint8Array.from(atob(kernels), (character) => character.charCodeAt(0));
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as DenseKernels;
  const start = kernel.arenaStart();
  const missing = start + values * VALUE_BYTES - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
  return { kernel, values: new Float64Array(kernel.memory.buffer, start, values), start };
}

interface Block {
  readonly padded: number;
  readonly first: number;
  readonly depth: number;
}

function takePivot(c: Float64Array, padded: number, first: number, depth: number): Float64Array {
  const pivot = new Float64Array(depth * depth);
  for (let i = 0; i < depth; i++) {
    for (let j = 0; j <= i; j++) {
      const value = c[(first + i) * padded + first + j];
      pivot[i * depth + j] = value;
      pivot[j * depth + i] = value;
    }
  }
  return pivot;
}

/** The pivot's columns as panels of 4 rows, read from the lower triangle on both sides of the diagonal. */
function packColumns(c: Float64Array, panels: Float64Array, { padded, first, depth }: Block): void {
  for (let row = 0; row < padded; row++) {
    const at = (row >> 2) * 4 * depth + (row & 3);
    if (row >= first + depth) {
      const from = row * padded + first;
      for (let k = 0; k < depth; k++) panels[at + 4 * k] = c[from + k];
    } else if (row < first) {
      for (let k = 0; k < depth; k++) panels[at + 4 * k] = c[(first + k) * padded + row];
    }
  }
}

function packRows(source: Matrix, panels: Float64Array, first: number, depth: number): void {
  for (let row = 0; row < source.rows; row++) {
    const at = (row >> 2) * 4 * depth + (row & 3);
    const from = row * source.columns + first;
    for (let k = 0; k < depth; k++) panels[at + 4 * k] = source.values[from + k];
  }
}

/** Rows times the inverse of the pivot. */
function scalePanels(
  plain: Float64Array,
  scaled: Float64Array,
  inverse: Float64Array,
  { padded, depth }: Pick<Block, "padded" | "depth">,
): void {
  for (let panel = 0; panel < padded * depth; panel += 4 * depth) {
    for (let k = 0; k < depth; k++) {
      let [s0, s1, s2, s3] = [0, 0, 0, 0];
      for (let i = 0; i < depth; i++) {
        const factor = inverse[k * depth + i];
        const at = panel + 4 * i;
        s0 += plain[at] * factor;
        s1 += plain[at + 1] * factor;
        s2 += plain[at + 2] * factor;
        s3 += plain[at + 3] * factor;
      }
      const to = panel + 4 * k;
      scaled[to] = s0;
      scaled[to + 1] = s1;
      scaled[to + 2] = s2;
      scaled[to + 3] = s3;
    }
  }
}

function putPivot(c: Float64Array, scaled: Float64Array, inverse: Float64Array, { padded, first, depth }: Block): void {
  for (let row = 0; row < padded; row++) {
    const at = (row >> 2) * 4 * depth + (row & 3);
    if (row >= first + depth) {
      for (let k = 0; k < depth; k++) c[row * padded + first + k] = scaled[at + 4 * k];
    } else if (row < first) {
      for (let k = 0; k < depth; k++) c[(first + k) * padded + row] = scaled[at + 4 * k];
    } else {
      for (let k = 0; k <= row - first; k++) c[row * padded + first + k] = -inverse[(row - first) * depth + k];
    }
  }
}

/** Gauss-Jordan without exchange of rows, which a positive definite matrix does not need. */
function invertSmall(input: Float64Array, size: number): Float64Array {
  const a = input.slice();
  for (let k = 0; k < size; k++) {
    const pivot = a[k * size + k];
    if (!(pivot > 0) || !Number.isFinite(pivot)) {
      throw failed("The matrix is not positive definite.", "Raise the regularisation.");
    }
    const factor = 1 / pivot;
    for (let j = 0; j < size; j++) a[k * size + j] *= factor;
    a[k * size + k] = factor;
    for (let i = 0; i < size; i++) {
      if (i === k) continue;
      const weight = a[i * size + k];
      a[i * size + k] = 0;
      if (weight === 0) continue;
      for (let j = 0; j < size; j++) a[i * size + j] -= weight * a[k * size + j];
    }
  }
  return a;
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}

function failed(message: string, fix?: string): AisleError {
  return new AisleError("TRAINING_FAILED", message, { fix });
}
