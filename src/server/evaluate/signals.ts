/** What scores candidates from a history: each signal one number an item, which a blend weighs and adds. */
import type { ItemItemWeights } from "../../format/behaviour/itemItem";
import { behaviourScores } from "../../ranking/candidates/behaviourScores";

export interface Signal {
  readonly name: string;
  /** Adds to `scores`, one value an item; `history` oldest first. */
  score(history: ArrayLike<number>, scores: Float32Array): void;
}

/** @param decay weight of each item of the history, to the next newer one; 1 counts all alike */
export function sparseSignal(name: string, weights: ItemItemWeights, decay: number): Signal {
  return {
    name,
    score(history, scores) {
      const points = Array.from(history, (row, i) => ({ row, weight: decay ** (history.length - 1 - i) }));
      behaviourScores(weights, points, scores);
    },
  };
}

/** Similarities of all pairs of items, `[items × items]`, rows the history's. */
export function denseSignal(name: string, similarities: Float32Array, decay: number): Signal {
  return {
    name,
    score(history, scores) {
      const items = scores.length;
      for (let i = 0; i < history.length; i++) {
        const weight = decay ** (history.length - 1 - i);
        if (weight < 1e-4) continue;
        const start = history[i] * items;
        for (let item = 0; item < items; item++) scores[item] += weight * similarities[start + item];
      }
    },
  };
}

/** The same for every history, such as popularity. */
export function constantSignal(name: string, values: ArrayLike<number>): Signal {
  return {
    name,
    score(_history, scores) {
      for (let item = 0; item < scores.length; item++) scores[item] += values[item];
    },
  };
}
