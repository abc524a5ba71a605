/** Low-rank adapters (Hu et al., arXiv 2106.09685): W + (α / r) · B · A, A at random and B nought to begin with. */
import type { LinearName } from "../../../encoder/calibration/calibrateLayers";
import type { FloatMatrix, FloatProducts } from "../../../encoder/float/floatProduct";
import type { FloatLayer } from "../../../encoder/float/floatWeights";
import type { LinearUse } from "./encoderLayer";

export interface LoraOptions {
  readonly rank: number;
  readonly alpha: number;
  readonly linears: readonly LinearName[];
  readonly random: () => number;
}

export interface Lora {
  /** All adapters' numbers, one after another, to be changed in place. */
  readonly values: Float32Array;
  /** The layers with what their adapters have learned added. */
  merged(): FloatLayer[];
  /** By `values`, from the uses of each layer. */
  gradient(uses: readonly (readonly LinearUse[])[]): Float32Array;
}

interface Adapter {
  readonly layer: number;
  readonly name: LinearName;
  readonly inputs: number;
  readonly outputs: number;
  /** Of A, `[rank × inputs]`; B, `[outputs × rank]`, follows it. */
  readonly at: number;
}

type WritableLayer = { -readonly [Part in keyof FloatLayer]: FloatLayer[Part] };

export function createLora(layers: readonly FloatLayer[], products: FloatProducts, options: LoraOptions): Lora {
  const { rank, alpha, linears, random } = options;
  const scale = alpha / rank;
  const adapters: Adapter[] = [];
  let size = 0;
  layers.forEach((weights, layer) => {
    for (const name of linears) {
      const { rows: outputs, columns: inputs } = weights[name].weight;
      adapters.push({ layer, name, inputs, outputs, at: size });
      size += rank * (inputs + outputs);
    }
  });
  const values = new Float32Array(size);
  for (const { at, inputs } of adapters) {
    // Uniform, of variance 1 / inputs.
    const reach = Math.sqrt(3 / inputs);
    for (let i = at; i < at + rank * inputs; i++) values[i] = (2 * random() - 1) * reach;
  }
  const downOf = ({ at, inputs }: Adapter): FloatMatrix => ({
    rows: rank,
    columns: inputs,
    values: values.subarray(at, at + rank * inputs),
  });
  /** Rows of B. */
  const upOf = ({ at, inputs }: Adapter, first: number, rows: number): FloatMatrix => {
    const start = at + rank * (inputs + first);
    return { rows, columns: rank, values: values.subarray(start, start + rank * rows) };
  };

  return {
    values,
    merged() {
      const result = layers.map((layer): WritableLayer => ({ ...layer }));
      for (const adapter of adapters) {
        const { weight, bias } = layers[adapter.layer][adapter.name];
        const change = products.multiply(upOf(adapter, 0, adapter.outputs), downOf(adapter));
        const merged = weight.values.map((value, i) => value + scale * change[i]);
        result[adapter.layer][adapter.name] = { weight: { ...weight, values: merged }, bias };
      }
      return result;
    },
    gradient(uses) {
      const result = new Float32Array(size);
      for (const adapter of adapters) {
        for (const { name, firstRow, input, gradient } of uses[adapter.layer]) {
          if (name !== adapter.name) continue;
          const { at, inputs } = adapter;
          const rows = gradient.columns;
          const narrowed = {
            rows: input.rows,
            columns: rank,
            values: products.multiplyTransposed(input, downOf(adapter)),
          };
          const byUp = products.transposedMultiply(gradient, narrowed);
          const byNarrowed = products.multiply(gradient, upOf(adapter, firstRow, rows));
          const byDown = products.transposedMultiply({ rows: input.rows, columns: rank, values: byNarrowed }, input);
          const upAt = at + rank * (inputs + firstRow);
          for (let i = 0; i < byUp.length; i++) result[upAt + i] += scale * byUp[i];
          for (let i = 0; i < byDown.length; i++) result[at + i] += scale * byDown[i];
        }
      }
      return result;
    },
  };
}
