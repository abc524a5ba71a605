import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Experiment } from "../../format/experiments/experimentsFile";
import { DAY_MS } from "../decay";
import { armOf, experimentOf, readAssignments, seen } from "./assign";
import { outcomesOf } from "./outcomes";

const experiment: Experiment = {
  id: "e",
  from: "2026-01-01",
  to: "2026-02-01",
  placements: ["home"],
  arms: [
    { id: "a", share: 45 },
    { id: "b", share: 45 },
    { id: "holdout", share: 10, shelves: "popular" },
  ],
};
const NOW = Date.UTC(2026, 0, 10);

describe("assignment", () => {
  it("gives every arm its share of draws", () => {
    const counts: Record<string, number> = {};
    for (let i = 0; i < 1_000; i++) {
      const { id } = armOf(experiment, { draw: i / 1_000 });
      counts[id] = (counts[id] ?? 0) + 1;
    }
    expect(counts).toEqual({ a: 450, b: 450, holdout: 100 });
  });

  it("sticks once seen, whatever becomes of the shares, and moves on when its arm is gone", () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 0.999999, noNaN: true }), (draw) => {
        const arm = armOf(experiment, { draw });
        const known = seen({ draw }, arm.id, NOW);
        const changed = { ...experiment, arms: experiment.arms.map((one, i) => ({ ...one, share: 1 + i * 50 })) };
        expect(armOf(changed, known).id).toBe(arm.id);
        expect(seen(known, "other", NOW + 5)).toEqual(known);
        const without = { ...experiment, arms: experiment.arms.filter(({ id }) => id !== arm.id) };
        expect(without.arms.map(({ id }) => id)).toContain(armOf(without, known).id);
      }),
    );
  });

  it("is asked only for the shelves and the days of an experiment", () => {
    const of = (placement: "home" | "related", now: number) => experimentOf([experiment], { placement, now });
    expect(of("home", NOW)).toBe(experiment);
    expect(of("related", NOW)).toBeUndefined();
    expect(of("home", Date.UTC(2025, 11, 31, 23))).toBeUndefined();
    expect(of("home", Date.UTC(2026, 1, 1))).toBeUndefined();
  });

  it("reads back what it stored and nothing else", () => {
    const kept = { e: { draw: 0.3, seenAt: NOW, seenArm: "a" }, f: { draw: 0 } };
    expect(readAssignments(JSON.parse(JSON.stringify(kept)))).toEqual(kept);
    fc.assert(
      fc.property(fc.jsonValue(), (junk) => {
        for (const one of Object.values(readAssignments(junk))) expect(one.draw >= 0 && one.draw < 1).toBe(true);
      }),
    );
  });
});

describe("outcomesOf", () => {
  const at = (days: number, name = "view_item", transactionId?: string) => ({
    at: NOW + days * DAY_MS,
    name,
    transactionId,
  });

  it("counts who came again, and when that is known", () => {
    const acts = [at(-3), at(0), at(0.2), at(5)];
    expect(outcomesOf(NOW, acts, NOW + 2 * DAY_MS)).toMatchObject({
      returned1: false,
      returned7: undefined,
      returned30: undefined,
    });
    expect(outcomesOf(NOW, acts, NOW + 6 * DAY_MS)).toMatchObject({
      returned1: false,
      returned7: true,
      returned30: true,
    });
    expect(outcomesOf(NOW, [at(0), at(0.7)], NOW + DAY_MS)).toMatchObject({ returned1: true });
    expect(outcomesOf(NOW, [at(0)], NOW + 31 * DAY_MS)).toMatchObject({ returned30: false });
  });

  it("counts a second order, not a second item, and nothing after thirty days", () => {
    const one = [at(1, "purchase", "t1"), at(1, "purchase", "t1")];
    expect(outcomesOf(NOW, one, NOW + 40 * DAY_MS)).toMatchObject({ purchased: true, repeated: false });
    expect(outcomesOf(NOW, [...one, at(31, "purchase", "t2")], NOW + 40 * DAY_MS).repeated).toBe(false);
    expect(outcomesOf(NOW, [...one, at(20, "purchase", "t2")], NOW + 40 * DAY_MS).repeated).toBe(true);
  });

  it("believes no act from the future", () => {
    expect(outcomesOf(NOW, [at(5, "purchase", "t")], NOW + DAY_MS)).toMatchObject({
      purchased: false,
      returned7: undefined,
    });
  });
});
