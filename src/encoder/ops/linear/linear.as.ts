// Rows × 8-column tiles. Weights lie in panels of 8 output channels; within a panel one step holds, channel by
// channel, a group of successive k: 4 int8 (stored +64, see below) in the relaxed build, 2 int8 in the SIMD128 build.
// One step of a row of activations is 4 bytes either way (4 int8 or 2 int16), splatted to all lanes, so that lane c of
// an accumulator is output channel c: no horizontal sums. 5 × 2 accumulators and 3 operands fit 15 xmm registers.
//
// relaxed_dot takes its second operand as unsigned 7 bits: w + 64 is stored and 64·Σx, which `quantizeRows` left in
// `corrections`, subtracted. It is one instruction with AVX-VNNI or ARM DotProd; V8 without them needs five, so there
// `paired` spells out three. All variants give the same integers: |x| ≤ 127 and w + 64 ≤ 127 keep each pair of
// products within i16.

@inline
function dot(x: v128, w: v128, sum: v128, paired: bool): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (paired) {
      return i32x4.add(sum, i32x4.extadd_pairwise_i16x8_s(i16x8.relaxed_dot_i8x16_i7x16_s(x, w)));
    }
    return i32x4.relaxed_dot_i8x16_i7x16_add_s(x, w, sum);
  }
  return i32x4.add(sum, i32x4.dot_i16x8_s(x, w));
}

@inline
function stepBytes(): usize {
  return ASC_FEATURE_RELAXED_SIMD ? 32 : 16;
}

@inline
function loadWeights(w: usize, half: usize): v128 {
  return ASC_FEATURE_RELAXED_SIMD ? v128.load(w + half * 16) : v128.load_ext<i8>(w + half * 8);
}

/** f32(sum) · (rowScale · channelScale) + bias, + residual when there is one. */
@inline
function epilogue(
  sum: v128, row: usize, column: usize, half: usize, corrections: usize, rowScales: usize, channelScales: usize,
  biases: usize, residual: usize, y: usize, outputs: usize,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) sum = i32x4.sub(sum, v128.load_splat<i32>(corrections + row * 4));
  const channel = (column + half * 4) << 2;
  const scale = f32x4.mul(v128.load_splat<f32>(rowScales + row * 4), v128.load(channelScales + channel));
  let value = f32x4.add(f32x4.mul(f32x4.convert_i32x4_s(sum), scale), v128.load(biases + channel));
  const at = row * outputs * 4 + channel;
  if (residual) value = f32x4.add(value, v128.load(residual + at));
  v128.store(y + at, value);
}

@inline
function tile(
  rows: i32, paired: bool, x: usize, rowBytes: usize, panel: usize, panelEnd: usize, row: usize, column: usize,
  corrections: usize, rowScales: usize, channelScales: usize, biases: usize, residual: usize, y: usize, outputs: usize,
): void {
  let x0 = x + row * rowBytes;
  const r1 = rowBytes, r2 = rowBytes * 2, r3 = rowBytes * 3, r4 = rowBytes * 4;
  let a0 = i32x4.splat(0), a1 = i32x4.splat(0), b0 = i32x4.splat(0), b1 = i32x4.splat(0), c0 = i32x4.splat(0);
  let c1 = i32x4.splat(0), d0 = i32x4.splat(0), d1 = i32x4.splat(0), e0 = i32x4.splat(0), e1 = i32x4.splat(0);
  do {
    const w0 = loadWeights(panel, 0), w1 = loadWeights(panel, 1);
    const a = v128.load_splat<i32>(x0);
    a0 = dot(a, w0, a0, paired);
    a1 = dot(a, w1, a1, paired);
    if (rows > 1) {
      const b = v128.load_splat<i32>(x0 + r1);
      b0 = dot(b, w0, b0, paired);
      b1 = dot(b, w1, b1, paired);
    }
    if (rows > 2) {
      const c = v128.load_splat<i32>(x0 + r2);
      c0 = dot(c, w0, c0, paired);
      c1 = dot(c, w1, c1, paired);
    }
    if (rows > 3) {
      const d = v128.load_splat<i32>(x0 + r3);
      d0 = dot(d, w0, d0, paired);
      d1 = dot(d, w1, d1, paired);
    }
    if (rows > 4) {
      const e = v128.load_splat<i32>(x0 + r4);
      e0 = dot(e, w0, e0, paired);
      e1 = dot(e, w1, e1, paired);
    }
    x0 += 4;
    panel += stepBytes();
  } while (panel < panelEnd);
  epilogue(a0, row, column, 0, corrections, rowScales, channelScales, biases, residual, y, outputs);
  epilogue(a1, row, column, 1, corrections, rowScales, channelScales, biases, residual, y, outputs);
  if (rows > 1) {
    epilogue(b0, row + 1, column, 0, corrections, rowScales, channelScales, biases, residual, y, outputs);
    epilogue(b1, row + 1, column, 1, corrections, rowScales, channelScales, biases, residual, y, outputs);
  }
  if (rows > 2) {
    epilogue(c0, row + 2, column, 0, corrections, rowScales, channelScales, biases, residual, y, outputs);
    epilogue(c1, row + 2, column, 1, corrections, rowScales, channelScales, biases, residual, y, outputs);
  }
  if (rows > 3) {
    epilogue(d0, row + 3, column, 0, corrections, rowScales, channelScales, biases, residual, y, outputs);
    epilogue(d1, row + 3, column, 1, corrections, rowScales, channelScales, biases, residual, y, outputs);
  }
  if (rows > 4) {
    epilogue(e0, row + 4, column, 0, corrections, rowScales, channelScales, biases, residual, y, outputs);
    epilogue(e1, row + 4, column, 1, corrections, rowScales, channelScales, biases, residual, y, outputs);
  }
}

@inline
function product(
  paired: bool, x: usize, corrections: usize, rowScales: usize, weights: usize, channelScales: usize, biases: usize,
  residual: usize, y: usize, rows: usize, inputs: usize, outputs: usize,
): void {
  const rowBytes = ASC_FEATURE_RELAXED_SIMD ? inputs : inputs * 2;
  const panelBytes = inputs * 8;
  // Tiles of nearly equal height: 6 rows are 3 + 3, not 5 + 1.
  const tiles = (rows + 4) / 5;
  for (let column: usize = 0; column < outputs; column += 8) {
    const panel = weights + column * inputs;
    const end = panel + panelBytes;
    let row: usize = 0;
    for (let left = tiles; left > 0; left--) {
      const height = (rows - row + left - 1) / left;
      if (height == 5) {
        tile(5, paired, x, rowBytes, panel, end, row, column, corrections, rowScales, channelScales, biases, residual, y, outputs);
      } else if (height == 4) {
        tile(4, paired, x, rowBytes, panel, end, row, column, corrections, rowScales, channelScales, biases, residual, y, outputs);
      } else if (height == 3) {
        tile(3, paired, x, rowBytes, panel, end, row, column, corrections, rowScales, channelScales, biases, residual, y, outputs);
      } else if (height == 2) {
        tile(2, paired, x, rowBytes, panel, end, row, column, corrections, rowScales, channelScales, biases, residual, y, outputs);
      } else {
        tile(1, paired, x, rowBytes, panel, end, row, column, corrections, rowScales, channelScales, biases, residual, y, outputs);
      }
      row += height;
    }
  }
}

/**
 * y = x·Wᵀ + b (+ residual). See `linear.ts` for the order of operations.
 * @param x quantised rows as `quantizeRows` writes them, `[rows × inputs]`
 * @param weights packed by `packPanels`
 * @param residual `[rows × outputs]` f32, or 0 for none
 * @param inputs a multiple of 16, padded with zeros
 * @param outputs a multiple of 8; also the stride of `y` and `residual`
 * @param paired 1: spell the relaxed dot out as two instructions (faster where it is not native); no effect in SIMD128
 */
export function linear(
  x: usize, corrections: usize, rowScales: usize, weights: usize, channelScales: usize, biases: usize, residual: usize,
  y: usize, rows: usize, inputs: usize, outputs: usize, paired: i32,
): void {
  if (ASC_FEATURE_RELAXED_SIMD) {
    if (paired) {
      product(true, x, corrections, rowScales, weights, channelScales, biases, residual, y, rows, inputs, outputs);
      return;
    }
  }
  product(false, x, corrections, rowScales, weights, channelScales, biases, residual, y, rows, inputs, outputs);
}
