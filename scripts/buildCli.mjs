/**
 * Bundles the `aisle` command to `dist/cli.js`, and the page that its browser checks open to `dist/browserCheckPage.js`.
 * Skipped when no source is newer than the last build.
 */
import { chmodSync, existsSync, readdirSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./ensure.mjs";

const outfile = resolve(root, "dist/cli.js");
const sources = ["src", "scripts/buildCli.mjs", "package-lock.json"];

export async function buildCli() {
  if (
    existsSync(outfile) &&
    statSync(outfile).mtimeMs > Math.max(...sources.map((path) => newest(resolve(root, path))))
  ) {
    return;
  }
  const { build } = await import("esbuild");
  const common = { absWorkingDir: root, bundle: true, format: "esm", legalComments: "none", logLevel: "warning" };
  await build({
    ...common,
    entryPoints: [resolve(root, "src/server/encoder/browserCheckPage.ts")],
    outfile: resolve(root, "dist/browserCheckPage.js"),
    platform: "browser",
    target: "es2022",
    minify: true,
  });
  await build({
    ...common,
    entryPoints: [resolve(root, "src/server/bin.ts")],
    outfile,
    platform: "node",
    target: "node20",
    // Needed by checks in a browser, by `build` and `evaluate`, and by training on pairs; found at run time, and explained
    // when missing.
    external: [
      "playwright",
      "puppeteer-core",
      "@duckdb/node-api",
      "@tensorflow/tfjs",
      "@tensorflow/tfjs-backend-webgpu",
    ],
    banner: { js: "#!/usr/bin/env node" },
  });
  chmodSync(outfile, 0o755);
}

function newest(path) {
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) await buildCli();
