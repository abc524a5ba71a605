import { REDUCE_WORKGROUP, REDUCING_THREADS } from "../reduceWorkgroup.wgsl";
import { wgslFloat } from "../wgslFloat";
import { type PoolOptions, SMALLEST_NORM } from "./pool";

export interface PoolShaderOptions extends PoolOptions {
  readonly hidden: number;
  /** Row length of `x` in elements. */
  readonly stride: number;
}

/** One unit vector a sequence, one workgroup each; `spans` are (first token, tokens). */
export function poolShader({ hidden, stride, pooling }: PoolShaderOptions): string {
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read> spans : array<vec2u>;
@group(0) @binding(1) var<storage, read> x : array<f32>;
@group(0) @binding(2) var<storage, read_write> pooled : array<f32>;
${REDUCE_WORKGROUP}
@compute @workgroup_size(${REDUCING_THREADS})
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) local : u32) {
  let span = spans[group.x];
  let counted = ${pooling === "mean" ? "span.y" : "1u"};
  let inverseCount = 1.0 / f32(counted);
  var squares = 0.0;
  for (var column = local; column < ${hidden}u; column += ${REDUCING_THREADS}u) {
    var sum = 0.0;
    for (var token = 0u; token < counted; token++) { sum += x[(span.x + token) * ${stride}u + column]; }
    sum *= inverseCount;
    squares += sum * sum;
    pooled[group.x * ${hidden}u + column] = sum;
  }
  let norm = sqrt(sumOfWorkgroup(squares, local));
  let inverse = select(1.0 / max(norm, ${wgslFloat(SMALLEST_NORM)}), 0.0, norm < ${wgslFloat(SMALLEST_NORM)});
  for (var column = local; column < ${hidden}u; column += ${REDUCING_THREADS}u) {
    pooled[group.x * ${hidden}u + column] *= inverse;
  }
}
`;
}
