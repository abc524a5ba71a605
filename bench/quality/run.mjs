/**
 * `npm run bench:quality -- scientific|online-retail [--json FILE]`: trains, tunes on validation and tests, on the
 * public data sets under `$AISLE_SHARED` (default `../shared`), weights read back from the file format that ships.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = resolve(process.env.AISLE_SHARED || join(root, "../shared"));
if (!existsSync(join(shared, "data"))) {
  console.error(`No data sets under ${shared}: set AISLE_SHARED to the folder that holds data/.`);
  process.exit(1);
}
const outfile = join(root, "node_modules/.cache/aisle/quality.mjs");
await build({
  entryPoints: [join(root, "bench/quality/cli.ts")],
  outfile,
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
const { runQuality } = await import(pathToFileURL(outfile).href);
process.exit(await runQuality({ root, shared, arguments: process.argv.slice(2) }));
