import type { LayerNormWeights, LinearWeights, QuantizedMatrix } from "../../format/encoder/weights";
import { attention } from "./attention/attention";
import { type EmbeddingTables, embedTokens } from "./embedTokens/embedTokens";
import { gelu } from "./gelu/gelu";
import { layerNorm } from "./layerNorm/layerNorm";
import { type LinearOptions, linear } from "./linear/linear";
import { type PoolOptions, pool } from "./pool/pool";
import { type QuantizedRows, quantizeRows } from "./quantizeRows/quantizeRows";

type Result<T> = T | Promise<T>;

/** Every operator of one backend, on plain arrays: what the case tables are run against. Shapes as in the reference. */
export interface Operators {
  quantizeRows(x: Float32Array, rows: number, columns: number): Result<QuantizedRows>;
  linear(input: QuantizedRows, rows: number, weights: LinearWeights, options?: LinearOptions): Result<Float32Array>;
  layerNorm(
    x: Float32Array,
    rows: number,
    columns: number,
    weights: LayerNormWeights,
    epsilon: number,
  ): Result<Float32Array>;
  attention(qkv: Float32Array, tokens: number, heads: number, hidden: number): Result<Float32Array>;
  gelu(x: Float32Array): Result<Float32Array>;
  embedTokens(ids: Int32Array, tables: EmbeddingTables): Result<Float32Array>;
  pool(x: Float32Array, tokens: number, hidden: number, options: PoolOptions): Result<Float32Array>;
}

export const referenceOperators: Operators = {
  quantizeRows,
  linear,
  layerNorm,
  attention,
  gelu: (x) => x.map(gelu),
  embedTokens,
  pool,
};

/** An int8 matrix from rows of numbers and their scales. */
export function quantizedMatrix(rows: readonly (readonly number[])[], scales: readonly number[]): QuantizedMatrix {
  return {
    rows: rows.length,
    columns: rows[0].length,
    values: Int8Array.from(rows.flat()),
    scales: Float32Array.from(scales),
  };
}
