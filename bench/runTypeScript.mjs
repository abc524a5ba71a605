/** Bundles a bench written in TypeScript and imports it; what it imports from `node_modules` stays there. */
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { root } from "../scripts/ensure.mjs";
import { withoutOnnxEsbuild } from "../scripts/vite/withoutOnnx.mjs";

/** @param entry path from the repository's root @returns {Promise<any>} its exports */
export async function runTypeScript(entry) {
  const folder = mkdtempSync(join(root, "node_modules/.bench-"));
  try {
    const outfile = join(folder, "bench.mjs");
    await build({
      entryPoints: [resolve(root, entry)],
      outfile,
      absWorkingDir: root,
      bundle: true,
      platform: "node",
      format: "esm",
      external: ["playwright", "puppeteer-core", "esbuild"],
      logLevel: "error",
      plugins: [withoutOnnxEsbuild()],
    });
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
