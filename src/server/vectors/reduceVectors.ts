import { quantizeVector, SHIPPED_LIMIT } from "../../encoder/quantizeVector";
import type { ItemVectors } from "../ingest/dataset";

/** The vectors as they ship: fewer levels, so fewer bits. Everything a build learns and measures uses these very ones. */
export function reduceVectors({ modelId, dimensions, values, scales }: ItemVectors): ItemVectors {
  const reduced = new Int8Array(values.length);
  const newScales = new Float32Array(scales.length);
  scales.forEach((scale, row) => {
    const own = values.subarray(row * dimensions, (row + 1) * dimensions);
    const vector = scale > 0 ? quantizeVector(own, SHIPPED_LIMIT) : undefined;
    if (!vector) return;
    reduced.set(vector.values, row * dimensions);
    newScales[row] = vector.scale;
  });
  return { modelId, dimensions, values: reduced, scales: newScales };
}
