/**
 * Product quantisation: each row a size and, for every few dimensions, the nearest of 256 centroids. Centroids by k-means on
 * rows of size one, weighted by what a row's error costs; then moved, with the sizes, along the gradients of the fit, so
 * that they make up for each other's errors.
 */
import { CENTROIDS, storedSize, type TokenTable } from "../../../format/encoder/tokenTable";
import { seededRandom } from "../../train/seededRandom";
import type { FittedRows } from "./fitRows";

export interface QuantizeOptions {
  readonly dimensions: number;
  /** Dimensions a code stands for. */
  readonly group: number;
  /** How often each row occurs in the texts. */
  readonly counts: ArrayLike<number>;
  readonly seed: number;
}

export interface QuantizedRows {
  readonly dimensions: number;
  readonly group: number;
  /** Not yet rounded, `[dimensions / group × 256 × group]`. */
  readonly centroids: Float32Array;
  readonly sizes: Float32Array;
  readonly codes: Uint8Array;
}

const ROUNDS = 8;

export function quantizeRows(vectors: Float32Array, options: QuantizeOptions): QuantizedRows {
  const { dimensions, group, counts, seed } = options;
  const rows = vectors.length / dimensions;
  const groups = dimensions / group;
  const sizes = Float32Array.from({ length: rows }, (_, row) => sizeOf(vectors, row, dimensions));
  const weights = Float64Array.from({ length: rows }, (_, row) => sizes[row] * sizes[row] * Math.sqrt(counts[row] + 1));
  const centroids = new Float32Array(CENTROIDS * dimensions);
  const codes = new Uint8Array(rows * groups);
  const random = seededRandom(seed);
  const points = new Float32Array(rows * group);
  for (let g = 0; g < groups; g++) {
    for (let row = 0; row < rows; row++) {
      const perSize = sizes[row] > 0 ? 1 / sizes[row] : 0;
      for (let i = 0; i < group; i++) points[row * group + i] = vectors[row * dimensions + g * group + i] * perSize;
    }
    const own = centroids.subarray(g * CENTROIDS * group, (g + 1) * CENTROIDS * group);
    const nearest = cluster(points, own, { group, weights, random });
    for (let row = 0; row < rows; row++) codes[row * groups + g] = nearest[row];
  }
  return { dimensions, group, centroids, sizes, codes };
}

interface ClusterOptions {
  readonly group: number;
  readonly weights: Float64Array;
  readonly random: () => number;
}

/** Lloyd's k-means. @returns the centroid of each point */
function cluster(
  points: Float32Array,
  centroids: Float32Array,
  { group, weights, random }: ClusterOptions,
): Uint8Array {
  const count = points.length / group;
  const nearest = new Uint8Array(count);
  for (let k = 0; k < CENTROIDS; k++) {
    const row = Math.floor(random() * count);
    centroids.set(points.subarray(row * group, (row + 1) * group), k * group);
  }
  const sums = new Float64Array(centroids.length);
  const totals = new Float64Array(CENTROIDS);
  for (let round = 0; ; round++) {
    assign(points, centroids, group, nearest);
    if (round === ROUNDS) return nearest;
    sums.fill(0);
    totals.fill(0);
    for (let row = 0; row < count; row++) {
      const k = nearest[row];
      totals[k] += weights[row];
      for (let i = 0; i < group; i++) sums[k * group + i] += weights[row] * points[row * group + i];
    }
    for (let k = 0; k < CENTROIDS; k++) {
      if (totals[k] > 0) for (let i = 0; i < group; i++) centroids[k * group + i] = sums[k * group + i] / totals[k];
    }
  }
}

function assign(points: Float32Array, centroids: Float32Array, group: number, nearest: Uint8Array): void {
  for (let row = 0; row < nearest.length; row++) {
    const from = row * group;
    let least = Number.POSITIVE_INFINITY;
    for (let k = 0; k < CENTROIDS; k++) {
      let distance = 0;
      for (let i = 0; i < group; i++) {
        const difference = points[from + i] - centroids[k * group + i];
        distance += difference * difference;
      }
      if (distance < least) {
        least = distance;
        nearest[row] = k;
      }
    }
  }
}

/** Rows bound to their codes: what moves is centroids and sizes, both in place. */
export function boundRows({ dimensions, group, centroids, sizes, codes }: QuantizedRows): FittedRows {
  const groups = dimensions / group;
  const rows = sizes.length;
  const vectors = new Float32Array(rows * dimensions);
  const decode = (row: number): void => {
    let at = row * dimensions;
    for (let g = 0; g < groups; g++) {
      let from = (g * CENTROIDS + codes[row * groups + g]) * group;
      for (let i = 0; i < group; i++) vectors[at++] = centroids[from++] * sizes[row];
    }
  };
  const decodeAll = (): void => {
    for (let row = 0; row < rows; row++) decode(row);
  };
  decodeAll();
  const moves = new Float32Array(centroids.length);
  const centroidSquares = new Float64Array(groups * CENTROIDS);
  const sizeSquares = new Float64Array(rows);
  let untilDecoded = DECODE_EVERY;
  return {
    vectors,
    step(listed, gradients, rate) {
      for (const row of listed) {
        let sizeGradient = 0;
        let at = row * dimensions;
        for (let g = 0; g < groups; g++) {
          let to = (g * CENTROIDS + codes[row * groups + g]) * group;
          for (let i = 0; i < group; i++) {
            sizeGradient += gradients[at] * centroids[to];
            moves[to++] += gradients[at++] * sizes[row];
          }
        }
        sizeSquares[row] += sizeGradient * sizeGradient;
        if (sizeSquares[row] > 0) {
          const moved = sizes[row] - ((rate * sizeGradient) / Math.sqrt(sizeSquares[row])) * sizes[row];
          if (moved > 0) sizes[row] = moved;
        }
      }
      for (let k = 0; k < groups * CENTROIDS; k++) {
        let square = 0;
        for (let i = k * group; i < (k + 1) * group; i++) square += moves[i] * moves[i];
        if (square === 0) continue;
        centroidSquares[k] += square / group;
        const step = rate / Math.sqrt(centroidSquares[k]);
        for (let i = k * group; i < (k + 1) * group; i++) {
          centroids[i] -= step * moves[i];
          moves[i] = 0;
        }
      }
      // Every row leans on the centroids that moved; most are decoded now and then only.
      if (--untilDecoded === 0) {
        untilDecoded = DECODE_EVERY;
        decodeAll();
      } else for (const row of listed) decode(row);
    },
  };
}

const DECODE_EVERY = 10;

/** Centroids to bytes, sizes to what is stored. */
export function roundRows({ dimensions, group, centroids, sizes, codes }: QuantizedRows, modelId: string): TokenTable {
  const groups = dimensions / group;
  const scales = new Float32Array(groups);
  const rounded = new Int8Array(centroids.length);
  for (let g = 0; g < groups; g++) {
    const [from, to] = [g * CENTROIDS * group, (g + 1) * CENTROIDS * group];
    let largest = 0;
    for (let i = from; i < to; i++) largest = Math.max(largest, Math.abs(centroids[i]));
    scales[g] = largest / 127;
    for (let i = from; i < to; i++) rounded[i] = scales[g] > 0 ? Math.round(centroids[i] / scales[g]) : 0;
  }
  return {
    modelId,
    rows: sizes.length,
    dimensions,
    group,
    scales,
    centroids: rounded,
    sizes: sizes.map(storedSize),
    codes,
  };
}

/** Root mean square of a row's values. */
function sizeOf(vectors: Float32Array, row: number, dimensions: number): number {
  let squares = 0;
  for (let d = row * dimensions; d < (row + 1) * dimensions; d++) squares += vectors[d] * vectors[d];
  return Math.sqrt(squares / dimensions);
}
