import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "vitest/config";
import { withoutOnnx } from "./scripts/vite/withoutOnnx.mjs";

process.env.AISLE_SHARED ??= existsSync("../shared/golden") ? resolve("../shared") : "";

export default defineConfig({
  plugins: [withoutOnnx()],
  test: {
    include: ["src/**/*.test.{ts,tsx}", "demo/**/*.test.ts", "bench/**/*.test.ts", "scripts/**/*.test.ts"],
    environment: "node",
    testTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
  },
});
