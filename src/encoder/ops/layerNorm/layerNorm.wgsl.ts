import { embeddingOf } from "../embedTokens/embedTokens.wgsl";
import { heldRow, QUANTIZE_WORD } from "../quantizeRows/quantizeRows.wgsl";
import { REDUCE_WORKGROUP } from "../reduceWorkgroup.wgsl";
import { wgslFloat } from "../wgslFloat";

export interface LayerNormShaderOptions {
  readonly columns: number;
  /** Row length of `x` in words of four columns; what lies beyond `columns` is zero and stays so. */
  readonly words: number;
  readonly epsilon: number;
  /** `embedding` reads the tokens' embeddings (bindings 0 to 3) instead of `x`. */
  readonly input: "x" | "embedding";
}

/**
 * LayerNorm of a row, in place, and the same row quantised for the linear layer after it; one workgroup a row.
 * `norm` is gamma, then beta, both padded with zeros.
 */
export function layerNormShader({ columns, words, epsilon, input }: LayerNormShaderOptions): string {
  return /* wgsl */ `
${input === "embedding" ? embeddingOf(words) : ""}
@group(0) @binding(4) var<storage, read> norm : array<vec4f>;
@group(0) @binding(5) var<storage, read_write> x : array<vec4f>;
@group(0) @binding(6) var<storage, read_write> quantized : array<u32>;
@group(0) @binding(7) var<storage, read_write> rows : array<vec2u>;
${REDUCE_WORKGROUP}
${QUANTIZE_WORD}
${heldRow(words)}
@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) local : u32) {
  let row = group.x;
  var sum = 0.0;
  for (var i = 0u; i < HELD; i++) {
    let word = local + i * THREADS;
    if (word < WORDS) {
      held[i] = ${input === "embedding" ? "embeddingOf(row, word)" : "x[row * WORDS + word]"};
      sum += dot(held[i], vec4f(1.0));
    }
  }
  let mean = sumOfWorkgroup(sum, local) * ${wgslFloat(1 / columns)};
  var squares = 0.0;
  for (var i = 0u; i < HELD; i++) {
    let column = vec4u(0u, 1u, 2u, 3u) + (local + i * THREADS) * 4u;
    held[i] = select(vec4f(0.0), held[i] - mean, column < vec4u(${columns}u));
    squares += dot(held[i], held[i]);
  }
  let variance = sumOfWorkgroup(squares, local) * ${wgslFloat(1 / columns)};
  let inverse = 1.0 / sqrt(variance + ${wgslFloat(epsilon)});
  for (var i = 0u; i < HELD; i++) {
    let word = local + i * THREADS;
    if (word < WORDS) {
      held[i] = held[i] * inverse * norm[word] + norm[WORDS + word];
      x[row * WORDS + word] = held[i];
    }
  }
  quantizeHeld(row, local);
}
`;
}
