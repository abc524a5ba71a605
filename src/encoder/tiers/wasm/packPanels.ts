import type { QuantizedMatrix } from "../../../format/encoder/weights";
import type { KernelBuild } from "./loadKernels";

/** Output channels per panel, the width of the kernel's tile. */
export const PANEL = 8;

export interface PackOptions {
  readonly build: KernelBuild;
  /** Source row of each packed output channel, -1 for a row of zeros; a multiple of `PANEL` long. */
  readonly rowOf: Int32Array;
  /** Source column of each packed input channel, -1 for zero; a multiple of 4 long. */
  readonly columnOf: Int32Array;
}

/**
 * Rewrites a weight matrix in the order `linear.as.ts` reads it: panels of 8 output channels; in a panel, step by step,
 * the 8 channels' groups of successive inputs (4 in the relaxed build, 2 in SIMD128). The relaxed build stores w + 64:
 * its instruction takes that operand as unsigned 7 bits.
 * @param target `rowOf.length × columnOf.length` bytes, at a word's boundary
 */
export function packPanels(
  source: Pick<QuantizedMatrix, "values" | "columns">,
  target: Int8Array,
  { build, rowOf, columnOf }: PackOptions,
): void {
  const inputs = columnOf.length;
  const row = new Int8Array(inputs);
  // One group is one word: words move faster than bytes.
  const words = ({ buffer, byteOffset, length }: Int8Array) =>
    build === "relaxed"
      ? new Int32Array(buffer, byteOffset, length / 4)
      : new Int16Array(buffer, byteOffset, length / 2);
  const from = words(row);
  const to = words(target);
  const steps = from.length;
  const inOrder = columnOf.every((column, k) => column === k);
  for (let output = 0; output < rowOf.length; output++) {
    const start = rowOf[output] * source.columns;
    if (start < 0) row.fill(0);
    else if (inOrder) row.set(source.values.subarray(start, start + inputs));
    else for (let k = 0; k < inputs; k++) row[k] = columnOf[k] < 0 ? 0 : source.values[start + columnOf[k]];
    const lane = output % PANEL;
    const panel = (output - lane) * steps + lane;
    if (build === "relaxed") for (let step = 0; step < steps; step++) to[panel + step * PANEL] = add64(from[step]);
    else for (let step = 0; step < steps; step++) to[panel + step * PANEL] = from[step];
  }
}

/** w + 64 in each byte of a word: with the sign bits flipped (w + 128), 64 can be taken away without a borrow. */
function add64(word: number): number {
  return ((word ^ 0x80808080) - 0x40404040) | 0;
}
