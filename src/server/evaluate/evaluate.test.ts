import { describe, expect, it } from "vitest";
import { leaveOneOut } from "./leaveOneOut";
import { averageRank, ndcgAt, summarise } from "./metrics";
import { rankBlends } from "./rankBlends";
import { scoreCases } from "./scoreCases";
import { constantSignal, denseSignal } from "./signals";
import { topLists } from "./topLists";

describe("averageRank", () => {
  it("counts from 1 and shares ranks among equals", () => {
    expect(averageRank([3, 1, 2], 0)).toBe(1);
    expect(averageRank([3, 1, 2], 1)).toBe(3);
    expect(averageRank([0, 0, 0, 5], 1)).toBe(3);
  });
});

describe("summarise", () => {
  it("averages per cut", () => {
    const metrics = summarise([1, 7, 51]);
    expect(metrics.recall).toEqual({ 5: 1 / 3, 10: 2 / 3, 20: 2 / 3, 50: 2 / 3 });
    expect(metrics.ndcg[5]).toBeCloseTo(1 / 3, 12);
    expect(metrics.ndcg[10]).toBeCloseTo((1 + 1 / 3) / 3, 12);
    expect(metrics.mrr).toBeCloseTo((1 + 1 / 7 + 1 / 51) / 3, 12);
    expect(ndcgAt(11, 10)).toBe(0);
  });

  it("is 0 of nothing", () => {
    expect(summarise([]).recall[10]).toBe(0);
  });
});

describe("leaveOneOut", () => {
  it("never shows a model what it is asked for", () => {
    const { train, validation, test } = leaveOneOut([Int32Array.of(4, 5, 6, 7), Int32Array.of(1, 2)]);
    expect(train.map((history) => [...history])).toEqual([
      [4, 5],
      [1, 2],
    ]);
    expect(validation).toEqual([{ history: Int32Array.of(4, 5), target: 6 }]);
    expect(test).toEqual([{ history: Int32Array.of(4, 5, 6), target: 7 }]);
  });

  it("trains alike whatever the held-out items are", () => {
    const truth = [Int32Array.of(4, 5, 6, 7), Int32Array.of(1, 2, 3)];
    const permuted = [Int32Array.of(4, 5, 3, 6), Int32Array.of(1, 7, 2)];
    expect(leaveOneOut(permuted).train).toEqual(leaveOneOut(truth).train);
  });

  it("cuts histories to the last 50", () => {
    const long = Int32Array.from({ length: 80 }, (_, i) => i);
    const { validation, test } = leaveOneOut([long]);
    expect([validation[0].history[0], validation[0].history.length, validation[0].target]).toEqual([28, 50, 78]);
    expect([test[0].history[0], test[0].history.length, test[0].target]).toEqual([29, 50, 79]);
  });
});

describe("rankBlends", () => {
  it("adds the weighted signals, older items decayed", () => {
    const similarities = Float32Array.of(0, 1, 0, 0, 0, 4, 0, 0, 0);
    const signals = [denseSignal("near", similarities, 0.5), constantSignal("popular", [0, 0.75, 0])];
    const cases = [{ history: Int32Array.of(1, 0), target: 1 }];
    // near: item 1 gets 1 (newest), item 2 gets 4 × 0.5.
    const ranks = rankBlends(
      cases,
      signals,
      [
        [1, 0],
        [0, 1],
        [1, 2],
      ],
      3,
    );
    expect(ranks.map(([rank]) => rank)).toEqual([2, 1, 1]);
  });
});

describe("scoreCases", () => {
  it("ranks as rankBlends does, blends that differ in several weights too", () => {
    const signals = [
      denseSignal(
        "a",
        Float32Array.from({ length: 25 }, (_, i) => Math.sin(i)),
        0.5,
      ),
      denseSignal(
        "b",
        Float32Array.from({ length: 25 }, (_, i) => Math.cos(3 * i)),
        1,
      ),
      constantSignal("c", [0.5, 0.1, 0.3, 0.2, 0.4]),
    ];
    const cases = [
      { history: Int32Array.of(0, 3), target: 2 },
      { history: Int32Array.of(4), target: 1 },
    ];
    const blends = [
      [1, 1, 1],
      [1, 0, 1],
      [1, 1, 2],
      [0, 3, 0.5],
      [0, 0, 0],
    ];
    expect(scoreCases(cases, signals, 5).ranks(blends)).toEqual(rankBlends(cases, signals, blends, 5));
  });
});

describe("topLists", () => {
  it("agrees with the ranks", () => {
    const signals = [constantSignal("", [0.1, 0.5, 0.3, 0.2])];
    const cases = [{ history: Int32Array.of(0), target: 2 }];
    const [list] = topLists(cases, signals, [2], { items: 4, count: 3 });
    expect([...list]).toEqual([1, 2, 3]);
    expect(rankBlends(cases, signals, [[2]], 4)[0][0]).toBe(list.indexOf(2) + 1);
  });
});
