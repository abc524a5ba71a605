/** (0 + 1) + (2 + 3) in f32, as `sumOfLanes.ts`. */
@inline
export function sumOfLanes(lanes: v128): f32 {
  return f32x4.extract_lane(lanes, 0) + f32x4.extract_lane(lanes, 1) + (f32x4.extract_lane(lanes, 2) + f32x4.extract_lane(lanes, 3));
}
