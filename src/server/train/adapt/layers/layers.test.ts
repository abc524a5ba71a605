import { describe, expect, it } from "vitest";
import { createWasmForward } from "../../../../encoder/tiers/wasm/createWasmForward";
import { randomEncoder } from "../../../../format/encoder/randomEncoder";
import { sourceOf } from "../../../../format/encoder/tensors";
import { createFloatForward } from "../../../encoder/float/createFloatForward";
import { floatEncoderOf } from "../../../encoder/float/floatEncoderOf";
import { createFloatProducts } from "../../../encoder/float/floatProduct";
import { tokenStates } from "../../../encoder/tokenStates";
import { seededRandom } from "../../seededRandom";
import { layersBackward, layersForward } from "./layersForward";
import { createLora } from "./lora";

const weights = randomEncoder({ layers: 3, hidden: 32, heads: 4, intermediate: 64, seed: 5 });
const { config } = weights;
const float = floatEncoderOf(weights);
const products = createFloatProducts();
const sequences = [
  [1, 7, 9, 12, 2],
  [1, 2],
  [1, 33, 41, 5, 6, 77, 80, 3, 2],
].map((ids) => Int32Array.from(ids));
const ALL = Number.POSITIVE_INFINITY;

function cosines(a: Float32Array, b: Float32Array): number[] {
  return sequences.map((_, text) => {
    let dot = 0;
    for (let c = text * config.hidden; c < (text + 1) * config.hidden; c++) dot += a[c] * b[c];
    return dot;
  });
}

describe("the last layers of an encoder", () => {
  it("make of cached states what the whole encoder makes of texts", async () => {
    const whole = await createFloatForward(float).forward(sequences);
    const page = await (await createWasmForward(sourceOf(weights))).forward(sequences);
    const states = await tokenStates(weights, sequences, { depth: 1 });
    const { vectors } = layersForward(states, ALL, { layers: float.layers.slice(1), config, products });
    // The states come from int8 arithmetic, and what follows does not.
    for (const cosine of cosines(vectors, page)) expect(cosine).toBeGreaterThan(0.999);
    for (const cosine of cosines(vectors, whole)) expect(cosine).toBeGreaterThan(0.999);
  });

  it("equal the float forward pass on the same states", async () => {
    const shallow = { ...float, layers: [] };
    const { embed } = await import("../../../encoder/float/createFloatForward");
    const starts = Uint32Array.from([0, 5, 7, 16]);
    const whole = await createFloatForward(float).forward(sequences);
    const states = { values: embed(sequences, shallow), starts };
    const { vectors } = layersForward(states, ALL, { layers: float.layers, config, products });
    for (const cosine of cosines(vectors, whole)) expect(cosine).toBeGreaterThan(0.99999);
  });

  for (const { most, dropout } of [
    { most: ALL, dropout: 0 },
    { most: 3, dropout: 0 },
    { most: 3, dropout: 0.3 },
  ]) {
    it(`have the gradient of finite differences: ${most} tokens a text, dropout ${dropout}`, async () => {
      const states = await tokenStates(weights, sequences, { depth: 1 });
      const random = seededRandom(3);
      const lora = createLora(float.layers.slice(1), products, {
        rank: 2,
        alpha: 4,
        linears: ["qkv", "attentionOutput", "up", "down"],
        random,
      });
      for (let i = 0; i < lora.values.length; i++) lora.values[i] += (random() - 0.5) / 10;
      const slopes = Float32Array.from({ length: sequences.length * config.hidden }, () => random() - 0.5);
      const run = () => {
        const context = {
          ...{ layers: lora.merged(), config, products },
          dropout: { share: dropout, random: seededRandom(9) },
        };
        const tape = layersForward(states, most, context);
        const loss = tape.vectors.reduce((sum, value, i) => sum + value * slopes[i], 0);
        return { loss, uses: () => layersBackward(slopes, tape, context) };
      };
      const gradient = lora.gradient(run().uses());
      const step = 5e-3;
      let [dot, found, wanted] = [0, 0, 0];
      for (let i = 0; i < lora.values.length; i += 7) {
        const before = lora.values[i];
        lora.values[i] = before + step;
        const above = run().loss;
        lora.values[i] = before - step;
        const difference = (above - run().loss) / (2 * step);
        lora.values[i] = before;
        dot += difference * gradient[i];
        found += gradient[i] ** 2;
        wanted += difference ** 2;
        expect(Math.abs(difference - gradient[i])).toBeLessThan(2e-3);
      }
      expect(dot / Math.sqrt(found * wanted)).toBeGreaterThan(0.9999);
      expect(found / wanted).toBeCloseTo(1, 2);
    });
  }

  it("begin as they were, and change by what is learned", () => {
    const lora = createLora(float.layers.slice(2), products, {
      ...{ rank: 2, alpha: 4, linears: ["up"] },
      random: seededRandom(1),
    });
    expect(lora.merged()).toEqual(float.layers.slice(2));
    lora.values.fill(0.5);
    const [{ up, down }] = lora.merged();
    const [last] = float.layers.slice(2);
    expect(down).toBe(last.down);
    // α / r · Σ over two of ½ · ½.
    expect(up.weight.values[40] - last.up.weight.values[40]).toBeCloseTo(1, 5);
  });
});
