/**
 * `npm run simulate [-- --seeds N --shoppers N]`: the simulated shop with every arm in it; prints the table and writes
 * bench/results/simulation.md. Seeds that the very same program has finished before are taken from its cache.
 */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { withoutOnnxEsbuild } from "../../scripts/vite/withoutOnnx.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const outfile = join(root, "node_modules/.cache/aisle/simulate.mjs");
await build({
  entryPoints: [join(root, "bench/simulate/cli.ts")],
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
const { runSimulation } = await import(pathToFileURL(outfile).href);
const program = createHash("sha256").update(readFileSync(outfile)).digest("hex").slice(0, 16);
await runSimulation({ root, program, arguments: process.argv.slice(2) });
