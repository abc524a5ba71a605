/**
 * Products in float32 for training the text head. Both come from one loop: 4 rows of weights, each a number for every
 * vector of a packed set, give 4 sums of those vectors. Addresses are bytes and multiples of 16.
 *
 * A set of `count` vectors of `dims` values is packed in panels of 8 dimensions: for each panel, `count` groups of 8 values.
 */

/**
 * out[r][d] = Σₖ weights[r][k] · vector[k][d], for 4 rows.
 * @param panels of 8 dimensions that are wanted, from the first
 * @param weightStride values a row of weights
 * @param outStride values a row of sums
 */
export function combine(
  weights: usize,
  weightStride: i32,
  count: i32,
  packed: usize,
  panels: i32,
  out: usize,
  outStride: i32,
): void {
  const step = usize(weightStride) << 2;
  const outStep = usize(outStride) << 2;
  for (let panel: i32 = 0; panel < panels; panel++) {
    let w0 = weights;
    let w1 = w0 + step;
    let w2 = w1 + step;
    let w3 = w2 + step;
    let s00 = f32x4.splat(0);
    let s01 = f32x4.splat(0);
    let s10 = f32x4.splat(0);
    let s11 = f32x4.splat(0);
    let s20 = f32x4.splat(0);
    let s21 = f32x4.splat(0);
    let s30 = f32x4.splat(0);
    let s31 = f32x4.splat(0);
    let q = packed + ((usize(panel) * usize(count)) << 5);
    for (let k: i32 = 0; k < count; k++) {
      const low = v128.load(q);
      const high = v128.load(q, 16);
      let w = v128.load32_splat(w0);
      s00 = f32x4.add(s00, f32x4.mul(w, low));
      s01 = f32x4.add(s01, f32x4.mul(w, high));
      w = v128.load32_splat(w1);
      s10 = f32x4.add(s10, f32x4.mul(w, low));
      s11 = f32x4.add(s11, f32x4.mul(w, high));
      w = v128.load32_splat(w2);
      s20 = f32x4.add(s20, f32x4.mul(w, low));
      s21 = f32x4.add(s21, f32x4.mul(w, high));
      w = v128.load32_splat(w3);
      s30 = f32x4.add(s30, f32x4.mul(w, low));
      s31 = f32x4.add(s31, f32x4.mul(w, high));
      w0 += 4;
      w1 += 4;
      w2 += 4;
      w3 += 4;
      q += 32;
    }
    let at = out + (usize(panel) << 5);
    v128.store(at, s00);
    v128.store(at, s01, 16);
    at += outStep;
    v128.store(at, s10);
    v128.store(at, s11, 16);
    at += outStep;
    v128.store(at, s20);
    v128.store(at, s21, 16);
    at += outStep;
    v128.store(at, s30);
    v128.store(at, s31, 16);
  }
}

/** row[j] = exp((row[j] − 1) · scale), for values of at most 1 or little more; `count` a multiple of 4. */
export function closeness(row: usize, count: i32, scale: f32): void {
  // exp(x) = 2^t, t = x·log₂e = whole + rest; the polynomial is 2^rest on [−½, ½] to 2 parts in 10⁷.
  const toLog2 = f32x4.splat(scale * 1.4426950408889634);
  const one = f32x4.splat(1);
  const lowest = f32x4.splat(-126);
  const highest = f32x4.splat(126);
  const end = row + (usize(count) << 2);
  for (let at = row; at < end; at += 16) {
    let t = f32x4.mul(f32x4.sub(v128.load(at), one), toLog2);
    t = f32x4.max(f32x4.min(t, highest), lowest);
    const whole = f32x4.nearest(t);
    const rest = f32x4.sub(t, whole);
    let power = f32x4.splat(0.0013333558);
    power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.0096181291));
    power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.0555041087));
    power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.2402265070));
    power = f32x4.add(f32x4.mul(power, rest), f32x4.splat(0.6931471806));
    power = f32x4.add(f32x4.mul(power, rest), one);
    const exponent = i32x4.shl(i32x4.trunc_sat_f32x4_s(whole), 23);
    v128.store(at, i32x4.add(power, exponent));
  }
}

/** Upper triangle from the lower one, of a square of `size` rows (a multiple of 4) with `size` values each. */
export function mirror(square: usize, size: i32): void {
  const step = usize(size) << 2;
  for (let i: i32 = 0; i < size; i += 16) {
    const iEnd: i32 = min(i + 16, size);
    for (let j: i32 = 0; j <= i; j += 16) {
      const jEnd: i32 = min(j + 16, size);
      for (let row = i; row < iEnd; row++) {
        const last: i32 = min(jEnd, row);
        for (let column = j; column < last; column++) {
          const value = load<f32>(square + usize(row) * step + (usize(column) << 2));
          store<f32>(square + usize(column) * step + (usize(row) << 2), value);
        }
      }
    }
  }
}

/** Σⱼ row[j] · factors[j]. */
export function dot(row: usize, factors: usize, count: i32): f32 {
  let s0 = f32x4.splat(0);
  let s1 = f32x4.splat(0);
  const end = usize(count) << 2;
  for (let at: usize = 0; at < end; at += 32) {
    s0 = f32x4.add(s0, f32x4.mul(v128.load(row + at), v128.load(factors + at)));
    s1 = f32x4.add(s1, f32x4.mul(v128.load(row + at, 16), v128.load(factors + at, 16)));
  }
  const s = f32x4.add(s0, s1);
  return f32x4.extract_lane(s, 0) + f32x4.extract_lane(s, 1) + f32x4.extract_lane(s, 2) + f32x4.extract_lane(s, 3);
}

/** out[j] = row[j] · (mine · others[j] + other · mines[j]). */
export function weigh(row: usize, mine: f32, others: usize, other: f32, mines: usize, out: usize, count: i32): void {
  const m = f32x4.splat(mine);
  const o = f32x4.splat(other);
  const end = usize(count) << 2;
  for (let at: usize = 0; at < end; at += 16) {
    const factor = f32x4.add(f32x4.mul(m, v128.load(others + at)), f32x4.mul(o, v128.load(mines + at)));
    v128.store(out + at, f32x4.mul(v128.load(row + at), factor));
  }
}

/** First byte after the module's own data; callers lay their arrays out from here. */
export function arenaStart(): usize {
  return (__heap_base + 63) & ~usize(63);
}
