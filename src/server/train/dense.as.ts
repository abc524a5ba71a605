/**
 * C -= A·Bᵀ in float64, the one product that the closed-form models spend their time in.
 *
 * A and B arrive packed in panels of 4 rows: for each panel, `depth` groups of 4 values (one of each row). C is row-major
 * with `stride` values a row. Addresses are bytes and multiples of 16; rows are multiples of 4.
 */

/** Panels of B that stay in the first-level cache together: 8 × 4 rows × 96 deep × 8 bytes. */
const BLOCK: i32 = 8;

/**
 * @param lower 1: C is square and only tiles on or below its diagonal are written
 */
export function subtractProduct(
  a: usize,
  aPanels: i32,
  b: usize,
  bPanels: i32,
  depth: i32,
  c: usize,
  stride: i32,
  lower: i32,
): void {
  const panelBytes: usize = usize(depth) << 5;
  const rowBytes: usize = usize(stride) << 3;
  for (let block: i32 = 0; block < bPanels; block += BLOCK) {
    const last: i32 = min(block + BLOCK, bPanels);
    for (let i: i32 = lower ? block : 0; i < aPanels; i++) {
      const end: i32 = lower ? min(last, i + 1) : last;
      for (let j: i32 = block; j < end; j++) {
        let pa = a + usize(i) * panelBytes;
        let pb = b + usize(j) * panelBytes;
        let s00 = f64x2.splat(0);
        let s01 = f64x2.splat(0);
        let s10 = f64x2.splat(0);
        let s11 = f64x2.splat(0);
        let s20 = f64x2.splat(0);
        let s21 = f64x2.splat(0);
        let s30 = f64x2.splat(0);
        let s31 = f64x2.splat(0);
        for (let k: i32 = 0; k < depth; k++) {
          const b0 = v128.load(pb);
          const b1 = v128.load(pb, 16);
          let x = v128.load64_splat(pa);
          s00 = f64x2.add(s00, f64x2.mul(x, b0));
          s01 = f64x2.add(s01, f64x2.mul(x, b1));
          x = v128.load64_splat(pa, 8);
          s10 = f64x2.add(s10, f64x2.mul(x, b0));
          s11 = f64x2.add(s11, f64x2.mul(x, b1));
          x = v128.load64_splat(pa, 16);
          s20 = f64x2.add(s20, f64x2.mul(x, b0));
          s21 = f64x2.add(s21, f64x2.mul(x, b1));
          x = v128.load64_splat(pa, 24);
          s30 = f64x2.add(s30, f64x2.mul(x, b0));
          s31 = f64x2.add(s31, f64x2.mul(x, b1));
          pa += 32;
          pb += 32;
        }
        let at = c + usize(i << 2) * rowBytes + (usize(j) << 5);
        subtract(at, s00, s01);
        at += rowBytes;
        subtract(at, s10, s11);
        at += rowBytes;
        subtract(at, s20, s21);
        at += rowBytes;
        subtract(at, s30, s31);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function subtract(at: usize, low: v128, high: v128): void {
  v128.store(at, f64x2.sub(v128.load(at), low));
  v128.store(at, f64x2.sub(v128.load(at, 16), high), 16);
}

/** First byte after the module's own data; callers lay their matrices out from here. */
export function arenaStart(): usize {
  return (__heap_base + 63) & ~usize(63);
}
