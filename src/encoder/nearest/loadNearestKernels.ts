import { kernels as module } from "./nearest.generated";
import type { NearestTable } from "./scoreRows";

export interface NearestKernels {
  /** Views over the kernels' memory. */
  readonly table: NearestTable;
  readonly query: Int16Array;
  readonly scores: Float32Array;
  /** Fills `scores` from `table` and `query`. */
  scoreQuery(): void;
}

interface Exports {
  readonly memory: WebAssembly.Memory;
  readonly tableStart: WebAssembly.Global;
  scoreRows(values: number, scales: number, query: number, scores: number, rows: number, dimensions: number): void;
}

const PAGE_BYTES = 65_536;

/**
 * Memory for the table, and the kernels over it; undefined where WebAssembly is missing, forbidden, lacks SIMD, or has no
 * room. Compiled on the spot: the module is a kilobyte.
 */
export function tryLoadNearestKernels(dimensions: number, rows: number): NearestKernels | undefined {
  try {
    const { memory, tableStart, scoreRows } = instantiate();
    let end = Number(tableStart.value);
    const reserve = (bytes: number): number => {
      const start = (end + 15) & ~15;
      end = start + bytes;
      return start;
    };
    const query = reserve(dimensions * 2);
    const scales = reserve(rows * 4);
    const scores = reserve(rows * 4);
    const present = reserve(rows);
    const values = reserve(rows * dimensions);
    const missing = end - memory.buffer.byteLength;
    if (missing > 0) memory.grow(Math.ceil(missing / PAGE_BYTES));
    const { buffer } = memory;
    return {
      table: {
        dimensions,
        values: new Int8Array(buffer, values, rows * dimensions),
        scales: new Float32Array(buffer, scales, rows),
        present: new Uint8Array(buffer, present, rows),
      },
      query: new Int16Array(buffer, query, dimensions),
      scores: new Float32Array(buffer, scores, rows),
      scoreQuery: () => scoreRows(values, scales, query, scores, rows, dimensions),
    };
  } catch {
    return undefined;
  }
}

function instantiate(): Exports {
  const bytes = Uint8Array.from(atob(module), (character) => character.charCodeAt(0));
  return new WebAssembly.Instance(new WebAssembly.Module(bytes), {}).exports as unknown as Exports;
}
