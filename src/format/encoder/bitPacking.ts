/** Rows of signed integers of 4 to 8 bits, packed densely: first value in the lowest bits, each row on a byte boundary. */

export interface PackedShape {
  readonly rows: number;
  readonly columns: number;
  readonly bits: number;
}

export function packedBytes({ rows, columns, bits }: PackedShape): number {
  return rows * Math.ceil((columns * bits) / 8);
}

/** @param values row-major, each within ±(2^(bits-1) - 1) */
export function packBits(values: Int8Array, shape: PackedShape): Uint8Array {
  const { rows, columns, bits } = shape;
  const packed = new Uint8Array(packedBytes(shape));
  const rowBytes = Math.ceil((columns * bits) / 8);
  const mask = (1 << bits) - 1;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const bit = column * bits;
      const at = row * rowBytes + (bit >> 3);
      const field = (values[row * columns + column] & mask) << (bit & 7);
      packed[at] |= field;
      if (field > 255) packed[at + 1] |= field >> 8;
    }
  }
  return packed;
}

/** @param packed exactly `packedBytes(shape)` long */
export function unpackBits(packed: Uint8Array, shape: PackedShape): Int8Array {
  const { rows, columns, bits } = shape;
  const values = new Int8Array(rows * columns);
  const rowBytes = Math.ceil((columns * bits) / 8);
  const signShift = 32 - bits;
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      const bit = column * bits;
      const at = row * rowBytes + (bit >> 3);
      // Past the last byte reads undefined, which the shift makes 0; those bits lie above the field.
      const word = (packed[at] | (packed[at + 1] << 8)) >> (bit & 7);
      values[row * columns + column] = (word << signShift) >> signShift;
    }
  }
  return values;
}
