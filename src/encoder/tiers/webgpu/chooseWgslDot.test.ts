import { describe, expect, it } from "vitest";
import { randomEncoder } from "../../../format/encoder/randomEncoder";
import type { WgslDot } from "../../ops/linear/dot.wgsl";
import { candidateDots, chooseWgslDot } from "./chooseWgslDot";
import type { ProbeLayer } from "./probeLayer";

const { config } = randomEncoder({ hidden: 384, heads: 12, intermediate: 1536, layers: 1 });
const ALL = ["packed", "f32", "f16"] as const;

interface FakeGpuOptions {
  /** How late readiness is told. */
  readonly lateMs?: number;
  readonly ownClock?: boolean;
}

/** A GPU on which the layer takes so many milliseconds in each spelling. */
function fakeGpu(
  layerMs: Partial<Record<WgslDot, number | "wrong" | "broken">>,
  { lateMs = 1, ownClock = false }: FakeGpuOptions = {},
) {
  let clock = 0;
  const layer: ProbeLayer = {
    async compile(dot) {
      const ms = layerMs[dot];
      if (ms === "broken") throw new Error("no such thing");
      return {
        run: async (repeats) => {
          const elapsed = repeats * (ms === "wrong" ? 1 : (ms ?? 0));
          clock += elapsed + lateMs;
          return ownClock ? elapsed : undefined;
        },
        isRight: async () => ms !== "wrong",
      };
    },
    destroy() {},
  };
  return { layer, now: () => clock };
}

describe("candidateDots", () => {
  it("has the integer product first, and halves only where the device has them", () => {
    expect(candidateDots(config, { packedDot: true, half: false })).toEqual(["packed", "f32"]);
    expect(candidateDots(config, { packedDot: false, half: true })).toEqual(["unpacked", "f32", "f16"]);
  });

  it("leaves out floats where their sums would not be exact", () => {
    expect(candidateDots({ ...config, intermediate: 4096 }, { packedDot: true, half: true })).toEqual(["packed"]);
  });
});

describe("chooseWgslDot", () => {
  it.each<[string, Parameters<typeof fakeGpu>[0], WgslDot]>([
    ["the fastest", { packed: 0.4, f32: 0.2, f16: 0.1 }, "f16"],
    ["the integer product when others are hardly faster", { packed: 0.4, f32: 0.38, f16: 0.37 }, "packed"],
    ["f32 when halves gain nothing on it", { packed: 0.4, f32: 0.2, f16: 0.19 }, "f32"],
    ["the fastest of a slow device", { packed: 90, f32: 60, f16: 200 }, "f32"],
    ["another when the fastest is wrong", { packed: 0.4, f32: 0.2, f16: "wrong" }, "f32"],
    ["another when the integer product is wrong", { packed: "wrong", f32: 0.2, f16: 0.19 }, "f32"],
    ["another when a driver refuses the shader", { packed: 0.4, f32: "broken", f16: 0.1 }, "f16"],
  ])("takes %s", async (_, layerMs, expected) => {
    const { layer, now } = fakeGpu(layerMs);
    const { dot, times } = await chooseWgslDot(layer, ALL, now);
    expect(dot).toBe(expected);
    const right = Object.entries(layerMs).filter(([, ms]) => typeof ms === "number");
    expect(Object.keys(times)).toEqual(right.map(([name]) => name));
    // Readiness told late is the error.
    for (const [name, ms] of right) expect(Math.abs(times[name as WgslDot]! - (ms as number))).toBeLessThanOrEqual(1);
  });

  it("spends little: two tenths of a second on a fast device, two layers a spelling on a slow one", async () => {
    const fast = fakeGpu({ packed: 0.05, f32: 0.04, f16: 0.03 });
    await chooseWgslDot(fast.layer, ALL, fast.now);
    expect(fast.now()).toBeLessThan(200);
    const slow = fakeGpu({ packed: 100, f32: 100 });
    await chooseWgslDot(slow.layer, ["packed", "f32"], slow.now);
    expect(slow.now()).toBeLessThanOrEqual(404);
  });

  it("goes by the GPU's own clock where readiness is told a tenth of a second late", async () => {
    const { layer, now } = fakeGpu({ packed: 0.4, f32: 0.2 }, { lateMs: 100, ownClock: true });
    const { dot, times } = await chooseWgslDot(layer, ["packed", "f32"], now);
    expect(dot).toBe("f32");
    expect(times).toEqual({ packed: expect.closeTo(0.4), f32: expect.closeTo(0.2) });
  });

  it("says so when nothing is right", async () => {
    const { layer, now } = fakeGpu({ packed: "wrong", f32: "broken", f16: "wrong" });
    await expect(chooseWgslDot(layer, ALL, now)).rejects.toMatchObject({
      code: "BACKEND_WRONG",
      seen: "packed,f32,f16",
    });
  });
});
