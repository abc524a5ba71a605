import type { AdaptedItems } from "../../format/behaviour/adapted";
import type { VectorTable } from "../vectorTable";

/** Adapted vectors of the rows of a catalogue, its rows those of the build or not. */
export type AdaptedRows = Omit<AdaptedItems, "catalogDigest">;

export interface AdaptedSpace {
  readonly dimensions: number;
  readonly background: number;
  /** One a row, unlisted ones included. */
  readonly priors: Float32Array;
  /** 1 where a row has a vector. */
  readonly present: Uint8Array;
  /** Adds `weight` × closeness of every row (or of those given) to a row; 0 to itself. */
  add(row: number, weight: number, scores: Float32Array, rows?: Int32Array): void;
}

/** Vectors of rows the build did not know come from the encoder's, through the head. Costs a pass over them. */
export function adaptedSpace(adapted: AdaptedRows, table: VectorTable | undefined): AdaptedSpace {
  const { dimensions, priors, scales, background } = adapted;
  const rows = scales.length;
  const inverse = 1 / adapted.temperature;
  const vectors = new Float32Array(rows * dimensions);
  const present = new Uint8Array(rows);
  const throughHead = headOf(adapted, table);
  for (let row = 0; row < rows; row++) {
    const into = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    if (scales[row] > 0) {
      for (let k = 0; k < dimensions; k++) into[k] = adapted.vectors[row * dimensions + k] * scales[row];
    } else throughHead?.(row, into);
    present[row] = normalise(into) ? 1 : 0;
  }
  return {
    dimensions,
    background,
    priors,
    present,
    add(row, weight, scores, wanted) {
      if (!present[row]) return;
      const own = vectors.subarray(row * dimensions, (row + 1) * dimensions);
      const count = wanted?.length ?? rows;
      for (let i = 0; i < count; i++) {
        const other = wanted ? wanted[i] : i;
        if (other === row || !present[other]) continue;
        scores[other] += weight * Math.exp((floatDot(vectors, other * dimensions, own) - 1) * inverse);
      }
    },
  };
}

/** Undefined where the table's vectors are not those the head takes. */
function headOf(adapted: AdaptedRows, table: VectorTable | undefined) {
  const { modelId, encoderDimensions, dimensions, center, head, headScales } = adapted;
  if (!table || table.modelId !== modelId || table.dimensions !== encoderDimensions) return undefined;
  return (row: number, into: Float32Array) => {
    if (!table.present[row]) return;
    for (let k = 0; k < dimensions; k++) {
      let sum = 0;
      for (let d = 0; d < encoderDimensions; d++) {
        const value = table.values[row * encoderDimensions + d] * table.scales[row] - center[d];
        sum += head[k * encoderDimensions + d] * value;
      }
      into[k] = sum * headScales[k];
    }
  };
}

/** Apart from `rowDot`, which would be slower for both were it to meet arrays of two kinds. */
function floatDot(values: Float32Array, start: number, other: Float32Array): number {
  const { length } = other;
  let s0 = 0;
  let s1 = 0;
  let s2 = 0;
  let s3 = 0;
  let k = 0;
  for (; k + 3 < length; k += 4) {
    s0 += values[start + k] * other[k];
    s1 += values[start + k + 1] * other[k + 1];
    s2 += values[start + k + 2] * other[k + 2];
    s3 += values[start + k + 3] * other[k + 3];
  }
  for (; k < length; k++) s0 += values[start + k] * other[k];
  return s0 + s1 + (s2 + s3);
}

function normalise(vector: Float32Array): boolean {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const norm = Math.sqrt(squares);
  if (!(norm > 1e-12)) return false;
  for (let k = 0; k < vector.length; k++) vector[k] /= norm;
  return true;
}
