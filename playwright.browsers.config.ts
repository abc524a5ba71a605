/** The compact suite of `e2e/browsers`, the same in every browser; `npm test` runs it in those that Playwright does not drive. */
import { defineConfig } from "@playwright/test";

export default defineConfig({
  testDir: "e2e/browsers",
  outputDir: "test-results/browsers",
  timeout: 90_000,
  expect: { timeout: 20_000 },
  // One browser each, all at the same time.
  workers: 2,
  fullyParallel: false,
  projects: [
    { name: "Firefox", workers: 1 },
    { name: "WebKitGTK", workers: 1 },
    { name: "Chromium", workers: 1 },
  ],
});
