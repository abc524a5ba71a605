import { GELU } from "../gelu/gelu.wgsl";
import { QUANTIZE_WORD } from "../quantizeRows/quantizeRows.wgsl";

/** `packed`: the hardware's dot product of four bytes; `unpacked`: shifts and multiplies, where WGSL lacks it. */
export type WgslDot = "packed" | "unpacked";

export interface LinearShaderOptions {
  /** Row length of `x` in blocks of sixteen columns, padding included. */
  readonly blocks: number;
  readonly outputs: number;
  /** Row length of `y` and `residual` in elements. */
  readonly stride: number;
  /** `floats` are quantised while they are loaded, by the maximum that the operator before left in `rows`. */
  readonly input: "int8" | "floats";
  readonly dot: WgslDot;
  readonly activation?: "gelu";
  readonly residual?: boolean;
  /** Raises each row's running maximum to the largest |y|, for a next layer that reads floats. */
  readonly tracksMaximum?: boolean;
}

/** Rows and outputs of the tile that one workgroup computes. */
export const TILE_ROWS = 32;
export const TILE_OUTPUTS = 64;
/** Blocks of sixteen inputs in shared memory at a time: (32 + 64) · 4 · 16 bytes = 6 kB of the 16 kB every GPU has. */
const TILE_BLOCKS = 4;
/** Each thread keeps 4 × 4 sums. */
const PER_THREAD = 4;
const ACROSS = TILE_OUTPUTS / PER_THREAD;
const THREADS = ACROSS * (TILE_ROWS / PER_THREAD);
const EACH = Array.from({ length: PER_THREAD }, (_, index) => index);

const DOT16: Readonly<Record<WgslDot, string>> = {
  packed: /* wgsl */ `
fn dot16(a : vec4u, b : vec4u) -> i32 {
  return dot4I8Packed(a.x, b.x) + dot4I8Packed(a.y, b.y) + dot4I8Packed(a.z, b.z) + dot4I8Packed(a.w, b.w);
}
`,
  unpacked: /* wgsl */ `
fn bytesOf(word : u32) -> vec4i {
  return bitcast<vec4i>(vec4u(word) << vec4u(24u, 16u, 8u, 0u)) >> vec4u(24u);
}

fn dot16(a : vec4u, b : vec4u) -> i32 {
  let products = bytesOf(a.x) * bytesOf(b.x) + bytesOf(a.y) * bytesOf(b.y)
    + bytesOf(a.z) * bytesOf(b.z) + bytesOf(a.w) * bytesOf(b.w);
  return products.x + products.y + products.z + products.w;
}
`,
};

/**
 * The int8 linear layer: exact i32 sums over tiles in shared memory, then the reference's f32 epilogue.
 * Workgroups: (outputs / `TILE_OUTPUTS`, rows / `TILE_ROWS`), both rounded up. `weights` are `[outputs][blocks]` of
 * sixteen int8, `channels` (scale, bias), `rows` (bits of the scale, bits of the maximum).
 */
export function linearShader(options: LinearShaderOptions): string {
  const { blocks, outputs, stride, input, dot, activation, residual, tracksMaximum } = options;
  // What is both read and raised must be bound once, as atomics.
  const rows = tracksMaximum ? "read_write> rows : array<atomic<u32>>" : "read> rows : array<u32>";
  const rowWord = (index: string) => (tracksMaximum ? `atomicLoad(&rows[${index}])` : `rows[${index}]`);
  return /* wgsl */ `
struct Batch { tokens : u32 }
@group(0) @binding(0) var<uniform> batch : Batch;
@group(0) @binding(1) var<storage, read> x : array<${input === "int8" ? "vec4u" : "vec4f"}>;
@group(0) @binding(2) var<storage, ${rows};
@group(0) @binding(3) var<storage, read> weights : array<vec4u>;
@group(0) @binding(4) var<storage, read> channels : array<vec2f>;
@group(0) @binding(5) var<storage, read_write> y : array<f32>;
${residual ? "@group(0) @binding(6) var<storage, read> residual : array<f32>;" : ""}
const BLOCKS = ${blocks}u;
var<workgroup> xTile : array<vec4u, ${TILE_ROWS * TILE_BLOCKS}>;
var<workgroup> weightTile : array<vec4u, ${TILE_OUTPUTS * TILE_BLOCKS}>;
${tracksMaximum ? `var<workgroup> maxima : array<atomic<u32>, ${TILE_ROWS}>;` : ""}
${DOT16[dot]}
${activation ? GELU : ""}
${input === "floats" ? QUANTIZE_WORD : ""}
fn blockOfX(row : u32, block : u32) -> vec4u {
  ${
    input === "int8"
      ? "return x[row * BLOCKS + block];"
      : `let inverse = inverseScale(bitcast<f32>(${rowWord("row * 2u + 1u")}));
  let first = (row * BLOCKS + block) * 4u;
  return vec4u(quantizeWord(x[first], inverse), quantizeWord(x[first + 1u], inverse),
    quantizeWord(x[first + 2u], inverse), quantizeWord(x[first + 3u], inverse));`
  }
}

fn scaleOf(row : u32) -> f32 {
  ${
    input === "int8"
      ? `return bitcast<f32>(${rowWord("row * 2u")});`
      : `return rowScale(bitcast<f32>(${rowWord("row * 2u + 1u")}));`
  }
}

fn finish(row : u32, output : u32, sum : i32, scale : f32) -> f32 {
  let channel = channels[output];
  ${activation ? "var value = gelu(f32(sum) * (scale * channel.x) + channel.y);" : "var value = f32(sum) * (scale * channel.x) + channel.y;"}
  ${residual ? `value += residual[row * ${stride}u + output];` : ""}
  y[row * ${stride}u + output] = value;
  return abs(value);
}

@compute @workgroup_size(${THREADS})
fn main(@builtin(workgroup_id) group : vec3u, @builtin(local_invocation_index) local : u32) {
  let firstRow = group.y * ${TILE_ROWS}u;
  let firstOutput = group.x * ${TILE_OUTPUTS}u;
  let threadRow = (local / ${ACROSS}u) * ${PER_THREAD}u;
  let threadOutput = local % ${ACROSS}u;
  ${EACH.map((row) => `var sums${row} = vec4i(0);`).join(" ")}
  for (var start = 0u; start < BLOCKS; start += ${TILE_BLOCKS}u) {
    for (var i = local; i < ${TILE_ROWS * TILE_BLOCKS}u; i += ${THREADS}u) {
      let row = firstRow + i / ${TILE_BLOCKS}u;
      let block = start + i % ${TILE_BLOCKS}u;
      var loaded = vec4u(0u);
      if (row < batch.tokens && block < BLOCKS) { loaded = blockOfX(row, block); }
      xTile[(i % ${TILE_BLOCKS}u) * ${TILE_ROWS}u + i / ${TILE_BLOCKS}u] = loaded;
    }
    for (var i = local; i < ${TILE_OUTPUTS * TILE_BLOCKS}u; i += ${THREADS}u) {
      let output = firstOutput + i / ${TILE_BLOCKS}u;
      let block = start + i % ${TILE_BLOCKS}u;
      var loaded = vec4u(0u);
      if (output < ${outputs}u && block < BLOCKS) { loaded = weights[output * BLOCKS + block]; }
      weightTile[(i % ${TILE_BLOCKS}u) * ${TILE_OUTPUTS}u + i / ${TILE_BLOCKS}u] = loaded;
    }
    workgroupBarrier();
    for (var block = 0u; block < ${TILE_BLOCKS}u; block++) {
      ${EACH.map((output) => `let w${output} = weightTile[block * ${TILE_OUTPUTS}u + threadOutput + ${output * ACROSS}u];`).join("\n      ")}
      ${EACH.map(
        (row) => `let x${row} = xTile[block * ${TILE_ROWS}u + threadRow + ${row}u];
      sums${row} += vec4i(${EACH.map((output) => `dot16(x${row}, w${output})`).join(", ")});`,
      ).join("\n      ")}
    }
    workgroupBarrier();
  }
  ${EACH.map(
    (row) => `{
    let row = firstRow + threadRow + ${row}u;
    if (row < batch.tokens) {
      let scale = scaleOf(row);
      var largest = 0.0;
      ${EACH.map(
        (output) => `{
        let output = firstOutput + threadOutput + ${output * ACROSS}u;
        if (output < ${outputs}u) { largest = max(largest, finish(row, output, sums${row}[${output}], scale)); }
      }`,
      ).join("\n      ")}
      ${tracksMaximum ? `atomicMax(&maxima[threadRow + ${row}u], bitcast<u32>(largest));` : ""}
    }
  }`,
  ).join("\n  ")}
  ${
    tracksMaximum
      ? `// Bits of floats that are not negative are ordered as the floats are.
  workgroupBarrier();
  if (local < ${TILE_ROWS}u && firstRow + local < batch.tokens) {
    atomicMax(&rows[(firstRow + local) * 2u + 1u], atomicLoad(&maxima[local]));
  }`
      : ""
  }
}
`;
}
