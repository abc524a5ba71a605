import { describe, expect, it } from "vitest";
import { seededRandom } from "../seededRandom";
import { type Cases, type CatalogInput, createClosenessEngine } from "./closenessEngine";

const INPUTS = 6;
const DIMENSIONS = 8;

function sample(rows: number): { input: CatalogInput; priors: Float32Array; cases: Cases } {
  const random = seededRandom(rows);
  const floats = (length: number, scale: number) => Float32Array.from({ length }, () => (random() - 0.5) * scale);
  const cases = Array.from({ length: 30 }, () => ({
    points: Array.from({ length: 1 + Math.floor(random() * 4) }, () => Math.floor(random() * rows)),
    target: Math.floor(random() * rows),
  }));
  const flat = cases.flatMap(({ points }) => points);
  return {
    input: {
      rows,
      features: floats(rows * INPUTS, 2),
      head: floats(INPUTS * DIMENSIONS, 1),
      own: floats(rows * DIMENSIONS, 0.5),
      temperature: 0.4,
    },
    priors: floats(rows, 1),
    cases: {
      starts: Uint32Array.from([0, ...cases.map(({ points }) => points.length)]).map(
        (
          (sum) => (length: number) =>
            (sum += length)
        )(0),
      ),
      items: Uint32Array.from(flat),
      weights: Float32Array.from(flat, () => 0.2 + random()),
      targets: Uint32Array.from(cases, ({ target }) => target),
    },
  };
}

/** The loss written down as its definition says, in float64. */
function naiveLoss({ rows, features, head, own, temperature }: CatalogInput, priors: Float32Array, cases: Cases) {
  const vectors = Array.from({ length: rows }, (_, row) => {
    const x = Array.from({ length: DIMENSIONS }, (_, k) => {
      let sum = own[row * DIMENSIONS + k];
      for (let d = 0; d < INPUTS; d++) sum += features[row * INPUTS + d] * head[d * DIMENSIONS + k];
      return sum;
    });
    const norm = Math.hypot(...x) + 1e-6;
    return x.map((value) => value / norm);
  });
  const close = (i: number, j: number) =>
    i === j ? 0 : Math.exp((vectors[i].reduce((sum, value, k) => sum + value * vectors[j][k], 0) - 1) / temperature);
  let loss = 0;
  for (let c = 0; c < cases.targets.length; c++) {
    let found = 0;
    let total = 0;
    for (let e = cases.starts[c]; e < cases.starts[c + 1]; e++) {
      const i = cases.items[e];
      found += cases.weights[e] * close(i, cases.targets[c]) * Math.exp(priors[cases.targets[c]]);
      for (let j = 0; j < rows; j++) total += cases.weights[e] * close(i, j) * Math.exp(priors[j]);
    }
    if (found > 0) loss -= Math.log(found / total);
  }
  return loss / cases.targets.length;
}

describe("closeness engine", () => {
  it.each([3, 8, 21])("agrees with the definition over %i rows, its gradient with differences of it", (rows) => {
    const { input, priors, cases } = sample(rows);
    const engine = createClosenessEngine({ rows: 24, inputs: INPUTS, dimensions: DIMENSIONS });
    engine.load(input);
    const { loss, head, own, priors: byPrior } = engine.gradient(cases, priors);
    expect(loss).toBeCloseTo(naiveLoss(input, priors, cases), 4);
    const step = 1e-3;
    const slope = (change: (by: number) => number) => (change(step) - change(-step)) / (2 * step);
    const moved = (values: Float32Array, at: number, by: number) =>
      values.map((value, i) => (i === at ? value + by : value));
    for (const at of [0, 5, INPUTS * DIMENSIONS - 1]) {
      const expected = slope((by) => naiveLoss({ ...input, head: moved(input.head, at, by) }, priors, cases));
      expect(head[at]).toBeCloseTo(expected, 3);
    }
    for (const at of [0, 9, rows * DIMENSIONS - 1]) {
      const expected = slope((by) => naiveLoss({ ...input, own: moved(input.own, at, by) }, priors, cases));
      expect(own[at]).toBeCloseTo(expected, 3);
    }
    for (const at of [0, rows - 1]) {
      const expected = slope((by) => naiveLoss(input, moved(priors, at, by), cases));
      expect(byPrior[at]).toBeCloseTo(expected, 3);
    }
  });

  it("measures closeness as an exponential, none of a row to itself", () => {
    const { input } = sample(9);
    const engine = createClosenessEngine({ rows: 9, inputs: INPUTS, dimensions: DIMENSIONS });
    engine.load(input);
    const vectors = engine.vectors().slice();
    for (const i of [0, 4, 8]) {
      const row = engine.closenessOf(i);
      expect(row.length).toBe(9);
      for (let j = 0; j < 9; j++) {
        let dot = 0;
        for (let k = 0; k < DIMENSIONS; k++) dot += vectors[i * DIMENSIONS + k] * vectors[j * DIMENSIONS + k];
        expect(row[j]).toBeCloseTo(i === j ? 0 : Math.exp((dot - 1) / 0.4), 5);
      }
    }
  });

  it("weighs a sampled row by how likely it was to be there", () => {
    const { input, priors, cases } = sample(12);
    const engine = createClosenessEngine({ rows: 12, inputs: INPUTS, dimensions: DIMENSIONS });
    engine.load(input);
    const whole = engine.gradient(cases, priors).loss;
    engine.load(input);
    const half = engine.gradient(cases, priors, new Float32Array(12).fill(0.5)).loss;
    // A history of nothing but its target is left out.
    const counted = Array.from(cases.targets).filter((target, c) =>
      cases.items.subarray(cases.starts[c], cases.starts[c + 1]).some((item) => item !== target),
    );
    expect(half - whole).toBeCloseTo((Math.log(2) * counted.length) / cases.targets.length, 3);
  });

  it("refuses what does not fit", () => {
    const size = { rows: 100_000, inputs: INPUTS, dimensions: DIMENSIONS };
    expect(() => createClosenessEngine(size)).toThrowError(expect.objectContaining({ code: "TRAINING_FAILED" }));
  });
});
