import { wgslFloat } from "../wgslFloat";
import { attentionScale } from "./attention";

export interface AttentionShaderOptions {
  readonly heads: number;
  readonly hidden: number;
  /** Row length of `context` in elements. */
  readonly stride: number;
}

/** Queries of one workgroup, a thread each. */
export const QUERIES_PER_BLOCK = 32;
/** Shared memory that every GPU has, in vec4f. */
const SHARED_VECTORS = 1024;

/**
 * Self-attention of packed sequences: one workgroup for a head and a block of queries of one sequence, keys and values
 * passing through shared memory, softmax kept up as they pass. Workgroups: (heads, blocks).
 * `blocks` are (first token, tokens of the sequence, first query); each row's running maximum rises to its largest |context|.
 */
export function attentionShader({ heads, hidden, stride }: AttentionShaderOptions): string {
  const width = hidden / heads;
  const parts = Math.ceil(width / 4);
  const tile = Math.max(1, Math.min(32, Math.floor(SHARED_VECTORS / (2 * parts))));
  const vectors = width % 4 === 0;
  const each = Array.from({ length: parts }, (_, part) => part);
  const columns = (part: number) => [0, 1, 2, 3].filter((lane) => part * 4 + lane < width);
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read> blocks : array<vec4u>;
@group(0) @binding(1) var<storage, read> qkv : array<${vectors ? "vec4f" : "f32"}>;
@group(0) @binding(2) var<storage, read_write> context : array<f32>;
@group(0) @binding(3) var<storage, read_write> rows : array<atomic<u32>>;
const PARTS = ${parts}u;
const TILE = ${tile}u;
var<workgroup> keys : array<vec4f, ${tile * parts}>;
var<workgroup> values : array<vec4f, ${tile * parts}>;

/** Four columns of a head; \`kind\` 0 is the query, 1 the key, 2 the value. */
fn partOf(token : u32, kind : u32, head : u32, part : u32) -> vec4f {
  ${
    vectors
      ? `return qkv[token * ${(3 * hidden) / 4}u + kind * ${hidden / 4}u + head * PARTS + part];`
      : `let first = token * ${3 * hidden}u + kind * ${hidden}u + head * ${width}u;
  var loaded = vec4f(0.0);
  for (var lane = 0u; lane < 4u; lane++) {
    if (part * 4u + lane < ${width}u) { loaded[lane] = qkv[first + part * 4u + lane]; }
  }
  return loaded;`
  }
}

@compute @workgroup_size(${QUERIES_PER_BLOCK})
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) local : u32) {
  let head = group.x;
  let block = blocks[group.y];
  let length = block.y;
  let query = block.z + local;
  let row = block.x + min(query, length - 1u);
  ${each.map((part) => `let q${part} = partOf(row, 0u, head, ${part}u) * ${wgslFloat(attentionScale(width))};`).join("\n  ")}
  ${each.map((part) => `var sum${part} = vec4f(0.0);`).join("\n  ")}
  // Below every score: the first key replaces it.
  var maximum = -3.0e38;
  var weights = 0.0;
  for (var start = 0u; start < length; start += TILE) {
    let count = min(TILE, length - start);
    for (var i = local; i < count * PARTS; i += ${QUERIES_PER_BLOCK}u) {
      let token = block.x + start + i / PARTS;
      keys[i] = partOf(token, 1u, head, i % PARTS);
      values[i] = partOf(token, 2u, head, i % PARTS);
    }
    workgroupBarrier();
    for (var key = 0u; key < count; key++) {
      let at = key * PARTS;
      let score = ${each.map((part) => `dot(q${part}, keys[at + ${part}u])`).join(" + ")};
      if (score > maximum) {
        let shrink = exp(maximum - score);
        maximum = score;
        weights *= shrink;
        ${each.map((part) => `sum${part} *= shrink;`).join(" ")}
      }
      let weight = exp(score - maximum);
      weights += weight;
      ${each.map((part) => `sum${part} += weight * values[at + ${part}u];`).join("\n      ")}
    }
    workgroupBarrier();
  }
  if (query < length) {
    let inverse = 1.0 / weights;
    let first = row * ${stride}u + head * ${width}u;
    var largest = 0.0;
    ${each
      .flatMap((part) => [
        `sum${part} *= inverse;`,
        ...columns(part).map(
          (lane) =>
            `context[first + ${part * 4 + lane}u] = sum${part}[${lane}]; largest = max(largest, abs(sum${part}[${lane}]));`,
        ),
      ])
      .join("\n    ")}
    // Bits of floats that are not negative are ordered as the floats are.
    atomicMax(&rows[row * 2u + 1u], bitcast<u32>(largest));
  }
}
`;
}
