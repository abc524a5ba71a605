/**
 * The table tier: a text's vector is the sum of its pieces' vectors, brought to unit length. Plain JavaScript, no wasm, no
 * matrix product: a row is decoded when its piece first turns up and is integers from then on, so that sums are exact and
 * the same everywhere. Two dimensions share a 32-bit integer: one addition adds both.
 */
import { CENTROIDS, type TokenTable } from "../../../format/encoder/tokenTable";
import type { ForwardPass } from "../../encoderEngine";
import { checkIds } from "../checkSequences";

/** Decoded values are 1 to 2047: this much above their true ones, which are within ±1023. */
const BIAS = 1024;
const LARGEST = 1023;
/** So many values fit 16 bits: 32 × 2047 = 65,504. */
const ROWS_UNTIL_FULL = 32;

/** Does its work at once: a thousand sequences take some 10 ms. */
export function createTableForward(table: TokenTable): ForwardPass {
  const { dimensions, rows } = table;
  const pairs = Math.ceil(dimensions / 2);
  // Pages that nothing was written to cost nothing.
  const decoded = new Int32Array(rows * pairs);
  const isDecoded = new Uint8Array(rows);
  const decode = createDecoder(table, decoded);
  /** Low halves are even dimensions, high halves odd ones. */
  const packed = new Int32Array(pairs);
  const sum = new Float64Array(2 * pairs);

  function offsetOf(row: number): number {
    if (isDecoded[row] === 0) {
      decode(row);
      isDecoded[row] = 1;
    }
    return row * pairs;
  }

  /** Four rows at a time: reading a value of a row costs less than writing one of the sum. */
  function addRows(ids: Int32Array, from: number, to: number): void {
    let at = from;
    for (; at + 3 < to; at += 4) {
      const a = offsetOf(ids[at]);
      const b = offsetOf(ids[at + 1]);
      const c = offsetOf(ids[at + 2]);
      const d = offsetOf(ids[at + 3]);
      for (let i = 0; i < pairs; i++) {
        packed[i] = (packed[i] + decoded[a + i] + decoded[b + i] + decoded[c + i] + decoded[d + i]) | 0;
      }
    }
    for (; at < to; at++) {
      const a = offsetOf(ids[at]);
      for (let i = 0; i < pairs; i++) packed[i] = (packed[i] + decoded[a + i]) | 0;
    }
  }

  /** Empties the packed sum of so many rows into the wide one. */
  function spill(count: number): void {
    for (let i = 0; i < pairs; i++) {
      const both = packed[i];
      sum[2 * i] += (both & 0xffff) - count * BIAS;
      sum[2 * i + 1] += (both >>> 16) - count * BIAS;
    }
    packed.fill(0);
  }

  return {
    async forward(sequences) {
      checkIds(sequences, rows);
      const vectors = new Float32Array(sequences.length * dimensions);
      for (let text = 0; text < sequences.length; text++) {
        const ids = sequences[text];
        sum.fill(0);
        for (let from = 0; from < ids.length; from += ROWS_UNTIL_FULL) {
          const to = Math.min(from + ROWS_UNTIL_FULL, ids.length);
          addRows(ids, from, to);
          spill(to - from);
        }
        let squares = 0;
        for (let i = 0; i < dimensions; i++) squares += sum[i] * sum[i];
        const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
        const start = text * dimensions;
        for (let i = 0; i < dimensions; i++) vectors[start + i] = sum[i] * scale;
      }
      return vectors;
    },
    dispose() {},
  };
}

/** Writes a row's vector into `decoded`, in one unit for all rows: what the largest of them may need. */
function createDecoder(table: TokenTable, decoded: Int32Array): (row: number) => void {
  const { dimensions, group, scales, centroids, sizes, codes } = table;
  const groups = dimensions / group;
  const pairs = Math.ceil(dimensions / 2);
  const largest = greatest(sizes) * greatest(scales) * 128;
  const perUnit = largest > 0 ? LARGEST / largest : 0;
  const values = new Int32Array(2 * pairs);
  return (row) => {
    const size = sizes[row] * perUnit;
    let at = 0;
    for (let g = 0; g < groups; g++) {
      const scale = scales[g] * size;
      let from = (g * CENTROIDS + codes[row * groups + g]) * group;
      for (let i = 0; i < group; i++) values[at++] = Math.round(centroids[from++] * scale) + BIAS;
    }
    for (let i = 0; i < pairs; i++) decoded[row * pairs + i] = values[2 * i] | (values[2 * i + 1] << 16);
  };
}

function greatest(values: Float32Array): number {
  let most = 0;
  for (const value of values) if (value > most) most = value;
  return most;
}
