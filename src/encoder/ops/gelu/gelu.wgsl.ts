import { wgslFloat } from "../wgslFloat";
import { GELU_LIMIT, GELU_POLYNOMIAL } from "./gelu";

/** The reference's polynomial. */
export const GELU = /* wgsl */ `
fn gelu(x : f32) -> f32 {
  let u = clamp(x, ${wgslFloat(-GELU_LIMIT)}, ${wgslFloat(GELU_LIMIT)});
  let square = u * u;
  let p = ${GELU_POLYNOMIAL.map(wgslFloat).reduceRight((inner, factor) => `(${inner}) * square + ${factor}`)};
  return x * (u * p + 0.5);
}
`;

/** The operator alone, element by element. */
export const GELU_SHADER = /* wgsl */ `
@group(0) @binding(0) var<storage, read_write> x : array<f32>;
${GELU}
@compute @workgroup_size(64)
fn main(@builtin(global_invocation_id) id : vec3u) {
  if (id.x < arrayLength(&x)) { x[id.x] = gelu(x[id.x]); }
}
`;
