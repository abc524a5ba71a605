import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readAdapted, writeAdapted } from "../../../format/behaviour/adapted";
import { seededRandom } from "../seededRandom";
import { createAdam } from "./adam";
import { adaptedItems } from "./adaptedItems";
import { classified } from "./classified";
import { contrastHead } from "./contrastHead";
import { type AdaptInput, type AdaptOptions, fitAdapted } from "./fitAdapted";
import { fitPairs } from "./fitPairs";
import { adversary } from "./perturbations";
import { subCatalog } from "./subCatalog";
import { casesOf, trainingCases } from "./trainingCases";
import { fitUserTower } from "./userTower";
import { whiten } from "./whitening";

const GROUPS = 5;
const PER_GROUP = 8;
const ITEMS = GROUPS * PER_GROUP;
const DIMENSIONS = 12;
const FAST: Partial<AdaptOptions> = { dimensions: 8, epochs: 12, temperature: 0.3, learningRate: 0.02, dropout: 0.1 };

/** Texts say which group an item is of, beneath louder noise; shoppers stay in one group. */
function shop(): AdaptInput {
  const random = seededRandom(3);
  const vectors = Float32Array.from({ length: ITEMS * DIMENSIONS }, (_, i) => {
    const [item, d] = [Math.floor(i / DIMENSIONS), i % DIMENSIONS];
    if (d >= GROUPS) return (random() - 0.5) * 3;
    return (item % GROUPS === d ? 1 : 0) + (random() - 0.5) * 0.4;
  });
  const history = () => {
    const group = Math.floor(random() * GROUPS);
    return Array.from({ length: 5 }, () => group + GROUPS * Math.floor(random() * (PER_GROUP - 1)));
  };
  const histories = Array.from({ length: 150 }, history);
  const validation = Array.from({ length: 60 }, history).map((rows) => ({
    history: rows.slice(0, -1),
    target: rows[4],
  }));
  return { vectors, dimensions: DIMENSIONS, histories, validation };
}

/** Share of the nearest items that are of a row's group. */
function purity(vectors: Float32Array, rows: readonly number[], size: number): number {
  const dot = (a: number, b: number) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += vectors[a * size + k] * vectors[b * size + k];
    return sum;
  };
  let pure = 0;
  for (const row of rows) {
    const near = Array.from({ length: ITEMS }, (_, other) => other)
      .filter((other) => other !== row)
      .sort((a, b) => dot(row, b) - dot(row, a))
      .slice(0, PER_GROUP - 1);
    pure += near.filter((other) => other % GROUPS === row % GROUPS).length / near.length / rows.length;
  }
  return pure;
}

const all = Array.from({ length: ITEMS }, (_, row) => row);
/** The last item of each group was never bought. */
const cold = all.filter((row) => row >= GROUPS * (PER_GROUP - 1));

describe("fitAdapted", () => {
  it("hears beneath the noise what orders follow, for items without any too", () => {
    const input = shop();
    const { vectors, curve, chosenEpoch } = fitAdapted(input, FAST);
    expect(purity(whiten(input.vectors, DIMENSIONS).features, all, DIMENSIONS)).toBeLessThan(0.5);
    expect(purity(vectors, all, 8)).toBeGreaterThan(0.7);
    expect(purity(vectors, cold, 8)).toBeGreaterThan(0.5);
    const quality = curve.map(({ validation }) => validation?.ndcg10 ?? 0);
    expect(quality[chosenEpoch]).toBe(Math.max(...quality));
    expect(curve[curve.length - 1].trainLoss).toBeLessThan(curve[1].trainLoss);
  });

  it("is the same each time, and another with another seed", () => {
    const model = (seed: number) => fitAdapted(shop(), { ...FAST, seed, epochs: 2 });
    expect(model(1)).toEqual(model(1));
    expect(model(1).vectors).not.toEqual(model(2).vectors);
  });

  it("sees a large catalogue in parts", () => {
    const { vectors } = fitAdapted(shop(), { ...FAST, catalogRows: 24, epochs: 20, patience: 20 });
    expect(purity(vectors, all, 8)).toBeGreaterThan(0.6);
  });

  it("without own vectors makes of a text what the head in the file makes of it", () => {
    const input = shop();
    const model = fitAdapted(input, { ...FAST, ownRate: 0, epochs: 3 });
    const file = readAdapted(writeAdapted({ ...adaptedItems(model, "m"), catalogDigest: new Uint8Array(16) }));
    for (const row of [0, 17, 39]) {
      const made = Array.from({ length: 8 }, (_, k) => {
        let sum = 0;
        for (let d = 0; d < DIMENSIONS; d++) {
          const value = input.vectors[row * DIMENSIONS + d] - file.center[d];
          sum += file.head[k * DIMENSIONS + d] * file.headScales[k] * value;
        }
        return sum;
      });
      const norm = Math.hypot(...made);
      made.forEach((value, k) => {
        expect(value / norm).toBeCloseTo(file.vectors[row * 8 + k] * file.scales[row], 1);
      });
    }
  });

  it.each([
    ["no histories", { histories: [], validation: undefined }],
    ["histories of one item", { histories: [[1], [2]], validation: undefined }],
    ["items without a vector", { vectors: new Float32Array(ITEMS * DIMENSIONS) }],
    ["equal vectors", { vectors: new Float32Array(ITEMS * DIMENSIONS).fill(0.5) }],
  ])("stays finite with %s", (_, change) => {
    const { vectors, priors, head } = fitAdapted({ ...shop(), ...change }, { ...FAST, epochs: 2 });
    for (const values of [vectors, priors, head]) expect(values.every(Number.isFinite)).toBe(true);
  });
});

describe("what may be changed at each step", () => {
  it.each<[string, Partial<AdaptInput>, Partial<AdaptOptions>]>([
    ["adversarial features", {}, { adversarial: 0.3 }],
    ["histories with items left out", {}, { historyMask: 0.3 }],
    ["other texts of the items", { otherVectors: shop().vectors.map((value, i) => value + Math.sin(i) / 4) }, {}],
  ])("%s: learns all the same, and another model", (_, change, options) => {
    const plain = fitAdapted(shop(), FAST);
    const { vectors } = fitAdapted({ ...shop(), ...change }, { ...FAST, ...options });
    expect(vectors).not.toEqual(plain.vectors);
    expect(purity(vectors, all, 8)).toBeGreaterThan(0.6);
  });

  it("moves features to where the loss rises, by a length", () => {
    const features = Float32Array.of(1, 0, 0, 1);
    const head = Float32Array.of(1, 0, 0, 2);
    const moved = adversary(features, Float32Array.of(3, 0, 0, 0), head, 0.5);
    expect([...moved]).toEqual([1.5, 0, 0, 1]);
  });
});

describe("contrastHead", () => {
  it("is a head to start from, the same each time", async () => {
    const { vectors } = shop();
    const options = { dimensions: 8, epochs: 2, batch: 16 };
    const head = await contrastHead(vectors, DIMENSIONS, options);
    expect(head.length).toBe(DIMENSIONS * 8);
    expect(await contrastHead(vectors, DIMENSIONS, options)).toEqual(head);
    expect(purity(fitAdapted({ ...shop(), start: head }, FAST).vectors, all, 8)).toBeGreaterThan(0.6);
  });
});

describe("fitUserTower", () => {
  it("asks for what came next", async () => {
    const input = shop();
    const { vectors } = fitAdapted(input, FAST);
    const continuations = input.histories.map((rows) => ({ history: Array.from(rows).slice(0, -1), target: rows[4] }));
    const tower = await fitUserTower(vectors, 8, continuations, { epochs: 20, batch: 64, learningRate: 0.03 });
    let right = 0;
    for (const { history, target } of input.validation ?? []) {
      const scores = tower.scores(history);
      right += scores.indexOf(Math.max(...scores)) % GROUPS === target % GROUPS ? 1 : 0;
    }
    expect(right / (input.validation?.length ?? 1)).toBeGreaterThan(0.6);
  });
});

describe("fitPairs", () => {
  const { vectors, histories, validation } = shop();
  const pairs = histories.map((rows) => ({
    history: Array.from(rows).slice(0, -1),
    item: rows[4],
    rating: 1 + (rows[4] % GROUPS),
  }));
  const heldOut = (validation ?? []).map(({ history, target }) => ({ history, item: target, rating: 1 }));

  it("tells what is bought next from what is not", async () => {
    const model = await fitPairs(
      { loss: "binary", vectors, dimensions: DIMENSIONS, pairs, validation: heldOut },
      { dimensions: 8, epochs: 6, batch: 32, learningRate: 0.02, temperature: 0.3 },
    );
    const last = model.curve[model.chosenEpoch].validation;
    expect(last?.auc).toBeGreaterThan(0.75);
    expect(last?.accuracy).toBeGreaterThan(0.7);
    expect(purity(model.vectors, all, 8)).toBeGreaterThan(0.6);
  });

  it("fits ratings, and refuses to without any", async () => {
    const model = await fitPairs(
      { loss: "mse", vectors, dimensions: DIMENSIONS, pairs, validation: heldOut },
      { dimensions: 8, epochs: 3, batch: 32, learningRate: 0.02 },
    );
    expect(model.curve[3].trainLoss).toBeLessThan(model.curve[1].trainLoss);
    const unrated = pairs.map(({ history, item }) => ({ history, item }));
    await expect(
      fitPairs({ loss: "mse", vectors, dimensions: DIMENSIONS, pairs: unrated, validation: heldOut }),
    ).rejects.toMatchObject({ code: "TRAINING_FAILED" });
  });
});

describe("classified", () => {
  it("counts what is on the right side, and how often a first-class pair scores higher", () => {
    const { accuracy, auc } = classified([2, 1, -1, 1], Float32Array.of(1, 0, 0, 1));
    expect(accuracy).toBe(0.75);
    // Pairs: (2 over 1), (2 over −1), (1 ties 1), (1 over −1).
    expect(auc).toBe(3.5 / 4);
    expect(classified([1, 2], Float32Array.of(1, 1)).auc).toBe(0.5);
  });
});

describe("subCatalog", () => {
  it("keeps cases whole, and every row once", () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(59), { minLength: 2, maxLength: 6 }), { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 20, max: 80 }),
        fc.nat(),
        (histories, most, seed) => {
          const cases = casesOf(
            histories.map((rows) => ({ history: rows.slice(0, -1), target: rows[rows.length - 1] })),
            0.9,
          );
          const part = subCatalog(cases, { items: 60, most, random: seededRandom(seed) });
          expect(part.rows.length).toBe(Math.min(60, most));
          expect([...part.rows]).toEqual([...new Set(part.rows)].sort((a, b) => a - b));
          const known = new Set(histories.map((rows) => JSON.stringify(rows)));
          for (let c = 0; c < part.cases.targets.length; c++) {
            const rows = [
              ...part.cases.items.subarray(part.cases.starts[c], part.cases.starts[c + 1]),
              part.cases.targets[c],
            ].map((row) => part.rows[row]);
            expect(known.has(JSON.stringify(rows))).toBe(true);
          }
          expect(part.inclusion?.every((value) => value > 0 && value <= 1) ?? true).toBe(true);
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe("trainingCases", () => {
  it("asks for every item but the first, and for a share of them where there are too many", () => {
    const options = { decay: 0.5, historyCut: 2, most: 100 };
    const cases = trainingCases([[4, 5, 6, 7], [1]], options);
    expect([...cases.targets]).toEqual([5, 6, 7]);
    expect([...cases.items]).toEqual([4, 4, 5, 5, 6]);
    expect([...cases.weights]).toEqual([1, 0.5, 1, 0.5, 1]);
    const many = Array.from({ length: 1_000 }, () => [1, 2, 3]);
    const some = trainingCases(many, { ...options, most: 200 }).targets.length;
    expect(some).toBeGreaterThan(180);
    expect(some).toBeLessThan(220);
  });
});

describe("whiten", () => {
  it("evens the spread of directions out by its quarter power", () => {
    const random = seededRandom(8);
    const gaussian = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
    const deviations = [16, 4, 1, 1];
    const vectors = Float32Array.from({ length: 4 * 2_000 }, (_, i) => gaussian() * deviations[i % 4] + 3);
    const { transform, center, features } = whiten(vectors, 4);
    for (const value of center) expect(Math.abs(value - 3)).toBeLessThan(1);
    const gain = (d: number) => transform.values[d * 4 + d];
    // Deviation 16 against 1: (16²)^(1/4) = 4 times less.
    expect(gain(2) / gain(0)).toBeGreaterThan(3.5);
    expect(gain(2) / gain(0)).toBeLessThan(4.5);
    for (let row = 0; row < 20; row++) expect(Math.hypot(...features.subarray(row * 4, row * 4 + 4))).toBeCloseTo(1, 5);
  });
});

describe("createAdam", () => {
  it("goes downhill, only in the rows it is given", () => {
    const values = Float32Array.of(4, 4, 4, 4);
    const adam = createAdam(values, { rate: 0.1, moments: "all" });
    for (let step = 0; step < 60; step++) {
      adam.step(Float32Array.of(values[2], values[3]), { rows: Uint32Array.of(1), columns: 2 });
    }
    expect([values[0], values[1]]).toEqual([4, 4]);
    expect(Math.abs(values[2])).toBeLessThan(1.5);
  });
});
