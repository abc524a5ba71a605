import { describe, expect, it } from "vitest";
import { randomEncoder } from "../../../../format/encoder/randomEncoder";
import { floatLayerOf } from "../../../encoder/float/floatEncoderOf";
import { createFloatProducts } from "../../../encoder/float/floatProduct";
import { tokenStates } from "../../../encoder/tokenStates";
import { seededRandom } from "../../seededRandom";
import { fitAdapted } from "../fitAdapted";
import { layersForward } from "./layersForward";
import { tunableItems } from "./tunableItems";
import { tuneLayers } from "./tuneLayers";

/** Texts of two words; what belongs together is a Latin square of them, which no linear head can tell. */
const WORDS = 8;
const weights = randomEncoder({ layers: 2, hidden: 32, heads: 4, intermediate: 64, seed: 2 });
const sequences = Array.from({ length: WORDS ** 2 }, (_, item) =>
  Int32Array.of(1, 10 + Math.floor(item / WORDS), 40 + (item % WORDS), 2),
);
const groupOf = (item: number) => (Math.floor(item / WORDS) + item) % 4;

function shop(count: number, seed: number) {
  const random = seededRandom(seed);
  const groups = [0, 1, 2, 3].map((group) => [...sequences.keys()].filter((item) => groupOf(item) === group));
  return Array.from({ length: count }, (_, shopper) =>
    Int32Array.from({ length: 6 }, () => groups[shopper % 4][Math.floor(random() * 16)]),
  );
}

async function tuned() {
  const histories = shop(200, 5);
  const validation = shop(100, 6).map((history) => ({ history: history.subarray(0, 5), target: history[5] }));
  const states = await tokenStates(weights, sequences, { depth: 1 });
  const layers = weights.layers.slice(1).map(floatLayerOf);
  const context = { layers, config: weights.config, products: createFloatProducts() };
  const { vectors } = layersForward(states, 4, context);
  const adapt = { dimensions: 16, ownRate: 0, epochs: 20 };
  const model = fitAdapted({ vectors, dimensions: 32, histories, validation }, adapt);
  return tuneLayers(
    { layers, config: weights.config, states, vectors, model, histories, validation },
    { rank: 16, learningRate: 0.005, dropout: 0, batch: 64, epochs: 4, stepsPerEpoch: 15, patience: 4 },
  );
}

describe("tuneLayers", () => {
  it("learns what no head can, the same for the same seed", async () => {
    const { curve, chosenEpoch, layers } = await tuned();
    expect(curve.map(({ epoch }) => epoch)).toEqual([0, 1, 2, 3, 4]);
    const [before, after] = [curve[0], curve[chosenEpoch]].map(({ validation }) => validation?.ndcg10 ?? 0);
    expect(after).toBeGreaterThan(1.5 * before);
    expect((await tuned()).layers).toEqual(layers);
  });
});

describe("tunableItems", () => {
  it("takes the items that most histories hold, and what lies within them", () => {
    const texts = [5, 3, 4, 9].map((length) => new Int32Array(length));
    const histories = [[0, 2, 2], [2, 3], [3, 2], [1]];
    const { rows, within, continuations } = tunableItems(texts, histories, 15);
    expect(rows).toEqual([2, 3]);
    expect([...within([0, 2, 3, 1])]).toEqual([0, 1]);
    const found = continuations([
      { history: [0, 3], target: 2 },
      { history: [0], target: 2 },
      { history: [2], target: 1 },
    ]);
    expect(found).toEqual([{ history: Int32Array.of(1), target: 0 }]);
    expect(tunableItems(texts, histories, 1000).rows).toEqual([0, 1, 2, 3]);
  });
});
