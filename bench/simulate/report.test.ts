import { describe, expect, it } from "vitest";
import { MEASURES } from "../../demo/simulate/measures";
import { TARGETS } from "../../demo/simulate/targets";
import type { SeedResult } from "./compareArms";
import { simulationReport } from "./report";

const world = (seed: number, value: number): SeedResult => ({
  seed,
  shape: TARGETS as unknown as SeedResult["shape"],
  arms: Object.fromEntries(
    ["nothing", "ours"].map((arm) => [
      arm,
      Object.fromEntries(MEASURES.map((name) => [name, arm === "ours" ? value * 1.1 : value])),
    ]),
  ) as SeedResult["arms"],
});
const report = (results: readonly SeedResult[]) =>
  simulationReport({ results, shoppers: 10, baselines: ["nothing"], ours: "ours" });

describe("simulationReport", () => {
  it("gives intervals over worlds, and the change beside the claims", () => {
    const text = report([world(1, 0.1), world(2, 0.3)]);
    expect(text).toMatch(/\| dwell \| \+25\.0% \| \+10\.0% \(\+10\.0% to \+10\.0%\) \|/);
    expect(text).not.toMatch(/NaN|Infinity/);
  });

  it("says of one world that it gives no interval, and of a baseline that saw nothing, nothing", () => {
    const text = report([world(1, 0.1)]);
    expect(text).toContain("One world gives no interval");
    expect(text).toContain("| dwell | +25.0% | +10.0% |");
    expect(text).not.toMatch(/NaN|Infinity/);
    expect(report([world(1, 0), world(2, 0)])).not.toMatch(/NaN|Infinity/);
  });
});
