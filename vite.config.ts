/** The demo shop: `vite` serves it while developing, `vite preview` serves the built one. The library: scripts/build.mjs. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vite";
import { serviceWorkerPlugin } from "./demo/build/serviceWorkerPlugin.ts";

const path = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const { version } = JSON.parse(readFileSync(path("./package.json"), "utf8")) as { version: string };

export default defineConfig({
  root: path("./demo"),
  base: "./",
  publicDir: path("./public"),
  define: { __AISLE_VERSION__: JSON.stringify(version) },
  plugins: [serviceWorkerPlugin()],
  build: { outDir: path("./build/demo"), emptyOutDir: true, target: "es2022" },
  worker: { format: "es" },
  server: { port: 5173, host: "127.0.0.1" },
  preview: { port: 4173, host: "127.0.0.1" },
});
