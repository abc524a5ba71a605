/**
 * The table tier: a text's vector is the sum of its pieces' vectors, brought to unit length. Plain JavaScript, no wasm, no
 * matrix product: a row is decoded when its piece first turns up and is integers from then on, so that sums are exact and
 * the same everywhere.
 */
import { CENTROIDS, type TokenTable } from "../../../format/encoder/tokenTable";
import type { ForwardPass } from "../../encoderEngine";
import { checkIds } from "../checkSequences";

/** Largest magnitude of a decoded value: a sum over 65,536 pieces is an int32. */
const DECODED_LIMIT = 32_767;

/** Does its work at once: a thousand sequences take some 10 ms. */
export function createTableForward(table: TokenTable): ForwardPass {
  const { dimensions, rows } = table;
  // Pages that nothing was written to cost nothing.
  const decoded = new Int16Array(rows * dimensions);
  const isDecoded = new Uint8Array(rows);
  const decode = createDecoder(table, decoded);
  const sum = new Int32Array(dimensions);

  function offsetOf(row: number): number {
    if (isDecoded[row] === 0) {
      decode(row);
      isDecoded[row] = 1;
    }
    return row * dimensions;
  }

  /** Four rows at a time: reading a value of a row costs less than writing one of the sum. */
  function addRows(ids: Int32Array): void {
    let at = 0;
    for (; at + 3 < ids.length; at += 4) {
      const a = offsetOf(ids[at]);
      const b = offsetOf(ids[at + 1]);
      const c = offsetOf(ids[at + 2]);
      const d = offsetOf(ids[at + 3]);
      for (let i = 0; i < dimensions; i++) sum[i] += decoded[a + i] + decoded[b + i] + decoded[c + i] + decoded[d + i];
    }
    for (; at < ids.length; at++) {
      const a = offsetOf(ids[at]);
      for (let i = 0; i < dimensions; i++) sum[i] += decoded[a + i];
    }
  }

  return {
    async forward(sequences) {
      checkIds(sequences, rows);
      const vectors = new Float32Array(sequences.length * dimensions);
      for (let text = 0; text < sequences.length; text++) {
        sum.fill(0);
        addRows(sequences[text]);
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
function createDecoder(table: TokenTable, decoded: Int16Array): (row: number) => void {
  const { dimensions, group, scales, centroids, sizes, codes } = table;
  const groups = dimensions / group;
  let largestSize = 0;
  for (const size of sizes) if (size > largestSize) largestSize = size;
  let largestScale = 0;
  for (const scale of scales) if (scale > largestScale) largestScale = scale;
  const largest = largestSize * largestScale * 128;
  const perUnit = largest > 0 ? DECODED_LIMIT / largest : 0;
  return (row) => {
    const size = sizes[row] * perUnit;
    let at = row * dimensions;
    for (let g = 0; g < groups; g++) {
      const scale = scales[g] * size;
      let from = (g * CENTROIDS + codes[row * groups + g]) * group;
      for (let i = 0; i < group; i++) decoded[at++] = Math.round(centroids[from++] * scale);
    }
  };
}
