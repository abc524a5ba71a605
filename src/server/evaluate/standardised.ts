import type { Signal } from "./signals";

/**
 * A signal in units of its own spread over the catalogue, so that signals of unlike scales can be added: after one
 * purchase as after fifty, a weight means the same. Measured on validation, it is what makes text add to behaviour.
 */
export function standardised(signal: Signal): Signal {
  return {
    name: signal.name,
    score(history, scores) {
      signal.score(history, scores);
      let sum = 0;
      let squares = 0;
      for (let item = 0; item < scores.length; item++) {
        sum += scores[item];
        squares += scores[item] * scores[item];
      }
      const mean = sum / scores.length;
      const deviation = Math.sqrt(Math.max(0, squares / scores.length - mean * mean));
      if (!(deviation > 0)) return;
      for (let item = 0; item < scores.length; item++) scores[item] /= deviation;
    },
  };
}
