/** The GPU tier in a real browser; SwiftShader stands in for a GPU. Shapes are small, for it is slow. */
import { expect, test } from "@playwright/test";
import type { WebgpuHarness } from "./webgpu/page";
import { startWebgpuServer, type WebgpuServer } from "./webgpu/server";

declare const webgpuHarness: WebgpuHarness;

let server: WebgpuServer;
test.beforeAll(async () => {
  server = await startWebgpuServer();
});
test.afterAll(() => server.close());

test.beforeEach(async ({ page }) => {
  await page.goto(server.url);
});

test("every operator's case table holds in WGSL", async ({ page }) => {
  const { run, failed } = await page.evaluate(() => webgpuHarness.failedCases("packed", "all"));
  expect(failed).toEqual([]);
  expect(run).toBeGreaterThan(30);
});

for (const dot of ["unpacked", "f32"] as const) {
  test(`the linear layer's case table holds in WGSL, ${dot}`, async ({ page }) => {
    expect(await page.evaluate((wanted) => webgpuHarness.failedCases(wanted, "linear"), dot)).toMatchObject({
      failed: [],
    });
  });
}

for (const dot of ["packed", "unpacked", "f32"] as const) {
  test(`integer products equal the reference's, ${dot}`, async ({ page }) => {
    const shapes = [
      [1, 16, 64],
      [33, 100, 65],
      [5, 1536, 70],
    ] as const;
    for (const shape of shapes) {
      const different = await page.evaluate(([wanted, size]) => webgpuHarness.differentProducts(wanted, size), [
        dot,
        shape,
      ] as const);
      expect(different).toMatchObject({ products: 0, floats: 0 });
      expect(different.largest).toBeGreaterThan(1000);
    }
  });
}

test("the probe finds every spelling right, and takes one", async ({ page }) => {
  const { dot, times } = await page.evaluate(() => webgpuHarness.probe(["packed", "f32"]));
  test.info().annotations.push({ type: "measured", description: JSON.stringify({ dot, times }) });
  expect(Object.keys(times)).toEqual(["packed", "f32"]);
});

const shapes = [
  { name: "the default shape", shape: { maxPositions: 256 }, lengths: [1, 2, 3, 31, 32, 33, 64, 100, 255, 256] },
  {
    name: "one layer, wide heads",
    shape: { layers: 1, hidden: 128, heads: 1, maxPositions: 80, seed: 2 },
    lengths: [5, 80],
  },
  {
    name: "heads that fill no vector",
    shape: { hidden: 35, heads: 7, intermediate: 51, seed: 3 },
    lengths: [1, 9, 40],
  },
  {
    name: "four layers, the first token",
    shape: { layers: 4, hidden: 48, heads: 4, pooling: "cls", seed: 4 },
    lengths: [7, 64],
  },
  { name: "one column a head", shape: { hidden: 20, heads: 20, intermediate: 4, seed: 5 }, lengths: [3, 12] },
] as const;
for (const [index, { name, shape, lengths }] of shapes.entries()) {
  const other = index % 2 === 0 ? "f32" : "unpacked";
  for (const options of [{ dot: "packed" }, { dot: other, batchTokens: 1 }] as const) {
    test(`vectors are the reference's: ${name}, ${options.dot}`, async ({ page }) => {
      const cosine = await page.evaluate(
        ([size, tokens, chosen]) => webgpuHarness.cosineToReference(size, tokens, chosen),
        [shape, lengths, options] as const,
      );
      expect(cosine).toBeGreaterThan(0.995);
    });
  }
}

test("a text's vector does not depend on the texts beside it", async ({ page }) => {
  expect(await page.evaluate(() => webgpuHarness.aloneAndTogether([3, 40, 1, 33, 200, 7, 7, 64]))).toBe(0);
});

test("no buffer, bind group or shader is made for a call, and each batch is one submit", async ({ page }) => {
  const calls = 300;
  const { before, after, created, submits } = await page.evaluate((count) => webgpuHarness.costsOver(count), calls);
  expect(after).toEqual(before);
  expect(before).toMatchObject({ dispatches: 2 + 7 * 2, bindGroups: 2 + 7 * 2 });
  expect(created).toEqual({ buffers: 0, bindGroups: 0, pipelines: 0 });
  expect(submits).toBe(calls + calls / 10);
});

test("the cost model has the dispatches and workgroups that are recorded", async ({ page }) => {
  const { recorded, modelled } = await page.evaluate(([size, lengths]) => webgpuHarness.workgroups(size, lengths), [
    { hidden: 80, heads: 4, intermediate: 200, maxPositions: 80, layers: 3 },
    [3, 40, 1, 33],
  ] as const);
  expect(recorded).toHaveLength(2 + 7 * 3);
  expect(recorded).toEqual(modelled);
});

test("the shape of MiniLM: at most 45 dispatches, 40 MB, the reference's vectors", async ({ page }) => {
  const { costs, cosine, adapter } = await page.evaluate(() => webgpuHarness.minilmCosts([3, 16, 12]));
  test.info().annotations.push({ type: "measured", description: JSON.stringify({ costs, cosine, adapter }) });
  expect(costs.dispatches).toBeLessThanOrEqual(45);
  expect(costs.bindGroups).toBe(costs.dispatches);
  expect(costs.gpuBytes).toBeLessThan(40e6);
  expect(cosine).toBeGreaterThan(0.995);
});

test("a device lost in mid-bulk rejects every call, is told once, and a new one serves", async ({ page }) => {
  expect(await page.evaluate(() => webgpuHarness.lostInMidBulk())).toEqual({
    codes: ["DEVICE_LOST", "DEVICE_LOST"],
    later: "DEVICE_LOST",
    lost: 1,
    again: 64,
  });
});

test("disposing is no loss: calls under way and later ones reject", async ({ page }) => {
  expect(await page.evaluate(() => webgpuHarness.disposedInMidBulk())).toEqual({
    code: "DISPOSED",
    later: "DISPOSED",
    lost: 0,
  });
});

test("an abort takes effect between batches and leaves the encoder usable", async ({ page }) => {
  expect(await page.evaluate(() => webgpuHarness.abortedBetweenBatches())).toEqual({ code: "ABORTED", after: 32 });
});

test("an error that the device reports makes the backend wrong", async ({ page }) => {
  expect(await page.evaluate(() => webgpuHarness.deviceError())).toBe("BACKEND_WRONG");
});

test("what cannot start says why", async ({ page }) => {
  expect(await page.evaluate(() => webgpuHarness.failures())).toEqual({
    noGpu: "BACKEND_UNAVAILABLE",
    nullAdapter: "BACKEND_UNAVAILABLE",
    throwing: "BACKEND_UNAVAILABLE",
    small: "BACKEND_UNAVAILABLE",
    badIds: "ENCODER_UNREADABLE",
  });
});
