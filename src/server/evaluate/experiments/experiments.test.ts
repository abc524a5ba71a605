import { describe, expect, it, vi } from "vitest";
import { main } from "../../cli";
import { seededRandom } from "../../train/seededRandom";
import { normalQuantile } from "../normal";
import { sampleSize, smallestLift } from "./power";
import { sampleRatio } from "./sampleRatio";
import { type ArmTotals, sequentialTest } from "./sequentialTest";

describe("sampleRatio", () => {
  it("accepts what chance does and refuses what it does not", () => {
    expect(sampleRatio([5_000, 5_060], [0.5, 0.5]).mismatch).toBe(false);
    expect(sampleRatio([5_000, 5_400], [0.5, 0.5]).mismatch).toBe(true);
    expect(sampleRatio([900, 9_050], [1, 9]).mismatch).toBe(false);
    expect(sampleRatio([10, 0], [1, 0])).toMatchObject({ chiSquare: 0, p: 1 });
    expect(sampleRatio([10, 1], [1, 0]).mismatch).toBe(true);
  });

  it("cries wolf once in a thousand", () => {
    const random = seededRandom(3);
    let cries = 0;
    for (let run = 0; run < 4_000; run++) {
      let first = 0;
      for (let i = 0; i < 400; i++) if (random() < 0.5) first++;
      cries += Number(sampleRatio([first, 400 - first], [1, 1]).mismatch);
    }
    expect(cries).toBeLessThan(14);
  });
});

/** Thirty days of two arms, looked at every evening. */
function daily(
  random: () => number,
  rates: readonly [number, number],
  look: (a: ArmTotals, b: ArmTotals) => boolean,
): boolean {
  const arms = rates.map(() => ({ count: 0, sum: 0, sumOfSquares: 0 }));
  for (let day = 0; day < 30; day++) {
    rates.forEach((rate, arm) => {
      for (let i = 0; i < 80; i++) {
        const success = random() < rate ? 1 : 0;
        arms[arm].count++;
        arms[arm].sum += success;
        arms[arm].sumOfSquares += success;
      }
    });
    if (look(arms[0], arms[1])) return true;
  }
  return false;
}

describe("sequentialTest", () => {
  const sequential = (a: ArmTotals, b: ArmTotals) => sequentialTest(a, b).significant;
  const fixed = (a: ArmTotals, b: ArmTotals) => {
    const p = [a, b].map(({ sum, count }) => sum / count);
    const error = Math.sqrt((p[0] * (1 - p[0])) / a.count + (p[1] * (1 - p[1])) / b.count);
    return Math.abs(p[0] - p[1]) / error > normalQuantile(0.975);
  };
  const rate = (look: typeof fixed, rates: readonly [number, number], runs = 400) => {
    const random = seededRandom(12);
    return Array.from({ length: runs }, () => daily(random, rates, look)).filter(Boolean).length / runs;
  };

  it("keeps its promise under daily looks, where an ordinary test breaks it", () => {
    expect(rate(sequential, [0.1, 0.1])).toBeLessThan(0.05);
    expect(rate(fixed, [0.1, 0.1])).toBeGreaterThan(0.15);
  });

  it("finds a difference that is there", () => {
    expect(rate(sequential, [0.16, 0.1], 100)).toBeGreaterThan(0.9);
  });

  it("says the same by interval and by p", () => {
    const a = { count: 900, sum: 130, sumOfSquares: 130 };
    for (const sum of [80, 95, 100, 110, 125]) {
      const { low, high, p, significant } = sequentialTest(a, { count: 900, sum, sumOfSquares: sum });
      expect(significant).toBe(low > 0 || high < 0);
      expect(p < 0.05).toBe(significant);
    }
  });

  it("says nothing before there is anything to say", () => {
    const none = { count: 0, sum: 0, sumOfSquares: 0 };
    expect(sequentialTest(none, none)).toMatchObject({ p: 1, significant: false });
    const one = { count: 1, sum: 1, sumOfSquares: 1 };
    expect(sequentialTest(one, one).significant).toBe(false);
  });
});

describe("sampleSize", () => {
  it("is that of the textbooks", () => {
    // 5% to 6%, two-sided 5%, power 80%: 8,155 an arm by the unpooled formula.
    expect(sampleSize({ rate: 0.05, lift: 0.2 }).fixed / 2).toBeCloseTo(8_155, -1);
  });

  it("has the power it promises", () => {
    const random = seededRandom(21);
    const { fixed } = sampleSize({ rate: 0.2, lift: 0.25 });
    const arm = Math.ceil(fixed / 2);
    let found = 0;
    for (let run = 0; run < 400; run++) {
      const [a, b] = [0.25, 0.2].map((rate) => {
        let sum = 0;
        for (let i = 0; i < arm; i++) if (random() < rate) sum++;
        return sum / arm;
      });
      const error = Math.sqrt((a * (1 - a) + b * (1 - b)) / arm);
      found += Number((a - b) / error > normalQuantile(0.975));
    }
    expect(found / 400).toBeGreaterThan(0.74);
    expect(found / 400).toBeLessThan(0.86);
  });

  it("promises no less for a test that is looked at every day", () => {
    const random = seededRandom(22);
    const { sequential } = sampleSize({ rate: 0.2, lift: 0.25 });
    let found = 0;
    for (let run = 0; run < 200; run++) {
      const arms = [0.25, 0.2].map(() => ({ count: 0, sum: 0, sumOfSquares: 0 }));
      let done = false;
      for (let day = 0; day < 28 && !done; day++) {
        [0.25, 0.2].forEach((rate, arm) => {
          for (let i = 0; i < sequential / 56; i++) {
            const success = random() < rate ? 1 : 0;
            arms[arm].count++;
            arms[arm].sum += success;
            arms[arm].sumOfSquares += success;
          }
        });
        done = sequentialTest(arms[0], arms[1], { plannedCount: sequential }).significant;
      }
      found += Number(done);
    }
    expect(found / 200).toBeGreaterThan(0.74);
  });

  it("and the smallest lift are each other's inverse", () => {
    const { fixed } = sampleSize({ rate: 0.04, lift: 0.1 });
    expect(smallestLift(fixed, { rate: 0.04 })).toBeCloseTo(0.1, 3);
    expect(smallestLift(3, { rate: 0.04 })).toBeUndefined();
  });

  it("refuses what no shop has", () => {
    for (const options of [
      { rate: 0, lift: 0.1 },
      { rate: 0.9, lift: 0.5 },
      { rate: 0.1, lift: 0 },
      { rate: 0.1, lift: 0.1, share: 1 },
    ]) {
      expect(() => sampleSize(options)).toThrow(expect.objectContaining({ code: "OPTIONS_INVALID" }));
    }
  });
});

describe("aisle power", () => {
  it("answers both ways, and explains what is missing", async () => {
    let output = "";
    const write = vi.spyOn(process.stdout, "write").mockImplementation((text) => {
      output += text;
      return true;
    });
    const complain = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    expect(await main(["power", "--rate", "0.05", "--lift", "0.2"])).toBe(0);
    expect(output).toMatch(/at the end +163\d\d shoppers/);
    expect(await main(["power", "--rate", "0.05", "--shoppers", "16312"])).toBe(0);
    expect(output).toContain("find a change of 20.0%");
    expect(await main(["power", "--rate", "0.05"])).toBe(2);
    write.mockRestore();
    complain.mockRestore();
  });
});

describe("aisle compare", () => {
  async function compare(...words: string[]) {
    let printed = "";
    const write = (text: string | Uint8Array) => {
      printed += text;
      return true;
    };
    const spies = [process.stdout, process.stderr].map((stream) => vi.spyOn(stream, "write").mockImplementation(write));
    const status = await main(["compare", ...words]);
    for (const spy of spies) spy.mockRestore();
    return { status, printed };
  }

  it("says what differs, for certain at whatever time", async () => {
    const { status, printed } = await compare("without=1100/40190", "with=1403/40211", "--planned", "80000");
    expect(status).toBe(0);
    expect(printed).toMatch(/^sample ratio {2}χ² 0\.01, p \.9\d+: as intended$/m);
    expect(printed).toMatch(/^with against without {2}3\.49% less 2\.74%: \+0\.75 \(\+0\.\d+ to \+\d\.\d+.*: higher$/m);
  });

  it("asks more of each arm where there are many", async () => {
    const p = async (...more: string[]) =>
      Number(/b against a.*p (\.\d+):/.exec((await compare("a=300/10000", "b=400/10000", ...more)).printed)?.[1]);
    expect(await p("c=300/10000", "d=300/10000")).toBeGreaterThan(2 * (await p()));
  });

  it("says nothing of arms that shoppers were lost from", async () => {
    const { status, printed } = await compare("a=30/1000", "b=90/1400");
    expect(status).toBe(1);
    expect(printed).toContain("do not read");
    expect(printed).not.toContain("against");
    expect((await compare("a=30/1000", "b=90/1400", "--shares", "10:14")).status).toBe(0);
  });

  it("knows nothing yet of arms without shoppers", async () => {
    expect((await compare("a=0/0", "b=0/0")).printed).toContain("not known to differ");
  });

  it.each([
    [["a=1/2"]],
    [["a=3/2", "b=1/2"]],
    [["a=1/2", "a=1/2"]],
    [["a", "b"]],
    [["a=-1/2", "b=1/2"]],
    [["a=1/2", "b=1/2", "--shares", "1"]],
    [["a=1/2", "b=1/2", "--planned", "soon"]],
  ])("refuses %j", async (words) => {
    const { status, printed } = await compare(...words);
    expect(status).toBe(2);
    expect(printed).toContain("OPTIONS_INVALID");
  });
});
