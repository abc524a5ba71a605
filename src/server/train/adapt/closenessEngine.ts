/**
 * Loss and gradient of adapted vectors over a catalogue, in float32 on a small wasm kernel. Vectors are
 * m = unit(f·A + r): f an item's whitened text vector, A the head, r what the item has learned from its own orders. Two
 * items are close by E = exp((m·m − 1) / τ), no item to itself, and a history h with weights a says
 *
 * P(j | h) = Σᵢ aᵢ E(i, j) pⱼ / Σᵢ aᵢ Σₗ E(i, l) pₗ,
 *
 * a softmax over the catalogue, mixed over the items of the history; p is the items' prior. The cost does not depend on
 * how many histories there are: 3 × rows² × dimensions multiplications, the matrix of E being symmetric.
 */
import { AisleError } from "../../../errors";
import { kernels } from "../products.generated";

interface ProductKernels {
  readonly memory: WebAssembly.Memory;
  arenaStart(): number;
  combine(
    weights: number,
    weightStride: number,
    count: number,
    packed: number,
    panels: number,
    out: number,
    outStride: number,
  ): void;
  closeness(row: number, count: number, scale: number): void;
  mirror(square: number, size: number): void;
  dot(row: number, factors: number, count: number): number;
  weigh(row: number, mine: number, others: number, other: number, mines: number, out: number, count: number): void;
}

/** Histories and what followed each, by rows of the engine's catalogue. */
export interface Cases {
  /** Points of case c are `starts[c] .. starts[c + 1]`. */
  readonly starts: Uint32Array;
  readonly items: Uint32Array;
  /** Weight of each point. */
  readonly weights: Float32Array;
  readonly targets: Uint32Array;
}

export interface EngineSize {
  /** Most rows a catalogue may have. */
  readonly rows: number;
  /** Of f. */
  readonly inputs: number;
  /** Of the adapted vectors, a multiple of 8. */
  readonly dimensions: number;
}

export interface CatalogInput {
  readonly rows: number;
  /** `[rows × inputs]`. */
  readonly features: Float32Array;
  /** A, `[inputs × dimensions]`. */
  readonly head: Float32Array;
  /** r, `[rows × dimensions]`. */
  readonly own: Float32Array;
  readonly temperature: number;
}

export interface Gradient {
  /** Mean over cases of −log P(target). */
  readonly loss: number;
  readonly head: Float32Array;
  /** Of r, `[rows × dimensions]`. */
  readonly own: Float32Array;
  /** Of log p, one a row. */
  readonly priors: Float32Array;
}

export interface ClosenessEngine {
  /** Computes the vectors of a catalogue, and E between all of them. */
  load(input: CatalogInput): void;
  /** E of a row to every row; valid until the next call. */
  closenessOf(row: number): Float32Array;
  /** The loaded catalogue's vectors, `[rows × dimensions]`; valid until the next `load`. */
  vectors(): Float32Array;
  /**
   * Uses E up: `load` again afterwards.
   * @param priors log p of each row
   * @param inclusion how likely each row was to be in this catalogue, where it is a sample of a larger one; default 1
   */
  gradient(cases: Cases, priors: Float32Array, inclusion?: Float32Array): Gradient;
}

const PAGE = 65_536;
const FLOAT = 4;
/** A wasm memory's limit, 4 GiB, less a little. */
const MOST_BYTES = 2 ** 32 - 2 ** 24;

/** @throws AisleError `TRAINING_FAILED` when it does not fit in memory */
export function createClosenessEngine({ rows: most, inputs, dimensions }: EngineSize): ClosenessEngine {
  const padded = roundUp(Math.max(most, 8), 8);
  const inputRows = roundUp(inputs, 4);
  const { kernel, take } = allocate([
    padded * padded,
    3 * padded * dimensions,
    padded * inputRows,
    inputRows * padded,
    2 * inputRows * dimensions,
    4 * padded,
  ]);
  const square = take(padded * padded);
  const vectors = take(padded * dimensions);
  const packed = take(padded * dimensions);
  const sums = take(padded * dimensions);
  const features = take(padded * inputRows);
  const featureColumns = take(inputRows * padded);
  const packedHead = take(inputRows * dimensions);
  const headSums = take(inputRows * dimensions);
  const shares = take(padded);
  const pulls = take(padded);
  const norms = new Float32Array(padded);
  const panels = dimensions / 8;
  let loaded: CatalogInput | undefined;
  let size = 0;

  function project({ rows, head, own }: CatalogInput): void {
    packDimensions(head, packedHead.values, inputs, dimensions);
    for (let row = 0; row < size; row += 4) {
      kernel.combine(
        features.at + row * inputs * FLOAT,
        inputs,
        inputs,
        packedHead.at,
        panels,
        vectors.at + row * dimensions * FLOAT,
        dimensions,
      );
    }
    const all = vectors.values;
    all.fill(0, rows * dimensions, size * dimensions);
    for (let row = 0; row < rows; row++) {
      const start = row * dimensions;
      let squares = 0;
      for (let k = start; k < start + dimensions; k++) {
        all[k] += own[k];
        squares += all[k] * all[k];
      }
      norms[row] = Math.sqrt(squares) + 1e-6;
      for (let k = start; k < start + dimensions; k++) all[k] /= norms[row];
    }
  }

  function multiplyAll(temperature: number): void {
    packItems(vectors.values, packed.values, size, dimensions);
    for (let row = 0; row < size; row += 4) {
      const columns = roundUp(row + 4, 8);
      const at = square.at + row * size * FLOAT;
      kernel.combine(vectors.at + row * dimensions * FLOAT, dimensions, dimensions, packed.at, columns / 8, at, size);
      for (let r = 0; r < 4; r++) kernel.closeness(at + r * size * FLOAT, columns, 1 / temperature);
    }
    kernel.mirror(square.at, size);
    for (let row = 0; row < size; row++) square.values[row * size + row] = 0;
  }

  return {
    load(input) {
      if (input.rows > most) throw new AisleError("TRAINING_FAILED", `${input.rows} rows in an engine for ${most}.`);
      loaded = input;
      size = roundUp(Math.max(input.rows, 8), 8);
      features.values.fill(0);
      features.values.set(input.features.subarray(0, input.rows * inputs));
      project(input);
      multiplyAll(input.temperature);
    },

    closenessOf: (row) => square.values.subarray(row * size, row * size + (loaded?.rows ?? 0)),
    vectors: () => vectors.values.subarray(0, (loaded?.rows ?? 0) * dimensions),

    gradient(cases, priors, inclusion) {
      const { rows, temperature } = loaded as CatalogInput;
      shares.values.fill(0);
      pulls.values.fill(0);
      for (let row = 0; row < rows; row++) shares.values[row] = Math.exp(priors[row]) / (inclusion?.[row] ?? 1);
      const totals = Float64Array.from({ length: rows }, (_, row) =>
        kernel.dot(square.at + row * size * FLOAT, shares.at, size),
      );
      const { loss, entries } = mixtures(cases, priors, { square: square.values, size, totals, pulls: pulls.values });
      const priorGradient = new Float32Array(rows);
      for (let row = 0; row < rows; row++) {
        const at = square.at + row * size * FLOAT;
        priorGradient[row] = shares.values[row] * kernel.dot(at, pulls.at, size);
        kernel.weigh(at, pulls.values[row], shares.at, shares.values[row], pulls.at, at, size);
      }
      subtractTargets(cases, entries, { square: square.values, size, priors: priorGradient });
      packDimensions(vectors.values, packed.values, size, dimensions);
      for (let row = 0; row < size; row += 4) {
        kernel.combine(
          square.at + row * size * FLOAT,
          size,
          size,
          packed.at,
          panels,
          sums.at + row * dimensions * FLOAT,
          dimensions,
        );
      }
      const own = throughUnit(sums.values, vectors.values, norms, { rows, dimensions, scale: 1 / temperature });
      sums.values.fill(0);
      sums.values.set(own);
      packDimensions(sums.values, packed.values, size, dimensions);
      transpose(features.values, featureColumns.values, { rows: size, columns: inputs });
      for (let row = 0; row < inputRows; row += 4) {
        kernel.combine(
          featureColumns.at + row * size * FLOAT,
          size,
          size,
          packed.at,
          panels,
          headSums.at + row * dimensions * FLOAT,
          dimensions,
        );
      }
      return { loss, head: headSums.values.slice(0, inputs * dimensions), own, priors: priorGradient };
    },
  };
}

interface Square {
  readonly square: Float32Array;
  readonly size: number;
}

/**
 * How much each point of each case contributed to its target, and in `pulls` what each row's total is worth: the
 * derivative of the mean loss by Σₗ E(row, l) pₗ.
 */
function mixtures(
  { starts, items, weights, targets }: Cases,
  priors: Float32Array,
  { square, size, totals, pulls }: Square & { readonly totals: Float64Array; readonly pulls: Float32Array },
): { readonly loss: number; readonly entries: Float32Array } {
  const entries = new Float32Array(items.length);
  const sums = new Float64Array(pulls.length);
  let loss = 0;
  const count = Math.max(1, targets.length);
  for (let c = 0; c < targets.length; c++) {
    const target = targets[c];
    let found = 0;
    let total = 0;
    for (let e = starts[c]; e < starts[c + 1]; e++) {
      entries[e] = weights[e] * square[items[e] * size + target];
      found += entries[e];
      total += weights[e] * totals[items[e]];
    }
    // A history of nothing but its target says nothing of it.
    if (!(found > 0 && total > 0)) {
      entries.fill(0, starts[c], starts[c + 1]);
      continue;
    }
    loss -= Math.log(found) + priors[target] - Math.log(total);
    for (let e = starts[c]; e < starts[c + 1]; e++) {
      sums[items[e]] += weights[e] / total / count;
      entries[e] /= found * count;
    }
  }
  pulls.set(sums);
  return { loss: loss / count, entries };
}

function subtractTargets(
  { starts, items, targets }: Cases,
  entries: Float32Array,
  { square, size, priors }: Square & { readonly priors: Float32Array },
): void {
  for (let c = 0; c < targets.length; c++) {
    const target = targets[c];
    for (let e = starts[c]; e < starts[c + 1]; e++) {
      square[items[e] * size + target] -= entries[e];
      square[target * size + items[e]] -= entries[e];
      priors[target] -= entries[e];
    }
  }
}

/** Gradient by x of a function of m = x / |x|, from that by m. */
function throughUnit(
  byUnit: Float32Array,
  units: Float32Array,
  norms: Float32Array,
  { rows, dimensions, scale }: { readonly rows: number; readonly dimensions: number; readonly scale: number },
): Float32Array {
  const result = new Float32Array(rows * dimensions);
  for (let row = 0; row < rows; row++) {
    const start = row * dimensions;
    let along = 0;
    for (let k = start; k < start + dimensions; k++) along += byUnit[k] * units[k];
    const factor = scale / norms[row];
    for (let k = start; k < start + dimensions; k++) result[k] = (byUnit[k] - along * units[k]) * factor;
  }
  return result;
}

/** Row-major `[count × dims]` → panels of 8 dimensions. */
function packDimensions(values: Float32Array, packed: Float32Array, count: number, dims: number): void {
  for (let panel = 0; panel < dims / 8; panel++) {
    for (let row = 0; row < count; row++) {
      const from = row * dims + 8 * panel;
      const to = (panel * count + row) * 8;
      for (let i = 0; i < 8; i++) packed[to + i] = values[from + i];
    }
  }
}

/** Row-major `[rows × dims]` → panels of 8 rows: for each dimension, the values of 8 rows. */
function packItems(values: Float32Array, packed: Float32Array, rows: number, dims: number): void {
  for (let row = 0; row < rows; row++) {
    const to = (row >> 3) * dims * 8 + (row & 7);
    for (let k = 0; k < dims; k++) packed[to + 8 * k] = values[row * dims + k];
  }
}

function transpose(
  values: Float32Array,
  into: Float32Array,
  { rows, columns }: { readonly rows: number; readonly columns: number },
): void {
  const BLOCK = 16;
  for (let first = 0; first < columns; first += BLOCK) {
    const last = Math.min(first + BLOCK, columns);
    for (let row = 0; row < rows; row++) {
      for (let column = first; column < last; column++) into[column * rows + row] = values[row * columns + column];
    }
  }
}

interface Region {
  /** Byte address. */
  readonly at: number;
  readonly values: Float32Array;
}

/** A module of its own for each engine: its memory goes with it. */
function allocate(sizes: readonly number[]): {
  readonly kernel: ProductKernels;
  take(length: number): Region;
} {
  const bytes = Uint8Array.from(atob(kernels), (character) => character.charCodeAt(0));
  const kernel = new WebAssembly.Instance(new WebAssembly.Module(bytes)).exports as unknown as ProductKernels;
  const slack = 64 * 16;
  const wanted = kernel.arenaStart() + slack + sizes.reduce((sum, size) => sum + size * FLOAT, 0);
  if (wanted > MOST_BYTES) throw new AisleError("TRAINING_FAILED", "A catalogue of this size does not fit in memory.");
  const missing = wanted - kernel.memory.buffer.byteLength;
  if (missing > 0) kernel.memory.grow(Math.ceil(missing / PAGE));
  let next = kernel.arenaStart();
  return {
    kernel,
    take(length) {
      const at = next;
      next = roundUp(at + length * FLOAT, 64);
      return { at, values: new Float32Array(kernel.memory.buffer, at, length) };
    },
  };
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
