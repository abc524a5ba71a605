import { describe, expect, it } from "vitest";
import { seededRandom } from "../../train/seededRandom";
import { createFloatProducts, type FloatMatrix } from "../float/floatProduct";
import type { FloatLinear } from "../float/floatWeights";
import { compensateRounding, type RoundedLinear, type RoundingOptions } from "./compensateRounding";
import { collectMoments } from "./moments";

const [TOKENS, INPUTS, OUTPUTS] = [600, 24, 10];
const products = createFloatProducts();

function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

function matrix(rows: number, columns: number, value: () => number): FloatMatrix {
  return { rows, columns, values: Float32Array.from({ length: rows * columns }, value) };
}

/** Inputs that depend on each other, as activations do, around a mean that is not zero. */
function sample(seed: number) {
  const random = seededRandom(seed);
  const hidden = matrix(TOKENS, 6, () => normal(random));
  const mix = matrix(INPUTS, 6, () => normal(random));
  const inputs = products.multiplyTransposed(hidden, mix).map((value) => value + 0.3 * normal(random) + 2);
  const linear: FloatLinear = {
    weight: matrix(OUTPUTS, INPUTS, () => normal(random)),
    bias: Float32Array.from({ length: OUTPUTS }, () => normal(random)),
  };
  return { inputs: { rows: TOKENS, columns: INPUTS, values: inputs }, linear };
}

function outputs(inputs: FloatMatrix, weight: FloatMatrix, bias: Float32Array): Float32Array {
  return products.multiplyTransposed(inputs, weight).map((value, i) => value + bias[i % bias.length]);
}

function momentsOf(inputs: FloatMatrix, targets: Float32Array) {
  const collector = collectMoments(INPUTS, OUTPUTS, products);
  const half = TOKENS / 2;
  for (const part of [0, 1]) {
    const cut = (values: Float32Array, columns: number) => ({
      rows: half,
      columns,
      values: values.slice(part * half * columns, (part + 1) * half * columns),
    });
    collector.add(cut(inputs.values, INPUTS), cut(targets, OUTPUTS));
  }
  return collector.finish();
}

/** Mean over tokens of the squared error, sum over outputs. */
function errorOf(inputs: FloatMatrix, targets: Float32Array, { values, scales, bias }: Omit<RoundedLinear, "error">) {
  const weight = Float32Array.from(values, (value, i) => value * scales[Math.floor(i / INPUTS)]);
  const found = outputs(inputs, { rows: OUTPUTS, columns: INPUTS, values: weight }, bias);
  return found.reduce((sum, value, i) => sum + (value - targets[i]) ** 2, 0) / TOKENS;
}

const options: RoundingOptions = { clip: 63, step: 0.5, damping: 0.001, ridge: Number.POSITIVE_INFINITY };

describe("compensateRounding", () => {
  const { inputs, linear } = sample(1);
  const targets = outputs(inputs, linear.weight, linear.bias);

  it("errs far less than rounding each weight alone, and knows by how much", () => {
    const rounded = compensateRounding(linear, momentsOf(inputs, targets), options, products);
    const [scale] = rounded.scales;
    const plain = {
      values: Int8Array.from(linear.weight.values, (value) => Math.round(value / scale)),
      scales: rounded.scales,
      bias: linear.bias,
    };
    const error = errorOf(inputs, targets, rounded);
    expect(error).toBeLessThan(errorOf(inputs, targets, plain) / 4);
    expect(error).toBeGreaterThan(rounded.error * 0.8);
    expect(error).toBeLessThan(rounded.error * 1.2);
    expect(rounded.values.some((value) => value !== 0)).toBe(true);
  });

  it("errs with the square of the step", () => {
    const error = (step: number) => {
      const rounded = compensateRounding(linear, momentsOf(inputs, targets), { ...options, step }, products);
      return errorOf(inputs, targets, rounded);
    };
    expect(error(0.5) / error(0.1)).toBeGreaterThan(15);
    expect(error(0.5) / error(0.1)).toBeLessThan(40);
  });

  it("gives a row that reaches beyond the clip a step of its own", () => {
    const tall: FloatLinear = { ...linear, weight: { ...linear.weight, values: linear.weight.values.slice() } };
    tall.weight.values[3 * INPUTS + 5] = 90;
    const reached = outputs(inputs, tall.weight, tall.bias);
    const { scales, values } = compensateRounding(
      tall,
      momentsOf(inputs, reached),
      { ...options, step: 0.1 },
      products,
    );
    expect(new Set(scales.filter((_, row) => row !== 3)).size).toBe(1);
    expect(scales[3]).toBeGreaterThan(scales[0]);
    expect(Math.max(...values.map(Math.abs))).toBeLessThanOrEqual(63);
  });

  it("makes up for inputs that are not what they were", () => {
    const random = seededRandom(9);
    const worn: FloatMatrix = { ...inputs, values: inputs.values.map((value) => 0.8 * value + 0.05 * normal(random)) };
    const moments = momentsOf(worn, targets);
    const step = 0.05;
    const left = compensateRounding(linear, moments, { ...options, step }, products);
    const fitted = compensateRounding(linear, moments, { ...options, step, ridge: 1e-4 }, products);
    expect(errorOf(worn, targets, fitted)).toBeLessThan(errorOf(worn, targets, left) / 4);
  });
});
