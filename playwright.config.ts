import { defineConfig } from "@playwright/test";

/** `npm test` names a free one. */
const port = process.env.AISLE_E2E_PORT || "4173";
const baseURL = `http://127.0.0.1:${port}/`;
const executablePath = process.env.AISLE_CHROMIUM || "/usr/bin/chromium";
const common = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"];
const webgpu = ["--enable-unsafe-webgpu", "--use-webgpu-adapter=swiftshader", "--enable-features=Vulkan"];

export default defineConfig({
  testDir: "e2e",
  outputDir: "test-results/browser",
  timeout: 120_000,
  expect: { timeout: 20_000 },
  workers: 2,
  fullyParallel: false,
  retries: 0,
  use: { baseURL, trace: "retain-on-failure" },
  webServer: {
    command: `node node_modules/vite/bin/vite.js preview --port ${port} --strictPort`,
    url: baseURL,
    reuseExistingServer: !process.env.CI,
  },
  projects: [
    {
      name: "chromium",
      testIgnore: [/\.webgpu\.spec\.ts$/, /[\\/]browsers[\\/]/],
      use: { launchOptions: { executablePath, args: [...common, "--disable-features=WebGPU"] } },
    },
    {
      name: "chromium-webgpu",
      testMatch: /\.webgpu\.spec\.ts$/,
      use: { launchOptions: { executablePath, args: [...common, ...webgpu] } },
    },
  ],
});
