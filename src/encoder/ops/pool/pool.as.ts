import { sumOfLanes } from "../sumOfLanes.as";

/**
 * The mean of the first `counted` token vectors, L2-normalised: all tokens for mean pooling, 1 for CLS.
 * @param x `[tokens × stride]`, zero beyond the true width
 * @param stride a multiple of 4
 * @param y `[stride]`
 */
export function pool(x: usize, counted: usize, stride: usize, y: usize): void {
  const bytes = stride << 2;
  const inverseCount = f32x4.splat(1 / <f32>counted);
  let lanes = f32x4.splat(0);
  for (let at: usize = 0; at < bytes; at += 16) {
    let sum = f32x4.splat(0);
    for (let token: usize = 0; token < counted; token++) sum = f32x4.add(sum, v128.load(x + token * bytes + at));
    sum = f32x4.mul(sum, inverseCount);
    v128.store(y + at, sum);
    lanes = f32x4.add(lanes, f32x4.mul(sum, sum));
  }
  const norm: f32 = sqrt<f32>(sumOfLanes(lanes));
  // A vector this short has no direction worth keeping (SMALLEST_NORM).
  const inverseNorm = f32x4.splat(norm < 1e-12 ? 0 : 1 / norm);
  for (let at: usize = 0; at < bytes; at += 16) v128.store(y + at, f32x4.mul(v128.load(y + at), inverseNorm));
}
