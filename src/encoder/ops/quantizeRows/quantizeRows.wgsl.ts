import { REDUCE_WORKGROUP, REDUCING_THREADS } from "../reduceWorkgroup.wgsl";
import { wgslFloat } from "../wgslFloat";
import { SMALLEST_ROW_MAXIMUM } from "./quantizeRows";

/** `quantizeWord` packs four int8 in a word, lowest byte first, rounded half to even (as `round` does). */
export const QUANTIZE_WORD = /* wgsl */ `
fn quantizeWord(x : vec4f, inverse : f32) -> u32 {
  let bytes = bitcast<vec4u>(vec4i(round(x * inverse))) & vec4u(255u);
  return bytes.x | (bytes.y << 8u) | (bytes.z << 16u) | (bytes.w << 24u);
}

fn inverseScale(maximum : f32) -> f32 {
  const smallest = ${wgslFloat(SMALLEST_ROW_MAXIMUM)};
  return select(127.0 / max(maximum, smallest), 0.0, maximum < smallest);
}

fn rowScale(maximum : f32) -> f32 {
  return select(maximum / 127.0, 0.0, maximum < ${wgslFloat(SMALLEST_ROW_MAXIMUM)});
}
`;

/**
 * The row of a workgroup, held in registers: thread `local` has words local, local + threads, … of four columns.
 * `rows[row]` is (bits of the scale, bits of the running maximum); the maximum starts at zero here, and the next
 * operator that writes floats raises it.
 * @param words four columns each, the row's padding included
 */
export function heldRow(words: number): string {
  return /* wgsl */ `
const WORDS = ${words}u;
const THREADS = ${REDUCING_THREADS}u;
const HELD = ${Math.ceil(words / REDUCING_THREADS)}u;
var<private> held : array<vec4f, HELD>;

fn quantizeHeld(row : u32, local : u32) {
  var largest = vec4f(0.0);
  for (var i = 0u; i < HELD; i++) { largest = max(largest, abs(held[i])); }
  let maximum = maximumOfWorkgroup(max(max(largest.x, largest.y), max(largest.z, largest.w)), local);
  let inverse = inverseScale(maximum);
  for (var i = 0u; i < HELD; i++) {
    let word = local + i * THREADS;
    if (word < WORDS) { quantized[row * WORDS + word] = quantizeWord(held[i], inverse); }
  }
  if (local == 0u) { rows[row] = vec2u(bitcast<u32>(rowScale(maximum)), 0u); }
}
`;
}

/** The operator alone, one workgroup a row. @param words of four columns in a padded row */
export function quantizeRowsShader(words: number): string {
  return /* wgsl */ `
@group(0) @binding(0) var<storage, read> x : array<vec4f>;
@group(0) @binding(1) var<storage, read_write> quantized : array<u32>;
@group(0) @binding(2) var<storage, read_write> rows : array<vec2u>;
${REDUCE_WORKGROUP}
${QUANTIZE_WORD}
${heldRow(words)}
@compute @workgroup_size(THREADS)
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) local : u32) {
  for (var i = 0u; i < HELD; i++) {
    let word = local + i * THREADS;
    if (word < WORDS) { held[i] = x[group.x * WORDS + word]; }
  }
  quantizeHeld(group.x, local);
}
`;
}
