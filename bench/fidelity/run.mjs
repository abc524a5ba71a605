/**
 * `npm run bench:fidelity [-- --reasons 1100] [-- --write]`: reasons of the built library's shelves put to the removal test in
 * Chromium; prints the table, and with `--write` puts it into bench/results/fidelity.md. `npm run build` comes first.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import { ensureChromium, root } from "../../scripts/ensure.mjs";
import { withoutOnnxEsbuild } from "../../scripts/vite/withoutOnnx.mjs";

if (!existsSync(join(root, "dist/index.js"))) {
  console.error("dist/ is missing: npm run build first.");
  process.exit(1);
}
const outfile = join(root, "node_modules/.cache/aisle/fidelity.mjs");
await build({
  entryPoints: [join(root, "bench/fidelity/cli.ts")],
  outfile,
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  plugins: [withoutOnnxEsbuild()],
  logLevel: "warning",
});
const { runFidelity } = await import(pathToFileURL(outfile).href);
process.exitCode = await runFidelity({ root, chromium: ensureChromium(), arguments: process.argv.slice(2) });
