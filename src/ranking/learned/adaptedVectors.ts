import type { TextHead } from "../../format/behaviour/textHead";
import { rowDot } from "../vectorSpace";
import type { VectorTable } from "../vectorTable";

export interface AdaptedVectors {
  readonly dimensions: number;
  /**
   * (v − c)ᵀ · transfer of a row: its dot product with another row's v − c is what the head says of the pair.
   * Undefined where the row has no vector. Kept once computed: dimensions² multiplications.
   */
  of(row: number): Float32Array | undefined;
  /** Adds to `scores` the dot product of `state` with v − c, for the rows given (all where absent) that have a vector. */
  score(state: Float64Array, scores: Float32Array, rows?: Int32Array): void;
  /** Dot product of an adapted vector with a row's v − c. */
  dot(adapted: Float32Array, row: number): number;
}

export function createAdaptedVectors({ center, transfer, dimensions }: TextHead, table: VectorTable): AdaptedVectors {
  const { values, scales, present } = table;
  const known = new Map<number, Float32Array>();
  const centerDot = (state: ArrayLike<number>) => {
    let sum = 0;
    for (let d = 0; d < dimensions; d++) sum += state[d] * center[d];
    return sum;
  };
  const dotOf = (state: ArrayLike<number>, row: number) => rowDot(values, row * dimensions, state) * scales[row];
  return {
    dimensions,
    of(row) {
      if (!present[row]) return undefined;
      const cached = known.get(row);
      if (cached) return cached;
      const adapted = new Float64Array(dimensions);
      for (let i = 0; i < dimensions; i++) {
        const value = values[row * dimensions + i] * scales[row] - center[i];
        const start = i * dimensions;
        for (let j = 0; j < dimensions; j++) adapted[j] += value * transfer[start + j];
      }
      const rounded = Float32Array.from(adapted);
      known.set(row, rounded);
      return rounded;
    },
    score(state, scores, rows) {
      const middle = centerDot(state);
      if (rows) {
        for (const row of rows) if (present[row]) scores[row] += dotOf(state, row) - middle;
        return;
      }
      for (let row = 0; row < scores.length; row++) if (present[row]) scores[row] += dotOf(state, row) - middle;
    },
    dot: (adapted, row) => dotOf(adapted, row) - centerDot(adapted),
  };
}
