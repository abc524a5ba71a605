import { sumOfLanes } from "../sumOfLanes";

export interface PoolOptions {
  readonly pooling: "mean" | "cls";
}

/** Shorter vectors have no direction worth keeping and become zero. */
export const SMALLEST_NORM = 1e-12;

/**
 * One unit vector from a sequence's token vectors: their mean (tokens added in order) or the first one, L2-normalised.
 * @param x `[tokens × hidden]`
 * @returns `[hidden]`, of unit length, or zero when the pooled vector is shorter than `SMALLEST_NORM`
 */
export function pool(x: Float32Array, tokens: number, hidden: number, { pooling }: PoolOptions): Float32Array {
  const pooled = new Float32Array(hidden);
  const counted = pooling === "mean" ? tokens : 1;
  for (let token = 0; token < counted; token++) {
    for (let column = 0; column < hidden; column++) pooled[column] += x[token * hidden + column];
  }
  const inverseCount = Math.fround(1 / counted);
  for (let column = 0; column < hidden; column++) pooled[column] *= inverseCount;
  const norm = Math.fround(Math.sqrt(sumOfLanes(pooled.map((value) => value * value))));
  const inverseNorm = norm < SMALLEST_NORM ? 0 : Math.fround(1 / norm);
  for (let column = 0; column < hidden; column++) pooled[column] *= inverseNorm;
  return pooled;
}
