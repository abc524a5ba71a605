/**
 * `npm run fairness`: exposure by brand, price and newness against merit, and what closing the gap costs. The real orders
 * are those under `$AISLE_SHARED` (default `../shared`); without them the simulated shop alone.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { withoutOnnxEsbuild } from "../../scripts/vite/withoutOnnx.mjs";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = resolve(process.env.AISLE_SHARED || join(root, "../shared"));
const outfile = join(root, "node_modules/.cache/aisle/fairness.mjs");
await build({
  entryPoints: [join(root, "bench/fairness/cli.ts")],
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
const { runFairness } = await import(pathToFileURL(outfile).href);
await runFairness({ root, shared: existsSync(join(shared, "data/uci-online-retail")) ? shared : undefined });
