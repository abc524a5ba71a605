/** Products of float32 matrices on one small wasm kernel: what full precision and calibration spend their time in. */
import { kernels } from "./floatProduct.generated";

/** Row-major, `columns` values a row. */
export interface FloatMatrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

export interface FloatProducts {
  /** A·B: rows of A against columns of B. */
  multiply(a: FloatMatrix, b: FloatMatrix): Float32Array;
  /** A·Bᵀ: rows of A against rows of B. */
  multiplyTransposed(a: FloatMatrix, b: FloatMatrix): Float32Array;
  /** Aᵀ·B: columns of A against columns of B, summed over their rows. */
  transposedMultiply(a: FloatMatrix, b: FloatMatrix): Float32Array;
}

interface ProductKernels {
  readonly memory: WebAssembly.Memory;
  arenaStart(): number;
  addProduct(a: number, aPanels: number, b: number, bPanels: number, depth: number, c: number, stride: number): void;
}

const A_PANEL = 4;
const B_PANEL = 8;
/** Rows of A and of the result, and summands, that are in the kernel's memory at once. */
const BLOCK_ROWS = 1024;
const BLOCK_DEPTH = 256;
const PAGE = 65_536;

/** How a block of an operand is read. */
interface Operand {
  readonly rows: number;
  readonly values: Float32Array;
  /** Steps in `values` from one row, and from one summand, to the next. */
  readonly rowStep: number;
  readonly depthStep: number;
}

/** One kernel and its memory, which grows to the largest product asked for. */
export function createFloatProducts(): FloatProducts {
  const bytes = Uint8Array.from(atob(kernels), (character) => character.charCodeAt(0));
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as ProductKernels;
  const start = kernel.arenaStart();

  function product(a: Operand, b: Operand, depth: number): Float32Array {
    const result = new Float32Array(a.rows * b.rows);
    const stride = roundUp(b.rows, B_PANEL);
    const blockRows = Math.min(roundUp(a.rows, A_PANEL), BLOCK_ROWS);
    const bAt = blockRows * BLOCK_DEPTH;
    const cAt = bAt + stride * BLOCK_DEPTH;
    const end = cAt + blockRows * stride;
    const missing = start + end * 4 - kernel.memory.buffer.byteLength;
    if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
    const arena = new Float32Array(kernel.memory.buffer, start, end);
    const c = arena.subarray(cAt);
    for (let first = 0; first < a.rows; first += blockRows) {
      const rows = Math.min(blockRows, a.rows - first);
      c.fill(0);
      for (let from = 0; from < depth; from += BLOCK_DEPTH) {
        const deep = Math.min(BLOCK_DEPTH, depth - from);
        pack(a, { first, rows, from, deep, panel: A_PANEL, target: arena });
        pack(b, { first: 0, rows: b.rows, from, deep, panel: B_PANEL, target: arena.subarray(bAt) });
        const panels = Math.ceil(rows / A_PANEL);
        kernel.addProduct(start, panels, start + bAt * 4, stride / B_PANEL, deep, start + cAt * 4, stride);
      }
      for (let row = 0; row < rows; row++) {
        result.set(c.subarray(row * stride, row * stride + b.rows), (first + row) * b.rows);
      }
    }
    return result;
  }

  return {
    multiply: (a, b) => product(byRows(a), byColumns(b), a.columns),
    multiplyTransposed: (a, b) => product(byRows(a), byRows(b), a.columns),
    transposedMultiply: (a, b) => product(byColumns(a), byColumns(b), a.rows),
  };
}

function byRows({ rows, columns, values }: FloatMatrix): Operand {
  return { rows, values, rowStep: columns, depthStep: 1 };
}

function byColumns({ columns, values }: FloatMatrix): Operand {
  return { rows: columns, values, rowStep: 1, depthStep: columns };
}

interface PackBlock {
  readonly first: number;
  readonly rows: number;
  readonly from: number;
  readonly deep: number;
  readonly panel: number;
  readonly target: Float32Array;
}

/** Panels of `panel` rows, zeros where the last one is not full. */
function pack({ values, rowStep, depthStep }: Operand, { first, rows, from, deep, panel, target }: PackBlock): void {
  const padded = roundUp(rows, panel);
  for (let row = 0; row < padded; row++) {
    const lane = row % panel;
    let at = (row - lane) * deep + lane;
    if (row >= rows) {
      for (let k = 0; k < deep; k++, at += panel) target[at] = 0;
      continue;
    }
    let source = (first + row) * rowStep + from * depthStep;
    for (let k = 0; k < deep; k++, at += panel, source += depthStep) target[at] = values[source];
  }
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
