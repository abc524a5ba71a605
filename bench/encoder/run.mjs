/**
 * `npm run bench:encoder [-- PART_OF_A_LABEL]`: size against quality, on the checkpoint and the data sets under
 * `$AISLE_SHARED` (default `../shared`). Conversions and verdicts are kept in node_modules/.cache.
 */
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = fileURLToPath(new URL("../..", import.meta.url));
const shared = resolve(process.env.AISLE_SHARED || join(root, "../shared"));
if (!existsSync(join(shared, "data")) || !existsSync(join(shared, "models"))) {
  console.error(
    `No data sets and models under ${shared}: set AISLE_SHARED to the folder that holds data/ and models/.`,
  );
  process.exit(1);
}
const outfile = join(root, "node_modules/.cache/aisle/encoderSizes.mjs");
await build({
  entryPoints: [join(root, "bench/encoder/encoderSizes.ts")],
  outfile,
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
const { benchSizes } = await import(pathToFileURL(outfile).href);
await benchSizes({ root, shared, only: process.argv[2] });
