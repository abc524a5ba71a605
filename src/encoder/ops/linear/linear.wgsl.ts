import { GELU } from "../gelu/gelu.wgsl";
import { QUANTIZE_WORD } from "../quantizeRows/quantizeRows.wgsl";
import { wgslFloat } from "../wgslFloat";
import { DOT_SHADERS, type WgslDot } from "./dot.wgsl";

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
/** Each thread keeps 4 × 4 sums. */
const PER_THREAD = 4;
const ACROSS = TILE_OUTPUTS / PER_THREAD;
const THREADS = ACROSS * (TILE_ROWS / PER_THREAD);
const EACH = Array.from({ length: PER_THREAD }, (_, index) => index);

/**
 * The int8 linear layer: sums over tiles in shared memory, exact but for `f16`, then the reference's f32 epilogue.
 * Workgroups: (outputs / `TILE_OUTPUTS`, rows / `TILE_ROWS`), both rounded up. `weights` are `[outputs][blocks]` of
 * sixteen int8, `channels` (scale, bias), `rows` (bits of the scale, bits of the maximum).
 */
export function linearShader(options: LinearShaderOptions): string {
  const { blocks, outputs, stride, input, activation, residual, tracksMaximum } = options;
  const dot = DOT_SHADERS[options.dot];
  const { tileBlocks, elementsPerBlock } = dot;
  const steps = tileBlocks * elementsPerBlock;
  const elements = Array.from({ length: elementsPerBlock }, (_, index) => index);
  const loadsFloats = input === "floats" && dot.xElementOfFloats !== undefined;
  // What is both read and raised must be bound once, as atomics.
  const rows = tracksMaximum ? "read_write> rows : array<atomic<u32>>" : "read> rows : array<u32>";
  const rowWord = (index: string) => (tracksMaximum ? `atomicLoad(&rows[${index}])` : `rows[${index}]`);
  const unit = dot.unit === 1 ? "" : ` * ${wgslFloat(dot.unit)}`;
  return /* wgsl */ `${dot.enable}
struct Batch { tokens : u32 }
@group(0) @binding(0) var<uniform> batch : Batch;
@group(0) @binding(1) var<storage, read> x : array<${input === "int8" ? "vec4u" : "vec4f"}>;
@group(0) @binding(2) var<storage, ${rows};
@group(0) @binding(3) var<storage, read> weights : array<vec4u>;
@group(0) @binding(4) var<storage, read> channels : array<vec2f>;
@group(0) @binding(5) var<storage, read_write> y : array<f32>;
${residual ? "@group(0) @binding(6) var<storage, read> residual : array<f32>;" : ""}
const BLOCKS = ${blocks}u;
var<workgroup> xTile : array<${dot.element}, ${TILE_ROWS * steps}>;
var<workgroup> weightTile : array<${dot.element}, ${TILE_OUTPUTS * steps}>;
${tracksMaximum ? `var<workgroup> maxima : array<atomic<u32>, ${TILE_ROWS}>;` : ""}
${dot.functions}
${activation ? GELU : ""}
${input === "floats" ? QUANTIZE_WORD : ""}
${
  loadsFloats
    ? ""
    : `fn blockOfX(row : u32, block : u32) -> vec4u {
  ${
    input === "int8"
      ? "return x[row * BLOCKS + block];"
      : `let inverse = inverseScale(bitcast<f32>(${rowWord("row * 2u + 1u")}));
  let first = (row * BLOCKS + block) * 4u;
  return vec4u(quantizeWord(x[first], inverse), quantizeWord(x[first + 1u], inverse),
    quantizeWord(x[first + 2u], inverse), quantizeWord(x[first + 3u], inverse));`
  }
}`
}

fn scaleOf(row : u32) -> f32 {
  ${
    input === "int8"
      ? `return bitcast<f32>(${rowWord("row * 2u")})${unit};`
      : `return rowScale(bitcast<f32>(${rowWord("row * 2u + 1u")}))${unit};`
  }
}

fn finish(row : u32, output : u32, sum : ${dot.sum}, scale : f32) -> f32 {
  let channel = channels[output];
  var value = f32(sum) * (scale * channel.x) + channel.y;
  ${activation ? "value = gelu(value);" : ""}
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
  ${EACH.map((row) => `var sums${row} = ${dot.sums}();`).join(" ")}
  for (var start = 0u; start < BLOCKS; start += ${tileBlocks}u) {
    for (var i = local; i < ${TILE_ROWS * tileBlocks}u; i += ${THREADS}u) {
      let row = firstRow + i / ${tileBlocks}u;
      let block = start + i % ${tileBlocks}u;
      let at = (i % ${tileBlocks}u) * ${TILE_ROWS * elementsPerBlock}u + i / ${tileBlocks}u;
      if (row < batch.tokens && block < BLOCKS) {
        ${
          loadsFloats
            ? `let inverse = inverseScale(bitcast<f32>(${rowWord("row * 2u + 1u")}));
        let first = (row * BLOCKS + block) * 4u;
        ${elements.map((e) => `xTile[at + ${e * TILE_ROWS}u] = ${dot.xElementOfFloats?.(`x[first + ${e}u]`, "inverse")};`).join("\n        ")}`
            : `let loaded = blockOfX(row, block);
        ${elements.map((e) => `xTile[at + ${e * TILE_ROWS}u] = ${dot.xElement("loaded", e)};`).join("\n        ")}`
        }
      } else {
        ${elements.map((e) => `xTile[at + ${e * TILE_ROWS}u] = ${dot.element}();`).join("\n        ")}
      }
    }
    for (var i = local; i < ${TILE_OUTPUTS * tileBlocks}u; i += ${THREADS}u) {
      let output = firstOutput + i / ${tileBlocks}u;
      let block = start + i % ${tileBlocks}u;
      let at = (i % ${tileBlocks}u) * ${TILE_OUTPUTS * elementsPerBlock}u + i / ${tileBlocks}u;
      var loaded = vec4u(0u);
      if (output < ${outputs}u && block < BLOCKS) { loaded = weights[output * BLOCKS + block]; }
      ${elements.map((e) => `weightTile[at + ${e * TILE_OUTPUTS}u] = ${dot.weightElement("loaded", e)};`).join("\n      ")}
    }
    workgroupBarrier();
    for (var block = 0u; block < ${tileBlocks}u; block++) {
      ${EACH.map((row) => `var products${row} = ${dot.product4}();`).join(" ")}
      for (var step = block * ${elementsPerBlock}u; step < (block + 1u) * ${elementsPerBlock}u; step++) {
        ${EACH.map((output) => `let w${output} = weightTile[step * ${TILE_OUTPUTS}u + threadOutput + ${output * ACROSS}u];`).join("\n        ")}
        ${EACH.map(
          (row) => `let x${row} = xTile[step * ${TILE_ROWS}u + threadRow + ${row}u];
        products${row} += ${dot.product4}(${EACH.map((output) => dot.product(`x${row}`, `w${output}`)).join(", ")});`,
        ).join("\n        ")}
      }
      ${EACH.map((row) => `sums${row} += ${dot.sums}(products${row});`).join(" ")}
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
