/**
 * The sum in the order a 4-lane SIMD kernel takes: element i goes to lane i mod 4, then (0 + 1) + (2 + 3), all in f32.
 */
export function sumOfLanes(x: ArrayLike<number>): number {
  const lanes = new Float32Array(4);
  for (let i = 0; i < x.length; i++) lanes[i & 3] += x[i];
  return Math.fround(Math.fround(lanes[0] + lanes[1]) + Math.fround(lanes[2] + lanes[3]));
}
