import { assembleWeights } from "./assembleWeights";
import type { EncoderSource } from "./tensors";
import type { EncoderWeights } from "./weights";

/** All of a source in memory, for tiers that want everything at hand. Rejects as its stream does. */
export async function collectWeights(source: EncoderSource): Promise<EncoderWeights> {
  const values = new Map<string, Int8Array>();
  const floats = new Map<string, Float32Array>();
  for await (const tensor of source.tensors()) {
    if (tensor.part === "values") values.set(tensor.name, tensor.values.slice());
    else floats.set(tensor.name, tensor.floats.slice());
  }
  return assembleWeights(source.modelId, source.config, {
    matrix(name) {
      const [integers, scales] = [values.get(name)!, floats.get(name)!];
      return { rows: scales.length, columns: integers.length / scales.length, values: integers, scales };
    },
    vector: (name) => floats.get(name)!,
  });
}
