import { assembleWeights } from "./assembleWeights";
import type { EncoderSource } from "./tensors";
import type { EncoderWeights } from "./weights";

/** All of a source in memory, for tiers that want everything at hand. Rejects as its stream does. */
export async function collectWeights(source: EncoderSource): Promise<EncoderWeights> {
  const values = new Map<string, Int8Array[]>();
  const floats = new Map<string, Float32Array>();
  for await (const tensor of source.tensors()) {
    if (tensor.part === "values") values.set(tensor.name, [...(values.get(tensor.name) ?? []), tensor.values.slice()]);
    else floats.set(tensor.name, tensor.floats.slice());
  }
  return assembleWeights(source.modelId, source.config, {
    matrix(name) {
      const [integers, scales] = [joined(values.get(name)!), floats.get(name)!];
      return { rows: scales.length, columns: integers.length / scales.length, values: integers, scales };
    },
    vector: (name) => floats.get(name)!,
  });
}

function joined(slices: readonly Int8Array[]): Int8Array {
  if (slices.length === 1) return slices[0];
  const whole = new Int8Array(slices.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const slice of slices) {
    whole.set(slice, at);
    at += slice.length;
  }
  return whole;
}
