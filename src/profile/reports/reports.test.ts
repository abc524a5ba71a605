import { webcrypto } from "node:crypto";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { epsilonOf, readReportsPlan } from "../../format/reports/reportsPlan";
import { DAY_MS } from "../decay";
import { affordable, type LedgerEntry, readLedger, spent } from "./ledger";
import { randomisedResponse, uniformOf } from "./randomisedResponse";

const bytes = new Uint8Array(65_536);
let at = bytes.length;
/** The source that ships: cryptographic, four bytes a draw. */
const random = () => {
  if (at >= bytes.length) {
    webcrypto.getRandomValues(bytes);
    at = 0;
  }
  at += 4;
  return uniformOf(bytes.subarray(at - 4, at));
};

describe("randomisedResponse", () => {
  it.each([
    [0.75, 0.25],
    [0.6, 0.4],
    [0.5, 0.1],
  ])("leaks ε and no more, measured: p %f, q %f", (p, q) => {
    const buckets = 3;
    const trials = 200_000;
    const counts = [0, 1].map((bucket) => {
      const seen = new Map<string, number>();
      for (let i = 0; i < trials; i++) {
        const answer = randomisedResponse(bucket, { buckets, p, q, random });
        seen.set(answer, (seen.get(answer) ?? 0) + 1);
      }
      return seen;
    });
    const epsilon = epsilonOf({ p, q });
    let worst = 0;
    for (const [answer, count] of counts[0]) {
      const other = counts[1].get(answer) ?? 0.5;
      const loss = Math.abs(Math.log(count / other));
      // Four standard errors of the logarithm of a ratio of counts.
      const error = 4 * Math.sqrt(1 / count + 1 / other);
      expect(loss - error, answer).toBeLessThan(epsilon);
      worst = Math.max(worst, loss);
    }
    // The bound is met, so that the published ε is neither too low nor idle.
    expect(worst).toBeGreaterThan(epsilon * 0.9);
    expect(worst).toBeLessThan(epsilon * 1.1);
  });

  it("has a bit for every bucket, and nothing else", () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 64 }), fc.nat(), (buckets, bucket) => {
        expect(randomisedResponse(bucket % buckets, { buckets, p: 0.75, q: 0.25, random })).toMatch(
          new RegExp(`^[01]{${buckets}}$`),
        );
      }),
    );
  });
});

describe("the ledger", () => {
  const budget = { epsilon: 5, days: 30 };
  const now = 1_000 * DAY_MS;

  it("never spends more than the budget in any window, and answers a question once, whatever the clock does", () => {
    const step = fc.record({ question: fc.constantFrom(..."abcdefghijkl"), wait: fc.integer({ min: -40, max: 40 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.double({ min: 0.1, max: 5, noNaN: true }), (steps, epsilon) => {
        let ledger: readonly LedgerEntry[] = [];
        let clock = now;
        for (const { question, wait } of steps) {
          clock += wait * DAY_MS;
          if (affordable(ledger, { question, epsilon, budget, now: clock })) {
            ledger = [...ledger, { question, epsilon, at: clock }];
            expect(spent(ledger, budget, clock)).toBeLessThanOrEqual(budget.epsilon + 1e-6);
          }
        }
        expect(new Set(ledger.map(({ question }) => question)).size).toBe(ledger.length);
        // By the time the entries themselves give: no window of thirty days holds more.
        for (const { at: start } of ledger) {
          const within = ledger.filter((entry) => entry.at >= start && entry.at < start + 30 * DAY_MS);
          const total = within.reduce((sum, entry) => sum + entry.epsilon, 0);
          if (steps.every(({ wait }) => wait >= 0)) expect(total).toBeLessThanOrEqual(budget.epsilon + 1e-6);
        }
      }),
    );
  });

  it("is full when it cannot be read, and empty when there is none", () => {
    expect(affordable(readLedger(undefined, now), { question: "a", epsilon: 1, budget, now })).toBe(true);
    for (const junk of [null, 7, "x", {}, [{}], [{ question: "a", epsilon: -5, at: 1 }]]) {
      expect(affordable(readLedger(junk, now), { question: "a", epsilon: 1, budget, now })).toBe(false);
    }
    const kept = [{ question: "a", epsilon: 1, at: now }];
    expect(readLedger(JSON.parse(JSON.stringify(kept)), now)).toEqual(kept);
  });
});

describe("readReportsPlan", () => {
  const plan = {
    kind: "aisle-reports",
    schemaVersion: 1,
    url: "https://shop.example/reports",
    p: 0.75,
    q: 0.25,
    budget: { epsilon: 6.6, days: 30 },
    questions: [{ id: "rules-7d", experiment: "rules", outcome: "returned7", buckets: ["with/no", "with/yes"] }],
  };

  it("takes a good plan as it is", () => {
    expect(readReportsPlan(plan)).toEqual(plan);
    expect(epsilonOf(plan)).toBeCloseTo(Math.log(9), 12);
  });

  it.each([
    ["nothing to learn", { p: 0.25, q: 0.75 }, /not above q/],
    ["a bit that is never noise", { p: 1 }, /p/],
    ["an answer dearer than the budget", { budget: { epsilon: 1, days: 30 } }, /more than the budget/],
    ["another scheme", { url: "javascript:alert(1)" }, /url/],
    ["a field that does not exist", { extra: 1 }, /extra/],
    ["a bucket twice", { questions: [{ ...plan.questions[0], buckets: ["a", "a"] }] }, /bucket twice/],
    ["a question twice", { questions: [plan.questions[0], plan.questions[0]] }, /two questions/],
  ])("refuses %s", (_, change, message) => {
    expect(() => readReportsPlan({ ...plan, ...change })).toThrow(expect.objectContaining({ code: "REPORTS_INVALID" }));
    expect(() => readReportsPlan({ ...plan, ...change })).toThrow(message);
  });
});
