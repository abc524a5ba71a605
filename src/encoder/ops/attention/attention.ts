import { exponential } from "../exponential/exponential";
import { sumOfLanes } from "../sumOfLanes";

/**
 * Multi-head self-attention of one sequence, f32. Scores and contexts add up in index order; the softmax sum in four
 * lanes over the keys.
 * @param qkv `[tokens × 3·hidden]`: query, key and value of each token, heads side by side in each
 * @returns `[tokens × hidden]`
 */
export function attention(qkv: Float32Array, tokens: number, heads: number, hidden: number): Float32Array {
  const width = hidden / heads;
  const scale = attentionScale(width);
  const context = new Float32Array(tokens * hidden);
  const weights = new Float32Array(tokens);
  for (let head = 0; head < heads; head++) {
    for (let query = 0; query < tokens; query++) {
      const q = query * 3 * hidden + head * width;
      let maximum = Number.NEGATIVE_INFINITY;
      for (let key = 0; key < tokens; key++) {
        const k = key * 3 * hidden + hidden + head * width;
        let score = 0;
        for (let d = 0; d < width; d++) score = Math.fround(score + Math.fround(qkv[q + d] * qkv[k + d]));
        weights[key] = score * scale;
        if (maximum < weights[key]) maximum = weights[key];
      }
      for (let key = 0; key < tokens; key++) weights[key] = exponential(Math.fround(weights[key] - maximum));
      const inverse = Math.fround(1 / sumOfLanes(weights));
      for (let d = 0; d < width; d++) {
        let sum = 0;
        for (let key = 0; key < tokens; key++) {
          const v = key * 3 * hidden + 2 * hidden + head * width;
          sum = Math.fround(sum + Math.fround(weights[key] * qkv[v + d]));
        }
        context[query * hidden + head * width + d] = sum * inverse;
      }
    }
  }
  return context;
}

/** 1 / √width in f32. */
export function attentionScale(width: number): number {
  return Math.fround(1 / Math.sqrt(width));
}
