import { assembleWeights } from "./assembleWeights";
import { encoderTensors } from "./tensorPlan";
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
  const shapes = new Map(encoderTensors(source.config).map((shape) => [shape.name, shape]));
  return assembleWeights(source.modelId, source.config, {
    matrix(name) {
      const { rows, columns } = shapes.get(name)!;
      return { rows, columns, values: values.get(name)!, scales: floats.get(name)! };
    },
    vector: (name) => floats.get(name)!,
  });
}
