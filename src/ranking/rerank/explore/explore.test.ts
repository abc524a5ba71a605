import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ExplorePolicy } from "../../../types";
import { recommend } from "../../recommend";
import { sampleContext } from "../../sampleContext";
import { type Scored, scored } from "../../scored";
import { type ExploreOptions, explore } from "./explore";
import { exploreSteps } from "./exploreSteps";
import { expectedRegret, propensities, temper } from "./propensities";
import { stableDraw } from "./stableDraw";

const ranking = (scores: readonly number[]) => scores.map((score, row) => scored(row, row, { text: score }));
const near = ranking(Array.from({ length: 30 }, (_, i) => 10 - i * 0.05));
const base: ExploreOptions = {
  policy: { kind: "softmax", temperature: 0.02 },
  places: 0.5,
  budget: 1,
  width: 0.2,
  reserve: 4,
  needed: 8,
  draw: () => 0,
};
const rows = (entries: readonly Scored[]) => entries.map(({ row }) => row);

const policies: fc.Arbitrary<ExplorePolicy> = fc.oneof(
  fc.record({ kind: fc.constant("softmax" as const), temperature: fc.double({ min: 0.001, max: 5, noNaN: true }) }),
  fc.record({ kind: fc.constant("epsilon-greedy" as const), epsilon: fc.double({ min: 0, max: 1, noNaN: true }) }),
);
const scores = fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: 1, maxLength: 40 });

describe("propensities", () => {
  it("sum to 1 and favour the better, whatever the policy", () => {
    fc.assert(
      fc.property(scores, policies, (some, policy) => {
        const sorted = some.toSorted((a, b) => b - a);
        const odds = propensities(sorted, policy, sorted[0]);
        expect(odds.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 9);
        for (const [i, p] of odds.slice(1).entries()) expect(p).toBeLessThanOrEqual(odds[i] + 1e-12);
        expect(expectedRegret(sorted, odds)).toBeGreaterThanOrEqual(-1e-9);
      }),
    );
  });

  it("are those of the book: ε-greedy", () => {
    const odds = propensities([3, 2, 1], { kind: "epsilon-greedy", epsilon: 0.3 }, 3);
    expect(odds[0]).toBeCloseTo(0.8, 12);
    expect(odds[1]).toBeCloseTo(0.1, 12);
  });

  it("give away in proportion to how much they are tempered", () => {
    const odds = propensities([3, 2, 1], { kind: "softmax", temperature: 1 }, 1);
    expect(expectedRegret([3, 2, 1], temper(odds, 0.25))).toBeCloseTo(0.25 * expectedRegret([3, 2, 1], odds), 12);
  });
});

describe("explore", () => {
  it("is exactly as likely to show an item at its place as the log says", () => {
    const random = mulberry(5);
    const counts = new Map<string, { times: number; propensity: number }>();
    const trials = 10_000;
    for (let i = 0; i < trials; i++) {
      const shelf = explore(near, { ...base, draw: random }).slice(0, 8);
      shelf.forEach(({ row, propensity = 1 }, place) => {
        const key = `${row}@${place}`;
        const known = counts.get(key);
        if (known) {
          known.times++;
          expect(known.propensity).toBe(propensity);
        } else counts.set(key, { times: 1, propensity });
      });
    }
    expect(counts.size).toBeGreaterThan(15);
    for (const { times, propensity } of counts.values()) {
      const error = 4.5 * Math.sqrt((propensity * (1 - propensity)) / trials);
      expect(Math.abs(times / trials - propensity)).toBeLessThan(error + 1e-9);
    }
    const byPlace = new Map<string, number>();
    for (const [key, { propensity }] of counts) {
      const place = key.split("@")[1];
      byPlace.set(place, (byPlace.get(place) ?? 0) + propensity);
    }
    for (const total of byPlace.values()) expect(total).toBeCloseTo(1, 9);
  });

  it("leaves the first places, what is fixed, and far-off scores alone", () => {
    const random = mulberry(6);
    const far = ranking([10, 9.9, 9.8, 9.7, 5, 4.9]);
    for (let i = 0; i < 200; i++) {
      const shelf = explore(near, { ...base, mayReplace: (row) => row !== 6, draw: random });
      expect(rows(shelf.slice(0, 4))).toEqual([0, 1, 2, 3]);
      expect(shelf[6].row).toBe(6);
      expect(rows(explore(far, { ...base, needed: 4, draw: random }))).toEqual([0, 1, 2, 3, 4, 5]);
    }
  });

  it("lets nothing stand where a rule would forbid it", () => {
    const random = mulberry(8);
    const odd = (row: number, other: number) => row % 2 === other % 2;
    for (let i = 0; i < 200; i++) {
      const shelf = explore(near, { ...base, mayReplace: odd, draw: random }).slice(0, 8);
      expect(rows(shelf).map((row) => row % 2)).toEqual([0, 1, 0, 1, 0, 1, 0, 1]);
    }
  });

  it("logs with each explored place what it was drawn from", () => {
    const random = mulberry(11);
    const shelf = explore(near, { ...base, draw: random }).slice(0, 8);
    expect(shelf.map(({ explored }) => explored !== undefined)).toEqual([0, 0, 0, 0, 1, 1, 1, 1].map(Boolean));
    for (const { row, score, propensity, explored } of shelf.slice(4)) {
      expect(explored?.best).toBe(10);
      expect(explored?.pool.reduce((sum, entry) => sum + entry.propensity, 0)).toBeCloseTo(1, 9);
      expect(explored?.pool).toContainEqual({ row, score, propensity });
    }
  });

  it("shows the same items once each, whatever the scores", () => {
    fc.assert(
      fc.property(
        scores,
        policies,
        fc.record({
          places: fc.double({ min: 0, max: 1, noNaN: true }),
          budget: fc.double({ min: 0, max: 0.2, noNaN: true }),
          width: fc.double({ min: 0, max: 1, noNaN: true }),
          needed: fc.integer({ min: 1, max: 12 }),
        }),
        fc.infiniteStream(fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })),
        (some, policy, settings, stream) => {
          const placed = ranking(some.toSorted((a, b) => b - a));
          const result = explore(placed, {
            ...base,
            ...settings,
            policy,
            draw: () => stream.next().value as number,
          });
          expect(rows(result).toSorted((a, b) => a - b)).toEqual(rows(placed));
          const shown = result.slice(0, settings.needed);
          for (const { propensity = 1 } of shown) {
            expect(propensity).toBeGreaterThanOrEqual(0);
            expect(propensity).toBeLessThanOrEqual(1 + 1e-9);
          }
        },
      ),
    );
  });

  it("spends its budget and no more, on average", () => {
    const random = mulberry(9);
    const budget = 0.002;
    const whole = near.slice(0, 8).reduce((sum, { score }) => sum + score, 0);
    let lost = 0;
    const trials = 2_000;
    for (let i = 0; i < trials; i++) {
      const shelf = explore(near, { ...base, policy: { kind: "epsilon-greedy", epsilon: 0.9 }, budget, draw: random });
      lost += whole - shelf.slice(0, 8).reduce((sum, { score }) => sum + score, 0);
    }
    expect(lost / trials).toBeLessThan(budget * whole * 1.05);
    expect(lost / trials).toBeGreaterThan(budget * whole * 0.9);
  });
});

describe("as a step of the ranking", () => {
  const plan = {
    trending: { policy: { kind: "softmax", temperature: 0.1 }, places: 0.5, width: 0.5, budget: 0.2 },
  } as const;
  const shelf = (seed: number, placement: "trending" | "new" = "trending") =>
    recommend({ placement, limit: 8 }, sampleContext({ steps: (query) => exploreSteps(plan, query, { seed }) })).items;

  it("is the same for the same seed, another for others, and logs propensities below 1 where it explored", () => {
    expect(shelf(1)).toEqual(shelf(1));
    const seen = new Set(
      Array.from({ length: 20 }, (_, seed) =>
        shelf(seed)
          .map(({ item }) => item.id)
          .join(),
      ),
    );
    expect(seen.size).toBeGreaterThan(5);
    expect(shelf(3).map(({ propensity }) => propensity < 1)).toEqual([
      false,
      false,
      false,
      false,
      true,
      true,
      true,
      true,
    ]);
  });

  it("goes on behind the first page without showing anything twice", () => {
    const context = sampleContext({ steps: (query) => exploreSteps(plan, query, { seed: 3 }) });
    const pages = [0, 8, 16].flatMap((offset) => recommend({ placement: "trending", limit: 8, offset }, context).items);
    expect(new Set(pages.map(({ item }) => item.id)).size).toBe(24);
  });

  it("explores no placement that was not named", () => {
    expect(shelf(1, "new").every(({ propensity }) => propensity === 1)).toBe(true);
    expect(shelf(1, "new")).toEqual(shelf(2, "new"));
  });
});

describe("stableDraw", () => {
  it("is uniform over names and over seeds", () => {
    for (const draw of [(i: number) => stableDraw(7, `home/${i}`), (i: number) => stableDraw(i, "home/3")]) {
      const bins = new Array<number>(10).fill(0);
      for (let i = 0; i < 10_000; i++) bins[Math.floor(draw(i) * 10)]++;
      const chi = bins.reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0);
      // χ² with 9 degrees of freedom exceeds 33.7 once in 10,000.
      expect(chi).toBeLessThan(33.7);
    }
  });
});

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
