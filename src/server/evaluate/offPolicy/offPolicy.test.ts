import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { drawn, propensities } from "../../../ranking/rerank/explore/propensities";
import type { ExplorePolicy } from "../../../types";
import { seededRandom } from "../../train/seededRandom";
import type { Decision, TargetPolicy } from "./decision";
import { estimate } from "./estimators";
import { offPolicyCommand } from "./offPolicyCommand";
import { readLog } from "./readLog";
import { readTargetPolicy } from "./targetPolicy";

const LOGGING: ExplorePolicy = { kind: "softmax", temperature: 0.2 };

/** A world whose click rates depend on score, place and luck of the shopper, not quite as the reward model thinks. */
function log(count: number, random: () => number): Decision[] {
  return Array.from({ length: count }, (_, i) => {
    const mood = random();
    const scores = Array.from({ length: 4 }, () => 0.6 + 0.4 * random()).sort((a, b) => b - a);
    const odds = propensities(scores, LOGGING, 1);
    const chosen = drawn(odds, random());
    const reward = random() < clickRate(scores[chosen], mood) ? 1 : 0;
    return {
      unit: `s${i >> 1}`,
      placement: "home",
      position: 6 + (i % 2),
      best: 1,
      scores,
      propensities: odds,
      chosen,
      reward,
    };
  });
}

function clickRate(score: number, mood: number): number {
  return 0.02 + 0.25 * score ** 3 * mood;
}

function truthOf(target: TargetPolicy): number {
  const random = seededRandom(99);
  let sum = 0;
  const count = 60_000;
  for (let i = 0; i < count; i++) {
    const [decision] = log(1, random);
    // The mood is uniform: its mean is a half.
    sum += target(decision).reduce((total, p, j) => total + p * clickRate(decision.scores[j], 0.5), 0);
  }
  return sum / count;
}

describe("estimate", () => {
  const random = seededRandom(4);
  const targets = ["greedy", "uniform", "softmax:0.1", "epsilon:0.3"];

  it.each(targets)("covers the truth of %s about as often as it says", (name) => {
    const target = readTargetPolicy(name);
    const truth = truthOf(target);
    const runs = 60;
    const covered = { ips: 0, snips: 0, dr: 0 };
    for (let run = 0; run < runs; run++) {
      const found = estimate(log(1_500, random), target);
      for (const kind of ["ips", "snips", "dr"] as const) {
        covered[kind] += Number(found[kind].low <= truth && truth <= found[kind].high);
      }
      expect(found.effectiveSampleSize).toBeGreaterThan(100);
    }
    // With 95% each, fewer than 51 of 60 happens once in a thousand.
    for (const count of Object.values(covered)) expect(count).toBeGreaterThanOrEqual(51);
  });

  it("is the log's own mean for the logging policy, with every decision counting", () => {
    const decisions = log(500, random);
    const found = estimate(decisions, ({ propensities: odds }) => odds);
    const mean = decisions.reduce((sum, { reward }) => sum + reward, 0) / 500;
    expect(found.ips.value).toBeCloseTo(mean, 12);
    expect(found.snips.value).toBeCloseTo(mean, 12);
    expect(found.effectiveSampleSize).toBeCloseTo(500, 6);
    expect(found.largestWeight).toBeCloseTo(1, 12);
  });

  it("admits what a log is not worth", () => {
    const decisions = log(300, random).map((one) => ({
      ...one,
      propensities: [0.991, 0.003, 0.003, 0.003],
      chosen: 0,
    }));
    const found = estimate(decisions, ({ scores }) => scores.map((_, i) => (i === 3 ? 1 : 0)));
    expect(found.effectiveSampleSize).toBe(0);
    expect(found.snips.value).toBeNaN();
  });

  it("has wider intervals where decisions of a unit go together", () => {
    const decisions = log(800, random);
    const alone = estimate(
      decisions.map((one, i) => ({ ...one, unit: `u${i}` })),
      readTargetPolicy("uniform"),
    );
    const twice = estimate([...decisions, ...decisions], readTargetPolicy("uniform"));
    const width = ({ low, high }: { low: number; high: number }) => high - low;
    expect(twice.ips.value).toBeCloseTo(alone.ips.value, 12);
    expect(width(twice.ips)).toBeGreaterThan(width(alone.ips) * 0.9);
  });
});

describe("readLog", () => {
  const pool = [
    { id: "a", score: 2, propensity: 0.75 },
    { id: "b", score: 1.9, propensity: 0.25 },
  ];
  const line = { shelf: "s1", placement: "home", position: 7, best: 2, pool, shown: "b", reward: 1 };

  it("reads lines of JSON", () => {
    const [one] = readLog(`${JSON.stringify(line)}\n\n`, "log.jsonl");
    expect(one).toEqual({
      unit: "s1",
      placement: "home",
      position: 7,
      best: 2,
      scores: [2, 1.9],
      propensities: [0.75, 0.25],
      chosen: 1,
      reward: 1,
    });
  });

  it("reads an exported profile: an impression is a decision, a click on that shelf its reward", () => {
    const shown = {
      name: "view_item_list",
      itemId: "b",
      recommendationId: "r1",
      placement: "home",
      position: 7,
      impression: true,
      explored: { best: 2, pool },
    };
    const file = {
      format: "aisle-profile",
      events: [
        shown,
        shown,
        { ...shown, recommendationId: "r2" },
        { name: "select_item", itemId: "b", recommendationId: "r2" },
        { name: "view_item", itemId: "b" },
      ],
    };
    const decisions = readLog(JSON.stringify(file), "profile.json");
    expect(decisions.map(({ unit, reward }) => [unit, reward])).toEqual([
      ["profile.json", 0],
      ["profile.json", 1],
    ]);
    const covered = { ...file, explored: [{ ...shown, recommendationId: "r3" }, null], events: file.events.slice(2) };
    expect(readLog(JSON.stringify(covered), "profile.json").map(({ reward }) => reward)).toEqual([0, 1]);
  });

  it.each([
    ["no pool", { ...line, pool: undefined }],
    ["shown is no candidate", { ...line, shown: "z" }],
    ["propensities that do not sum to 1", { ...line, pool: pool.map((one) => ({ ...one, propensity: 0.4 })) }],
    [
      "a propensity of 0",
      {
        ...line,
        pool: [
          { ...pool[0], propensity: 1 },
          { ...pool[1], propensity: 0 },
        ],
      },
    ],
    ["a score that is none", { ...line, pool: [{ ...pool[0], score: null }, pool[1]] }],
    ["no reward", { ...line, reward: undefined }],
  ])("refuses %s by name of the line", (_, broken) => {
    const text = `${JSON.stringify(line)}\n${JSON.stringify(broken)}`;
    expect(() => readLog(text, "log")).toThrow(expect.objectContaining({ code: "LOG_UNREADABLE" }));
    expect(() => readLog(text, "log")).toThrow(/log:2/);
  });

  it("answers junk with a typed error or nothing", () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (junk) => {
        try {
          readLog(junk, "x");
        } catch (error) {
          expect((error as { code?: string }).code).toBe("LOG_UNREADABLE");
        }
      }),
    );
  });
});

describe("aisle evaluate --off-policy", () => {
  const folder = mkdtempSync(join(tmpdir(), "aisle-ope-"));
  let output = "";
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach(() => {
    output = "";
    vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      output += text;
      return true;
    });
  });
  afterEach(() => {
    vi.restoreAllMocks();
  });
  const write = (decisions: readonly Decision[]) => {
    const path = join(folder, "log.jsonl");
    const lines = decisions.map(({ unit, scores, propensities: odds, chosen, ...rest }) =>
      JSON.stringify({
        ...rest,
        unit,
        shown: `i${chosen}`,
        pool: scores.map((score, i) => ({ id: `i${i}`, score, propensity: odds[i] })),
      }),
    );
    writeFileSync(path, lines.join("\n"));
    return path;
  };

  it("prints every estimate with the effective sample size", () => {
    expect(offPolicyCommand([write(log(1_000, seededRandom(8)))], { policy: "softmax:0.1" })).toBe(0);
    expect(output).toMatch(/1000 decisions of 500 units, worth \d+\.\d \(effective sample size\)/);
    for (const name of ["IPS", "SNIPS", "DR"]) expect(output).toContain(name);
    expect(output).not.toContain("Too few");
  });

  it("warns, and fails, where the log is worth too little", () => {
    expect(offPolicyCommand([write(log(40, seededRandom(8)))], {})).toBe(1);
    expect(output).toContain("Too few");
  });

  it("refuses a policy that does not exist", () => {
    for (const policy of ["best", "softmax", "softmax:0", "epsilon:2"]) {
      expect(() => offPolicyCommand([], { policy })).toThrow(expect.objectContaining({ code: "OPTIONS_INVALID" }));
    }
  });
});
