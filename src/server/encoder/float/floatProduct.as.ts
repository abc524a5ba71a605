/**
 * C += A·Bᵀ in float32, the product of the full-precision forward pass and of its moments.
 *
 * A arrives packed in panels of 4 rows, B in panels of 8: for each panel, `depth` groups of one value of each row. C is
 * row-major with `stride` values a row. Addresses are bytes and multiples of 16.
 */

/** Panels of B that stay in cache together: 4 × 8 rows × 256 deep × 4 bytes. */
const BLOCK: i32 = 4;

export function addProduct(
  a: usize,
  aPanels: i32,
  b: usize,
  bPanels: i32,
  depth: i32,
  c: usize,
  stride: i32,
): void {
  const aBytes: usize = usize(depth) << 4;
  const bBytes: usize = usize(depth) << 5;
  const rowBytes: usize = usize(stride) << 2;
  for (let block: i32 = 0; block < bPanels; block += BLOCK) {
    const last: i32 = min(block + BLOCK, bPanels);
    for (let i: i32 = 0; i < aPanels; i++) {
      for (let j: i32 = block; j < last; j++) {
        let pa = a + usize(i) * aBytes;
        let pb = b + usize(j) * bBytes;
        let s00 = f32x4.splat(0);
        let s01 = f32x4.splat(0);
        let s10 = f32x4.splat(0);
        let s11 = f32x4.splat(0);
        let s20 = f32x4.splat(0);
        let s21 = f32x4.splat(0);
        let s30 = f32x4.splat(0);
        let s31 = f32x4.splat(0);
        for (let k: i32 = 0; k < depth; k++) {
          const b0 = v128.load(pb);
          const b1 = v128.load(pb, 16);
          let x = v128.load32_splat(pa);
          s00 = f32x4.add(s00, f32x4.mul(x, b0));
          s01 = f32x4.add(s01, f32x4.mul(x, b1));
          x = v128.load32_splat(pa, 4);
          s10 = f32x4.add(s10, f32x4.mul(x, b0));
          s11 = f32x4.add(s11, f32x4.mul(x, b1));
          x = v128.load32_splat(pa, 8);
          s20 = f32x4.add(s20, f32x4.mul(x, b0));
          s21 = f32x4.add(s21, f32x4.mul(x, b1));
          x = v128.load32_splat(pa, 12);
          s30 = f32x4.add(s30, f32x4.mul(x, b0));
          s31 = f32x4.add(s31, f32x4.mul(x, b1));
          pa += 16;
          pb += 32;
        }
        let at = c + usize(i << 2) * rowBytes + (usize(j) << 5);
        add(at, s00, s01);
        at += rowBytes;
        add(at, s10, s11);
        at += rowBytes;
        add(at, s20, s21);
        at += rowBytes;
        add(at, s30, s31);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function add(at: usize, low: v128, high: v128): void {
  v128.store(at, f32x4.add(v128.load(at), low));
  v128.store(at, f32x4.add(v128.load(at, 16), high), 16);
}

/** First byte after the module's own data; callers lay their matrices out from here. */
export function arenaStart(): usize {
  return (__heap_base + 63) & ~usize(63);
}
