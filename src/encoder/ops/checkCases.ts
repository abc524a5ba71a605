import attentionCases from "./attention/attention.cases.json";
import embedTokensCases from "./embedTokens/embedTokens.cases.json";
import geluCases from "./gelu/gelu.cases.json";
import layerNormCases from "./layerNorm/layerNorm.cases.json";
import linearCases from "./linear/linear.cases.json";
import { type Operators, quantizedMatrix } from "./operators";
import poolCases from "./pool/pool.cases.json";
import quantizeRowsCases from "./quantizeRows/quantizeRows.cases.json";

export interface CaseResult {
  readonly operator: keyof Operators;
  readonly name: string;
  /** Largest |actual - expected|; infinite when lengths differ or a value is not a number. */
  readonly error: number;
  readonly atol: number;
}

/** Scales are one f32 division away from the expected value. */
const SCALE_RTOL = 2 ** -23;

/** Runs every operator's case table (`*.cases.json`) on a backend; a case holds when `error <= atol`. */
export async function checkCases(operators: Operators): Promise<readonly CaseResult[]> {
  const results: CaseResult[] = [];
  const report = (
    operator: keyof Operators,
    { name, atol }: { readonly name: string; readonly atol: number },
    actual: ArrayLike<number>,
    expected: readonly number[],
  ) => results.push({ operator, name, atol, error: largestError(actual, expected) });

  for (const { name, x, values, scales } of quantizeRowsCases) {
    const actual = await operators.quantizeRows(Float32Array.from(x.flat()), x.length, x[0].length);
    report("quantizeRows", { name, atol: 0 }, actual.values, values.flat());
    report("quantizeRows", { name: `${name}: scales`, atol: Math.max(...scales) * SCALE_RTOL }, actual.scales, scales);
  }
  for (const row of linearCases) {
    const input = { values: Int8Array.from(row.x.flat()), scales: Float32Array.from(row.rowScales) };
    const weights = {
      weight: quantizedMatrix(row.weight, row.channelScales),
      bias: Float32Array.from(row.bias),
    };
    const options = {
      activation: row.activation === "gelu" ? ("gelu" as const) : undefined,
      residual: row.residual && Float32Array.from(row.residual.flat()),
    };
    report("linear", row, await operators.linear(input, row.x.length, weights, options), row.y.flat());
  }
  for (const row of layerNormCases) {
    const weights = { gamma: Float32Array.from(row.gamma), beta: Float32Array.from(row.beta) };
    const x = Float32Array.from(row.x.flat());
    const actual = await operators.layerNorm(x, row.x.length, row.gamma.length, weights, row.epsilon);
    report("layerNorm", row, actual, row.y.flat());
  }
  for (const row of attentionCases) {
    const qkv = row.queries.flatMap((query, token) => [...query, ...row.keys[token], ...row.values[token]]);
    const [tokens, hidden] = [row.queries.length, row.queries[0].length];
    const actual = await operators.attention(Float32Array.from(qkv), tokens, row.heads, hidden);
    report("attention", row, actual, row.context.flat());
  }
  for (const row of geluCases) report("gelu", row, await operators.gelu(Float32Array.from(row.x)), row.y);
  for (const row of embedTokensCases) {
    const actual = await operators.embedTokens(Int32Array.from(row.ids), {
      wordEmbeddings: quantizedMatrix(row.words, row.wordScales),
      positionEmbeddings: quantizedMatrix(row.positions, row.positionScales),
      typeEmbeddings: quantizedMatrix(row.types, row.typeScales),
    });
    report("embedTokens", row, actual, row.x.flat());
  }
  for (const row of poolCases) {
    const pooling = row.pooling === "cls" ? "cls" : "mean";
    const actual = await operators.pool(Float32Array.from(row.x.flat()), row.x.length, row.x[0].length, { pooling });
    report("pool", row, actual, row.y);
  }
  return results;
}

function largestError(actual: ArrayLike<number>, expected: readonly number[]): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (const [i, value] of expected.entries()) {
    const error = Math.abs(actual[i] - Math.fround(value));
    if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  }
  return largest;
}
