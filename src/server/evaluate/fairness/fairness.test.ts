import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readFairness } from "../../../format/fairness/fairnessFile";
import { DAY_MS } from "../../../profile/decay";
import { recommend } from "../../../ranking/recommend";
import { fairSteps, offsetOfItem } from "../../../ranking/rerank/fair/fairSteps";
import { NOW, sampleContext, sampleItems } from "../../../ranking/sampleContext";
import { seededRandom } from "../../train/seededRandom";
import { attention, groupShares } from "./exposureGap";
import { type FairCase, fitOffsets, rerank } from "./fitOffsets";
import { fairGroupings } from "./groupings";
import { type FairSample, gapReduction, judge, tradeOff } from "./tradeOff";

/** Every fourth is new. */
const items = sampleItems().map((item, row) => (row % 4 === 0 ? { ...item, availableSince: NOW - 10 * DAY_MS } : item));
const { groupings, asOf, fileOf } = fairGroupings(items, NOW);

/** A ranking that likes two brands too well: what is wanted falls evenly on all. */
function cases(count: number, seed: number): FairCase[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, () => {
    const liking = items.map(() => random());
    const scored = items
      .map((item, row) => ({ row, score: 0.6 + 0.3 * liking[row] + (item.brand === "Hearth" ? 0.15 : 0) }))
      .sort((a, b) => b.score - a.score);
    const best = scored[0].score;
    const wanted = [...liking.keys()].sort((a, b) => liking[b] - liking[a]).slice(0, 4);
    return {
      rows: scored.map(({ row }) => row),
      scores: scored.map(({ score }) => score / best),
      wanted: new Set(wanted),
    };
  });
}

function sample(count: number, seed: number): FairSample {
  return { cases: cases(count, seed), groupings };
}

describe("groupShares", () => {
  it("counts places by the attention they get", () => {
    const grouping = { of: "brand", names: ["a", "b"], groupOf: [0, 1, -1] } as const;
    const shares = groupShares(
      grouping,
      [
        [0, 1],
        [0, 2],
      ],
      [[0], [1, 0]],
    );
    expect(shares.supply).toEqual([0.5, 0.5]);
    expect(shares.merit).toEqual([0.75, 0.25]);
    const a = 2 * attention(0);
    expect(shares.exposure[0]).toBeCloseTo(a / (a + attention(1)), 12);
    expect(shares.gap).toBeCloseTo(Math.abs(shares.exposure[0] - 0.75), 12);
  });

  it("is 0 where exposure is merit, and never above 1", () => {
    const grouping = groupings[0];
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.nat(items.length - 1), { maxLength: 6 }), { minLength: 1, maxLength: 10 }),
        (shelves) => {
          const { gap } = groupShares(grouping, shelves, shelves);
          expect(gap).toBeGreaterThanOrEqual(0);
          expect(gap).toBeLessThanOrEqual(1);
        },
      ),
    );
    expect(groupShares(grouping, [[3]], [[3]]).gap).toBe(0);
  });
});

describe("fairGroupings", () => {
  it("knows brands, fifths of price and age, and leaves out what no item has", () => {
    expect(groupings.map(({ of }) => of)).toEqual(["brand", "price", "newness"]);
    expect(groupings[0].names).toContain("hearth");
    const bare = items.map(({ id, title }) => ({ id, title }));
    expect(fairGroupings(bare, NOW).groupings).toEqual([]);
  });

  it("knows that items were younger once, and that some were not there yet", () => {
    const newness = (moment: number) => asOf(moment).find(({ of }) => of === "newness");
    expect(newness(NOW)?.groupOf[0]).toBe(0);
    expect(newness(NOW - 11 * DAY_MS)?.groupOf[0]).toBe(-1);
    expect(newness(NOW - 11 * DAY_MS)?.names).toEqual(newness(NOW)?.names);
  });

  it("writes a file that gives the page the same offsets", () => {
    const random = seededRandom(2);
    const offsets = groupings.map(({ names }) => names.map(() => Math.round((random() - 0.5) * 600) / 10_000));
    const file = readFairness(JSON.parse(JSON.stringify(fileOf(offsets, 0.3))));
    const offsetOf = offsetOfItem(file, NOW);
    items.forEach((item, row) => {
      const sum = groupings.reduce((total, { groupOf }, g) => total + offsets[g][groupOf[row]], 0);
      expect(offsetOf(item)).toBeCloseTo(sum, 9);
    });
  });
});

describe("fitOffsets", () => {
  const bounds = [0, 0.02, 0.05, 0.1, 0.2, 0.4];
  const curve = tradeOff(sample(300, 1), sample(300, 2), { bounds, places: 8 });

  it("brings exposure to merit on shoppers it was not fitted on", () => {
    expect(gapReduction(curve[curve.length - 1], curve[0])).toBeGreaterThan(0.3);
    for (const [i, point] of curve.slice(1).entries()) {
      expect(gapReduction(point, curve[0])).toBeGreaterThan(gapReduction(curve[i], curve[0]) - 0.05);
    }
  });

  it("stays within its bound", () => {
    for (const { bound, offsets } of curve) {
      for (const offset of offsets.flat())
        expect(Math.abs(offset)).toBeLessThanOrEqual(bound / groupings.length + 1e-12);
    }
    const lifted = cases(5, 3).map((one) =>
      rerank(one, groupings, curve[2].offsets, { places: 8, bound: curve[2].bound }),
    );
    for (const shelf of lifted) expect(new Set(shelf).size).toBe(8);
  });

  it("does nothing where there is nothing to do", () => {
    const even = sample(200, 4);
    const offsets = fitOffsets(even, { places: 8, bound: 0 });
    expect(judge(even, { offsets, bound: 0, places: 8 }).ndcg).toBeCloseTo(
      judge(even, { offsets: groupings.map(({ names }) => names.map(() => 0)), bound: 0, places: 8 }).ndcg,
      12,
    );
  });
});

describe("fairSteps", () => {
  const file = readFairness({
    kind: "aisle-fairness",
    schemaVersion: 1,
    bound: 0.5,
    brand: { fernhill: 0.5 },
    newness: { edges: [170], offsets: [0.1, 0] },
  });
  const shelf = (withSteps: boolean) =>
    recommend(
      { placement: "trending", limit: 40 },
      sampleContext({ items, ...(withSteps && { steps: () => fairSteps(file, { items, now: NOW }) }) }),
    );

  it("lifts by its offset in units of the best score, bounded, and says so", () => {
    const best = shelf(false).items[0].score;
    const trowel = shelf(true).items.find(({ item }) => item.id === "trowel-0");
    expect(trowel?.contributions.fairness).toBeCloseTo(0.5 * best, 9);
    expect(trowel?.why.some(({ signal }) => signal === "fairness")).toBe(true);
    for (const { contributions, score } of shelf(true).items) {
      expect(Object.values(contributions).reduce((sum, part) => sum + part, 0)).toBeCloseTo(score, 9);
    }
  });
});

describe("readFairness", () => {
  const good = { kind: "aisle-fairness", schemaVersion: 1, bound: 0.1 };
  it.each([
    ["an offset beyond the bound", { brand: { a: 0.2 } }],
    ["edges that do not rise", { price: { currency: "EUR", edges: [5, 5], offsets: [0, 0, 0] } }],
    ["edges that do not fit", { newness: { edges: [30], offsets: [0, 0, 0] } }],
    ["no number", { brand: { a: "lots" } }],
    ["a field that does not exist", { gender: { f: 0.1 } }],
  ])("refuses %s", (_, fields) => {
    expect(() => readFairness({ ...good, ...fields })).toThrow(expect.objectContaining({ code: "ASSET_CORRUPT" }));
  });

  it("answers junk with a typed error", () => {
    expect(readFairness(good)).toEqual(good);
    expect(() => readFairness({ ...good, schemaVersion: 3 })).toThrow(
      expect.objectContaining({ code: "ASSET_SCHEMA_NEWER" }),
    );
    fc.assert(fc.property(fc.jsonValue(), (junk) => void expect(() => readFairness(junk)).toThrow()));
  });

  it("ages with the page's clock", () => {
    const file = readFairness({ ...good, newness: { edges: [30], offsets: [0.1, 0] } });
    const item = { id: "a", title: "a", availableSince: NOW - 10 * DAY_MS };
    expect(offsetOfItem(file, NOW)(item)).toBe(0.1);
    expect(offsetOfItem(file, NOW + 30 * DAY_MS)(item)).toBe(0);
  });
});
