import { expect, it } from "vitest";
import { demoExperiments } from "../data/shopTrials";
import { surveyOf } from "./survey";

it("recovers what was true of each bucket within its interval, from bits that are far from it", () => {
  const rows = surveyOf(demoExperiments.experiments[0]);
  expect(rows.reduce((sum, { truth }) => sum + truth, 0)).toBe(10_000);
  for (const { truth, ones, low, high } of rows) {
    expect(truth).toBeGreaterThan(low);
    expect(truth).toBeLessThan(high);
    expect(Math.abs(ones - truth)).toBeGreaterThan(high - low);
  }
});
