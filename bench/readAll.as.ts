// Reads memory as fast as one thread can: four sums, so that no addition waits for another.
export function readAll(from: usize, bytes: usize): i32 {
  let a = i32x4.splat(0), b = a, c = a, d = a;
  for (let at = from, end = from + bytes; at < end; at += 64) {
    a = i32x4.add(a, v128.load(at));
    b = i32x4.add(b, v128.load(at, 16));
    c = i32x4.add(c, v128.load(at, 32));
    d = i32x4.add(d, v128.load(at, 48));
  }
  const sum = i32x4.add(i32x4.add(a, b), i32x4.add(c, d));
  return i32x4.extract_lane(sum, 0) ^ i32x4.extract_lane(sum, 1) ^ i32x4.extract_lane(sum, 2) ^ i32x4.extract_lane(sum, 3);
}

export const start: usize = __heap_base;
