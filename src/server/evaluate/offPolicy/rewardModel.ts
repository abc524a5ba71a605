/** What a candidate at a place is expected to earn: a ridge regression on its score, its rank among the candidates, the place. */
import type { Decision } from "./decision";

/** Expected reward of each candidate of a decision. */
export type Predict = (decision: Decision, index: number) => readonly number[];

const RIDGE = 1;
const FEATURES = 5;

/**
 * Fits on one half of the units what is asked of the other: a model that has seen the very reward it predicts would make
 * the doubly robust estimate too sure of itself.
 */
export function crossFit(decisions: readonly Decision[]): Predict {
  const half = new Map<string, 0 | 1>();
  for (const { unit } of decisions) if (!half.has(unit)) half.set(unit, (half.size % 2) as 0 | 1);
  const models = ([0, 1] as const).map((other) =>
    ridgeRegression(decisions.filter(({ unit }) => half.get(unit) !== other)),
  );
  return (decision) => {
    const coefficients = models[half.get(decision.unit) ?? 0];
    return decision.scores.map((_, candidate) => dot(coefficients, features(decision, candidate)));
  };
}

function features({ scores, best, position }: Decision, candidate: number): number[] {
  const relative = scores[candidate] / best;
  return [1, relative, relative * relative, candidate === 0 ? 1 : 0, 1 / (1 + position)];
}

/** Solves (XᵀX + ridge)·β = Xᵀy by Gaussian elimination; the constant is not held down. */
function ridgeRegression(decisions: readonly Decision[]): readonly number[] {
  const matrix = Array.from({ length: FEATURES }, () => new Array<number>(FEATURES + 1).fill(0));
  for (const decision of decisions) {
    const x = features(decision, decision.chosen);
    for (let i = 0; i < FEATURES; i++) {
      for (let j = 0; j < FEATURES; j++) matrix[i][j] += x[i] * x[j];
      matrix[i][FEATURES] += x[i] * decision.reward;
    }
  }
  for (let i = 0; i < FEATURES; i++) matrix[i][i] += i === 0 ? 1e-6 : RIDGE;
  for (let pivot = 0; pivot < FEATURES; pivot++) {
    for (let row = 0; row < FEATURES; row++) {
      if (row === pivot) continue;
      const factor = matrix[row][pivot] / matrix[pivot][pivot];
      for (let column = pivot; column <= FEATURES; column++) matrix[row][column] -= factor * matrix[pivot][column];
    }
  }
  return matrix.map((row, i) => row[FEATURES] / row[i]);
}

function dot(a: readonly number[], b: readonly number[]): number {
  return a.reduce((sum, value, i) => sum + value * b[i], 0);
}
