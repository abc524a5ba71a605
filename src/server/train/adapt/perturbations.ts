/** What training may change at each step so that it learns less by heart. */
import type { Cases, Gradient } from "./closenessEngine";

/** The cases with a share of each history's items left out. */
export function maskedCases(cases: Cases, share: number, random: () => number): Cases {
  if (share === 0) return cases;
  return { ...cases, weights: cases.weights.map((weight) => (random() < share ? 0 : weight)) };
}

/**
 * Features a step of `length` away, to where the loss rises fastest.
 * @param features `[rows × inputs]`
 * @param slopes gradient by what the head makes of them, `[rows × dimensions]`
 * @param head `[inputs × dimensions]`
 */
export function adversary(
  features: Float32Array,
  slopes: Float32Array,
  head: Float32Array,
  length: number,
): Float32Array {
  // inputs × dimensions = head; rows × inputs = features; rows × dimensions = slopes.
  const dimensions = Math.round(Math.sqrt((head.length * slopes.length) / features.length));
  const inputs = head.length / dimensions;
  const rows = features.length / inputs;
  const moved = features.slice();
  const step = new Float64Array(inputs);
  for (let row = 0; row < rows; row++) {
    let squares = 0;
    for (let d = 0; d < inputs; d++) {
      let sum = 0;
      for (let k = 0; k < dimensions; k++) sum += head[d * dimensions + k] * slopes[row * dimensions + k];
      step[d] = sum;
      squares += sum * sum;
    }
    const factor = squares > 0 ? length / Math.sqrt(squares) : 0;
    for (let d = 0; d < inputs; d++) moved[row * inputs + d] += factor * step[d];
  }
  return moved;
}

export function meanGradient(a: Gradient, b: Gradient): Gradient {
  const mean = (x: Float32Array, y: Float32Array) => x.map((value, i) => (value + y[i]) / 2);
  return {
    loss: (a.loss + b.loss) / 2,
    head: mean(a.head, b.head),
    own: mean(a.own, b.own),
    priors: mean(a.priors, b.priors),
  };
}
