/** 1.5 · 2²³ as f32: adding it rounds half to even and leaves the integer in the low bits. */
const ROUNDING_MAGIC: f32 = 12582912;

@inline
function roundToInt(x: v128, inverse: v128): v128 {
  const shifted = f32x4.add(f32x4.mul(x, inverse), f32x4.splat(ROUNDING_MAGIC));
  return i32x4.sub(shifted, f32x4.splat(ROUNDING_MAGIC));
}

/**
 * Rows of f32 to int8 (relaxed build) or the same integers as int16 (SIMD128), with scale and 64·Σ per row.
 * @param columns a multiple of 16, padded with zeros
 * @param corrections receives 64·Σ of each row as i32
 */
export function quantizeRows(x: usize, rows: usize, columns: usize, values: usize, scales: usize, corrections: usize): void {
  for (let row: usize = 0; row < rows; row++) {
    const end = x + columns * 4;
    let m0 = f32x4.splat(0), m1 = f32x4.splat(0), m2 = f32x4.splat(0), m3 = f32x4.splat(0);
    for (let at = x; at < end; at += 64) {
      m0 = f32x4.pmax(m0, f32x4.abs(v128.load(at)));
      m1 = f32x4.pmax(m1, f32x4.abs(v128.load(at, 16)));
      m2 = f32x4.pmax(m2, f32x4.abs(v128.load(at, 32)));
      m3 = f32x4.pmax(m3, f32x4.abs(v128.load(at, 48)));
    }
    m0 = f32x4.pmax(f32x4.pmax(m0, m1), f32x4.pmax(m2, m3));
    m0 = f32x4.pmax(m0, v128.shuffle<f32>(m0, m0, 2, 3, 0, 1));
    m0 = f32x4.pmax(m0, v128.shuffle<f32>(m0, m0, 1, 0, 3, 2));
    const maximum = f32x4.extract_lane(m0, 0);
    // A row this small counts as zero (SMALLEST_ROW_MAXIMUM).
    const isZero = maximum < 1e-30;
    store<f32>(scales + row * 4, isZero ? 0 : maximum / 127);
    const inverse = f32x4.splat(isZero ? 0 : 127 / maximum);
    let sum = i32x4.splat(0);
    for (; x < end; x += 64) {
      const i0 = roundToInt(v128.load(x), inverse);
      const i1 = roundToInt(v128.load(x, 16), inverse);
      const i2 = roundToInt(v128.load(x, 32), inverse);
      const i3 = roundToInt(v128.load(x, 48), inverse);
      const low = i16x8.narrow_i32x4_s(i0, i1);
      const high = i16x8.narrow_i32x4_s(i2, i3);
      if (ASC_FEATURE_RELAXED_SIMD) {
        sum = i32x4.add(sum, i32x4.dot_i16x8_s(i16x8.add(low, high), i16x8.splat(64)));
        v128.store(values, i8x16.narrow_i16x8_s(low, high));
        values += 16;
      } else {
        v128.store(values, low);
        v128.store(values, high, 16);
        values += 32;
      }
    }
    if (ASC_FEATURE_RELAXED_SIMD) {
      sum = i32x4.add(sum, v128.shuffle<i32>(sum, sum, 2, 3, 0, 1));
      sum = i32x4.add(sum, v128.shuffle<i32>(sum, sum, 1, 0, 3, 2));
      store<i32>(corrections + row * 4, i32x4.extract_lane(sum, 0));
    }
  }
}
