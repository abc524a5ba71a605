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

test("a Content-Security-Policy without wasm-unsafe-eval is told as BACKEND_UNAVAILABLE", async ({ page }) => {
  await page.goto(`${server.url}/strict`);
  expect(await page.evaluate(() => kernelHarness.buildOf("auto"))).toBe("BACKEND_UNAVAILABLE");
});
