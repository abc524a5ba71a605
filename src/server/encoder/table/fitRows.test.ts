import { describe, expect, it } from "vitest";
import { seededRandom } from "../../train/seededRandom";
import { fitRows, freeRows, type TrainingTexts } from "./fitRows";
import { boundRows, quantizeRows, roundRows } from "./quantizeRows";

const DIMENSIONS = 8;
const ROWS = 60;
const random = seededRandom(3);
const normal = (): number => Array.from({ length: 6 }, random).reduce((sum, value) => sum + value, -3);

/** Texts whose vectors are made of rows that the fit is to find. */
function textsOf(rows: Float32Array, count: number): TrainingTexts {
  const sequences = Array.from({ length: count }, () =>
    Int32Array.from({ length: 3 + Math.floor(random() * 8) }, () => Math.floor(random() * ROWS)),
  );
  const targets = new Float32Array(count * DIMENSIONS);
  sequences.forEach((ids, text) => {
    const vector = targets.subarray(text * DIMENSIONS, (text + 1) * DIMENSIONS);
    for (const id of ids) for (let d = 0; d < DIMENSIONS; d++) vector[d] += rows[id * DIMENSIONS + d];
    const length = Math.hypot(...vector);
    vector.forEach((value, d) => {
      vector[d] = value / length;
    });
  });
  return { sequences, targets, dimensions: DIMENSIONS };
}

const truth = Float32Array.from({ length: ROWS * DIMENSIONS }, normal);
const training = textsOf(truth, 3_000);
const heldOut = textsOf(truth, 300);
const start = Float32Array.from({ length: ROWS * DIMENSIONS }, () => normal() / 20);
const loss = (vectors: Float32Array): number =>
  fitRows({ vectors, step() {} }, heldOut, { epochs: 1, rate: 0, seed: 1 });

describe("fitRows", () => {
  it("finds the vectors that texts are made of", () => {
    const rows = freeRows(start, DIMENSIONS);
    const losses: number[] = [];
    fitRows(rows, training, { epochs: 8, rate: 0.1, seed: 5, onEpoch: (value) => losses.push(value) });
    expect(losses.length).toBe(8);
    expect(losses[7]).toBeLessThan(losses[0] / 4);
    expect(loss(start)).toBeGreaterThan(0.5);
    expect(loss(rows.vectors)).toBeLessThan(0.02);
  });

  it("gives the same numbers for the same seed, and leaves the start alone", () => {
    const before = start.slice();
    const run = (seed: number): Float32Array => {
      const rows = freeRows(start, DIMENSIONS);
      fitRows(rows, training, { epochs: 1, rate: 0.1, seed });
      return rows.vectors;
    };
    expect(run(5)).toEqual(run(5));
    expect(run(6)).not.toEqual(run(5));
    expect(start).toEqual(before);
  });

  it("leaves rows alone that no text has", () => {
    const rows = freeRows(start, DIMENSIONS);
    const few = { ...training, sequences: [Int32Array.of(1, 2)], targets: training.targets.slice(0, DIMENSIONS) };
    fitRows(rows, few, { epochs: 3, rate: 0.1, seed: 5 });
    const moved = Array.from({ length: ROWS }, (_, row) => row).filter((row) =>
      rows.vectors
        .slice(row * DIMENSIONS, (row + 1) * DIMENSIONS)
        .some((value, d) => value !== start[row * DIMENSIONS + d]),
    );
    expect(moved).toEqual([1, 2]);
  });
});

describe("quantizeRows", () => {
  const counts = new Float64Array(ROWS).fill(10);

  it("keeps rows that are no more than the centroids as they are", () => {
    const quantized = quantizeRows(truth, { dimensions: DIMENSIONS, group: 4, counts, seed: 1 });
    const { vectors } = boundRows(quantized);
    expect(loss(vectors)).toBeLessThan(loss(truth) + 0.01);
    expect(quantized.codes.length).toBe(ROWS * 2);
  });

  it("wins back by a fit of its centroids what rounding to few of them has cost", () => {
    // 4,000 rows share 256 centroids.
    const many = Float32Array.from({ length: 4_000 * DIMENSIONS }, normal);
    many.set(truth);
    const options = { dimensions: DIMENSIONS, group: 8, counts: new Float64Array(4_000).fill(1), seed: 1 };
    const quantized = quantizeRows(many, options);
    const before = loss(boundRows(quantized).vectors);
    fitRows(boundRows(quantized), training, { epochs: 4, rate: 0.05, seed: 2 });
    const after = loss(boundRows(quantized).vectors);
    expect(after).toBeLessThan(before - 0.005);
  });

  it("rounds centroids to bytes of one scale a group", () => {
    const quantized = quantizeRows(truth, { dimensions: DIMENSIONS, group: 4, counts, seed: 1 });
    const table = roundRows(quantized, "model");
    expect(table).toMatchObject({ modelId: "model", rows: ROWS, dimensions: DIMENSIONS, group: 4 });
    quantized.centroids.forEach((value, at) => {
      const scale = table.scales[Math.floor(at / (256 * 4))];
      expect(Math.abs(table.centroids[at] * scale - value)).toBeLessThanOrEqual(scale * 0.501);
    });
  });
});
