/**
 * `npm run simulate [-- --seeds N --shoppers N]`: the simulated shop with every arm in it; prints the table and writes
 * bench/results/simulation.md.
 */
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
await runSimulation({ root, arguments: process.argv.slice(2) });
