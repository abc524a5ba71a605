import { exponential } from "../exponential/exponential.as";
import { sumOfLanes } from "../sumOfLanes.as";

/**
 * Scores of one or two queries against 4·vectors keys: Σ over d, in order, of q[d] · kᵀ[d][keys].
 * @param keyBytes bytes from one d to the next in the transposed keys, and from one query's scores to the next's
 */
@inline
function scoreBlock(
  vectors: i32, queries: i32, q: usize, queryBytes: usize, keys: usize, keyBytes: usize, width: usize, scores: usize, scale: v128,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
  for (let d: usize = 0; d < width; d++) {
    const a = v128.load_splat<f32>(q), b = queries > 1 ? v128.load_splat<f32>(q + queryBytes) : a;
    const k0 = v128.load(keys);
    a0 = f32x4.add(a0, f32x4.mul(a, k0));
    if (queries > 1) b0 = f32x4.add(b0, f32x4.mul(b, k0));
    if (vectors > 1) {
      const k1 = v128.load(keys, 16);
      a1 = f32x4.add(a1, f32x4.mul(a, k1));
      if (queries > 1) b1 = f32x4.add(b1, f32x4.mul(b, k1));
    }
    if (vectors > 2) {
      const k2 = v128.load(keys, 32);
      const k3 = v128.load(keys, 48);
      a2 = f32x4.add(a2, f32x4.mul(a, k2));
      a3 = f32x4.add(a3, f32x4.mul(a, k3));
      if (queries > 1) {
        b2 = f32x4.add(b2, f32x4.mul(b, k2));
        b3 = f32x4.add(b3, f32x4.mul(b, k3));
      }
    }
    q += 4;
    keys += keyBytes;
  }
  v128.store(scores, f32x4.mul(a0, scale));
  if (vectors > 1) v128.store(scores, f32x4.mul(a1, scale), 16);
  if (vectors > 2) {
    v128.store(scores, f32x4.mul(a2, scale), 32);
    v128.store(scores, f32x4.mul(a3, scale), 48);
  }
  if (queries > 1) {
    scores += keyBytes;
    v128.store(scores, f32x4.mul(b0, scale));
    if (vectors > 1) v128.store(scores, f32x4.mul(b1, scale), 16);
    if (vectors > 2) {
      v128.store(scores, f32x4.mul(b2, scale), 32);
      v128.store(scores, f32x4.mul(b3, scale), 48);
    }
  }
}

@inline
function scoreRows(
  queries: i32, q: usize, queryBytes: usize, keys: usize, keyBytes: usize, width: usize, scores: usize, scale: v128,
): void {
  let at: usize = 0;
  for (; at + 64 <= keyBytes; at += 64) scoreBlock(4, queries, q, queryBytes, keys + at, keyBytes, width, scores + at, scale);
  if (at + 32 <= keyBytes) {
    scoreBlock(2, queries, q, queryBytes, keys + at, keyBytes, width, scores + at, scale);
    at += 32;
  }
  if (at < keyBytes) scoreBlock(1, queries, q, queryBytes, keys + at, keyBytes, width, scores + at, scale);
}

/** Scores to eˢ⁻ᵐᵃˣ in place, zero beyond `tokens`; returns 1 / Σ. */
function softmaxRow(scores: usize, tokens: usize): f32 {
  const end = scores + tokens * 4;
  const full = scores + ((tokens & ~3) << 2);
  const tail = i32x4.lt_s(i32x4(0, 1, 2, 3), i32x4.splat(<i32>(tokens & 3)));
  const nothing = f32x4.splat(-Infinity);
  let highest = nothing;
  for (let at = scores; at < full; at += 16) highest = f32x4.pmax(highest, v128.load(at));
  if (full < end) highest = f32x4.pmax(highest, v128.bitselect(v128.load(full), nothing, tail));
  highest = f32x4.pmax(highest, v128.shuffle<f32>(highest, highest, 2, 3, 0, 1));
  highest = f32x4.pmax(highest, v128.shuffle<f32>(highest, highest, 1, 0, 3, 2));
  let lanes = f32x4.splat(0);
  for (let at = scores; at < full; at += 16) {
    const weight = exponential(f32x4.sub(v128.load(at), highest));
    v128.store(at, weight);
    lanes = f32x4.add(lanes, weight);
  }
  if (full < end) {
    const weight = v128.and(exponential(f32x4.sub(v128.load(full), highest)), tail);
    v128.store(full, weight);
    lanes = f32x4.add(lanes, weight);
  }
  return 1 / sumOfLanes(lanes);
}

/**
 * Σ over keys, in order, of weight · value, times the query's inverse, for 4·vectors channels of one or two queries.
 * @param weightBytes, contextBytes bytes from the first query's weights or context to the second's
 */
@inline
function contextBlock(
  vectors: i32, queries: i32, weights: usize, weightBytes: usize, tokens: usize, values: usize, valueBytes: usize,
  inverseA: v128, inverseB: v128, context: usize, contextBytes: usize,
): void {
  let a0 = f32x4.splat(0), a1 = f32x4.splat(0), a2 = f32x4.splat(0), a3 = f32x4.splat(0);
  let b0 = f32x4.splat(0), b1 = f32x4.splat(0), b2 = f32x4.splat(0), b3 = f32x4.splat(0);
  const end = weights + tokens * 4;
  do {
    const a = v128.load_splat<f32>(weights), b = queries > 1 ? v128.load_splat<f32>(weights + weightBytes) : a;
    const v0 = v128.load(values);
    a0 = f32x4.add(a0, f32x4.mul(a, v0));
    if (queries > 1) b0 = f32x4.add(b0, f32x4.mul(b, v0));
    if (vectors > 1) {
      const v1 = v128.load(values, 16);
      a1 = f32x4.add(a1, f32x4.mul(a, v1));
      if (queries > 1) b1 = f32x4.add(b1, f32x4.mul(b, v1));
      const v2 = v128.load(values, 32);
      a2 = f32x4.add(a2, f32x4.mul(a, v2));
      if (queries > 1) b2 = f32x4.add(b2, f32x4.mul(b, v2));
      const v3 = v128.load(values, 48);
      a3 = f32x4.add(a3, f32x4.mul(a, v3));
      if (queries > 1) b3 = f32x4.add(b3, f32x4.mul(b, v3));
    }
    weights += 4;
    values += valueBytes;
  } while (weights < end);
  v128.store(context, f32x4.mul(a0, inverseA));
  if (vectors > 1) {
    v128.store(context, f32x4.mul(a1, inverseA), 16);
    v128.store(context, f32x4.mul(a2, inverseA), 32);
    v128.store(context, f32x4.mul(a3, inverseA), 48);
  }
  if (queries > 1) {
    context += contextBytes;
    v128.store(context, f32x4.mul(b0, inverseB));
    if (vectors > 1) {
      v128.store(context, f32x4.mul(b1, inverseB), 16);
      v128.store(context, f32x4.mul(b2, inverseB), 32);
      v128.store(context, f32x4.mul(b3, inverseB), 48);
    }
  }
}

@inline
function contextRows(
  queries: i32, weights: usize, weightBytes: usize, tokens: usize, values: usize, valueBytes: usize, inverseA: v128,
  inverseB: v128, context: usize, contextBytes: usize,
): void {
  let at: usize = 0;
  for (; at + 64 <= valueBytes; at += 64) {
    contextBlock(4, queries, weights, weightBytes, tokens, values + at, valueBytes, inverseA, inverseB, context + at, contextBytes);
  }
  for (; at < valueBytes; at += 16) {
    contextBlock(1, queries, weights, weightBytes, tokens, values + at, valueBytes, inverseA, inverseB, context + at, contextBytes);
  }
}

/** Keys of one head to `[width × tokens]`, four by four; `keyBytes` from one d to the next. */
@inline
function transposeKeys(from: usize, rowBytes: usize, tokens: usize, width: usize, keys: usize, keyBytes: usize): void {
  let token: usize = 0;
  for (; token + 4 <= tokens; token += 4) {
    for (let d: usize = 0; d < width; d += 4) {
      const at = from + d * 4;
      const r0 = v128.load(at), r1 = v128.load(at + rowBytes);
      const r2 = v128.load(at + 2 * rowBytes), r3 = v128.load(at + 3 * rowBytes);
      const low01 = v128.shuffle<f32>(r0, r1, 0, 4, 1, 5), high01 = v128.shuffle<f32>(r0, r1, 2, 6, 3, 7);
      const low23 = v128.shuffle<f32>(r2, r3, 0, 4, 1, 5), high23 = v128.shuffle<f32>(r2, r3, 2, 6, 3, 7);
      const to = keys + d * keyBytes + token * 4;
      v128.store(to, v128.shuffle<f64>(low01, low23, 0, 2));
      v128.store(to + keyBytes, v128.shuffle<f64>(low01, low23, 1, 3));
      v128.store(to + 2 * keyBytes, v128.shuffle<f64>(high01, high23, 0, 2));
      v128.store(to + 3 * keyBytes, v128.shuffle<f64>(high01, high23, 1, 3));
    }
    from += 4 * rowBytes;
  }
  for (; token < tokens; token++) {
    for (let d: usize = 0; d < width; d++) store<f32>(keys + d * keyBytes + token * 4, load<f32>(from + d * 4));
    from += rowBytes;
  }
}

/**
 * Self-attention of one sequence.
 * @param qkv `[tokens × stride]`: queries, keys, values, each `heads` blocks of `width` floats
 * @param width a multiple of 4, padded with zeros
 * @param scale 1 / √(true width)
 * @param context `[tokens × contextStride]`
 * @param scratch (2·width + 2) · (tokens rounded up to 4) floats
 */
export function attention(
  qkv: usize, tokens: usize, heads: usize, width: usize, stride: usize, scale: f32, context: usize, contextStride: usize,
  scratch: usize,
): void {
  const keyBytes = ((tokens + 3) & ~3) << 2;
  const rowBytes = stride << 2;
  const widthBytes = width << 2;
  const part = heads * widthBytes;
  const keys = scratch;
  const values = keys + width * keyBytes;
  const scores = values + width * keyBytes;
  const scales = f32x4.splat(scale);
  const contextBytes = contextStride << 2;
  for (let head: usize = 0; head < heads; head++) {
    const q = qkv + head * widthBytes;
    transposeKeys(q + part, rowBytes, tokens, width, keys, keyBytes);
    for (let token: usize = 0; token < tokens; token++) {
      const from = q + token * rowBytes + 2 * part;
      for (let at: usize = 0; at < widthBytes; at += 16) v128.store(values + token * widthBytes + at, v128.load(from + at));
    }
    let query: usize = 0;
    let out = context + head * widthBytes;
    for (; query + 2 <= tokens; query += 2) {
      scoreRows(2, q + query * rowBytes, rowBytes, keys, keyBytes, width, scores, scales);
      const a = f32x4.splat(softmaxRow(scores, tokens)), b = f32x4.splat(softmaxRow(scores + keyBytes, tokens));
      contextRows(2, scores, keyBytes, tokens, values, widthBytes, a, b, out, contextBytes);
      out += 2 * contextBytes;
    }
    if (query < tokens) {
      scoreRows(1, q + query * rowBytes, rowBytes, keys, keyBytes, width, scores, scales);
      const a = f32x4.splat(softmaxRow(scores, tokens));
      contextRows(1, scores, keyBytes, tokens, values, widthBytes, a, a, out, contextBytes);
    }
  }
}
