import { sumOfLanes } from "../sumOfLanes.as";

/** All ones in the lanes below `count` (1 to 4). */
@inline
function lanesBelow(count: usize): v128 {
  return i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>count));
}

/**
 * y = (x - mean) / √(variance + epsilon) · gamma + beta per row; `y` may be `x`.
 * @param columns the true width
 * @param stride floats from row to row, a multiple of 4; x, gamma and beta are zero beyond `columns`
 */
export function layerNorm(
  x: usize, rows: usize, columns: usize, stride: usize, gamma: usize, beta: usize, epsilon: f32, y: usize,
): void {
  const inverseColumns: f32 = 1 / <f32>columns;
  // The vectors that are full, and the bytes up to the end of the last, perhaps partial one.
  const full = (columns & ~3) << 2;
  const bytes = ((columns + 3) & ~3) << 2;
  const tail = lanesBelow(columns & 3);
  for (let row: usize = 0; row < rows; row++) {
    let lanes = f32x4.splat(0);
    for (let at: usize = 0; at < bytes; at += 16) lanes = f32x4.add(lanes, v128.load(x + at));
    const mean = f32x4.splat(sumOfLanes(lanes) * inverseColumns);
    lanes = f32x4.splat(0);
    for (let at: usize = 0; at < full; at += 16) {
      const deviation = f32x4.sub(v128.load(x + at), mean);
      lanes = f32x4.add(lanes, f32x4.mul(deviation, deviation));
    }
    if (full < bytes) {
      const deviation = v128.and(f32x4.sub(v128.load(x + full), mean), tail);
      lanes = f32x4.add(lanes, f32x4.mul(deviation, deviation));
    }
    const inverse = f32x4.splat(1 / sqrt<f32>(sumOfLanes(lanes) * inverseColumns + epsilon));
    for (let at: usize = 0; at < bytes; at += 16) {
      const deviation = f32x4.sub(v128.load(x + at), mean);
      const scaled = f32x4.mul(f32x4.mul(deviation, inverse), v128.load(gamma + at));
      v128.store(y + at, f32x4.add(scaled, v128.load(beta + at)));
    }
    x += stride * 4;
    y += stride * 4;
  }
}
