import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { bestSellers, noRecommendations } from "./bestSellers";
import { createDeck, createDice } from "./dice";
import { makeShoppers } from "./makeShoppers";
import { measure } from "./measures";
import { mindReader } from "./mindReader";
import { PARAMETERS, type Parameters } from "./parameters";
import type { Act, Policy } from "./policy";
import { season } from "./season";
import { shapeOf } from "./shape";
import { type SimulateOptions, simulate } from "./simulate";
import { TARGETS } from "./targets";
import { DAY_MS } from "./world";

const parameters = PARAMETERS;
const past = season({ seed: 7, parameters, shoppers: 1_200, days: 300, daysAhead: 80 });
const crowd = makeShoppers(past.world, {
  dice: past.dice,
  parameters,
  count: 250,
  firstId: 100_000,
  from: past.ends,
  overDays: 14,
});
const run = (policy: Policy, onVisit?: SimulateOptions["onVisit"], some: Parameters = parameters) =>
  simulate({
    ...past,
    shoppers: crowd,
    policy,
    parameters: some,
    until: past.ends + 80 * DAY_MS,
    followDays: 60,
    onVisit,
  });

describe("the simulated shop", () => {
  it("imports nothing of the recommender", () => {
    const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith(".ts") && !name.includes(".test."));
    const imports = files.flatMap((name) =>
      [...readFileSync(join(import.meta.dirname, name), "utf8").matchAll(/from "([^"]+)"/g)].map(([, path]) => path),
    );
    expect(imports.length).toBeGreaterThan(10);
    expect(imports.filter((path) => !/^\.\/\w+$/.test(path))).toEqual([]);
  });

  it("sells in the shape of real orders", () => {
    const shape = shapeOf(past.shop.orders);
    const near = (value: number, target: number, share: number) => {
      expect(value).toBeGreaterThan(target * (1 - share));
      expect(value).toBeLessThan(target * (1 + share));
    };
    expect(shape.lines.p10).toBe(TARGETS.lines.p10);
    near(shape.lines.p50, TARGETS.lines.p50, 0.34);
    near(shape.lines.p90, TARGETS.lines.p90, 0.3);
    near(shape.lines.logSpread, TARGETS.lines.logSpread, 0.1);
    near(shape.returned30, TARGETS.returned30, 0.4);
    near(shape.returned90, TARGETS.returned90, 0.2);
    near(shape.gapDays.p50, TARGETS.gapDays.p50, 0.3);
    near(shape.repeatLines, TARGETS.repeatLines, 0.15);
    near(shape.topShare.p10, TARGETS.topShare.p10, 0.15);
    near(shape.topShare.p20, TARGETS.topShare.p20, 0.15);
    near(shape.gini, TARGETS.gini, 0.1);
  });

  it("is the same for the same seed, and another for another", () => {
    const policy = bestSellers(past.shop, past.ends);
    expect(run(policy)).toEqual(run(policy));
    const again = season({ seed: 8, parameters, shoppers: 20, days: 30, daysAhead: 0 });
    expect(again.world.goods[0].public.title).not.toBe(past.world.goods[0].public.title);
  });

  it("shares luck between arms: who never saw a shelf meets the same errands", () => {
    const first = (visits: ReturnType<typeof run>) =>
      new Map(visits.map((visit) => [visit.shopper, visit.at]).reverse() as [number, number][]);
    expect(first(run(noRecommendations(past.shop)))).toEqual(first(run(bestSellers(past.shop, past.ends))));
  });

  it("rewards shelves that know what is wanted, in every measure that a shelf can move", () => {
    const reader = mindReader();
    const [best, mind] = [run(bestSellers(past.shop, past.ends)), run(reader, reader.meet)].map((visits) =>
      measure(visits, crowd.length),
    );
    for (const name of ["clickThrough", "conversion", "revenue", "promotionClickThrough", "adClickThrough"] as const) {
      expect(mind[name]).toBeGreaterThan(best[name]);
    }
    expect(mind.retention).toBeGreaterThanOrEqual(best.retention);
  });

  it("shows the first places more often", () => {
    const seen: number[] = [];
    run({
      ...bestSellers(past.shop, past.ends),
      observe: ({ kind, slot, position }: Act) => {
        if (kind === "see" && slot === "home") seen[position ?? 0] = (seen[position ?? 0] ?? 0) + 1;
      },
    });
    expect(seen.length).toBe(8);
    expect(seen.slice(1).every((count, i) => count < seen[i])).toBe(true);
  });

  it("tires of what it passed over", () => {
    const tireless = { ...parameters, choice: { ...parameters.choice, fatigue: 0 } };
    const policy = bestSellers(past.shop, past.ends);
    const [tired, fresh] = [parameters, tireless].map((some) => measure(run(policy, undefined, some), 1).clickThrough);
    expect(tired).toBeLessThan(fresh);
  });

  it("lets nobody read the hidden half of a good", () => {
    for (const item of past.shop.items) expect(Object.keys(item).sort()).toEqual(PUBLIC_FIELDS);
  });
});

const PUBLIC_FIELDS = ["availableSince", "brand", "category", "currency", "description", "id", "price", "title"];

describe("dice", () => {
  const dice = createDice(3);

  it("gives a name the same draw, and names that differ in one number other draws", () => {
    expect(dice.uniform(1, 2, 3)).toBe(createDice(3).uniform(1, 2, 3));
    const draws = new Set(Array.from({ length: 2_000 }, (_, i) => dice.uniform(1, 2, i)));
    expect(draws.size).toBe(2_000);
  });

  it("is uniform, normal and gamma distributed", () => {
    const deck = createDeck(dice, 5);
    const mean = (draw: () => number, count = 20_000) => {
      let sum = 0;
      for (let i = 0; i < count; i++) sum += draw();
      return sum / count;
    };
    expect(mean(deck.uniform)).toBeCloseTo(0.5, 1);
    expect(mean(() => deck.uniform() ** 2)).toBeCloseTo(1 / 3, 1);
    expect(mean(deck.normal)).toBeCloseTo(0, 1);
    expect(mean(() => deck.normal() ** 2)).toBeCloseTo(1, 1);
    expect(mean(() => deck.gamma(0.8, 2))).toBeCloseTo(1.6, 0);
  });

  it("samples without replacement", () => {
    const drawn = createDeck(dice, 6).sample([1, 2, 3, 4, 5], 9);
    expect(drawn.toSorted()).toEqual([1, 2, 3, 4, 5]);
  });
});
