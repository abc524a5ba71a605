/** Φ(4.4) is taken as 1; coefficients and error: see `gelu.ts`. */
@inline
function geluVector(x: v128): v128 {
  const u = f32x4.pmax(f32x4.pmin(x, f32x4.splat(4.4)), f32x4.splat(-4.4));
  const s = f32x4.mul(u, u);
  let p = f32x4.splat(3.569427045602147e-11);
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-3.754047295245755e-9));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(1.7408467556379037e-7));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-4.724867267213995e-6));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(8.429300942225382e-5));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-0.0010549924336373806));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.009643027558922768));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(-0.06607642769813538));
  p = f32x4.add(f32x4.mul(p, s), f32x4.splat(0.3987616002559662));
  return f32x4.mul(x, f32x4.add(f32x4.mul(u, p), f32x4.splat(0.5)));
}

/** In place. @param length a multiple of 8; two chains at a time hide the latency of Horner's scheme */
export function gelu(x: usize, length: usize): void {
  const end = x + length * 4;
  for (; x < end; x += 32) {
    const low = geluVector(v128.load(x));
    const high = geluVector(v128.load(x, 16));
    v128.store(x, low);
    v128.store(x, high, 16);
  }
}
