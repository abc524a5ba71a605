import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { averageRank } from "./metrics";
import { METRICS, metricsOf, targetRanks } from "./targetRanks";

describe("targetRanks", () => {
  it("is the average rank of each target, whatever the ties", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 6 }), { minLength: 1, maxLength: 40 }),
        fc.array(fc.nat(39), { maxLength: 12 }),
        fc.array(fc.nat(39), { maxLength: 6 }),
        (scores, wanted, hidden) => {
          const excluded = new Set(hidden);
          const targets = new Set(wanted.filter((row) => row < scores.length));
          const { rows, ranks } = targetRanks(scores, targets, excluded);
          expect(new Set(rows)).toEqual(new Set([...targets].filter((row) => !excluded.has(row))));
          const left = scores.flatMap((score, row) => (excluded.has(row) ? [] : [{ score, row }]));
          rows.forEach((row, t) => {
            const expected = averageRank(
              left.map(({ score }) => score),
              left.findIndex((one) => one.row === row),
            );
            expect(ranks[t]).toBe(expected);
          });
        },
      ),
    );
  });
});

describe("metricsOf", () => {
  const of = (ranks: readonly number[], metric: string) => metricsOf(ranks)[METRICS.indexOf(metric)];

  it("is 1 where all targets come first, and 0 where none is in sight", () => {
    for (const metric of METRICS) expect(of([1, 2, 3], metric)).toBe(metric === "mrr" ? 1 : 1);
    expect(of([51, 60], "ndcg@50")).toBe(0);
    expect(of([51, 60], "recall@50")).toBe(0);
    expect(of([], "ndcg@10")).toBe(0);
  });

  it("gives a rank the inverse of its logarithm, against as many targets as fit", () => {
    expect(of([3], "ndcg@10")).toBeCloseTo(1 / 2, 12);
    expect(of([2, 7], "ndcg@5")).toBeCloseTo(1 / Math.log2(3) / (1 + 1 / Math.log2(3)), 12);
    expect(of([2, 7], "recall@5")).toBe(0.5);
    expect(of([4, 7], "mrr")).toBe(0.25);
  });
});
