import { describe, expect, it } from "vitest";
import { isRight, type Removal } from "../../e2e/harness/removal";
import { fidelityReport } from "./fidelityReport";

const removal: Removal = {
  query: { placement: "home" },
  item: "mug",
  signal: "text",
  cited: "cup",
  acts: 1,
  claimed: 0.5,
  lost: 0.502,
  left: false,
  mayGo: undefined,
};

describe("fidelityReport", () => {
  it("tells right from wrong", () => {
    const all: readonly [Removal, boolean][] = [
      [removal, true],
      [{ ...removal, lost: 0.51 }, false],
      [{ ...removal, lost: 0.49 }, false],
      [{ ...removal, lost: undefined, left: true }, false],
      [{ ...removal, lost: undefined, left: true, mayGo: "aimed" }, true],
    ];
    for (const [one, right] of all) expect(isRight(one)).toBe(right);
    const text = fidelityReport({ arms: { blend: all.map(([one]) => one) }, seed: 1, browser: "Chromium" });
    expect(text).toContain(
      "**1 of 3 reasons claim what the score lost. The item then left the shelf in 0.0% of the cases.**",
    );
    expect(text).toContain("1 have no such cause");
    expect(text).toMatch(/\| blend \| home \| 5 \| 2 \| 2\.0000% \| 40\.0% \| 2 \|/);
  });
});
