import type { Signal } from "../../src/server/evaluate/signals";
import { BACKGROUND } from "../../src/server/train/adapt/adaptedItems";
import type { AdaptedModel } from "../../src/server/train/adapt/fitAdapted";

/** The page's `adapted` signal of vectors as they were trained, in float32: what rounding them to int8 costs. */
export function wholeAdapted({ vectors, dimensions, temperature }: AdaptedModel, decay: number): Signal {
  const items = vectors.length / dimensions;
  const known = new Map<number, Float32Array>();
  const closenessOf = (row: number): Float32Array => {
    const cached = known.get(row);
    if (cached) return cached;
    const closeness = Float32Array.from({ length: items }, (_, other) => {
      if (other === row) return 0;
      let dot = 0;
      for (let k = 0; k < dimensions; k++) dot += vectors[row * dimensions + k] * vectors[other * dimensions + k];
      return Math.exp((dot - 1) / temperature);
    });
    known.set(row, closeness);
    return closeness;
  };
  return {
    name: "adapted BERT in float32",
    score(history, scores) {
      let total = 0;
      // As in the page, an item met twice counts at its later place.
      const past = [...new Set(Array.from(history).reverse())].reverse();
      past.forEach((row, i) => {
        const weight = decay ** (past.length - 1 - i);
        const closeness = closenessOf(row);
        total += weight;
        for (let item = 0; item < items; item++) scores[item] += weight * closeness[item];
      });
      for (let item = 0; item < items; item++) scores[item] = Math.log1p(scores[item] / (total * BACKGROUND));
    },
  };
}
