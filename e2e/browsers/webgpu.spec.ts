/** The GPU tier on another browser's WGSL compiler and driver; without a GPU, on what Vulkan or SwiftShader offer. */
import { hasLavapipe } from "../../src/server/browsers/findBrowser";
import type { WebgpuHarness } from "../webgpu/page";
import { startWebgpuServer, type WebgpuServer } from "../webgpu/server";
import { expect, test } from "./browserTest";

declare const webgpuHarness: WebgpuHarness;

let server: WebgpuServer;
test.beforeAll(async () => {
  server = await startWebgpuServer();
});
test.afterAll(() => server?.close());

const SHAPE = { hidden: 35, heads: 7, intermediate: 51, seed: 3 };
const LENGTHS = [1, 9, 40];

test("WebGPU: sums and vectors are the reference's in every spelling the device knows, or it is told that there is none", async ({
  tab,
}, testInfo) => {
  await tab.goto(server.url);
  const { webgpu, half } = await tab.evaluate(() => webgpuHarness.abilities());
  const must = testInfo.project.name === "Chromium" || (testInfo.project.name === "Firefox" && hasLavapipe());
  if (must) expect(webgpu).toBe(true);
  testInfo.annotations.push({ type: "outcome", description: webgpu ? `f32${half ? ", f16" : ""}` : "none here" });
  if (!webgpu) {
    expect(await tab.evaluate(() => webgpuHarness.start())).toBe("BACKEND_UNAVAILABLE");
    return;
  }
  const all = await tab.evaluate(() => webgpuHarness.failedCases("packed", "all"));
  expect(all).toMatchObject({ failed: [] });
  for (const dot of ["packed", "unpacked", "f32"] as const) {
    const sums = await tab.evaluate((dot) => webgpuHarness.differentProducts(dot, [33, 100, 65]), dot);
    expect(sums).toMatchObject({ products: 0, floats: 0 });
  }
  for (const dot of half ? (["packed", "f16"] as const) : (["packed"] as const)) {
    const cosine = await tab.evaluate(
      ({ dot, shape, lengths }) => webgpuHarness.cosineToReference(shape, lengths, { dot }),
      { dot, shape: SHAPE, lengths: LENGTHS },
    );
    expect(cosine).toBeGreaterThan(0.995);
  }
  const dots = half ? (["packed", "f32", "f16"] as const) : (["packed", "f32"] as const);
  const { times } = await tab.evaluate((dots) => webgpuHarness.probe(dots), dots);
  expect(Object.keys(times)).toEqual([...dots]);
});

test("WebGPU: a device lost in mid-bulk rejects every call as lost, and a new one serves", async ({
  tab,
}, testInfo) => {
  await tab.goto(server.url);
  const { webgpu } = await tab.evaluate(() => webgpuHarness.abilities());
  testInfo.annotations.push({ type: "outcome", description: webgpu ? "recovered" : "none here" });
  if (!webgpu) return;
  expect(await tab.evaluate(() => webgpuHarness.lostInMidBulk())).toEqual({
    codes: ["DEVICE_LOST", "DEVICE_LOST"],
    later: "DEVICE_LOST",
    lost: 1,
    again: 64,
  });
});
