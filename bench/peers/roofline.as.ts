// The instruction's own peak: eight dot products a step on operands that stay in registers. The weights change at each
// step, so that no product can be reused.

@inline
function fused(x: v128, w: v128, sum: v128): v128 {
  return i32x4.relaxed_dot_i8x16_i7x16_add_s(x, w, sum);
}

@inline
function paired(x: v128, w: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(i16x8.relaxed_dot_i8x16_i7x16_s(x, w)));
}

@inline
function wide(x: v128, w: v128, sum: v128): v128 {
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, w));
}

@inline
function run(kind: i32, steps: i32): i32 {
  const a = i8x16.splat(3), b = i8x16.splat(5), c = i8x16.splat(-7), d = i8x16.splat(11);
  let v = i8x16.splat(1), w = i8x16.splat(2);
  let a0 = i32x4.splat(0), a1 = a0, b0 = a0, b1 = a0, c0 = a0, c1 = a0, d0 = a0, d1 = a0;
  for (let step = 0; step < steps; step++) {
    v = i8x16.add(v, a);
    w = i8x16.add(w, b);
    if (kind == 0) {
      a0 = fused(a, v, a0); a1 = fused(a, w, a1); b0 = fused(b, v, b0); b1 = fused(b, w, b1);
      c0 = fused(c, v, c0); c1 = fused(c, w, c1); d0 = fused(d, v, d0); d1 = fused(d, w, d1);
    } else if (kind == 1) {
      a0 = paired(a, v, a0); a1 = paired(a, w, a1); b0 = paired(b, v, b0); b1 = paired(b, w, b1);
      c0 = paired(c, v, c0); c1 = paired(c, w, c1); d0 = paired(d, v, d0); d1 = paired(d, w, d1);
    } else {
      a0 = wide(a, v, a0); a1 = wide(a, w, a1); b0 = wide(b, v, b0); b1 = wide(b, w, b1);
      c0 = wide(c, v, c0); c1 = wide(c, w, c1); d0 = wide(d, v, d0); d1 = wide(d, w, d1);
    }
  }
  const sum = i32x4.add(i32x4.add(i32x4.add(a0, a1), i32x4.add(b0, b1)), i32x4.add(i32x4.add(c0, c1), i32x4.add(d0, d1)));
  return i32x4.extract_lane(sum, 0) + i32x4.extract_lane(sum, 1) + i32x4.extract_lane(sum, 2) + i32x4.extract_lane(sum, 3);
}

export function runFused(steps: i32): i32 { return run(0, steps); }
export function runPaired(steps: i32): i32 { return run(1, steps); }
export function runWide(steps: i32): i32 { return run(2, steps); }
