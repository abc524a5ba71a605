import { attentionScale } from "../../ops/attention/attention";
import { placeOf } from "../../ops/embedTokens/embedTokens";
import type { Operators } from "../../ops/operators";
import type { Dot } from "./chooseDot";
import type { LoadedKernels } from "./loadKernels";
import { packPanels } from "./packPanels";

const PAGE = 65_536;

/** Each kernel on plain arrays: operands are padded and copied in, results copied out. For case tables and tests. */
export function createWasmOperators({ kernels, build }: LoadedKernels, dot: Dot = "fused"): Operators {
  const { memory } = kernels;
  const start = Number(kernels.arenaStart.value);
  let end = start;

  /** Each operator begins with an empty arena. */
  const clear = () => {
    new Uint8Array(memory.buffer).fill(0, start);
    end = start;
  };
  const reserve = (bytes: number): number => {
    const address = Math.ceil(end / 64) * 64;
    end = address + bytes;
    if (end > memory.buffer.byteLength) memory.grow(Math.ceil((end - memory.buffer.byteLength) / PAGE));
    return address;
  };
  /** Rows of `columns`, each padded with zeros to `stride`. */
  const rowsIn = (x: ArrayLike<number>, columns: number, stride: number): number => {
    const rows = x.length / columns;
    const address = reserve(rows * stride * 4);
    const target = new Float32Array(memory.buffer, address, rows * stride);
    for (let i = 0; i < x.length; i++) target[Math.floor(i / columns) * stride + (i % columns)] = x[i];
    return address;
  };
  const rowsOut = (address: number, rows: number, columns: number, stride: number): Float32Array => {
    const source = new Float32Array(memory.buffer, address, rows * stride);
    return Float32Array.from(
      { length: rows * columns },
      (_, i) => source[Math.floor(i / columns) * stride + (i % columns)],
    );
  };
  const quantized = (rows: number, stride: number) => ({
    values: reserve(rows * stride * 2),
    scales: reserve(rows * 4),
    corrections: reserve(rows * 4),
  });
  const narrow = (values: number, length: number) =>
    build === "relaxed" ? new Int8Array(memory.buffer, values, length) : new Int16Array(memory.buffer, values, length);

  return {
    quantizeRows(x, rows, columns) {
      clear();
      const stride = roundUp(columns, 16);
      const from = rowsIn(x, columns, stride);
      const { values, scales, corrections } = quantized(rows, stride);
      kernels.quantizeRows(from, rows, stride, values, scales, corrections);
      const out = narrow(values, rows * stride);
      return {
        values: Int8Array.from(
          { length: rows * columns },
          (_, i) => out[Math.floor(i / columns) * stride + (i % columns)],
        ),
        scales: new Float32Array(memory.buffer, scales, rows).slice(),
      };
    },

    linear(input, rows, { weight, bias }, { activation, residual } = {}) {
      clear();
      const inputs = roundUp(weight.columns, 16);
      const outputs = roundUp(weight.rows, 8);
      const { values, scales, corrections } = quantized(rows, inputs);
      const panels = reserve(inputs * outputs);
      const channelScales = rowsIn(weight.scales, weight.rows, outputs);
      const biases = rowsIn(bias, weight.rows, outputs);
      const y = reserve(rows * outputs * 4);
      const added = residual && activation === undefined ? rowsIn(residual, weight.rows, outputs) : 0;
      packPanels(weight, new Int8Array(memory.buffer, panels, inputs * outputs), {
        build,
        rowOf: places(weight.rows, outputs),
        columnOf: places(weight.columns, inputs),
      });
      const x = narrow(values, rows * inputs);
      const sums = new Int32Array(memory.buffer, corrections, rows);
      for (let i = 0; i < input.values.length; i++) {
        const row = Math.floor(i / weight.columns);
        x[row * inputs + (i % weight.columns)] = input.values[i];
        sums[row] += 64 * input.values[i];
      }
      new Float32Array(memory.buffer, scales, rows).set(input.scales);
      kernels.linear(
        values,
        corrections,
        scales,
        panels,
        channelScales,
        biases,
        added,
        y,
        rows,
        inputs,
        outputs,
        dot === "paired" ? 1 : 0,
      );
      if (activation === "gelu") kernels.gelu(y, rows * outputs);
      const result = rowsOut(y, rows, weight.rows, outputs);
      // No layer has both; the kernel adds the residual before GELU would run.
      return residual && added === 0 ? result.map((value, i) => value + residual[i]) : result;
    },

    layerNorm(x, rows, columns, { gamma, beta }, epsilon) {
      clear();
      const stride = roundUp(columns, 4);
      const address = rowsIn(x, columns, stride);
      const scale = rowsIn(gamma, columns, stride);
      const shift = rowsIn(beta, columns, stride);
      kernels.layerNorm(address, rows, columns, stride, scale, shift, epsilon, address);
      return rowsOut(address, rows, columns, stride);
    },

    attention(qkv, tokens, heads, hidden) {
      clear();
      const width = hidden / heads;
      const padded = roundUp(width, 4);
      const stride = 3 * heads * padded;
      const from = rowsIn(qkv, width, padded);
      const context = reserve(tokens * heads * padded * 4);
      const scratch = reserve((2 * padded + 2) * roundUp(tokens, 4) * 4);
      kernels.attention(from, tokens, heads, padded, stride, attentionScale(width), context, heads * padded, scratch);
      return rowsOut(context, tokens * heads, width, padded);
    },

    gelu(x) {
      clear();
      const address = rowsIn(x, x.length, roundUp(x.length, 8));
      kernels.gelu(address, roundUp(x.length, 8));
      return rowsOut(address, 1, x.length, roundUp(x.length, 8));
    },

    embedTokens(ids, { wordEmbeddings, positionEmbeddings, typeEmbeddings }) {
      clear();
      const { columns, values, scales } = wordEmbeddings;
      const stride = roundUp(columns, 16);
      const words = reserve(wordEmbeddings.rows * stride);
      const table = new Int8Array(memory.buffer, words, wordEmbeddings.rows * stride);
      for (let i = 0; i < values.length; i++) table[Math.floor(i / columns) * stride + (i % columns)] = values[i];
      const wordScales = rowsIn(scales, scales.length, scales.length);
      const place = Float32Array.from({ length: ids.length * columns }, (_, i) =>
        placeOf(Math.floor(i / columns), i % columns, positionEmbeddings, typeEmbeddings),
      );
      const placesAt = rowsIn(place, columns, stride);
      const idsAt = reserve(ids.length * 4);
      const x = reserve(ids.length * stride * 4);
      new Int32Array(memory.buffer, idsAt, ids.length).set(ids);
      kernels.embedTokens(idsAt, ids.length, words, wordScales, placesAt, stride, x);
      return rowsOut(x, ids.length, columns, stride);
    },

    pool(x, tokens, hidden, { pooling }) {
      clear();
      const stride = roundUp(hidden, 4);
      const from = rowsIn(x, hidden, stride);
      const y = reserve(stride * 4);
      kernels.pool(from, pooling === "mean" ? tokens : 1, stride, y);
      return rowsOut(y, 1, hidden, stride);
    },
  };
}

function places(length: number, padded: number): Int32Array {
  return Int32Array.from({ length: padded }, (_, i) => (i < length ? i : -1));
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
