import { expect, test } from "@playwright/test";
import type { KernelHarness } from "./kernels/page";
import { type KernelServer, startKernelServer } from "./kernels/server";

declare const kernelHarness: KernelHarness;

let server: KernelServer;
test.beforeAll(async () => {
  server = await startKernelServer();
});
test.afterAll(() => server.close());

for (const options of [
  { build: "simd128" },
  { build: "relaxed", dot: "fused" },
  { build: "relaxed", dot: "paired" },
] as const) {
  test(`the kernels equal the reference in the browser: ${Object.values(options).join(", ")}`, async ({ page }) => {
    await page.goto(server.url);
    expect(await page.evaluate((wanted) => kernelHarness.differences(wanted, 6), options)).toEqual([]);
  });
}

test("thousands of calls leave nothing behind: neither wasm memory nor JS heap grows", async ({ page, context }) => {
  await page.goto(server.url);
  const devtools = await context.newCDPSession(page);
  const run = async (calls: number) => {
    const wasm = await page.evaluate((count) => kernelHarness.callMany(count), calls);
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize, backingStorageSize } = (await devtools.send("Runtime.getHeapUsage")) as {
      usedSize: number;
      backingStorageSize: number;
    };
    return { wasm, heap: usedSize, buffers: backingStorageSize };
  };
  // Compiled code and type feedback come with the first calls.
  await run(3_000);
  const before = await run(3_000);
  const after = await run(3_000);
  test.info().annotations.push({ type: "measured", description: JSON.stringify({ before, after }) });
  expect(after.wasm).toBe(before.wasm);
  // A leak of 16 bytes a call would show.
  expect(after.heap - before.heap).toBeLessThan(48_000);
  expect(after.buffers - before.buffers).toBeLessThan(48_000);
});

test("a Content-Security-Policy without wasm-unsafe-eval is told as BACKEND_UNAVAILABLE", async ({ page }) => {
  await page.goto(`${server.url}/strict`);
  expect(await page.evaluate(() => kernelHarness.buildOf("auto"))).toBe("BACKEND_UNAVAILABLE");
});
