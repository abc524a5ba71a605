/**
 * `npm run bench:encoder [-- PART_OF_A_LABEL]`: size against quality, on the checkpoint and the data sets under
 * `$AISLE_SHARED` (default `../shared`). `-- --students`: what students with fewer layers would give. Conversions and
 * verdicts are kept in node_modules/.cache.
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
const [only] = process.argv.slice(2);
const part = only === "--students" ? "students" : "encoderSizes";
const outfile = join(root, `node_modules/.cache/aisle/${part}.mjs`);
await build({
  entryPoints: [join(root, `bench/encoder/${part}.ts`)],
  outfile,
  absWorkingDir: root,
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  packages: "external",
  logLevel: "warning",
});
const { benchSizes, benchStudents } = await import(pathToFileURL(outfile).href);
await (benchStudents ?? benchSizes)({ root, shared, only });
