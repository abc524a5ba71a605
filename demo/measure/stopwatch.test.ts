import { describe, expect, it } from "vitest";
import { median, timeInTurns } from "./stopwatch";

/** Jobs that take so long by a clock that ticks in whole milliseconds. */
function fakeJobs(durations: Readonly<Record<string, number>>) {
  let clock = 0;
  const runs: string[] = [];
  const jobs = Object.entries(durations).map(([key, ms]) => ({
    key,
    run: async () => {
      runs.push(key);
      clock += ms;
    },
  }));
  return { jobs, runs, now: () => Math.floor(clock), elapsed: () => clock };
}

describe("timeInTurns", () => {
  it("measures a third of a millisecond with a clock of whole ones", async () => {
    const { jobs, now } = fakeJobs({ short: 0.3, long: 12 });
    const times = await timeInTurns(jobs, { now, sampleMs: 20, samples: 5, budgetMs: 10_000 });
    expect(times.short).toBeCloseTo(0.3, 1);
    expect(times.long).toBeCloseTo(12, 0);
  });

  it("takes turns", async () => {
    const { jobs, runs, now } = fakeJobs({ a: 30, b: 40 });
    await timeInTurns(jobs, { now, sampleMs: 20, samples: 3, budgetMs: 10_000 });
    expect(runs.join("")).toBe("aabb".concat("ab".repeat(3)));
  });

  it("ends in time on a slow device, with an answer for each job", async () => {
    const { jobs, now, elapsed } = fakeJobs({ a: 400, b: 800 });
    expect(await timeInTurns(jobs, { now, sampleMs: 20, samples: 9, budgetMs: 1_000 })).toEqual({ a: 400, b: 800 });
    expect(elapsed()).toBe(2_400);
  });
});

describe("median", () => {
  it("is the middle one, or nothing of nothing", () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([])).toBeUndefined();
  });
});
