const LOG2_E = Math.fround(Math.LOG2E);
/** ln 2 in two parts: the first has few bits, so that n · LN2_HIGH is exact in f32. */
const LN2_HIGH = Math.fround(0.693359375);
const LN2_LOW = Math.fround(-2.1219444e-4);
/** 1.5 · 2²³: adding it rounds to an integer, half to even. */
const ROUNDING_MAGIC = 12582912;
/** Below it the result would be subnormal; e⁻⁸⁷ = 1.6e-38 stands for everything smaller. */
export const SMALLEST_EXPONENT = -87;
/** Cephes' expf: eʳ = 1 + r + r² · P(r) on |r| ≤ ln 2 / 2. */
const P0 = Math.fround(1.98756915e-4);
const P1 = Math.fround(1.3981999507e-3);
const P2 = Math.fround(8.3334519073e-3);
const P3 = Math.fround(4.1665795894e-2);
const P4 = Math.fround(1.6666665459e-1);
const P5 = Math.fround(5.0000001201e-1);

const f = Math.fround;

/** eˣ for x ≤ 0 in f32, as softmax needs it. Relative error ≤ 2e-7 on [-87, 0]. */
export function exponential(x: number): number {
  const clamped = Math.max(x, SMALLEST_EXPONENT);
  const n = f(f(f(clamped * LOG2_E) + ROUNDING_MAGIC) - ROUNDING_MAGIC);
  const r = f(f(clamped - f(n * LN2_HIGH)) - f(n * LN2_LOW));
  let p = P0;
  p = f(f(p * r) + P1);
  p = f(f(p * r) + P2);
  p = f(f(p * r) + P3);
  p = f(f(p * r) + P4);
  p = f(f(p * r) + P5);
  p = f(f(f(p * f(r * r)) + r) + 1);
  return f(p * 2 ** n);
}
