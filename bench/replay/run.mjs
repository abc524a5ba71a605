/**
 * `npm run replay [-- --tune | --interests | --encoder DIR]`: bundles the replay from the sources that ship and runs
 * it. Needs the Online Retail orders under `$AISLE_SHARED` (default `../shared`).
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = resolve(process.env.AISLE_SHARED || join(root, "../shared"));
if (!existsSync(join(shared, "data/uci-online-retail"))) {
  console.error(`No Online Retail orders under ${shared}: set AISLE_SHARED to the folder that holds data/.`);
  process.exit(1);
}
const outfile = join(root, "node_modules/.cache/aisle/replay.mjs");
await build({
  entryPoints: [join(root, "bench/replay/cli.ts")],
  outfile,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
const { runReplay } = await import(pathToFileURL(outfile).href);
await runReplay({ root, shared, arguments: process.argv.slice(2) });
