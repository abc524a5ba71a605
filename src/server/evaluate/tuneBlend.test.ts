import { describe, expect, it } from "vitest";
import { seededRandom } from "../train/seededRandom";
import { pairedBootstrap } from "./pairedBootstrap";
import { constantSignal, type Signal } from "./signals";
import { standardised } from "./standardised";
import { bestOf, climbBlend, quality, spread, tuneBlend } from "./tuneBlend";

const ITEMS = 60;
const cases = Array.from({ length: ITEMS }, (_, item) => ({
  history: Int32Array.of(item),
  target: (item + 1) % ITEMS,
}));

/** Knows the answer for items of one parity, and nothing of the others. */
function half(parity: number): Signal {
  return {
    name: `half ${parity}`,
    score(history, scores) {
      if (history[0] % 2 === parity) scores[(history[0] + 1) % ITEMS] += 1;
    },
  };
}
/** Puts wrong items first. */
const noise = constantSignal(
  "noise",
  Float64Array.from({ length: ITEMS }, (_, item) => (item < 20 ? 0.5 : 0)),
);

describe("tuneBlend", () => {
  it("takes in what helps and drops what harms", () => {
    const signals = [half(0), half(1), noise];
    const { blend, quality: found } = tuneBlend(cases, signals, { items: ITEMS, start: [1, 0, 1] });
    expect(blend[1]).toBeGreaterThan(0);
    expect(blend[2]).toBe(0);
    expect(found).toBeCloseTo(1.1, 12);
  });

  it("leaves fixed weights alone, and never ends below its start", () => {
    const { blend } = tuneBlend(cases, [half(0), half(1)], { items: ITEMS, start: [1, 0], fixed: [1] });
    expect(blend[1]).toBe(0);
    const flat = climbBlend((blends) => blends.map(() => 1), { start: [1, 2] });
    expect(flat).toEqual({ blend: [1, 2], quality: 1, tried: 11 });
  });

  it("reports the quality it measured", () => {
    const measure = (blend: readonly number[]) => -((blend[0] - 3) ** 2) - (blend[1] - 0.4) ** 2;
    const { blend, quality: found } = climbBlend((blends) => blends.map(measure), { start: [1, 0] });
    expect(found).toBe(measure(blend));
    expect(found).toBeGreaterThan(-0.2);
  });
});

describe("bestOf", () => {
  it("is the signal that ranks best alone", () => {
    expect(bestOf(cases, [noise, half(0)], ITEMS).name).toBe("half 0");
  });
});

describe("quality", () => {
  it("is 1.1 when every target comes first and 0 when none is among the first 50", () => {
    expect(quality([1, 1])).toBeCloseTo(1.1, 12);
    expect(quality([51, 90])).toBe(0);
    expect(quality([])).toBe(0);
  });
});

describe("spread", () => {
  it("takes evenly from the whole list", () => {
    expect(spread([0, 1, 2, 3, 4, 5, 6, 7, 8, 9], 3)).toEqual([0, 3, 6]);
    expect(spread([1, 2], 5)).toEqual([1, 2]);
  });
});

describe("standardised", () => {
  it("has a deviation of 1 whatever the scale, and leaves a flat signal flat", () => {
    const scores = new Float32Array(3);
    standardised(constantSignal("", [100, 200, 300])).score([], scores);
    const mean = (scores[0] + scores[1] + scores[2]) / 3;
    const variance = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0) / 3;
    expect(variance).toBeCloseTo(1, 4);
    const flat = new Float32Array(3);
    standardised(constantSignal("", [0, 0, 0])).score([], flat);
    expect([...flat]).toEqual([0, 0, 0]);
  });
});

describe("pairedBootstrap", () => {
  it("encloses the mean, and 0 where there is only noise", () => {
    const random = seededRandom(2);
    const a = Array.from({ length: 200 }, random);
    const b = Array.from({ length: 200 }, random);
    const { mean, low, high } = pairedBootstrap(a, b, { random });
    expect(low).toBeLessThan(mean);
    expect(high).toBeGreaterThan(mean);
    expect(low).toBeLessThan(0);
    expect(high).toBeGreaterThan(0);
  });

  it("is exact where all differences are equal, and 0 of nothing", () => {
    expect(pairedBootstrap([2, 3], [1, 2], { random: seededRandom(1) })).toEqual({ mean: 1, low: 1, high: 1 });
    expect(pairedBootstrap([], [], { random: seededRandom(1) })).toEqual({ mean: 0, low: 0, high: 0 });
  });
});
