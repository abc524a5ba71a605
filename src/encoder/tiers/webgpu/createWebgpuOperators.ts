import type { LinearWeights } from "../../../format/encoder/weights";
import { attentionShader, QUERIES_PER_BLOCK } from "../../ops/attention/attention.wgsl";
import { placeOf } from "../../ops/embedTokens/embedTokens";
import { embedTokensShader } from "../../ops/embedTokens/embedTokens.wgsl";
import { GELU_SHADER } from "../../ops/gelu/gelu.wgsl";
import { layerNormShader } from "../../ops/layerNorm/layerNorm.wgsl";
import type { WgslDot } from "../../ops/linear/dot.wgsl";
import { linearShader, TILE_OUTPUTS, TILE_ROWS } from "../../ops/linear/linear.wgsl";
import type { Operators } from "../../ops/operators";
import { poolShader } from "../../ops/pool/pool.wgsl";
import { quantizeRowsShader } from "../../ops/quantizeRows/quantizeRows.wgsl";
import { BLOCK, channelsOf, paddedNorm, paddedValues, roundUp } from "./gpuLayout";

export interface WebgpuOperators extends Operators {
  /** The linear layer that quantises its rows while it loads them: equal to `linear` after `quantizeRows`. */
  linearOfFloats(x: Float32Array, rows: number, weights: LinearWeights): Promise<Float32Array>;
}

type Operand = Float32Array | Int32Array | Uint32Array | Int8Array;

/** Each shader on plain arrays: operands are padded and copied in, results copied out. For case tables and tests. */
export function createWebgpuOperators(device: GPUDevice, dot: WgslDot): WebgpuOperators {
  /** Runs one shader and reads one operand back. */
  async function run(
    code: string,
    operands: Readonly<Record<number, Operand>>,
    { workgroups, result, uniform }: RunOptions,
  ): Promise<ArrayBuffer> {
    const buffers = new Map(
      Object.entries(operands).map(([binding, operand]) => {
        const bytes = new Uint8Array(roundUp(Math.max(operand.byteLength, 16), 4));
        bytes.set(new Uint8Array(operand.buffer, operand.byteOffset, operand.byteLength));
        const kind = Number(binding) === uniform ? GPUBufferUsage.UNIFORM : GPUBufferUsage.STORAGE;
        const usage = kind | GPUBufferUsage.COPY_DST | GPUBufferUsage.COPY_SRC;
        const buffer = device.createBuffer({ size: bytes.byteLength, usage });
        device.queue.writeBuffer(buffer, 0, bytes);
        return [Number(binding), buffer] as const;
      }),
    );
    const module = device.createShaderModule({ code });
    const pipeline = await device.createComputePipelineAsync({ layout: "auto", compute: { module } });
    const entries = [...buffers].map(([binding, buffer]) => ({ binding, resource: { buffer } }));
    const source = buffers.get(result)!;
    const staging = device.createBuffer({
      size: source.size,
      usage: GPUBufferUsage.MAP_READ | GPUBufferUsage.COPY_DST,
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginComputePass();
    pass.setPipeline(pipeline);
    pass.setBindGroup(0, device.createBindGroup({ layout: pipeline.getBindGroupLayout(0), entries }));
    pass.dispatchWorkgroups(...workgroups);
    pass.end();
    encoder.copyBufferToBuffer(source, 0, staging, 0, source.size);
    device.queue.submit([encoder.finish()]);
    await staging.mapAsync(GPUMapMode.READ);
    const answer = staging.getMappedRange().slice(0);
    for (const buffer of [...buffers.values(), staging]) buffer.destroy();
    return answer;
  }

  return {
    async quantizeRows(x, rows, columns) {
      const stride = roundUp(columns, BLOCK);
      const operands = {
        0: padded(x, columns, stride),
        1: new Uint32Array((rows * stride) / 4),
        2: new Uint32Array(2 * rows),
      };
      const code = quantizeRowsShader(stride / 4);
      const values = new Int8Array(await run(code, operands, { workgroups: [rows], result: 1 }));
      const facts = new Float32Array(await run(code, operands, { workgroups: [rows], result: 2 }));
      return {
        values: Int8Array.from(unpadded(values, rows, columns, stride)),
        scales: Float32Array.from({ length: rows }, (_, row) => facts[2 * row]),
      };
    },

    async linear({ values, scales }, rows, { weight, bias }, { activation, residual } = {}) {
      const { rows: outputs, columns } = weight;
      const facts = new Float32Array(2 * rows);
      scales.forEach((scale, row) => {
        facts[2 * row] = scale;
      });
      const operands: Record<number, Operand> = {
        0: Uint32Array.of(rows, 0, 0, 0),
        1: paddedValues({ values, rows, columns, scales }),
        2: facts,
        3: paddedValues(weight),
        4: channelsOf({ weight, bias }),
        5: new Float32Array(rows * outputs),
      };
      if (residual) operands[6] = residual;
      const code = linearShader({
        blocks: roundUp(columns, BLOCK) / BLOCK,
        outputs,
        stride: outputs,
        input: "int8",
        dot,
        activation,
        residual: residual !== undefined,
        tracksMaximum: activation !== undefined,
      });
      const y = await run(code, operands, { workgroups: tilesOf(rows, outputs), result: 5, uniform: 0 });
      return new Float32Array(y, 0, rows * outputs);
    },

    async linearOfFloats(x, rows, { weight, bias }) {
      const { rows: outputs, columns } = weight;
      const stride = roundUp(columns, BLOCK);
      const facts = new Float32Array(2 * rows);
      for (let row = 0; row < rows; row++) {
        facts[2 * row + 1] = Math.max(...x.subarray(row * columns, (row + 1) * columns).map(Math.abs));
      }
      const operands = {
        0: Uint32Array.of(rows, 0, 0, 0),
        1: padded(x, columns, stride),
        2: facts,
        3: paddedValues(weight),
        4: channelsOf({ weight, bias }),
        5: new Float32Array(rows * outputs),
      };
      const code = linearShader({ blocks: stride / BLOCK, outputs, stride: outputs, input: "floats", dot });
      const y = await run(code, operands, { workgroups: tilesOf(rows, outputs), result: 5, uniform: 0 });
      return new Float32Array(y, 0, rows * outputs);
    },

    async layerNorm(x, rows, columns, norm, epsilon) {
      const stride = roundUp(columns, BLOCK);
      const operands = {
        4: paddedNorm(norm),
        5: padded(x, columns, stride),
        6: new Uint32Array((rows * stride) / 4),
        7: new Uint32Array(2 * rows),
      };
      const code = layerNormShader({ columns, words: stride / 4, epsilon, input: "x" });
      const y = new Float32Array(await run(code, operands, { workgroups: [rows], result: 5 }));
      return Float32Array.from(unpadded(y, rows, columns, stride));
    },

    async attention(qkv, tokens, heads, hidden) {
      const blocks: number[] = [];
      for (let query = 0; query < tokens; query += QUERIES_PER_BLOCK) blocks.push(0, tokens, query, 0);
      const operands = {
        0: Uint32Array.from(blocks),
        1: qkv,
        2: new Float32Array(tokens * hidden),
        3: new Uint32Array(2 * tokens),
      };
      const code = attentionShader({ heads, hidden, stride: hidden });
      const context = await run(code, operands, { workgroups: [heads, blocks.length / 4], result: 2 });
      return new Float32Array(context, 0, tokens * hidden);
    },

    async gelu(x) {
      const y = await run(GELU_SHADER, { 0: x }, { workgroups: [Math.ceil(x.length / 64)], result: 0 });
      return new Float32Array(y, 0, x.length);
    },

    async embedTokens(ids, { wordEmbeddings, positionEmbeddings, typeEmbeddings }) {
      const { columns } = wordEmbeddings;
      const stride = roundUp(columns, BLOCK);
      const places = Float32Array.from({ length: ids.length * columns }, (_, i) =>
        placeOf(Math.floor(i / columns), i % columns, positionEmbeddings, typeEmbeddings),
      );
      const operands = {
        0: Uint32Array.from([...ids].flatMap((id, position) => [id, position])),
        1: paddedValues(wordEmbeddings),
        2: wordEmbeddings.scales,
        3: padded(places, columns, stride),
        4: new Float32Array(ids.length * stride),
      };
      const workgroups = [Math.ceil((ids.length * stride) / 256)] as const;
      const x = new Float32Array(await run(embedTokensShader(stride / 4), operands, { workgroups, result: 4 }));
      return Float32Array.from(unpadded(x, ids.length, columns, stride));
    },

    async pool(x, tokens, hidden, { pooling }) {
      const operands = { 0: Uint32Array.of(0, tokens), 1: x, 2: new Float32Array(hidden) };
      const code = poolShader({ hidden, stride: hidden, pooling });
      return new Float32Array(await run(code, operands, { workgroups: [1], result: 2 }), 0, hidden);
    },
  };
}

interface RunOptions {
  readonly workgroups: readonly [x: number, y?: number];
  readonly result: number;
  /** The binding that is no storage buffer. */
  readonly uniform?: number;
}

function tilesOf(rows: number, outputs: number): readonly [number, number] {
  return [Math.ceil(outputs / TILE_OUTPUTS), Math.ceil(rows / TILE_ROWS)];
}

function padded(x: Float32Array, columns: number, stride: number): Float32Array {
  const rows = x.length / columns;
  const target = new Float32Array(rows * stride);
  for (let row = 0; row < rows; row++) target.set(x.subarray(row * columns, (row + 1) * columns), row * stride);
  return target;
}

function* unpadded(x: ArrayLike<number>, rows: number, columns: number, stride: number): Generator<number> {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) yield x[row * stride + column];
  }
}
